"""Many press at once, and a draw is killed between two statements: a sample of every run; all of it in tests/heavy. 第十四条."""

import os

import pytest

from tests.harness.claims import as_many_win_as_may
from tests.harness.crash import kill_points
from tests.harness.race import race

DATABASE = os.environ.get("SHUANGSUIJI_TEST_DATABASE", "sqlite")
CLIENTS, ROUNDS, EVERY = 24, 2, 17

pytestmark = [pytest.mark.slow, pytest.mark.article("第十四条")]


def test_c14_1_twenty_four_press_at_once_and_there_is_one_draw() -> None:
    raced = race("draw", DATABASE, clients=CLIENTS, rounds=ROUNDS)
    as_many_win_as_may(raced, CLIENTS, ROUNDS)
    assert all(set(each) == {"200", "422"} for each in raced.rounds)


def test_a_draw_killed_anywhere_is_wholly_there_or_not_at_all() -> None:
    killed = kill_points("draw", DATABASE, every=EVERY)
    assert (killed.failed, killed.bad) == ("", [])
    assert (killed.old > 0, killed.new) == (True, 2)
