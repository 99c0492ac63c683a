"""Where lines of plans meet: who decides, what a decision rests on, that nothing of it is lost."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from shuangsuiji.foundation.approvals.refusal import ContentChanged
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.decide_overlap import Lines, decide_overlap
from shuangsuiji.stages.plans.models import OverlapDecision, Plan
from shuangsuiji.stages.plans.queries import overlaps, overview
from shuangsuiji.stages.plans.queries.content import content_of
from shuangsuiji.stages.plans.queries.plans import plan_with_paper
from shuangsuiji.stages.plans.refusal import PlansRefused
from tests.cast import LI, SUN, WANG, WU
from tests.stages.cast import SONG, County
from tests.stages.items.test_versions import refused
from tests.stages.plans.planning import (
    YEAR,
    confirmed,
    confirmed_by_the_other,
    drafted,
    firms,
    line,
    paper,
    quotas,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(ready: County) -> tuple[Plan, Plan]:
    """Two own plans of one department that reach the same twenty firms: one confirmed, one a draft."""
    firms(ready, ready.lead, 1, C=20)
    confirmed(ready, drafted(ready))
    first = Plan.objects.get()
    other = line(task_name="社会保险检查", item_codes=["rsj-o0002"], quotas=quotas(A=None, B=None, D=None))
    return first, drafted(ready, other)


def met(first: Plan, second: Plan) -> overview.Overlap:
    """The overlap of their first lines as they stand."""
    one, other = plan_with_paper(first.pk), plan_with_paper(second.pk)
    assert one is not None
    assert other is not None
    found = overlaps.overlap_between(one, 1, other, 1)
    assert found is not None
    return found


def deciding(county: County, first: Plan, second: Plan, **changed: Any) -> dict[str, Any]:
    """A decision that is accepted: apart, with a reason, by the clerk."""
    lines = Lines(first.pk, 1, second.pk, 1, overlaps.lines_digest(met(first, second)))
    good = {"lines": lines, "choice": "KEEP", "reason": "检查事项不同，须分季进行"}
    return {**good, "actor": county.actor(LI), "at": county.at, **changed}


def state(plan: Plan) -> list[overlaps.Settled]:
    return overlaps.settled(overview.overlaps_of(plan, content_of(paper(plan))["lines"]))


def test_a_department_decides_on_its_own_lines_and_the_plan_says_so(ready: County, pair: tuple[Plan, Plan]) -> None:
    first, second = pair
    (open_one,) = state(second)
    (remark,) = overlaps.remarks_on([open_one], second)
    assert (remark.weight, remark.line, remark.finding.code) == ("WARNS", 1, "E09-5")
    assert "有 20 户重复，尚未决定合并还是分开" in remark.finding.message
    made = decide_overlap(**deciding(ready, first, second))
    assert (made.ordinal, made.common, made.choice) == (1, 20, "KEEP")
    assert [each.decision for each in state(second)] == [made]
    assert overlaps.remarks_on(state(second), second) == ()
    assert LogEvent.objects.filter(type="plan.overlap_decided").count() == 1
    assert [each for each in differences() if each.table != "account"] == []


def test_named_the_other_way_round_it_is_the_same_pair(ready: County, pair: tuple[Plan, Plan]) -> None:
    first, second = pair
    decide_overlap(**deciding(ready, second, first))
    again = decide_overlap(**deciding(ready, first, second, choice="MERGE", reason="", actor=ready.actor(SUN)))
    assert again.ordinal == 2
    assert [each.choice for each in overlaps.decisions_on(met(first, second))] == ["MERGE", "KEEP"]
    assert state(second)[0].decision == again


def test_e09_6_apart_needs_a_reason_also_for_the_database(
    ready: County, pair: tuple[Plan, Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = refused("E09-6", decide_overlap, **deciding(ready, *pair, reason="  "))
    assert "分开检查须写明理由" in told
    monkeypatch.setattr("shuangsuiji.stages.plans.actions.decide_overlap.check_overlap_reason", _holds)
    with pytest.raises(Exception, match=r"plan_overlap_apart_with_reason|CHECK"):
        decide_overlap(**deciding(ready, *pair, reason="  "))


def _holds(**given: Any) -> Any:
    return SimpleNamespace(satisfied=True)


@pytest.mark.parametrize("member", [WU, WANG, SONG])
def test_another_office_or_department_does_not_decide_on_own_plans(
    ready: County, pair: tuple[Plan, Plan], member: Any
) -> None:
    refused("E13-2", decide_overlap, **deciding(ready, *pair, actor=ready.actor(member)))


def test_lines_of_two_departments_are_decided_by_the_office_of_the_joint_meeting(ready: County) -> None:
    firms(ready, ready.lead, 1, C=31)
    firms(ready, ready.joining, 11, C=40)
    own = confirmed(ready, drafted(ready))
    other = confirmed_by_the_other(ready)
    for member in (LI, SUN, WANG):
        refused("E13-2", decide_overlap, **deciding(ready, own, other, actor=ready.actor(member)))
    made = decide_overlap(**deciding(ready, own, other, choice="MERGE", reason="", actor=ready.actor(SONG)))
    (found,) = overlaps.settled(overview.overlaps_of_year(YEAR))
    assert (found.decision, found.common, found.finding.satisfied) == (made, 21, True)


def test_a_line_that_changed_is_decided_again(ready: County, pair: tuple[Plan, Plan]) -> None:
    first, second = pair
    kept = deciding(ready, first, second)
    decide_overlap(**kept)
    row = paper(second).lines.get()
    change = {"plan_id": second.pk, "actor": ready.actor(LI), "at": ready.at}
    drafting.write_line(version=row.version, line_id=row.pk, terms={"to_on": date(YEAR, 6, 30)}, **change)
    assert state(second)[0].decision is None
    with pytest.raises(ContentChanged):
        decide_overlap(**kept)
    assert decide_overlap(**deciding(ready, first, second)).ordinal == 2


def test_lines_that_do_not_meet_are_not_decided_on(ready: County, pair: tuple[Plan, Plan]) -> None:
    first, second = pair
    good = deciding(ready, first, second)
    for wrong in (Lines(first.pk, 1, second.pk, 9, "x"), Lines(first.pk, 1, first.pk, 1, "x")):
        with pytest.raises(PlansRefused, match="没有共同的检查对象"):
            decide_overlap(**{**good, "lines": wrong})
    with pytest.raises(Plan.DoesNotExist):
        decide_overlap(**{**good, "lines": Lines(first.pk, 1, ready.lead.pk, 1, "x")})


def test_a_decision_is_never_changed_or_removed(ready: County, pair: tuple[Plan, Plan]) -> None:
    made = decide_overlap(**deciding(ready, *pair))
    for words in ("UPDATE plan_overlap_decision SET reason = 'x'", "DELETE FROM plan_overlap_decision"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)
    assert OverlapDecision.objects.get() == made


def test_decisions_cost_one_query_however_many(ready: County, pair: tuple[Plan, Plan]) -> None:
    first, second = pair
    found = overview.overlaps_of(second, content_of(paper(second))["lines"])
    decide_overlap(**deciding(ready, first, second))
    with CaptureQueriesContext(connection) as asked:
        overlaps.settled(found * 5)
    assert len(asked) == 1
