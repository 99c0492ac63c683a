"""Where an act may be cut: before and after every statement and every COMMIT that its connection sends.

Statements are counted as Django sends them, BEGIN and savepoints included; `cut` is called with the boundary's number.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection

BEFORE, AFTER = "before", "after"
COMMIT = "COMMIT"
_WRITES = ("INSERT", "UPDATE", "DELETE")


def record(seen: list[str]) -> None:
    """From now on every statement is added to the list."""
    _wrap(lambda place, sql, _: seen.append(sql) if place == BEFORE else None)


def kill_at(number: int, place: str) -> None:
    """Let this process die at that boundary, as of `kill -9`."""

    def cut(now: str, _: str, count: int) -> None:
        if (count, now) == (number, place):
            os.kill(os.getpid(), signal.SIGKILL)

    _wrap(cut)


def writes(sql: str) -> bool:
    """Whether the statement changes rows."""
    return sql.lstrip().upper().startswith(_WRITES)


def _wrap(cut: Callable[[str, str, int], None]) -> None:
    count = -1
    wrapper: Any = connection
    commit = wrapper._commit

    def around(sql: str, go: Callable[[], Any]) -> Any:
        nonlocal count
        count += 1
        mine = count
        cut(BEFORE, sql, mine)
        result = go()
        cut(AFTER, sql, mine)
        return result

    def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return around(sql, lambda: execute(sql, params, many, context))

    connection.execute_wrappers.append(statement)
    wrapper._commit = lambda: around(COMMIT, commit)
