"""Dispatch: the inspections are the list, once, after the draw is sealed and every item has its guide. 第十四条, 第十七条."""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.draws.actions.void_draw import void_draw
from shuangsuiji.stages.draws.ending import Ground
from shuangsuiji.stages.inspections.actions.dispatch import dispatch
from shuangsuiji.stages.inspections.models import Inspection, Part, Team, TeamMember
from shuangsuiji.stages.inspections.queries.inspections import inspections_for
from shuangsuiji.stages.plans.models import Task
from tests.cast import LI, SUN, WANG, ZHOU
from tests.stages.cast import HE, County
from tests.stages.draws import drawing
from tests.stages.inspections import dispatching

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]


def codes(error: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [finding.code for finding in error.value.findings]


def nothing_written() -> bool:
    return not Inspection.objects.exists() and not Team.objects.exists()


def test_every_drawn_subject_becomes_one_inspection_with_its_team(ready: County) -> None:
    task = dispatching.dispatched(ready)
    draw = task.draws.get()
    assert Inspection.objects.count() == draw.result.subjects == draw.subjects.count()
    drawn = {row.subject_id: row.team for row in draw.subjects.all()}
    assert {row.subject_id: row.team.code for row in Inspection.objects.select_related("team")} == drawn
    assert {each.status for each in Inspection.objects.all()} == {"ASSIGNED"}
    assert Part.objects.filter(department=ready.lead, status="OPEN").count() == draw.result.subjects
    assert TeamMember.objects.count() == draw.places.count()
    assert Task.objects.get(pk=task.pk).status == "DISPATCHED"
    sent = LogEvent.objects.filter(type="dispatch.sent")
    assert [b'"count":8' in bytes(each.body) for each in sent] == [True]


def test_e13_1_a_list_is_dispatched_once(ready: County) -> None:
    task = dispatching.dispatched(ready)
    with pytest.raises(RuleViolation) as error:
        dispatch(task_id=task.pk, actor=ready.actor(LI), at=dispatching.at(ready, 1))
    assert codes(error) == ["E13-1"]
    assert Inspection.objects.count() == 8


def test_e14_9_not_before_the_draw_is_sealed(ready: County) -> None:
    task = drawing.ready_task(ready)
    dispatching.guided(ready, task)
    drawing.whole(ready, task)
    with pytest.raises(RuleViolation) as error:
        dispatch(task_id=task.pk, actor=ready.actor(LI), at=dispatching.at(ready))
    assert codes(error) == ["E14-9"]
    assert nothing_written()


@pytest.mark.article("第十七条")
def test_e17_1_not_while_an_item_has_no_guide(ready: County) -> None:
    task = drawing.ready_task(ready)
    drawing.whole(ready, task)
    drawing.seal_log()
    with pytest.raises(RuleViolation) as error:
        dispatch(task_id=task.pk, actor=ready.actor(LI), at=dispatching.at(ready))
    assert set(codes(error)) == {"E17-1"}
    assert nothing_written()


def test_e13_2_by_the_clerk_of_the_initiating_department_alone(ready: County) -> None:
    made = dispatching.drawn(ready)
    with pytest.raises(RuleViolation) as error:
        dispatch(task_id=made.task_id, actor=ready.actor(SUN), at=dispatching.at(ready))
    assert codes(error) == ["E13-2"]
    with pytest.raises(Task.DoesNotExist):
        dispatch(task_id=made.task_id, actor=ready.actor(WANG), at=dispatching.at(ready))
    assert nothing_written()


def test_e14_3_after_dispatch_nothing_is_voided(ready: County) -> None:
    task = dispatching.dispatched(ready)
    with pytest.raises(RuleViolation) as error:
        void_draw(
            draw_id=task.draws.get().pk,
            ground=Ground("roster", "有误"),
            actor=ready.actor(ZHOU),
            at=dispatching.at(ready, 1),
        )
    assert codes(error) == ["E14-3"]
    assert task.draws.get().state == "DRAWN"


@pytest.mark.article("第十九条（二）")
def test_inspections_are_seen_by_those_who_need_them(ready: County) -> None:
    task = dispatching.dispatched(ready)
    lead, other = ready.lead.code, ready.joining.code
    member = TeamMember.objects.select_related("inspector").first()
    assert member is not None
    own = Inspection.objects.filter(team=member.team).count()
    seen = lambda who, department, *offices: inspections_for(who, department, offices).count()  # noqa: E731
    nobody = ready.person(HE).pk
    assert seen(ready.person(LI).pk, lead, "clerk") == 8
    assert seen(nobody, other, "clerk") == 0
    assert seen(member.inspector.person_id, lead, "inspector") == own < 8
    assert seen(nobody, lead, "coordinator") == 0
    assert seen(nobody, other, "auditor") == 8
    assert task.status == "DISPATCHED"
