"""Running an act again when the database asks for it: it waited too long, or two acts stood in each other's way.

Source: 50-ledger §3.6. At most three times, then Busy: the door answers 503 and keeps the draft.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError

from shuangsuiji.foundation.ledger.refusal import Busy

TRIES = 3
# serialization_failure, deadlock_detected, lock_not_available
_SQLSTATES = frozenset({"40001", "40P01", "55P03"})
_SQLITE_BUSY = ("database is locked", "database table is locked")

Result = TypeVar("Result")


def attempt(act: Callable[..., Result], /, **arguments: Any) -> Result:
    """The act's result. It must load what it changes itself: what a failed try had in memory is not what is stored."""
    for _ in range(TRIES):
        try:
            return act(**arguments)
        except OperationalError as error:
            if not _passes(error):
                raise
            waited: OperationalError = error
    raise Busy("系统正忙，本次办理没有写入任何内容，请稍后再试") from waited


def _passes(error: OperationalError) -> bool:
    """Whether the same act may succeed a moment later."""
    sqlstate = getattr(error.__cause__, "sqlstate", None)
    return sqlstate in _SQLSTATES or any(word in str(error) for word in _SQLITE_BUSY)
