"""`kill -9` at every statement of one act: its old state or its new one. All acts, both databases: tests/heavy."""

import os

import pytest

from tests.harness.boundaries import writes
from tests.harness.claims import old_or_new_at_every_point
from tests.harness.crash import Killed, kill_points

DATABASE = os.environ.get("SHUANGSUIJI_TEST_DATABASE", "sqlite")


@pytest.fixture(scope="module")
def killed() -> Killed:
    return kill_points("specimen", DATABASE)


@pytest.mark.slow
def test_an_act_killed_anywhere_leaves_its_old_state_or_its_new_one(killed: Killed) -> None:
    old_or_new_at_every_point(killed)


@pytest.mark.slow
def test_the_points_lie_between_all_statements_of_the_act_and_around_its_commit(killed: Killed) -> None:
    assert killed.statements[-1] == "COMMIT"
    assert sum(map(writes, killed.statements)) >= 7
    assert killed.inner >= 14
    # Killed after COMMIT it is new, killed anywhere before it is old.
    assert killed.new == 2
