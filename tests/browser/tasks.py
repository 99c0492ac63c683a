"""Tasks of the walk: one whose scheme is signed, one being prepared that meets it."""

import io
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.record_paper_confirmation import ConfirmationPaper, record_paper_confirmation
from shuangsuiji.stages.plans.actions.sign_scheme import sign_scheme
from shuangsuiji.stages.plans.models import TaskDepartment
from shuangsuiji.stages.plans.queries.plans import published_lines
from shuangsuiji.stages.plans.queries.schemes import scheme_digest
from shuangsuiji.stages.plans.queries.tasks import scheme_draft_of
from shuangsuiji.stages.plans.scheme_drafting import send_scheme
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.stages.registry.queries import delta_since
from tests.browser.site import Site
from tests.foundation.evidence.files import pdf
from tests.stages.plans.planning import YEAR


def build(site: Site) -> dict[str, Any]:
    """Their keys, and that of the line they come from."""
    clerk, deputy, at = site.bureau.actor("li", "clerk"), site.bureau.actor("sun", "deputy_head"), site.at
    line = published_lines("rsj", YEAR)[0]
    first = create_task(line_id=line.pk, name="劳动用工检查", actor=clerk, at=at)
    send_scheme(task_id=first.pk, version=1, actor=clerk, at=at)
    answer = Answer(scheme_digest(scheme_draft_of(first)))
    sign_scheme(task_id=first.pk, agrees=True, answer=answer, actor=deputy, at=at)
    paper = _on_paper(site, first)
    second = create_task(line_id=line.pk, name="劳动用工检查（第二批）", actor=clerk, at=at)
    return {"line": line.pk, "signed": first.pk, "made": second.pk, "paper": paper}


def _on_paper(site: Site, task: Any) -> UUID:
    """A department without an account takes part; its paper about its inspectors is recorded, nobody vouched for it yet."""
    clerk, at = site.bureau.actor("li", "clerk"), site.at
    joined = Department.objects.get(code="scjgj")
    with command(actor=clerk, at=at) as cmd:
        TaskDepartment(task=task, department=joined, role="JOIN").save(force_insert=True)
        cmd.emit("account.changed", pub={"kind": "person", "count": 1})
    paper = ConfirmationPaper(
        number="平市监函〔2026〕31号", signed_on=localdate(at), signer="局办公室主任", scan=receive(io.BytesIO(pdf()), Kind.SCAN),
        reason="本局配合提供线索，没有执法检查人员",
    )  # fmt: skip
    seen = delta_since(joined, "INSPECTORS").digest
    made = record_paper_confirmation(
        task_id=task.pk, department="scjgj", kind="INSPECTORS", seen=seen, paper=paper, actor=clerk, at=at
    )
    found: UUID = made.pk
    return found
