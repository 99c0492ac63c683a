"""Every act of a draw starts from the one acceptable case; one thing is changed, the act refuses, nothing is written. 第十四条."""

import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shuangsuiji.core.draw.beacon import DRAND, SSQ
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.draws.actions import freeze as freezing
from shuangsuiji.stages.draws.actions.abort_draw import abort_draw
from shuangsuiji.stages.draws.actions.commit import commit
from shuangsuiji.stages.draws.actions.draw import draw
from shuangsuiji.stages.draws.actions.freeze import freeze
from shuangsuiji.stages.draws.actions.plan_draw import plan_draw
from shuangsuiji.stages.draws.actions.record_public_number import note_public_number, record_public_number
from shuangsuiji.stages.draws.actions.reveal import reveal
from shuangsuiji.stages.draws.actions.void_draw import void_draw
from shuangsuiji.stages.draws.ending import Ground
from shuangsuiji.stages.draws.models import Draw, NumberDraft
from shuangsuiji.stages.draws.numbering import Entry
from shuangsuiji.stages.registry.actions.remove_subject import remove_subject
from shuangsuiji.stages.registry.models import RecusalDeclaration, Subject
from tests.cast import FENG, LI, SUN, WANG, WU, ZHENG, ZHOU
from tests.foundation.evidence.files import pdf
from tests.stages.cast import GAO, HE, TANG, County
from tests.stages.draws import drawing
from tests.stages.draws.refusing import nothing_written, refused
from tests.stages.plans.tasking import made, signed

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]

WHY = Ground("technical", "网络中断，无法继续")
SECOND = timedelta(seconds=1)


def minutes(county: County, count: int) -> datetime:
    """So many minutes after the announcement."""
    return county.at + timedelta(minutes=count)


def scan() -> Any:
    """What shows a number."""
    return receive(io.BytesIO(pdf()), Kind.SCAN)


# -------------------------------------------------------------------------------------------------------------- announce


def test_e13_1_no_announcement_before_both_registries_are_confirmed(ready: County) -> None:
    task = signed(ready, made(ready), public_number="dice/d10")
    with refused("E13-1"):
        drawing.planned(ready, task)


@pytest.mark.parametrize("who", [SUN, ZHENG, ZHOU, FENG], ids=lambda who: who.office)
def test_e13_2_only_the_clerk_announces(ready: County, who: Any) -> None:
    task = drawing.ready_task(ready)
    with refused("E13-2"):
        plan_draw(task_id=task.pk, terms=drawing.terms(ready), actor=ready.actor(who), at=ready.at)


def test_another_departments_task_is_not_there(ready: County) -> None:
    task = drawing.ready_task(ready)
    with nothing_written(type(task).DoesNotExist):
        plan_draw(task_id=task.pk, terms=drawing.terms(ready), actor=ready.actor(WANG), at=ready.at)


@pytest.mark.parametrize("state", drawing.STATES)
def test_no_second_announcement_while_a_draw_stands(ready: County, state: str) -> None:
    stands = drawing.standing(ready, state)
    late = drawing.terms(ready)
    with refused("E14-1" if state == "DRAWN" else "E13-1"):
        plan_draw(task_id=stands.task_id, terms=late, actor=ready.actor(LI), at=minutes(ready, 90))


PLAN_FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "reveals end before commitments": ({"reveal_by": timedelta(minutes=20)}, "plan.times"),
    "number before the reveals end": ({"not_before": timedelta(minutes=60)}, "beacon.early"),
    "no time of the throw": ({"not_before": None}, "beacon.not-before"),
    "too few dice": ({"digits": 7}, "beacon.digits"),
    "too many dice": ({"digits": 65}, "beacon.digits"),
    "round with a leading zero": ({"round": "01"}, "beacon.round"),
    "round in full-width digits": ({"round": "１"}, "beacon.round"),
    "no teams": ({"teams": 0}, "plan.shape"),
}


@pytest.mark.parametrize("fault", PLAN_FAULTS)
def test_a_plan_with_one_fault_is_not_announced(ready: County, fault: str) -> None:
    changed, number = PLAN_FAULTS[fault]
    task = drawing.ready_task(ready)
    told = {name: ready.at + value if isinstance(value, timedelta) else value for name, value in changed.items()}
    with refused(number):
        drawing.planned(ready, task, **told)


def test_every_contributor_has_one_person_and_nobody_speaks_for_two(ready: County) -> None:
    task = drawing.ready_task(ready)
    usual = drawing.terms(ready).people
    with refused("plan.contributors"):
        drawing.planned(ready, task, people={"承办股室": usual["承办股室"]})
    with refused("plan.contributors"):
        drawing.planned(ready, task, people=dict.fromkeys(usual, usual["承办股室"]))


@pytest.mark.parametrize(
    ("source", "number"), [(SSQ, "202613"), (SSQ, "2026年135"), (DRAND, "0"), (DRAND, "99999999999")]
)
def test_rounds_that_the_source_does_not_have(ready: County, source: str, number: str) -> None:
    task = drawing.ready_task(ready, public_number=source)
    with refused("beacon.round"):
        drawing.planned(ready, task, round=number, digits=0)


def test_a_drand_round_within_ten_minutes_of_the_last_reveal_is_too_early(ready: County) -> None:
    task = drawing.ready_task(ready, public_number=DRAND)
    right = drawing.drand_round(ready)
    with refused("beacon.early"):
        drawing.planned(ready, task, round=f"{int(right) - 1}", not_before=None)
    assert drawing.planned(ready, task, round=right, not_before=None).state == "PLANNED"


# ---------------------------------------------------------------------------------------------------------------- freeze


@pytest.mark.parametrize("late", [timedelta(), SECOND, timedelta(hours=3)])
def test_e14_5_nothing_is_frozen_from_the_end_of_commitments_on(ready: County, late: timedelta) -> None:
    stands = drawing.standing(ready, "PLANNED")
    with refused("E14-5"):
        freeze(draw_id=stands.pk, actor=ready.actor(LI), at=ready.at + drawing.COMMIT_BY + late)


def test_a_second_before_it_is(ready: County) -> None:
    stands = drawing.standing(ready, "PLANNED")
    at = ready.at + drawing.COMMIT_BY - SECOND
    assert freeze(draw_id=stands.pk, actor=ready.actor(LI), at=at).state == "FROZEN"


@pytest.mark.parametrize("who", [SUN, ZHENG, ZHOU], ids=lambda who: who.office)
def test_e13_2_only_the_clerk_freezes(ready: County, who: Any) -> None:
    stands = drawing.standing(ready, "PLANNED")
    with refused("E13-2"):
        freeze(draw_id=stands.pk, actor=ready.actor(who), at=minutes(ready, 5))


def test_another_departments_draw_is_not_there_to_freeze_draw_abort_or_void(ready: County) -> None:
    stands = drawing.standing(ready, "PLANNED")
    at = minutes(ready, 5)
    for act in (freeze, draw):
        with nothing_written(Draw.DoesNotExist):
            act(draw_id=stands.pk, actor=ready.actor(WANG), at=at)
    for end in (abort_draw, void_draw):
        with nothing_written(Draw.DoesNotExist):
            end(draw_id=stands.pk, ground=WHY, actor=ready.actor(GAO), at=at)
        with nothing_written(Draw.DoesNotExist):
            end(draw_id=uuid4(), ground=WHY, actor=ready.actor(ZHOU), at=at)


def test_e10_1_a_registry_that_changed_after_its_confirmation_is_not_frozen(ready: County) -> None:
    stands = drawing.standing(ready, "PLANNED")
    firm = Subject.objects.filter(department=ready.lead, risk_class="D").order_by("identity")[0]
    keeper = ready.actor(WU)
    remove_subject(subject=firm.pk, version=firm.version, reason="注销", actor=keeper, at=minutes(ready, 1))
    with refused("E10-1"):
        freeze(draw_id=stands.pk, actor=ready.actor(LI), at=minutes(ready, 5))


def test_e10_2_a_confirmation_older_than_ten_working_days_is_not_frozen(ready: County) -> None:
    task = drawing.ready_task(ready)
    later = ready.at + timedelta(days=20)
    times = {"commit_by": later + drawing.COMMIT_BY, "reveal_by": later + drawing.REVEAL_BY}
    stands = drawing.planned(ready, task, **times, not_before=later + drawing.THROW)
    with refused("E10-2"):
        freeze(draw_id=stands.pk, actor=ready.actor(LI), at=later)


def test_a_registry_that_changes_while_it_is_frozen_is_read_again(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands = drawing.standing(ready, "PLANNED")
    look = freezing.require_same_registries
    counted = {("rsj", "SUBJECTS"): -1}

    def meanwhile(task: Any, seen: Any = None) -> Any:
        return look(task, counted if seen is not None else None)

    monkeypatch.setattr(freezing, "require_same_registries", meanwhile)
    with nothing_written(StaleVersion):
        freeze(draw_id=stands.pk, actor=ready.actor(LI), at=minutes(ready, 5))


def test_e15_4_somebody_without_a_declaration_of_recusals_keeps_the_rosters_open(ready: County) -> None:
    stands = drawing.standing(ready, "PLANNED")
    last = RecusalDeclaration.objects.order_by("pk").last()
    assert last is not None
    drawing.overwrite("DELETE FROM recusal_declaration WHERE id = %s", last.pk)
    with refused("E15-4"):
        freeze(draw_id=stands.pk, actor=ready.actor(LI), at=minutes(ready, 5))


# ---------------------------------------------------------------------------------------------------------------- commit


@pytest.mark.parametrize("who", [SUN, ZHOU, FENG, WANG, HE, TANG], ids=lambda who: who.title)
def test_e14_7_nobody_but_the_announced_person_commits(ready: County, who: Any) -> None:
    stands = drawing.standing(ready, "FROZEN")
    value = drawing.commitment(stands, "承办股室")
    with refused("E14-7"):
        commit(draw_id=stands.pk, value=value, actor=ready.actor(who), at=minutes(ready, 10))


def test_a_commitment_is_taken_until_the_very_second_and_not_after(ready: County) -> None:
    stands = drawing.standing(ready, "FROZEN")
    value = drawing.commitment(stands, "承办股室")
    with refused("ceremony.late"):
        commit(draw_id=stands.pk, value=value, actor=ready.actor(LI), at=ready.at + drawing.COMMIT_BY + SECOND)
    commit(draw_id=stands.pk, value=value, actor=ready.actor(LI), at=ready.at + drawing.COMMIT_BY)


def test_a_commitment_is_never_exchanged(ready: County) -> None:
    stands = drawing.commits(ready, drawing.standing(ready, "FROZEN"), "承办股室")
    for value in (drawing.commitment(stands, "承办股室"), "f" * 64):
        with refused("ceremony.commit-twice"):
            commit(draw_id=stands.pk, value=value, actor=ready.actor(LI), at=minutes(ready, 11))


@pytest.mark.parametrize("value", ["", "f" * 63, "f" * 65, "F" * 64, "ｆ" * 64, "f" * 64 + "\n", "g" * 64])
def test_what_is_no_commitment_is_not_taken(ready: County, value: str) -> None:
    stands = drawing.standing(ready, "FROZEN")
    with refused("ceremony.commit-form"):
        commit(draw_id=stands.pk, value=value, actor=ready.actor(LI), at=minutes(ready, 10))


# ---------------------------------------------------------------------------------------------------------------- reveal


def test_no_reveal_before_every_commitment_is_in_a_signed_checkpoint(ready: County) -> None:
    stands = drawing.commits(ready, drawing.standing(ready, "FROZEN"), "承办股室")
    drawing.seal_log()  # over the first one only
    contributor = stands.contributors.get(label="机关纪检")
    value = drawing.commitment(stands, "机关纪检")
    commit(draw_id=stands.pk, value=value, actor=ready.actor(ZHENG), at=minutes(ready, 12))
    assert contributor.ordinal == 2
    telling = {"draw_id": stands.pk, "secret": "11" * 32, "actor": ready.actor(LI)}
    with refused("ceremony.unsealed"):
        reveal(**telling, at=minutes(ready, 40))
    drawing.seal_log()
    reveal(**telling, at=minutes(ready, 41))


def test_no_reveal_without_any_checkpoint(ready: County) -> None:
    stands = drawing.standing(ready, "COMMITTED")
    with refused("ceremony.unsealed"):
        reveal(draw_id=stands.pk, secret="11" * 32, actor=ready.actor(LI), at=minutes(ready, 40))


def test_no_reveal_while_commitments_are_still_taken(ready: County) -> None:
    stands = drawing.commits(ready, drawing.standing(ready, "FROZEN"), "承办股室")
    drawing.seal_log()
    with refused("ceremony.early"):
        reveal(draw_id=stands.pk, secret="11" * 32, actor=ready.actor(LI), at=minutes(ready, 29))


@pytest.mark.parametrize("secret", ["", "22" * 32, "11" * 31, "1" * 64 + "\n", "AA" * 32])
def test_only_the_number_that_was_committed_opens_the_commitment(ready: County, secret: str) -> None:
    stands = drawing.standing(ready, "COMMITTED")
    drawing.seal_log()
    with refused("ceremony.reveal"):
        reveal(draw_id=stands.pk, secret=secret, actor=ready.actor(LI), at=minutes(ready, 40))


def test_a_reveal_is_taken_until_the_very_second_once_and_from_its_person(ready: County) -> None:
    stands = drawing.standing(ready, "COMMITTED")
    drawing.seal_log()
    end = ready.at + drawing.REVEAL_BY
    telling = {"draw_id": stands.pk, "secret": "11" * 32}
    with refused("ceremony.late"):
        reveal(**telling, actor=ready.actor(LI), at=end + SECOND)
    with refused("E14-7"):
        reveal(**telling, actor=ready.actor(SUN), at=end)
    with refused("ceremony.reveal"):
        reveal(**telling, actor=ready.actor(ZHENG), at=end)  # another's number
    reveal(**telling, actor=ready.actor(LI), at=end)
    with refused("ceremony.reveal-twice"):
        reveal(**telling, actor=ready.actor(LI), at=end)


def test_who_did_not_commit_has_nothing_to_reveal(ready: County) -> None:
    stands = drawing.commits(ready, drawing.three(ready), "承办股室", "机关纪检")
    drawing.seal_log()
    with refused("ceremony.no-commit"):
        reveal(draw_id=stands.pk, secret="33" * 32, actor=ready.actor(TANG), at=minutes(ready, 40))


# --------------------------------------------------------------------------------------------------------- public number


def noted(county: County, value: str = drawing.NUMBER) -> Draw:
    """Revealed; the first person has typed the number."""
    stands = drawing.standing(county, "REVEALED")
    note_public_number(draw_id=stands.pk, entry=Entry(value), actor=county.actor(LI), at=minutes(county, 76))
    return stands


def test_no_number_before_it_can_exist(ready: County) -> None:
    stands = noted(ready)
    at = ready.at + drawing.THROW
    with refused("ceremony.early"):
        note_public_number(draw_id=stands.pk, entry=Entry(drawing.NUMBER), actor=ready.actor(LI), at=at - SECOND)
    entry = Entry(drawing.NUMBER, file=scan())
    with refused("ceremony.early"):
        record_public_number(draw_id=stands.pk, entry=entry, actor=ready.actor(ZHENG), at=at - SECOND)
    record_public_number(draw_id=stands.pk, entry=entry, actor=ready.actor(ZHENG), at=at)


@pytest.mark.parametrize(
    "value",
    [
        "",
        drawing.NUMBER[:-1],
        drawing.NUMBER + "0",
        drawing.NUMBER[:-1] + "７",
        " " + drawing.NUMBER[1:],
        "1" * 19 + "\n",
    ],
)
def test_a_misspelt_number_is_not_taken_from_the_first_nor_from_the_second(ready: County, value: str) -> None:
    stands = noted(ready)
    at = minutes(ready, 77)
    with refused("beacon.value"):
        note_public_number(draw_id=stands.pk, entry=Entry(value), actor=ready.actor(LI), at=at)
    with refused("beacon.value"):
        record_public_number(draw_id=stands.pk, entry=Entry(value, file=scan()), actor=ready.actor(ZHENG), at=at)


def test_two_persons_type_the_same_number_with_evidence(ready: County) -> None:
    stands = drawing.standing(ready, "REVEALED")
    at = minutes(ready, 77)
    whole = Entry(drawing.NUMBER, file=scan())
    recording = {"draw_id": stands.pk, "at": at}
    with refused("beacon.two-persons"):  # nobody typed it before
        record_public_number(**recording, entry=whole, actor=ready.actor(ZHENG))
    note_public_number(**recording, entry=Entry(drawing.NUMBER), actor=ready.actor(LI))
    with refused("beacon.two-persons"):  # the same person
        record_public_number(**recording, entry=whole, actor=ready.actor(LI))
    with refused("beacon.two-persons"):  # another number
        record_public_number(**recording, entry=replace(whole, value=drawing.NUMBER[::-1]), actor=ready.actor(ZHENG))
    with refused("beacon.evidence"):
        record_public_number(**recording, entry=replace(whole, file=None), actor=ready.actor(ZHENG))
    with refused("beacon.two-persons"):  # the second does not write over the first
        note_public_number(**recording, entry=Entry(drawing.NUMBER[::-1]), actor=ready.actor(ZHENG))
    with refused("E14-7"):
        note_public_number(**recording, entry=whole, actor=ready.actor(WANG))
    with refused("E14-7"):
        record_public_number(**recording, entry=whole, actor=ready.actor(WANG))
    record_public_number(**recording, entry=whole, actor=ready.actor(ZHENG))
    assert not NumberDraft.objects.exists()


def test_the_first_person_corrects_what_he_typed(ready: County) -> None:
    stands = noted(ready, drawing.NUMBER[::-1])
    at = minutes(ready, 77)
    note_public_number(draw_id=stands.pk, entry=Entry(drawing.NUMBER), actor=ready.actor(LI), at=at)
    entry = Entry(drawing.NUMBER, file=scan())
    assert record_public_number(draw_id=stands.pk, entry=entry, actor=ready.actor(ZHENG), at=at).value == drawing.NUMBER


def test_the_number_is_entered_once(ready: County) -> None:
    stands = drawing.standing(ready, "SEEDED")
    with refused("E13-1"):
        note_public_number(draw_id=stands.pk, entry=Entry(drawing.NUMBER), actor=ready.actor(LI), at=minutes(ready, 77))


# ------------------------------------------------------------------------------------------------------------------ draw


def test_e14_1_a_second_draw_is_refused_whoever_presses(ready: County) -> None:
    stands = drawing.standing(ready, "DRAWN")
    for at in (ready.at + drawing.DRAWN, ready.at + timedelta(days=3)):
        with refused("E14-1"):
            draw(draw_id=stands.pk, actor=ready.actor(LI), at=at)


@pytest.mark.parametrize("who", [SUN, ZHENG, ZHOU], ids=lambda who: who.office)
def test_e13_2_only_the_clerk_draws(ready: County, who: Any) -> None:
    stands = drawing.standing(ready, "SEEDED")
    with refused("E13-2"):
        draw(draw_id=stands.pk, actor=ready.actor(who), at=ready.at + drawing.DRAWN)


# --------------------------------------------------------------------------------------------------------- abort and void


@pytest.mark.parametrize("ground", [Ground("", "说明"), Ground("weather", "说明"), Ground("technical", " ")])
def test_an_end_has_a_ground_of_the_list_and_words(ready: County, ground: Ground) -> None:
    stands = drawing.standing(ready, "FROZEN")
    with refused("ceremony.ground"):
        abort_draw(draw_id=stands.pk, ground=ground, actor=ready.actor(ZHOU), at=minutes(ready, 6))


@pytest.mark.parametrize("who", [LI, SUN, ZHENG, TANG], ids=lambda who: who.office)
def test_e13_2_only_the_principal_head_aborts(ready: County, who: Any) -> None:
    stands = drawing.standing(ready, "FROZEN")
    with refused("E13-2"):
        abort_draw(draw_id=stands.pk, ground=WHY, actor=ready.actor(who), at=minutes(ready, 6))


def test_no_abort_from_the_moment_the_number_may_be_known(ready: County) -> None:
    stands = drawing.standing(ready, "REVEALED")
    throw = ready.at + drawing.THROW
    for at in (throw, throw + SECOND):
        with refused("ceremony.known"):
            abort_draw(draw_id=stands.pk, ground=WHY, actor=ready.actor(ZHOU), at=at)
    assert abort_draw(draw_id=stands.pk, ground=WHY, actor=ready.actor(ZHOU), at=throw - SECOND).state == "ABORTED"


@pytest.mark.parametrize("text", ["重抽企业 91410928M6R444446W", "证号 cert:rsj-1 有误", "reg:000000000000001 已注销"])
def test_words_of_an_end_that_would_tell_a_firm_or_a_person_are_refused(ready: County, text: str) -> None:
    stands = drawing.standing(ready, "DRAWN")
    with refused("leak"):
        void_draw(draw_id=stands.pk, ground=Ground("roster", text), actor=ready.actor(ZHOU), at=minutes(ready, 90))


@pytest.mark.parametrize("status", ["DISPATCHED", "CONCLUDED", "ARCHIVED"])
def test_e14_3_nothing_is_voided_once_the_list_is_dispatched(ready: County, status: str) -> None:
    stands = drawing.standing(ready, "DRAWN")
    drawing.overwrite("UPDATE task SET status = %s WHERE id = %s", status, stands.task_id)
    with refused("E14-3"):
        void_draw(draw_id=stands.pk, ground=WHY, actor=ready.actor(ZHOU), at=minutes(ready, 90))


@pytest.mark.parametrize("ground", [Ground("", "说明"), Ground("weather", "说明"), Ground("technical", " ")])
def test_e14_4_nothing_is_voided_without_a_ground(ready: County, ground: Ground) -> None:
    stands = drawing.standing(ready, "DRAWN")
    with refused("E14-4"):
        void_draw(draw_id=stands.pk, ground=ground, actor=ready.actor(ZHOU), at=minutes(ready, 90))


@pytest.mark.parametrize("who", [LI, SUN, ZHENG, TANG], ids=lambda who: who.office)
def test_e14_4_only_the_principal_head_voids(ready: County, who: Any) -> None:
    stands = drawing.standing(ready, "DRAWN")
    with refused("E14-4"):
        void_draw(draw_id=stands.pk, ground=WHY, actor=ready.actor(who), at=minutes(ready, 90))


def test_the_same_case_with_nothing_changed_is_voided(ready: County) -> None:
    stands = drawing.standing(ready, "DRAWN")
    assert void_draw(draw_id=stands.pk, ground=WHY, actor=ready.actor(ZHOU), at=minutes(ready, 90)).state == "VOID"
