"""The command that is open on this thread, if any."""

from contextvars import ContextVar
from typing import Protocol
from uuid import UUID

from django.db import models

from shuangsuiji.foundation.ledger.refusal import LedgerMisuse


class OpenCommand(Protocol):
    """What a row needs of the command that writes it."""

    coming_event_id: UUID

    def new_id(self) -> UUID:
        """A key for a new row."""

    def wrote(self, row: models.Model) -> None:
        """Remember a row; the next event speaks for it."""


OPEN: ContextVar[OpenCommand | None] = ContextVar("open_command", default=None)


def current() -> OpenCommand:
    """The open command. Raises LedgerMisuse where none is: a consequential row is written by an act, never beside one."""
    command = OPEN.get()
    if command is None:
        raise LedgerMisuse("须入日志的记录只能在 ledger.command() 之内写入")
    return command
