"""Many people want the same thing at once; several processes write at once. The whole goals: tests/heavy."""

import os

import pytest

from tests.harness.claims import as_many_win_as_may, nothing_is_lost_or_locked
from tests.harness.race import race
from tests.harness.watching import reconcile_while_others_write
from tests.harness.writers import write_together

DATABASE = os.environ.get("SHUANGSUIJI_TEST_DATABASE", "sqlite")
CLIENTS, ROUNDS = 24, 5
# The sockets are those of children, files in a temporary folder; no test process opens one.


@pytest.mark.slow
def test_of_24_who_have_the_page_open_one_decides_and_23_are_told_that_it_was_decided() -> None:
    raced = race("journey_page", DATABASE, clients=CLIENTS, rounds=ROUNDS)
    as_many_win_as_may(raced, CLIENTS, ROUNDS)
    assert all(set(statuses) == {"200", "409"} for statuses in raced.rounds)


@pytest.mark.slow
def test_of_24_who_read_the_row_inside_the_act_one_decides_and_23_are_refused_by_the_road() -> None:
    raced = race("journey_row", DATABASE, clients=CLIENTS, rounds=1)
    as_many_win_as_may(raced, CLIENTS, 1)
    assert all(set(statuses) == {"200", "422"} for statuses in raced.rounds)


def test_four_processes_write_at_once_without_a_gap_a_lock_or_a_loss() -> None:
    nothing_is_lost_or_locked(write_together(DATABASE, writers=4, acts=25))


def test_processes_that_start_while_others_write_find_the_log_sound() -> None:
    """Every act begins with the whole examination; what others commit during it is no fault."""
    nothing_is_lost_or_locked(write_together(DATABASE, writers=8, acts=40, fresh=True))


def test_an_examination_while_others_write_finds_no_difference() -> None:
    watched = reconcile_while_others_write(DATABASE)
    assert watched.written > 0
    assert watched.false_alarms == []
