"""Where the office of the joint meeting does not use the platform, a joint plan is submitted on paper and published by its department."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.disclosure import public as portal
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.submit_plan import submit_plan
from shuangsuiji.stages.plans.models import PaperSubmission, Plan, PlanDraft
from shuangsuiji.stages.plans.queries.plans import plans_for, published_lines, waiting_for
from shuangsuiji.stages.plans.queries.submissions import paper_confirmed, paper_recorded
from shuangsuiji.stages.plans.refusal import PlansRefused
from tests.cast import LI, SUN, WANG, WU, ZHOU
from tests.stages.cast import HE, SONG, County
from tests.stages.plans.planning import YEAR, confirmed, drafted, paper
from tests.stages.plans.submission import LETTER, amended, joint, made_public, on_paper, sent_back, vouched
from tests.stages.plans.test_filings import refused

pytestmark = pytest.mark.django_db


def in_platform(county: County, plan: Plan) -> Plan:
    """Submitted to an office that uses the platform."""
    return submit_plan(plan_id=plan.pk, actor=county.actor(LI), at=county.at)


def waiting(*offices: str, department: str = "rsj") -> list[tuple[str, str]]:
    """What each office has to do with plans."""
    return [(office, act) for office in offices for act, _ in waiting_for(office, department)]


def test_a_paper_counts_once_the_deputy_head_confirmed_it_and_the_department_publishes(ready: County) -> None:
    plan = on_paper(ready, joint(ready), answer_number="联办〔2026〕3号")
    assert plan.status == "CONFIRMED"
    assert paper_confirmed(plan) is None
    plan = vouched(ready, plan)
    assert plan.status == "SUBMITTED"
    found = paper_confirmed(plan)
    assert found is not None
    assert (found.number, found.answer_number) == (LETTER, "联办〔2026〕3号")
    made_public(ready, plan)
    assert len(published_lines("rsj", YEAR)) == 1
    told = list(LogEvent.objects.order_by("seq").values_list("type", flat=True))
    assert [each for each in told if each.startswith("plan.")] == [
        "plan.drafted",
        "plan.agreed",
        "plan.approved",
        "plan.paper_recorded",
        "plan.submitted",
        "plan.published",
    ]
    assert [each for each in differences() if each.table != "account"] == []


def test_the_public_reads_that_it_was_on_paper_and_of_no_other_plan(ready: County) -> None:
    made_public(ready, vouched(ready, on_paper(ready, joint(ready))))
    (ours,) = portal.notices("plans")
    assert dict(ours.facts)["报送方式"] == "纸质"
    made_public(ready, in_platform(ready, joint(ready)), SONG)
    assert sorted(dict(each.facts).get("报送方式", "") for each in portal.notices("plans")) == ["", "纸质"]


def test_only_the_clerk_of_the_department_records_a_paper(ready: County) -> None:
    plan = joint(ready)
    with pytest.raises(Plan.DoesNotExist):
        on_paper(ready, plan, WANG)
    for who in (SUN, WU):
        assert refused(on_paper, ready, plan, who) == {"E13-2"}
    on_paper(ready, plan)
    assert PaperSubmission.objects.get().number == LETTER


def test_a_paper_is_confirmed_by_the_deputy_head_of_the_department(ready: County) -> None:
    plan = on_paper(ready, joint(ready))
    with pytest.raises(Plan.DoesNotExist):
        vouched(ready, plan, HE)
    assert refused(vouched, ready, plan, WU) == {"E13-2"}
    assert refused(vouched, ready, plan, ZHOU) == {"E13-2"}
    assert vouched(ready, plan, ZHOU, standing_in="分管负责人空缺").status == "SUBMITTED"


def test_who_recorded_a_paper_does_not_confirm_it(ready: County) -> None:
    plan = on_paper(ready, joint(ready), SUN, office="clerk")
    assert refused(vouched, ready, plan, SUN) == {"E13-2"}
    assert vouched(ready, plan, ZHOU, standing_in="分管负责人本人登记").status == "SUBMITTED"


def test_a_paper_without_number_or_of_an_impossible_day_is_refused(ready: County) -> None:
    plan, today = joint(ready), ready.at.date()
    before = LogEvent.objects.count()
    with pytest.raises(PlansRefused, match="纸质报送须登记文号"):
        on_paper(ready, plan, number=" ")
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(PlansRefused, match=f"纸质报送日期 {day} 不在计划会签日期 {today} 与今天 {today} 之间"):
            on_paper(ready, plan, submitted_on=day)
    assert LogEvent.objects.count() == before
    on_paper(ready, plan, submitted_on=today)


def test_one_letter_may_carry_two_plans(ready: County) -> None:
    for plan in (joint(ready), joint(ready)):
        assert vouched(ready, on_paper(ready, plan)).status == "SUBMITTED"


def test_an_own_plan_and_one_not_yet_confirmed_have_no_paper(ready: County) -> None:
    assert refused(on_paper, ready, confirmed(ready, drafted(ready))) == {"E07-8"}
    plan = drafted(ready, kind="JOINT")
    assert refused(on_paper, ready, plan) == {"E13-1"}
    assert refused(vouched, ready, plan) == {"E13-1"}
    plan = joint(ready)
    with pytest.raises(PlansRefused, match="还没有登记纸质报送"):
        vouched(ready, plan)
    vouched(ready, on_paper(ready, plan))
    for act in (on_paper, vouched, in_platform):
        assert refused(act, ready, plan) == {"E13-1"}


def test_a_paper_recorded_anew_is_looked_at_anew(ready: County) -> None:
    plan = on_paper(ready, joint(ready), number="平人社函〔2026〕1号")
    on_paper(ready, plan)
    with pytest.raises(StaleVersion):
        vouched(ready, plan, version=plan.version)
    found = paper_confirmed(vouched(ready, plan))
    assert found is not None
    assert found.number == LETTER


def test_whatever_changes_the_plan_makes_its_paper_void(ready: County) -> None:
    plan = on_paper(ready, joint(ready))
    sent_back(ready, plan)
    plan = confirmed(ready, Plan.objects.get(pk=plan.pk))
    assert paper_recorded(plan) is None
    with pytest.raises(PlansRefused, match="还没有登记纸质报送"):
        vouched(ready, plan)
    vouched(ready, on_paper(ready, plan))
    sent_back(ready, plan)
    plan = confirmed(ready, Plan.objects.get(pk=plan.pk))
    assert refused(made_public, ready, plan) == {"E13-2"}
    assert paper_confirmed(in_platform(ready, plan)) is None
    assert refused(made_public, ready, plan) == {"E13-2"}
    made_public(ready, plan, SONG)


def test_consents_that_fell_away_keep_the_paper_from_counting(ready: County) -> None:
    plan = on_paper(ready, joint(ready))
    PlanDraft.objects.filter(pk=plan.pk).update(title="改过的计划")
    assert refused(vouched, ready, plan) == {"E07-1"}
    PlanDraft.objects.filter(pk=plan.pk).update(title="年度抽查计划")
    vouched(ready, plan)


def test_who_submitted_it_publishes_it_and_its_amendments(ready: County) -> None:
    plan = vouched(ready, on_paper(ready, joint(ready)))
    for who in (SONG, WANG, SUN):
        assert refused(made_public, ready, plan, who) == {"E13-2"}
    made_public(ready, plan)
    plan = amended(ready, plan)
    for who in (SONG, WANG, SUN):
        assert refused(made_public, ready, plan, who) == {"E13-2"}
    notice = made_public(ready, plan)
    assert (notice.version_no, notice.content["submission"]) == (2, "纸质")


def test_what_was_submitted_in_the_platform_stays_the_joint_offices(ready: County) -> None:
    plan = in_platform(ready, joint(ready))
    assert refused(made_public, ready, plan, LI) == {"E13-2"}
    made_public(ready, plan, SONG)
    plan = amended(ready, plan)
    assert refused(made_public, ready, plan, LI) == {"E13-2"}
    made_public(ready, plan, SONG)


def test_a_plan_on_paper_is_sent_back_by_its_department_alone(ready: County) -> None:
    plan = vouched(ready, on_paper(ready, joint(ready)))
    with pytest.raises(PlansRefused, match="在纸质上报送，由发起部门分管负责人退回"):
        sent_back(ready, plan, SONG)
    with pytest.raises(Plan.DoesNotExist):
        sent_back(ready, plan, HE)
    assert sent_back(ready, plan).status == "DRAFT"


def test_what_waits_on_paper_is_told_to_the_department_and_not_to_the_joint_office(ready: County) -> None:
    plan, offices = joint(ready), ("clerk", "deputy_head", "joint_office")
    assert waiting(*offices) == [("clerk", "submit_plan")]
    on_paper(ready, plan)
    assert waiting(*offices) == [("deputy_head", "confirm_paper_submission")]
    assert waiting(*offices, department="scjgj") == []
    vouched(ready, plan)
    assert waiting(*offices) == [("clerk", "publish_plan")]
    made_public(ready, plan)
    assert waiting(*offices) == []
    amended(ready, plan)
    assert waiting(*offices) == [("clerk", "publish_plan")]


def test_a_list_of_plans_says_which_stand_on_paper(ready: County) -> None:
    def marks() -> list[Any]:
        return [each.stands_on_paper for each in plans_for("rsj", ("clerk",))]

    plan = on_paper(ready, joint(ready))
    assert marks() == [False]
    vouched(ready, plan)
    assert marks() == [True]
    sent_back(ready, plan)
    assert marks() == [False]
    assert in_platform(ready, confirmed(ready, Plan.objects.get(pk=plan.pk))).status == "SUBMITTED"
    assert marks() == [False]


def test_drafting_is_closed_while_a_paper_waits(ready: County) -> None:
    plan = on_paper(ready, joint(ready))
    edit = {"plan_id": plan.pk, "version": paper(plan).version, "title": "改", "actor": ready.actor(LI), "at": ready.at}
    assert refused(drafting.edit_plan, **edit) == {"E07-4"}


def test_the_database_keeps_half_a_paper_and_ones_own_confirmation_out(ready: County) -> None:
    plan = on_paper(ready, joint(ready))
    row = PaperSubmission._base_manager.filter(version__plan=plan)
    with pytest.raises(IntegrityError, match=r"paper_submission_confirmed_by_another|CHECK"), transaction.atomic():
        row.update(confirmer=ready.person(LI).pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.update(number="另一号")
