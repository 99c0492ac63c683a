"""Every pair of state and act: the protocol's own table says which are allowed; all others are refused, and nothing moves.

Source: SSJ-DRAW/1 §5; 40-draw §13.6; 第十三条, 第十四条 (C13-1 for the draw).
"""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shuangsuiji.core.draw.ceremony import ABORTED, DRAWN, STATE_LABELS, TRANSITIONS, VOID
from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.stages.draws.actions.abort_draw import abort_draw
from shuangsuiji.stages.draws.actions.commit import commit
from shuangsuiji.stages.draws.actions.draw import draw
from shuangsuiji.stages.draws.actions.freeze import freeze
from shuangsuiji.stages.draws.actions.record_public_number import note_public_number, record_public_number
from shuangsuiji.stages.draws.actions.reveal import reveal
from shuangsuiji.stages.draws.actions.void_draw import void_draw
from shuangsuiji.stages.draws.ending import Ground
from shuangsuiji.stages.draws.models import Draw, DrawStep
from shuangsuiji.stages.draws.numbering import Entry
from tests.cast import LI, ZHENG, ZHOU
from tests.foundation.evidence.files import pdf
from tests.harness.examining import state
from tests.stages.cast import County
from tests.stages.draws import drawing
from tests.stages.draws.refusing import numbers, refused

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条"), pytest.mark.article("第十三条")]

WHY = Ground("technical", "网络中断")
ENDS: dict[str, tuple[str, Callable[..., Any]]] = {ABORTED: ("REVEALED", abort_draw), VOID: (DRAWN, void_draw)}


def standing(county: County, where: str) -> Draw:
    """A draw in any of the eight states."""
    if where not in ENDS:
        return drawing.standing(county, where)
    before, end = ENDS[where]
    minute = 70 if where == ABORTED else 90
    end(
        draw_id=drawing.standing(county, before).pk, ground=WHY, actor=county.actor(ZHOU),
        at=county.at + timedelta(minutes=minute),
    )  # fmt: skip
    return Draw.objects.get(state=where)


def acts(county: County, made: Draw) -> dict[str, Callable[[], Any]]:
    """Each act as it would be right at its own time."""
    key = {"draw_id": made.pk}
    at = lambda minute: {"at": county.at + timedelta(minutes=minute)}  # noqa: E731 - a table below needs it short
    li, zheng, zhou = ({"actor": county.actor(who)} for who in (LI, ZHENG, ZHOU))
    value = drawing.commitment(made, "承办股室") if hasattr(made, "freeze") else "f" * 64
    sheet = receive(io.BytesIO(pdf()), Kind.SCAN)
    return {
        "freeze": lambda: freeze(**key, **li, **at(5)),
        "commit": lambda: commit(**key, value=value, **li, **at(10)),
        "reveal": lambda: reveal(**key, secret="11" * 32, **li, **at(40)),
        "note": lambda: note_public_number(**key, entry=Entry(drawing.NUMBER), **li, **at(76)),
        "record_number": lambda: record_public_number(**key, entry=Entry(drawing.NUMBER, file=sheet), **zheng, **at(76)),
        "draw": lambda: draw(**key, **li, **at(80)),
        "abort": lambda: abort_draw(**key, ground=WHY, **zhou, **at(70)),
        "void": lambda: void_draw(**key, ground=WHY, **zhou, **at(90)),
    }  # fmt: skip


ALLOWED = {(origin, act) for act, origins, _ in TRANSITIONS for origin in origins}
# An act that closes the time before it: the first reveal ends commitments, the number ends both (its own tests say when).
CLOSING = {("FROZEN", "reveal"), ("FROZEN", "record_number"), ("COMMITTED", "record_number")}
# An aborted draw takes the number too: its shadow (test_shadow).
NOTE = {("FROZEN", "note"), ("COMMITTED", "note"), ("REVEALED", "note"), ("ABORTED", "note")}
ACTS = ("freeze", "commit", "reveal", "note", "record_number", "draw", "abort", "void")
ILLEGAL = sorted(
    (where, act) for where in STATE_LABELS for act in ACTS if (where, act) not in ALLOWED | CLOSING | NOTE
)  # fmt: skip


def test_the_table_is_whole() -> None:
    assert len(STATE_LABELS) * len(ACTS) == 64
    assert len(ILLEGAL) == 64 - len({pair for pair in ALLOWED if pair[1] in ACTS} | CLOSING | NOTE)
    assert {"freeze", "commit", "reveal", "record_number", "draw", "abort", "void"} <= {act for _, act in ALLOWED}


@pytest.mark.parametrize(("where", "act"), ILLEGAL, ids=lambda value: value)
def test_c13_1_no_act_of_a_draw_is_done_out_of_its_turn(ready: County, where: str, act: str) -> None:
    made = standing(ready, where)
    drawing.seal_log()
    before, steps = state(), list(DrawStep.objects.values_list("to_state", flat=True))
    attempt = acts(ready, made)[act]
    with pytest.raises((DrawRefused, RuleViolation)) as caught:
        attempt()
    assert numbers(caught.value) <= {"E13-1", "E14-1", "beacon.two-persons"}
    assert state() == before
    assert list(DrawStep.objects.values_list("to_state", flat=True)) == steps
    assert Draw.objects.get(pk=made.pk).state == where


@pytest.mark.parametrize("where", ["FROZEN", "COMMITTED"])
def test_an_early_number_closes_nothing(ready: County, where: str) -> None:
    made = drawing.standing(ready, where)
    with refused("ceremony.early"):
        note_public_number(
            draw_id=made.pk, entry=Entry(drawing.NUMBER), actor=ready.actor(LI), at=ready.at + timedelta(minutes=20)
        )


def test_the_steps_of_a_whole_draw_are_those_of_the_protocol_each_once(ready: County) -> None:
    made = drawing.standing(ready, DRAWN)
    told = [(each.act, each.from_state, each.to_state) for each in made.steps.order_by("at", "id")]
    assert told == [
        ("plan", "–", "PLANNED"), ("freeze", "PLANNED", "FROZEN"), ("close_commits", "FROZEN", "COMMITTED"),
        ("close_reveals", "COMMITTED", "REVEALED"), ("record_number", "REVEALED", "SEEDED"), ("draw", "SEEDED", "DRAWN"),
    ]  # fmt: skip
