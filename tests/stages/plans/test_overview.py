"""The plan in figures: who may see it, how many firms and visits it means, where it meets other plans."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.draft_plan import Source, draft_plan
from shuangsuiji.stages.plans.actions.withdraw_task import withdraw_task
from shuangsuiji.stages.plans.models import PlanLine
from shuangsuiji.stages.plans.queries import overview, plans
from shuangsuiji.stages.plans.queries.content import content_of
from tests.cast import LI, SUN
from tests.stages.cast import County
from tests.stages.plans.filing import ad_hoc_plan
from tests.stages.plans.planning import YEAR, confirmed, drafted, firms, line, paper, quotas, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_firms_and_visits_are_counted_from_the_live_registry(ready: County) -> None:
    firms(ready, ready.lead, 1, A=101, B=100, C=31, D=7)
    plan = drafted(ready)
    (estimate,) = overview.estimates_of(plan, content_of(paper(plan))["lines"], TODAY)
    assert [(each.risk_class, each.firms, each.visits) for each in estimate.classes] == [
        ("A", 2, 2),
        ("B", 3, 3),
        ("C", 4, 8),
        ("D", 2, 6),
    ]
    assert (estimate.firms, estimate.visits) == (11, 19)
    assert overview.by_month([estimate]) == [("2027-03", 11), ("2027-06", 2), ("2027-07", 4), ("2027-09", 2)]


def test_a_joint_line_is_estimated_for_every_department(ready: County) -> None:
    firms(ready, ready.lead, 1, C=20)
    firms(ready, ready.joining, 1, C=50)
    plan = drafted(ready, line(participants=["scjgj"], quotas=quotas(A=None, B=None, D=None)), kind="JOINT")
    found = overview.estimates_of(plan, content_of(paper(plan))["lines"], TODAY)
    assert [each.firms for each in found] == [2, 5]


def test_the_years_standing_tells_what_is_still_to_be_planned(ready: County) -> None:
    before = {each.risk_class: each.due for each in overview.year_standing("rsj", YEAR)}
    assert before == {"A": 1, "B": 1, "C": 2, "D": 3}
    confirmed(ready, drafted(ready))
    assert [each.due for each in overview.year_standing("rsj", YEAR)] == [0, 0, 0, 0]


def test_two_lines_that_meet_are_told_with_the_number_of_common_firms(ready: County) -> None:
    firms(ready, ready.lead, 1, C=20)
    other = line(task_name="社会保险检查", item_codes=["rsj-o0002"], quotas=quotas(A=None, B=None, D=None))
    confirmed(ready, drafted(ready))
    plan = drafted(ready, other)
    (found,) = overview.overlaps_of(plan, content_of(paper(plan))["lines"])
    assert (found.common, found.second.task_name) == (20, "劳动用工检查")
    apart = drafted(ready, line(item_codes=["rsj-o0002"], subject_types=["PROJECT"]))
    assert overview.overlaps_of(apart, content_of(paper(apart))["lines"]) == []
    assert overview.overlaps_of_year(YEAR) == []


def test_pages_cost_the_same_however_many_firms_there_are(ready: County) -> None:
    plan = drafted(ready)
    firms(ready, ready.lead, 1, C=5)
    with CaptureQueriesContext(
        connection,
    ) as few:
        overview.estimates_of(plan, content_of(paper(plan))["lines"], TODAY)
    firms(ready, ready.lead, 100, C=50)
    with CaptureQueriesContext(connection) as many:
        overview.estimates_of(plan, content_of(paper(plan))["lines"], TODAY)
    assert len(few) == len(many)


def test_who_sees_a_plan(ready: County) -> None:
    joint = drafted(ready, line(participants=["scjgj"]), kind="JOINT")
    own = drafted(ready)

    def seen(department: str, *offices: str) -> set[object]:
        return {plan.pk for plan in plans.plans_for(department, offices)}

    assert seen("rsj", "clerk") == {joint.pk, own.pk}
    assert seen("scjgj", "clerk") == set()
    assert seen("scjgj", "joint_office") == set()
    assert seen("scjgj", "auditor") == {joint.pk, own.pk}
    send(ready, joint)
    assert seen("scjgj", "deputy_head") == {joint.pk}
    assert plans.plan_for(own.pk, "scjgj", ("deputy_head",)) is None


def test_every_office_finds_what_it_has_to_do(ready: County) -> None:
    plan = drafted(ready, line(participants=["scjgj"]), kind="JOINT")
    assert plans.waiting_for("clerk", "rsj") == [("send_plan", plan)]
    send(ready, plan)
    assert plans.waiting_for("clerk", "rsj") == []
    assert plans.waiting_for("deputy_head", "rsj") == [("confirm_plan", plan)]
    assert plans.waiting_for("deputy_head", "scjgj") == [("agree_plan", plan)]
    confirmed(ready, plan)
    assert plans.waiting_for("clerk", "rsj") == [("submit_plan", plan)]
    assert plans.waiting_for("joint_office", "scjgj") == []


def test_an_ad_hoc_plan_waits_for_its_task_and_is_not_submitted(ready: County) -> None:
    plan = ad_hoc_plan(ready)
    assert plans.waiting_for("clerk", "rsj") == [("create_task", plan)]
    task = create_task(line_id=PlanLine.objects.get().pk, name="临时检查", actor=ready.actor(LI), at=ready.at)
    assert plans.waiting_for("clerk", "rsj") == []
    withdraw_task(task_id=task.pk, reason="来文撤销", actor=ready.actor(SUN), at=ready.at)
    assert plans.waiting_for("clerk", "rsj") == [("create_task", plan)], "the task was withdrawn"


def test_c08_2_lines_of_the_year_plan_and_ad_hoc_ones_are_counted_apart(ready: County) -> None:
    own = confirmed(ready, drafted(ready))
    assert plans.inside_and_outside("rsj", YEAR) == (0, 0)
    publish_plan(plan=own.pk, place="网站", actor=ready.actor(LI), at=ready.at)
    source = Source("2", "某市人民政府", "平政办〔2026〕5号", TODAY)
    draft_plan(kind="AD_HOC", year=YEAR, title="临时", source=source, actor=ready.actor(LI), at=ready.at)
    assert plans.inside_and_outside("rsj", YEAR) == (1, 0)
    assert [each.number for each in plans.published_lines("rsj", YEAR)] == ["rsj-2027-01-01"]
    assert plans.version_in_force(own) == own.versions.get()


def test_lines_that_reach_the_same_firms_are_counted_once(ready: County) -> None:
    firms(ready, ready.lead, 1, C=5)
    codes = ("rsj-o0001", "rsj-o0002", "rsj-o0003")
    lines = [line(item_codes=[code], quotas=quotas(A=None, B=None, D=None)) for code in codes for _ in range(3)]
    plan = drafted(ready, *lines)
    content = content_of(paper(plan))["lines"]
    with CaptureQueriesContext(connection) as asked:
        overview.estimates_of(plan, content, TODAY)
    assert len(asked) == 2, "departments, one reach"
    with CaptureQueriesContext(connection) as asked:
        found = overview.overlaps_of(plan, content)
    assert (len(found), {each.common for each in found}, len(asked)) == (27, {5}, 2)
