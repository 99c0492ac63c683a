"""Takes the guards of a draw in the database away one at a time; the test that proves the guard must then turn red.

Source: 第十四条; 80-reliability J7; 40-draw §12.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.ledger import triggers
from shuangsuiji.foundation.ledger.evidential import EvidentialQuerySet
from shuangsuiji.stages.draws import proving, stepping
from shuangsuiji.stages.draws.actions import commit as committing
from shuangsuiji.stages.draws.actions import draw, freeze, plan_draw, record_public_number, reveal, void_draw
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.queries import intact
from shuangsuiji.stages.plans.signing import holds
from tests.stages.cast import County, build_county
from tests.stages.draws import drawing, test_attacks, test_guards, test_refusals, test_ways
from tests.stages.plans.planning import prepare

pytestmark = pytest.mark.django_db
HOLDS = holds("第十四条", "不看")


@pytest.fixture
def ready(at: datetime, db: None) -> County:
    """A bureau that can plan."""
    county = build_county(at)
    prepare(county)
    return county


def must_turn_red(body: Callable[..., Any], *given: Any) -> None:
    """The named test fails now."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        body(*given)


def nothing(*_: Any, **__: Any) -> None:
    """Refuses nothing."""


def test_a_second_announcement_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the act alone: the database still keeps the second draw out, with a fault instead of a sentence."""
    monkeypatch.setattr(plan_draw, "require_no_standing", nothing)
    with pytest.raises((AssertionError, IntegrityError)):
        test_refusals.test_no_second_announcement_while_a_draw_stands(ready, "PLANNED")


def test_two_standing_draws_are_noticed(ready: County) -> None:
    drawing.settle()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX draw_one_standing")
    must_turn_red(test_guards.test_one_draw_of_a_task_stands, ready)


@pytest.mark.parametrize("table", ["drawn_subject", "team_place", "frozen_roster", "draw_reveal", "draw"])
def test_rows_that_may_be_rewritten_are_noticed(ready: County, table: str) -> None:
    drawing.standing(ready, "DRAWN")
    drawing.settle()
    triggers.remove(connection)
    with pytest.raises(pytest.fail.Exception):
        test_guards.forbidden(f"UPDATE {table} SET event_id = event_id")


def test_steps_without_a_table_of_them_are_noticed(ready: County) -> None:
    drawing.standing(ready, "PLANNED")
    drawing.settle()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE draw_step DROP CONSTRAINT draw_step_of_the_protocol")
    try:
        must_turn_red(test_guards.forbidden_step, "freeze", "PLANNED", "DRAWN")
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_reveals_before_the_checkpoint_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reveal, "require_commits_sealed", nothing)
    must_turn_red(test_refusals.test_no_reveal_before_every_commitment_is_in_a_signed_checkpoint, ready)


def test_whoever_speaks_for_a_contributor_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "voice_of", lambda found, actor: found.contributors.order_by("ordinal")[0])
    must_turn_red(test_refusals.test_e14_7_nobody_but_the_announced_person_commits, ready, test_refusals.SUN)


def test_one_person_who_types_the_number_twice_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def anybody(found: Draw, entry: Any, actor: Any) -> Any:
        return entry.value, record_public_number.NumberDraft.objects.filter(draw=found).first()

    monkeypatch.setattr(record_public_number, "agreed", anybody)
    # Here the database's own constraint stands behind the act's sentence.
    with pytest.raises((AssertionError, pytest.fail.Exception, IntegrityError)):
        test_refusals.test_two_persons_type_the_same_number_with_evidence(ready)


def test_a_registry_that_changed_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freeze, "registry_findings", lambda task, at: ())
    must_turn_red(test_refusals.test_e10_1_a_registry_that_changed_after_its_confirmation_is_not_frozen, ready)


def test_a_registry_that_changes_meanwhile_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = freeze.require_same_registries
    monkeypatch.setattr(freeze, "require_same_registries", lambda task, seen=None: honest(task))
    with pytest.MonkeyPatch.context() as inner:
        inner.setattr(inner, "setattr", nothing, raising=False)
        must_turn_red(test_refusals.test_a_registry_that_changes_while_it_is_frozen_is_read_again, ready, inner)


def test_undeclared_recusals_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freeze, "_undeclared", lambda found, at: [])
    must_turn_red(test_refusals.test_e15_4_somebody_without_a_declaration_of_recusals_keeps_the_rosters_open, ready)


def test_a_void_after_dispatch_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(void_draw, "_not_dispatched", lambda found: HOLDS)
    with pytest.raises((AssertionError, RuleViolation)):
        test_refusals.test_e14_3_nothing_is_voided_once_the_list_is_dispatched(ready, "DISPATCHED")


def test_a_void_by_anybody_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(void_draw, "_granted", lambda ground, actor: HOLDS)
    must_turn_red(test_refusals.test_e14_4_only_the_principal_head_voids, ready, test_refusals.SUN)


def test_a_result_nobody_recomputed_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "recomputed", lambda proceedings, outcome: HOLDS)
    must_turn_red(test_attacks.test_a_plan_edited_after_the_announcement_is_not_drawn, ready, "ratio")


def test_a_verifier_that_sees_no_fault_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "FAIL", "NEVER")
    must_turn_red(test_attacks.test_another_reveal_than_the_committed_one_is_not_drawn, ready)


@pytest.mark.parametrize("edit", ["a firm is exchanged", "a firm moves to the other team", "a rank is changed"])
def test_a_check_of_the_list_that_believes_its_rows_is_noticed(
    ready: County, monkeypatch: pytest.MonkeyPatch, edit: str
) -> None:
    monkeypatch.setattr(intact, "_subjects", lambda *_: iter(()))
    must_turn_red(test_attacks.test_c14_4_a_drawn_list_edited_with_sql_is_detected, ready, edit)


def test_a_check_that_believes_the_places_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intact, "_places", lambda *_: iter(()))
    must_turn_red(test_attacks.test_c14_4_a_drawn_list_edited_with_sql_is_detected, ready, "a person is exchanged")


def test_missing_reveals_that_are_not_named_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_public_number, "missing_reveals", lambda found: [])
    with pytest.raises((AssertionError, ObjectDoesNotExist)):
        test_ways.test_who_committed_and_never_revealed_is_named_and_the_draw_goes_on(ready)


def test_a_voided_draw_that_loses_its_number_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this stage once did: the ceremony of a voided draw was read without its number."""
    honest = stepping.ceremony_of

    def forgetful(found: Draw) -> Any:
        return replace(honest(found), value="") if found.ended else honest(found)

    monkeypatch.setattr(proving, "ceremony_of", forgetful)
    must_turn_red(
        test_ways.test_c14_8_a_voided_draw_keeps_all_its_data_is_counted_and_the_second_draw_follows, ready, "DRAWN"
    )


def test_entries_of_states_an_abort_never_reached_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "_told", lambda found: ["commitment", "reveal"])
    must_turn_red(test_ways.test_an_abort_between_two_reveals_verifies, ready)


def test_a_version_nobody_looks_at_leaves_the_states_to_the_steps(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the filter of `move_row` two may both move a draw; that each state is reached once still keeps the second out."""
    made = drawing.standing(ready, "SEEDED")
    open_page = Draw.objects.select_related("task__department", "task__line").get(pk=made.pk)
    drawing.drawn(ready, made)
    original = EvidentialQuerySet.move_row
    monkeypatch.setattr(EvidentialQuerySet, "move_row", lambda rows, key, old, new: original(rows, key, {}, new))
    monkeypatch.setattr(draw, "locked", lambda key, department: open_page)
    monkeypatch.setattr(draw, "own_draw", lambda key, department: open_page)
    with pytest.raises(IntegrityError):
        drawing.drawn(ready, made)
