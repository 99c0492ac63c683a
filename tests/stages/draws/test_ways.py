"""The other ways a draw may go: a reveal that never comes, another source, an abort, a void, the next attempt. 第十四条."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from shuangsuiji.core.draw.beacon import DRAND, SSQ, drand_time, drand_value
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.draws.actions.abort_draw import abort_draw
from shuangsuiji.stages.draws.actions.draw import draw
from shuangsuiji.stages.draws.actions.plan_draw import plan_draw
from shuangsuiji.stages.draws.actions.record_public_number import note_public_number, record_public_number
from shuangsuiji.stages.draws.actions.void_draw import void_draw
from shuangsuiji.stages.draws.ending import Ground
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.numbering import Entry
from shuangsuiji.stages.draws.queries.draws import draw_of, draws_of
from shuangsuiji.stages.draws.records import auditor_record, public_record
from shuangsuiji.stages.registry.actions.remove_inspector import remove_inspector
from shuangsuiji.stages.registry.actions.remove_subject import remove_subject
from shuangsuiji.stages.registry.models import Inspector, Subject
from shuangsuiji.verify.engine import verify_document
from tests.cast import LI, WU, ZHOU
from tests.stages.cast import County
from tests.stages.draws import drawing
from tests.stages.draws.refusing import refused
from tests.verify.specimens import DRAND_SIGNATURE

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]

WHY = Ground("technical", "网络中断，无法继续")


def verifies(made: Draw) -> None:
    """Nothing fails for anybody, nothing for auditors."""
    assert drawing.failed(drawing.verified(made)) == {}
    report = verify_document(auditor_record(made, None), no_log=True)
    assert [f"{each.id} {each.reason}" for each in report.results if each.status == "FAIL"] == []


# -------------------------------------------------------------------------------------------------------- missing reveals


def test_who_committed_and_never_revealed_is_named_and_the_draw_goes_on(ready: County) -> None:
    made = drawing.reveals(ready, drawing.standing(ready, "COMMITTED"), "承办股室")
    made = drawing.numbered(ready, made)
    silent = made.contributors.get(label="机关纪检")
    assert silent.reveal.secret == ""
    told = [(each["contributor"], each["r"]) for each in drawing.events(made, "draw.revealed")]
    assert told == [(made.contributors.get(label="承办股室").code, "11" * 32), (silent.code, "MISSING")]
    made = drawing.drawn(ready, made)
    verifies(made)


def test_nobody_revealed_and_still_nobody_can_stop_the_draw(ready: County) -> None:
    made = drawing.numbered(ready, drawing.standing(ready, "COMMITTED"))
    assert [each["r"] for each in drawing.events(made, "draw.revealed")] == ["MISSING", "MISSING"]
    verifies(drawing.drawn(ready, made))


def test_who_never_committed_is_named_too(ready: County) -> None:
    made = drawing.commits(ready, drawing.three(ready), "承办股室", "机关纪检")
    assert made.state == "FROZEN"
    made = drawing.reveals(ready, made, "承办股室", "机关纪检")
    assert made.state == "COMMITTED"
    made = drawing.numbered(ready, made)
    absent = made.contributors.get(label=drawing.THIRD)
    assert not hasattr(absent, "commitment")
    assert [each["r"] for each in drawing.events(made, "draw.revealed")][-1] == "MISSING"
    verifies(drawing.drawn(ready, made))


@pytest.mark.parametrize("committed", [(), ("承办股室",)], ids=len)
def test_fewer_than_two_commitments_end_in_an_abort(ready: County, committed: tuple[str, ...]) -> None:
    made = drawing.commits(ready, drawing.standing(ready, "FROZEN"), *committed)
    drawing.seal_log()
    entry = Entry(drawing.NUMBER)
    with refused("ceremony.commits"):
        note_public_number(draw_id=made.pk, entry=entry, actor=ready.actor(LI), at=ready.at + timedelta(minutes=76))
    at = ready.at + timedelta(minutes=35)
    ended = abort_draw(draw_id=made.pk, ground=Ground("commits", "承诺不足两方"), actor=ready.actor(ZHOU), at=at)
    verifies(ended)


# --------------------------------------------------------------------------------------------------------- other sources


def by_drand(county: County) -> Draw:
    """Revealed, with a round of quicknet."""
    task = drawing.ready_task(county, public_number=DRAND)
    made = drawing.planned(county, task, round=drawing.drand_round(county), not_before=None, digits=0)
    made = drawing.committed(county, drawing.frozen(county, made))
    return drawing.revealed(county, made)


def test_a_drand_value_proves_itself_and_needs_no_second_person(ready: County) -> None:
    made = by_drand(ready)
    at = drand_time(made.plan["beacon"]["round"])
    entry = Entry(signature=DRAND_SIGNATURE)
    entering = {"draw_id": made.pk, "actor": ready.actor(LI)}
    with refused("ceremony.early"):
        record_public_number(**entering, entry=entry, at=at - timedelta(seconds=1))
    for wrong in ("", DRAND_SIGNATURE[:-1], DRAND_SIGNATURE.upper(), DRAND_SIGNATURE + "\n"):
        with refused("beacon.value"):
            record_public_number(**entering, entry=Entry(signature=wrong), at=at)
    with refused("beacon.value"):  # a value that the signature does not give
        record_public_number(**entering, entry=replace(entry, value="f" * 64), at=at)
    number = record_public_number(**entering, entry=entry, at=at)
    assert (number.value, number.second) == (drand_value(DRAND_SIGNATURE), None)
    made = draw(draw_id=made.pk, actor=ready.actor(LI), at=at + timedelta(minutes=1))
    said = drawing.verified(made)
    assert drawing.failed(said) == {}
    assert said["V13"].startswith(("PASS", "SKIP"))


def test_a_number_of_the_lottery_is_typed_by_two(ready: County) -> None:
    task = drawing.ready_task(ready, public_number=SSQ)
    made = drawing.planned(ready, task, round="2026135", digits=0)
    made = drawing.revealed(ready, drawing.committed(ready, drawing.frozen(ready, made)))
    with refused("beacon.value"):
        drawing.numbered(ready, made, "05-01-12-19-23-30+07")  # reds not rising
    made = drawing.numbered(ready, made, "01-05-12-19-23-30+07")
    verifies(drawing.drawn(ready, made))


# ------------------------------------------------------------------------------------------------- abort, void, next attempt

ABORTS = {"PLANNED": 2, "FROZEN": 6, "COMMITTED": 31, "REVEALED": 70}


def later(county: County) -> County:
    """The same county a day later."""
    return County(county.at + timedelta(days=1))


def again(county: County, former: Draw) -> Draw:
    """The next attempt, whole, a day later."""
    day_after = later(county)
    made = planned_again(county, former)
    for step in (drawing.frozen, drawing.committed, drawing.revealed, drawing.numbered, drawing.drawn):
        made = step(day_after, made)
    return Draw.objects.get(pk=made.pk)


def planned_again(county: County, former: Draw) -> Draw:
    """The next attempt, announced."""
    day_after = later(county)
    actor = day_after.actor(LI)
    return plan_draw(task_id=former.task_id, terms=drawing.terms(day_after), actor=actor, at=day_after.at)


def test_an_abort_between_two_reveals_verifies(ready: County) -> None:
    made = drawing.reveals(ready, drawing.standing(ready, "COMMITTED"), "承办股室")
    at = ready.at + timedelta(minutes=50)
    verifies(abort_draw(draw_id=made.pk, ground=WHY, actor=ready.actor(ZHOU), at=at))


@pytest.mark.parametrize("state", ABORTS)
def test_an_aborted_draw_stays_public_and_the_next_has_the_next_number(ready: County, state: str) -> None:
    made = drawing.standing(ready, state)
    at = ready.at + timedelta(minutes=ABORTS[state])
    ended = abort_draw(draw_id=made.pk, ground=WHY, actor=ready.actor(ZHOU), at=at)
    assert (ended.state, ended.task.status) == ("ABORTED", "REGISTRIES_CONFIRMED")
    assert drawing.events(made, "draw.aborted") == [
        {"draw_id": made.number, "code": "technical", "office": "principal_head", "ordinal": 1}
    ]
    verifies(ended)
    second = planned_again(ready, ended)
    assert (second.ordinal, second.number) == (2, f"{ended.series}/2")
    assert second.plan["supersedes"] == {"draw_id": ended.number, "reason": "technical"}
    assert second.plan["salt_key_commit"] != ended.plan["salt_key_commit"]
    verifies(Draw.objects.get(pk=ended.pk))


def test_both_records_verify_after_an_abort_and_a_whole_second_draw(ready: County) -> None:
    made = drawing.standing(ready, "REVEALED")
    at = ready.at + timedelta(minutes=70)
    first = abort_draw(draw_id=made.pk, ground=WHY, actor=ready.actor(ZHOU), at=at)
    second = again(ready, first)
    for each in (first, second):
        said = drawing.verified(Draw.objects.get(pk=each.pk))
        assert drawing.failed(said) == {}
        assert said["V26"].startswith("PASS")


def test_a_draw_voided_between_number_and_lists_verifies(ready: County) -> None:
    made = drawing.standing(ready, "SEEDED")
    at = ready.at + timedelta(minutes=90)
    voided = void_draw(draw_id=made.pk, ground=WHY, actor=ready.actor(ZHOU), at=at)
    assert voided.subjects.count() == voided.result.subjects > 0
    verifies(voided)


@pytest.mark.parametrize("state", ["SEEDED", "DRAWN"])
def test_c14_8_a_voided_draw_keeps_all_its_data_is_counted_and_the_second_draw_follows(
    ready: County, state: str
) -> None:
    made = drawing.standing(ready, state)
    drawn_before = list(made.subjects.values_list("pk", flat=True))
    at = ready.at + timedelta(minutes=90)
    first = void_draw(draw_id=made.pk, ground=Ground("roster", "名录有误"), actor=ready.actor(ZHOU), at=at)
    assert (first.state, first.task.status) == ("VOID", "REGISTRIES_CONFIRMED")
    drawing.seal_log()
    record = public_record(first, published()).content
    assert b'"result_hash"' in record
    second = again(ready, first)
    assert second.plan["supersedes"] == {"draw_id": first.number, "reason": "roster"}
    assert list(first.subjects.values_list("pk", flat=True)) == drawn_before or state == "SEEDED"
    said = drawing.verified(Draw.objects.get(pk=first.pk))
    assert (drawing.failed(said), said["V26"][:4]) == ({}, "PASS")
    said = drawing.verified(second)
    assert (drawing.failed(said), said["V26"][:4]) == ({}, "PASS")
    assert [each.ordinal for each in draws_of(second.task)] == [2, 1]
    assert draw_of(second.task) == second
    assert sum(each.state == "VOID" for each in draws_of(second.task)) == 1


def published() -> Any:
    """What the sealer published."""
    found = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    assert found is not None
    return found


# ------------------------------------------------------------------------------------------ the world moves on after the freeze


def test_c14_5_a_firm_that_leaves_the_registry_after_the_freeze_stays_on_the_list(ready: County) -> None:
    made = drawing.standing(ready, "SEEDED")
    keeper, at = ready.actor(WU), ready.at + timedelta(minutes=78)
    for firm in Subject.objects.filter(department=ready.lead, risk_class="D"):
        remove_subject(subject=firm.pk, version=firm.version, reason="注销", actor=keeper, at=at)
    made = drawing.drawn(ready, made)
    assert made.subjects.count() == 8
    assert [each.subject.removed_on is not None for each in made.subjects.filter(stratum="D")] == [True]
    verifies(made)


def test_inspectors_who_leave_the_registry_after_the_freeze_stay_drawn(ready: County) -> None:
    made = drawing.standing(ready, "SEEDED")
    keeper, at = ready.actor(WU), ready.at + timedelta(minutes=78)
    for each in Inspector.objects.filter(department=ready.lead):
        remove_inspector(inspector=each.pk, version=each.version, reason="调离", actor=keeper, at=at)
    made = drawing.drawn(ready, made)
    assert made.places.count() == 4
    verifies(made)
