"""Tasks of the walk: one whose scheme is signed, one being prepared that meets it."""

from typing import Any

from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.sign_scheme import sign_scheme
from shuangsuiji.stages.plans.queries.plans import published_lines
from shuangsuiji.stages.plans.queries.schemes import scheme_digest
from shuangsuiji.stages.plans.queries.tasks import scheme_draft_of
from shuangsuiji.stages.plans.scheme_drafting import send_scheme
from shuangsuiji.stages.plans.signing import Answer
from tests.browser.site import Site
from tests.stages.plans.planning import YEAR


def build(site: Site) -> dict[str, Any]:
    """Their keys, and that of the line they come from."""
    clerk, deputy, at = site.bureau.actor("li", "clerk"), site.bureau.actor("sun", "deputy_head"), site.at
    line = published_lines("rsj", YEAR)[0]
    first = create_task(line_id=line.pk, name="劳动用工检查", actor=clerk, at=at)
    send_scheme(task_id=first.pk, version=1, actor=clerk, at=at)
    answer = Answer(scheme_digest(scheme_draft_of(first)))
    sign_scheme(task_id=first.pk, agrees=True, answer=answer, actor=deputy, at=at)
    second = create_task(line_id=line.pk, name="劳动用工检查（第二批）", actor=clerk, at=at)
    return {"line": line.pk, "signed": first.pk, "made": second.pk}
