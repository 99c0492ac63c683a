"""An act is run again when the database asks for it, three times at most; any other error is not hidden."""

import pytest
from django.db import OperationalError

from shuangsuiji.foundation.ledger.attempt import TRIES, attempt
from shuangsuiji.foundation.ledger.refusal import Busy


class _Cause(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def failing(times, message="database is locked", sqlstate=None):
    """An act that fails so often and then answers how often it was run; and the list that counts."""
    runs = []

    def act(*, answer):
        runs.append(1)
        if len(runs) <= times:
            raise OperationalError(message) from _Cause(sqlstate)
        return answer, len(runs)

    return act, runs


@pytest.mark.parametrize("times", range(TRIES))
def test_an_act_that_waited_too_long_is_run_again(times):
    act, _ = failing(times)
    assert attempt(act, answer="好") == ("好", times + 1)


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03"])
def test_conflicts_of_the_server_are_run_again(sqlstate):
    act, _ = failing(1, "conflict", sqlstate)
    assert attempt(act, answer=1) == (1, 2)


def test_after_three_times_the_door_is_told_busy():
    act, runs = failing(99)
    with pytest.raises(Busy, match="稍后再试"):
        attempt(act, answer=1)
    assert len(runs) == TRIES


@pytest.mark.parametrize(("message", "sqlstate"), [("no such table", None), ("disk full", "53100")])
def test_another_error_is_not_tried_again(message, sqlstate):
    act, runs = failing(1, message, sqlstate)
    with pytest.raises(OperationalError):
        attempt(act, answer=1)
    assert len(runs) == 1
