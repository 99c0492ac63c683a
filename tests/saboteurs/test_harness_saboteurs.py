"""Takes the guards away under which the harnesses are green; the claim of the same name must then fail.

Source: 80-reliability §0.2, §0.3, A1, B2–B4, F1, F3, J7.
"""

import os

import pytest

from tests.harness import sabotage
from tests.harness.claims import (
    as_many_win_as_may,
    as_the_model_says,
    every_change_is_named,
    every_older_backup_is_refused,
    locks_are_taken_in_one_order,
    nothing_is_lost_or_locked,
    old_or_new_at_every_point,
)
from tests.harness.crash import kill_points
from tests.harness.life import compare_with_model
from tests.harness.mixed import KEYS_LOCKED, REVERSED, mix
from tests.harness.race import race
from tests.harness.rollback import roll_back
from tests.harness.tamper import tamper
from tests.harness.writers import write_together

DATABASE = os.environ.get("SHUANGSUIJI_TEST_DATABASE", "sqlite")
pytestmark = pytest.mark.slow


def test_without_sabotage_the_claims_hold_that_no_test_of_the_ledger_makes() -> None:
    every_change_is_named(tamper(DATABASE, only="specimen."))
    every_older_backup_is_refused(roll_back(DATABASE, backups=3), 3)


def test_without_atomic_the_act_cannot_even_begin_because_its_rows_have_no_event_yet() -> None:
    killed = kill_points("specimen", DATABASE, sabotage=sabotage.NO_ATOMIC)
    assert "foreign key" in killed.failed.lower()


def test_without_atomic_and_without_that_foreign_key_four_of_five_inner_points_are_bad() -> None:
    killed = kill_points("specimen", DATABASE, sabotage=sabotage.NO_ATOMIC_NO_KEYS)
    with pytest.raises(AssertionError):
        old_or_new_at_every_point(killed)
    assert killed.failed == ""
    assert killed.inner_bad >= 0.8 * killed.inner > 10


def test_without_the_version_filter_the_database_still_refuses_the_second_step_but_not_cleanly() -> None:
    raced = race("journey_page", DATABASE, rounds=1, sabotage=sabotage.NO_VERSION)
    with pytest.raises(AssertionError):
        as_many_win_as_may(raced, 24, 1)
    assert (raced.won, raced.server_errors) == ([1], 23)


def test_without_the_version_filter_and_the_unique_step_more_than_one_wins() -> None:
    raced = race("journey_page", DATABASE, rounds=1, sabotage=sabotage.NO_VERSION_NO_UNIQUE)
    with pytest.raises(AssertionError):
        as_many_win_as_may(raced, 24, 1)
    assert raced.won[0] > 1


def test_without_the_immediate_lock_or_the_lock_on_the_head_writers_fail() -> None:
    name = sabotage.NO_HEAD_LOCK if DATABASE == "postgres" else sabotage.DEFERRED
    wrote = write_together(DATABASE, writers=4, acts=25, sabotage=name)
    with pytest.raises(AssertionError):
        nothing_is_lost_or_locked(wrote)
    assert sum(wrote.errors.values()) > 0
    assert wrote.lost == 0


def test_a_column_that_a_model_hides_from_its_digest_is_missed_and_reported() -> None:
    tampered = tamper(DATABASE, only="specimen.Footprint", hide="specimen.Footprint.text")
    with pytest.raises(AssertionError):
        every_change_is_named(tampered)
    assert {missed.split("：")[0] for missed in tampered.missed} == {
        f"{way} specimen_footprint.text" for way in ("UPDATE", "NULL", "SWAP")
    }


def test_without_the_examination_at_the_start_an_older_backup_is_written_to() -> None:
    rolled = roll_back(DATABASE, backups=1, sabotage=sabotage.NO_GATE)
    with pytest.raises(AssertionError):
        every_older_backup_is_refused(rolled, 1)
    assert rolled.refused == [False]


def test_a_model_that_is_off_by_one_answer_differs() -> None:
    lived = compare_with_model(DATABASE, steps=200, least_answers=0)
    with pytest.raises(AssertionError):
        as_the_model_says(lived, 200)
    assert "close_slip：应为“办成”，实为“E03-1”" in lived.differences[0]


@pytest.mark.parametrize("name", [REVERSED, KEYS_LOCKED])
def test_with_one_order_reversed_or_keys_locked_acts_stand_in_each_others_way(name: str) -> None:
    if DATABASE != "postgres":
        pytest.skip("SQLite 只有一个写者，没有行锁；此项只在 PostgreSQL 上证实")
    met = mix(seconds=8, writers=6, sabotage=name)
    with pytest.raises(AssertionError):
        locks_are_taken_in_one_order(met)
    assert any("deadlock" in error for error in met.errors)
