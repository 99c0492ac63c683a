"""A joint task: two departments, two libraries in one draw, teams of both, or subjects only. 第九条、第十四条、第十六条."""

from datetime import timedelta
from typing import Any

import pytest

from shuangsuiji.core.draw.beacon import DICE
from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.planning import contributor_codes
from shuangsuiji.stages.draws.queries.intact import list_is_intact
from shuangsuiji.stages.draws.records import auditor_record
from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.remove_subject import remove_subject
from shuangsuiji.stages.registry.models import RegistryKind, Subject
from shuangsuiji.stages.registry.queries import delta_since
from shuangsuiji.verify.engine import verify_document
from tests.cast import LI, WANG, WU
from tests.remembered import remembered
from tests.stages.cast import LUO, NAMES, County
from tests.stages.draws import drawing
from tests.stages.draws.refusing import numbers, refused
from tests.stages.plans.planning import firms
from tests.stages.plans.tasking import made, signed

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条"), pytest.mark.article("第九条")]

OTHER = NAMES["scjgj"]
SPEAKERS = {"承办股室": LI, OTHER: WANG}


def joint_task(county: County, mode: str, first: int = 1) -> Task:
    """Both departments have firms, people and confirmed registries; the first eleven C firms stand in both libraries."""
    return remembered(_joint_task, county, mode, first)


def _joint_task(county: County, mode: str, first: int) -> Task:
    task = made(county, kind="JOINT", participants=["scjgj"], inspector_draw_mode=mode)
    firms(county, county.joining, first, A=130, C=11)
    signed(county, task, public_number=DICE, contributors=[*SPEAKERS])
    drawing.staff_of(county)
    drawing.staff_of(county, department=county.joining)
    for department, keeper in ((county.lead, WU), (county.joining, LUO)):
        for kind in RegistryKind:
            seen = delta_since(department, kind).digest
            confirm_registry(kind=kind, seen=seen, actor=county.actor(keeper), at=county.at)
    confirm_registries(task_id=task.pk, actor=county.actor(WU), at=county.at)
    task.refresh_from_db()
    return task


def whole(county: County, task: Task) -> Draw:
    """From the announcement to the lists, by the clerks of both."""
    people = {label: county.person(who).pk for label, who in SPEAKERS.items()}
    planned = drawing.planned(county, task, people=people)
    step: Any = drawing.frozen(county, planned)
    secrets = dict(zip(SPEAKERS, ("44" * 32, "55" * 32), strict=True))
    step = drawing.spoken(county, step, SPEAKERS, secrets)
    step = drawing.numbered(county, step)
    return Draw.objects.get(pk=drawing.drawn(county, step).pk)


def verifies(draw: Draw) -> None:
    """Nothing fails for the public, nothing for auditors; the list is intact."""
    assert drawing.failed(drawing.verified(draw)) == {}
    report = verify_document(auditor_record(draw, None), no_log=True)
    assert [f"{each.id} {each.reason}" for each in report.results if each.status == "FAIL"] == []
    assert list_is_intact(draw).satisfied


def test_two_libraries_and_teams_of_both_departments(ready: County) -> None:
    draw = whole(ready, joint_task(ready, "1"))
    assert (draw.mode, draw.plan["lead"], draw.plan["members"]) == ("both", "rsj", ["scjgj"])
    assert sorted(draw.plan["libraries"]) == ["rsj", "scjgj"]
    assert draw.plan["contributors"][1] == "scjgj"
    assert {each.kind: each.count for each in draw.rosters.all()} == {
        "subject/rsj": 185, "subject/scjgj": 141, "inspector": draw.rosters.get(kind="inspector").count,
    }  # fmt: skip
    counts = {library: draw.subjects.filter(library=library).count() for library in ("rsj", "scjgj")}
    assert counts == {"rsj": 2 + 2 + 3 + 1, "scjgj": 2 + 2}
    for row in draw.subjects.select_related("department", "subject__department"):
        assert row.department.code == row.library == row.subject.department.code
    teams: dict[str, list[tuple[str, str]]] = {}
    for place in draw.places.select_related("department").order_by("slot"):
        teams.setdefault(place.team, []).append((place.role, place.department.code))
    both = [("leader", "rsj"), ("member", "scjgj")]
    assert {team: sorted(slots) for team, slots in teams.items()} == {"t1": both, "t2": both}
    verifies(draw)


def test_a_firm_in_both_libraries_has_one_ticket_and_one_team(ready: County) -> None:
    draw = whole(ready, joint_task(ready, "1"))
    tickets: dict[str, set[tuple[str, str]]] = {}
    for row in draw.subjects.all():
        tickets.setdefault(row.handle, set()).add((row.ticket, row.team))
    assert {len(each) for each in tickets.values()} == {1}
    assert draw.result.subjects == len(tickets)


def test_where_departments_draw_their_own_people_the_subjects_are_drawn_alone(ready: County) -> None:
    draw = whole(ready, joint_task(ready, "2"))
    assert (draw.mode, "teams" in draw.plan) == ("subjects", False)
    assert [each.kind for each in draw.rosters.order_by("kind")] == ["subject/rsj", "subject/scjgj"]
    assert draw.places.count() == draw.result.teams == draw.result.inspectors == 0
    assert set(draw.subjects.values_list("team", flat=True)) == {""}
    assert draw.subjects.count() == 12
    verifies(draw)


def test_each_contributor_has_a_code_of_its_own(ready: County) -> None:
    task = joint_task(ready, "1")
    codes = contributor_codes(task, ["承办股室", OTHER, "机关纪检"])
    assert codes[OTHER] == "scjgj"
    assert len(set(codes.values())) == 3


def test_e10_1_a_change_in_the_other_departments_registry_keeps_the_freeze_waiting_too(ready: County) -> None:
    task = joint_task(ready, "1")
    people = {label: ready.person(who).pk for label, who in SPEAKERS.items()}
    planned = drawing.planned(ready, task, people=people)
    firm = Subject.objects.filter(department=ready.joining).order_by("identity")[0]
    remove_subject(
        subject=firm.pk, version=firm.version, reason="注销", actor=ready.actor(LUO),
        at=ready.at + timedelta(minutes=1),
    )  # fmt: skip
    with refused("E10-1"):
        drawing.frozen(ready, planned)


def test_a_firm_whose_town_differs_between_libraries_is_not_frozen(ready: County) -> None:
    """第九条: one firm, one way. The other department's registry says another town of the same firm."""
    task = joint_task(ready, "1")
    people = {label: ready.person(who).pk for label, who in SPEAKERS.items()}
    planned = drawing.planned(ready, task, people=people)
    drawing.overwrite(
        "UPDATE subject SET town = '410999001000' WHERE id = (SELECT id FROM subject WHERE department_id = %s "
        "ORDER BY identity LIMIT 1)",
        ready.joining.pk,
    )
    with pytest.raises(DrawRefused) as caught:
        drawing.frozen(ready, planned)
    assert numbers(caught.value) == {"roster.town-differs"}
