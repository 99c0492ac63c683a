"""Takes the guards of the register, of the order of entries and of the forbidden values away, one at a time.

A claim that survives its saboteur proves nothing. Source: 80-reliability J7; 50-ledger §9 (L10, L13).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shuangsuiji.core.rules import event_shapes, events, leaks, trail, trail_draws
from shuangsuiji.core.rules.finding import judge
from tests.core.rules import test_events
from tests.core.rules.test_events import (
    a_private_value_needs_a_registered_name,
    a_telephone_in_a_document_number_is_refused,
    every_act_has_a_row,
    every_fault_is_told_at_once,
)
from tests.core.rules.test_leaks import an_honest_log_leaks_nothing, every_planted_value_is_found
from tests.core.rules.test_trail import an_honest_log_raises_nothing, dropping_any_step_is_noticed, it_is_named

Claim = Callable[[], None]
CLAIMS: tuple[Claim, ...] = (
    every_act_has_a_row,
    every_fault_is_told_at_once,
    a_telephone_in_a_document_number_is_refused,
    a_private_value_needs_a_registered_name,
    every_planted_value_is_found,
    an_honest_log_leaks_nothing,
    an_honest_log_raises_nothing,
    dropping_any_step_is_noticed,
)


def must_fail(claim: Claim) -> None:
    """The sabotage is seen: the claim fails, or the refusal it waits for never comes."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        claim()


def nothing(*_: Any) -> tuple[()]:
    """A guard that is asleep."""
    return ()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_without_sabotage_the_claims_hold(claim: Claim) -> None:
    claim()


# -------------------------------------------------------------------------------------------------------------- register


def test_an_act_left_out_of_the_register_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_events, "ACTS", events.ACTS[1:])
    must_fail(every_act_has_a_row)


def test_shapes_that_nobody_checks_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_shapes.Shape, "faults", nothing)
    must_fail(every_fault_is_told_at_once)


def test_an_open_part_written_without_a_look_for_leaks_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "leaks", nothing)
    must_fail(a_telephone_in_a_document_number_is_refused)


def test_private_names_that_nobody_checks_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_events, "check_sd", nothing)
    must_fail(a_private_value_needs_a_registered_name)


# ----------------------------------------------------------------------------------------------------------------- leaks


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What was searched with or without sabotage must not answer for the other."""
    for forget in (leaks._finds_in.cache_clear, leaks._frame_finds.cache_clear):
        forget()
    yield
    for forget in (leaks._finds_in.cache_clear, leaks._frame_finds.cache_clear):
        forget()


@pytest.mark.parametrize("number", range(len(leaks._AS_WRITTEN)))
def test_every_pattern_is_needed(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [pattern for place, pattern in enumerate(leaks._AS_WRITTEN) if place != number]
    monkeypatch.setattr(leaks, "_AS_WRITTEN", tuple(kept))
    must_fail(every_planted_value_is_found)


@pytest.mark.parametrize(
    ("part", "asleep"),
    [
        ("_MOBILE", re.compile(r"(?!)")),
        ("_identity_digit", lambda first17: ""),
        ("uscc_is_valid", lambda code: False),
        ("_plain", lambda text: text),
        ("clean_code", lambda text: text),
        ("_is_declared", lambda key, value, pub: key in event_shapes.WORDS),
    ],
)
def test_every_part_of_the_search_is_needed(part: str, asleep: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, part, asleep)
    must_fail(every_planted_value_is_found)


def test_a_search_that_knows_no_declared_spelling_cries_wolf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "_is_declared", lambda key, value, pub: False)
    must_fail(an_honest_log_leaks_nothing)


# ----------------------------------------------------------------------------------------------------------------- trail


@pytest.mark.parametrize(
    ("guard", "fault"),
    [
        ("_start", "two beginnings"),
        ("_identity", "an id used twice"),
        ("_time", "a time that falls"),
        ("_chain", "a publication before a result"),
        ("_chain", "a correction before publication"),
        ("_chain", "a dispatch of a voided list"),
    ],
)
def test_a_guard_of_every_entry_asleep_is_seen(guard: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    it_is_named(fault)
    monkeypatch.setattr(trail.Trail, guard, nothing)
    must_fail(lambda: it_is_named(fault))


@pytest.mark.parametrize(
    ("guard", "fault"),
    [
        ("_backward", "a reference to nothing"),
        ("_outside", "a visit after the archive"),
        ("_outside", "a visit before dispatch"),
        ("_without_result", "a task concluded with a result missing"),
        ("_beside", "subjects drawn on the side"),
        ("_refused", "a dispatch before the result"),
        ("_refused", "a void after dispatch"),
        ("_refused", "an archive before the conclusion"),
        ("_ordinal", "an abort with another ordinal"),
        ("next_faults", "ordinal two without one"),
        ("next_faults", "a draw while another is open"),
    ],
)
def test_a_guard_of_the_order_asleep_is_seen(guard: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    it_is_named(fault)
    monkeypatch.setattr(trail, guard, nothing)
    # Where nothing refuses, the fold may also stumble over a state that cannot be.
    with pytest.raises((AssertionError, KeyError)):
        it_is_named(fault)


def test_a_table_of_the_task_that_allows_everything_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def always(*_: Any) -> Any:
        return judge("E13-1", "第十三条", True, required="", actual="", refusal="", remedy="")

    monkeypatch.setattr(trail, "check_act", always)
    must_fail(lambda: it_is_named("an archive before the conclusion"))


def test_steps_of_a_draw_in_any_state_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    anywhere = frozenset(trail_draws.DRAW_STATES)
    loose = {name: step._replace(sources=anywhere) for name, step in trail_draws.DRAW_STEPS.items()}
    monkeypatch.setattr(trail_draws, "DRAW_STEPS", loose)
    for fault in ("a commit after a reveal", "a second public number", "a result before the public number"):
        must_fail(lambda fault=fault: it_is_named(fault))


@pytest.mark.parametrize(
    ("guard", "fault"),
    [
        ("roster.frozen", "a roster frozen twice"),
        ("draw.frozen", "a draw frozen before its rosters"),
        ("draw.committed", "a commit twice"),
        ("draw.revealed", "a reveal before two commits"),
        ("draw.seeded", "another round"),
        ("draw.shadow", "a shadow of a draw aborted before its freeze"),
    ],
)
def test_a_check_of_a_step_left_out_is_seen(guard: str, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: check for name, check in trail_draws._CHECKS.items() if name != guard}
    monkeypatch.setattr(trail_draws, "_CHECKS", kept)
    must_fail(lambda: it_is_named(fault))


def test_a_fold_that_forgets_the_results_of_a_draw_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail.DrawTrail, "was_given_up", False)
    must_fail(lambda: it_is_named("a dispatch of a voided list"))
