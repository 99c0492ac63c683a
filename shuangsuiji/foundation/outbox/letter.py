"""What a sender is handed, and what it may answer.

Source: 80-reliability A3. A sender that returns has sent; one that raises `NotSent` surely has not; anything else leaves it open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, opened. `key` is the same however often it is tried: a receiver can recognise a repetition by it."""

    id: UUID
    key: str
    channel: str
    template: str
    recipient: str
    context: Mapping[str, Any]


class NotSent(Exception):
    """The letter surely did not leave. `for_good`: trying again would not help (the address is refused)."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Sender(Protocol):
    """A way out. `channels` it serves; `idempotent`: the same key twice has the effect of once."""

    channels: frozenset[str]
    idempotent: bool

    def send(self, letter: Letter) -> None:
        """Hand over one letter. Raises NotSent when it surely did not leave."""
