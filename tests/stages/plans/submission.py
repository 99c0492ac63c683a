"""A joint plan of the bureau that goes to the office of the joint meeting on paper, step by step."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.disclosure.models import PublishedNotice
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.amend_plan import amend_plan
from shuangsuiji.stages.plans.actions.confirm_paper_submission import confirm_paper_submission
from shuangsuiji.stages.plans.actions.record_paper_submission import SubmissionPaper, record_paper_submission
from shuangsuiji.stages.plans.actions.return_plan import return_plan
from shuangsuiji.stages.plans.models import Plan
from shuangsuiji.stages.plans.signing import Answer
from tests.cast import LI, SUN
from tests.foundation.evidence.files import pdf
from tests.stages.cast import County
from tests.stages.plans.planning import YEAR, agree, confirmed, drafted, line, paper, quotas, send

LETTER = "平人社函〔2026〕12号"


def joint(county: County) -> Plan:
    """A joint plan that everybody signed; it says why a class is drawn once more, where there is one already."""
    said = {each: {**terms, "necessity": "与上一份计划对象不同"} for each, terms in quotas().items()}
    return confirmed(county, drafted(county, line(participants=["scjgj"], quotas=said), kind="JOINT"))


def on_paper(county: County, plan: Plan, who: Any = LI, office: str = "", **said: Any) -> Plan:
    """The clerk records the letter; answers the plan as it is then."""
    scan = receive(io.BytesIO(pdf()), Kind.SCAN)
    letter = SubmissionPaper(**{"number": LETTER, "submitted_on": county.at.date(), "scan": scan, **said})
    actor = replace(county.actor(who), office=office or who.office)
    record_paper_submission(plan_id=plan.pk, paper=letter, actor=actor, at=county.at)
    return Plan.objects.get(pk=plan.pk)


def vouched(county: County, plan: Plan, who: Any = SUN, version: int = 0, standing_in: str = "") -> Plan:
    """The deputy head confirms the paper as it stands, or as of that version."""
    seen = version or Plan.objects.get(pk=plan.pk).version
    said = {"plan_id": plan.pk, "version": seen, "standing_in": standing_in}
    return confirm_paper_submission(**said, actor=county.actor(who), at=county.at)


def made_public(county: County, plan: Plan, who: Any = LI) -> PublishedNotice:
    """And somebody makes it public."""
    return publish_plan(plan=plan.pk, place="县政府网站", actor=county.actor(who), at=county.at)


def sent_back(county: County, plan: Plan, who: Any = SUN) -> Plan:
    """Back to the clerk, with a reason."""
    return return_plan(plan_id=plan.pk, reason="联席会议办公室要求调整时间", actor=county.actor(who), at=county.at)


def amended(county: County, plan: Plan) -> Plan:
    """A change of the public plan that everybody signed."""
    first = paper(plan).lines.get()
    change = {"plan_id": plan.pk, "actor": county.actor(LI), "at": county.at}
    drafting.begin_amendment(reason="检查期延长", **change)
    drafting.write_line(version=first.version, line_id=first.pk, terms={"to_on": date(YEAR, 12, 20)}, **change)
    answer = Answer(send(county, plan))
    agree(county, plan)
    amend_plan(plan_id=plan.pk, answer=answer, actor=county.actor(SUN), at=county.at)
    return Plan.objects.get(pk=plan.pk)
