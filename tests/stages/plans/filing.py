"""An ad-hoc task of the bureau, and its filing step by step."""

from typing import Any

from shuangsuiji.stages.disclosure.actions.publish_filing import publish_filing
from shuangsuiji.stages.disclosure.models import PublishedNotice
from shuangsuiji.stages.items.models import RuleDocument
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.draft_plan import Source, draft_plan
from shuangsuiji.stages.plans.actions.file_ad_hoc import file_ad_hoc
from shuangsuiji.stages.plans.actions.request_filing import request_filing
from shuangsuiji.stages.plans.actions.return_filing import return_filing
from shuangsuiji.stages.plans.models import Filing, Plan, PlanLine, Task
from tests.cast import LI
from tests.stages.cast import SONG, County
from tests.stages.plans.planning import YEAR, confirmed, firms, line
from tests.stages.plans.tasking import SIZES

NAME = "劳动用工临时检查"


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


def made_public(county: County, filing: Filing, who: Any = SONG) -> PublishedNotice:
    """And makes it public."""
    return publish_filing(filing_id=filing.pk, place="县政府网站", actor=county.actor(who), at=county.at)
