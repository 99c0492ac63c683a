"""An ad-hoc task of the bureau, and its filing step by step."""

import io
from dataclasses import replace
from typing import Any

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.stages.disclosure.actions.publish_filing import publish_filing
from shuangsuiji.stages.disclosure.models import PublishedNotice
from shuangsuiji.stages.items.models import RuleDocument
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.confirm_paper_filing import confirm_paper_filing
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.draft_plan import Source, draft_plan
from shuangsuiji.stages.plans.actions.file_ad_hoc import file_ad_hoc
from shuangsuiji.stages.plans.actions.record_paper_filing import FilingPaper, record_paper_filing
from shuangsuiji.stages.plans.actions.request_filing import request_filing
from shuangsuiji.stages.plans.actions.return_filing import return_filing
from shuangsuiji.stages.plans.models import Filing, Plan, PlanLine, Task
from tests.cast import LI, SUN
from tests.foundation.evidence.files import pdf
from tests.stages.cast import SONG, County
from tests.stages.plans.planning import YEAR, confirmed, firms, line
from tests.stages.plans.tasking import SIZES

NAME = "劳动用工临时检查"
PAPER = "联办备〔2026〕7号"


def ad_hoc_plan(county: County) -> Plan:
    """Handed over by another department, confirmed."""
    li, at = county.actor(LI), county.at
    source = Source("3", "某县住建局", "某住建函〔2026〕2号", at.date())
    plan = draft_plan(kind="AD_HOC", year=YEAR, title="临时抽查", source=source, actor=li, at=at)
    basis = [str(each.pk) for each in RuleDocument.objects.all()]
    drafting.edit_plan(plan_id=plan.pk, version=1, title="临时抽查", basis=basis, actor=li, at=at)
    drafting.write_lines(plan_id=plan.pk, version=2, lines=[line(task_name=NAME)], actor=li, at=at)
    return confirmed(county, plan)


def ad_hoc(county: County, *, with_firms: bool = True) -> Task:
    """A task outside the plan, with firms in every class."""
    plan = ad_hoc_plan(county)
    if with_firms:
        firms(county, county.lead, 1, **SIZES)
    row = PlanLine.objects.get(version__plan=plan)
    return create_task(line_id=row.pk, name=NAME, actor=county.actor(LI), at=county.at)


def asked(county: County, task: Task, who: Any = LI, remark: str = "请予备案") -> Filing:
    """The clerk asks."""
    return request_filing(task_id=task.pk, remark=remark, actor=county.actor(who), at=county.at)


def sent_back(county: County, filing: Filing, who: Any = SONG, reason: str = "来文不是交办文件") -> Filing:
    """The office of the joint meeting returns it."""
    return return_filing(filing_id=filing.pk, reason=reason, actor=county.actor(who), at=county.at)


def filed(county: County, filing: Filing, who: Any = SONG) -> Filing:
    """The office of the joint meeting files it."""
    return file_ad_hoc(filing_id=filing.pk, actor=county.actor(who), at=county.at)


def on_paper(county: County, filing: Filing, who: Any = LI, office: str = "", **said: Any) -> Filing:
    """The clerk records what the office of the joint meeting gave on paper; answers the filing as it is then."""
    scan = receive(io.BytesIO(pdf()), Kind.SCAN)
    paper = FilingPaper(**{"number": PAPER, "filed_on": county.at.date(), "scan": scan, **said})
    actor = replace(county.actor(who), office=office or who.office)
    record_paper_filing(filing_id=filing.pk, paper=paper, actor=actor, at=county.at)
    return Filing.objects.select_related("task").get(pk=filing.pk)


def vouched(county: County, filing: Filing, who: Any = SUN, version: int = 0, standing_in: str = "") -> Filing:
    """The deputy head confirms the paper as it stands, or as of that version."""
    seen = version or Filing.objects.get(pk=filing.pk).version
    said = {"filing_id": filing.pk, "version": seen, "standing_in": standing_in}
    return confirm_paper_filing(**said, actor=county.actor(who), at=county.at)


def made_public(county: County, filing: Filing, who: Any = SONG) -> PublishedNotice:
    """And makes it public."""
    return publish_filing(filing_id=filing.pk, place="县政府网站", actor=county.actor(who), at=county.at)
