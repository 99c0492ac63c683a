"""Filings of the walk: one that waits, one that was returned, one recorded off its paper, one whose number is given, one that is public; and a task not yet sent."""

import io
from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.stages.disclosure.actions.publish_filing import publish_filing
from shuangsuiji.stages.items.models import RuleDocument
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.draft_plan import Source, draft_plan
from shuangsuiji.stages.plans.actions.file_ad_hoc import file_ad_hoc
from shuangsuiji.stages.plans.actions.record_paper_filing import FilingPaper, record_paper_filing
from shuangsuiji.stages.plans.actions.request_filing import request_filing
from shuangsuiji.stages.plans.actions.return_filing import return_filing
from shuangsuiji.stages.plans.models import PlanDraft, PlanLine
from shuangsuiji.stages.plans.queries.content import digest_of
from shuangsuiji.stages.plans.signing import Answer
from tests.browser.site import Site
from tests.foundation.evidence.files import pdf
from tests.stages.plans.planning import YEAR, line


def build(site: Site) -> dict[str, Any]:
    """Keys of filings by what is next, of a task without one, and the index number of the public one."""
    clerk, office, at = site.bureau.actor("li", "clerk"), site.bureau.actor("li", "joint_office"), site.at
    row = _line(site, clerk)
    tasks = [create_task(line_id=row.pk, name=f"转办检查之{number}", actor=clerk, at=at) for number in "一二三四五六"]
    made = [request_filing(task_id=task.pk, remark="附转办函", actor=clerk, at=at) for task in tasks[:5]]
    return_filing(filing_id=made[1].pk, reason="来文文号与原件不符", actor=office, at=at)
    for filing in made[2:4]:
        file_ad_hoc(filing_id=filing.pk, actor=office, at=at)
    paper = FilingPaper("联办备〔2026〕7号", localdate(at), receive(io.BytesIO(pdf()), Kind.SCAN))
    record_paper_filing(filing_id=made[4].pk, paper=paper, actor=clerk, at=at)
    notice = publish_filing(filing_id=made[3].pk, place="政府网站", actor=office, at=at)
    keys = dict(zip(("asked", "returned", "filed", "public", "recorded"), (each.pk for each in made), strict=True))
    return {**keys, "task": tasks[5].pk, "index_no": notice.index_no}


def _line(site: Site, clerk: Actor) -> PlanLine:
    at, deputy = site.at, site.bureau.actor("sun", "deputy_head")
    source = Source("3", "某县住建局", "某住建函〔2026〕2号", at.date())
    plan = draft_plan(kind="AD_HOC", year=YEAR, title="临时抽查", source=source, actor=clerk, at=at)
    basis = [str(each.pk) for each in RuleDocument.objects.all()]
    drafting.edit_plan(plan_id=plan.pk, version=1, title="临时抽查", basis=basis, actor=clerk, at=at)
    drafting.write_lines(plan_id=plan.pk, version=2, lines=[line(task_name="转办检查")], actor=clerk, at=at)
    drafting.send_plan(plan_id=plan.pk, version=3, actor=clerk, at=at)
    paper = PlanDraft.objects.select_related("plan__department").get(pk=plan.pk)
    confirm_plan(plan_id=plan.pk, answer=Answer(digest_of(paper)), actor=deputy, at=at)
    return PlanLine.objects.get(version__plan=plan)
