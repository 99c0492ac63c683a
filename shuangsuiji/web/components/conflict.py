"""Two people changed one record: both versions side by side, mine or theirs per field, nothing typed is lost.

Source: 70-interface §5 (conflict); 20-house §7. Takes: what is stored now and what was sent. Gives: differences for the page of
`StaleVersion`; the page posts to the same address with the version as it is now, so taking "theirs" needs no code of a view.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: `stored` and `sent` as the form's text, `*_shown` as a person reads them."""

    name: str
    label: str
    stored: str
    sent: str
    stored_shown: str = ""
    sent_shown: str = ""

    @property
    def theirs(self) -> str:
        """What is stored, to be read."""
        return self.stored_shown or self.stored

    @property
    def mine(self) -> str:
        """What was sent, to be read."""
        return self.sent_shown or self.sent


def differences(
    stored: Mapping[str, Any],
    sent: Mapping[str, Any],
    labels: Mapping[str, str],
    *,
    shown: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Difference, ...]:
    """The fields (by name, in the order of `labels`) where both sides differ. `shown`: field → value → words of a choice."""
    words = shown or {}
    found = []
    for name, label in labels.items():
        old, new = _text(stored.get(name)), _text(sent.get(name))
        if old != new:
            choice = words.get(name, {})
            found.append(Difference(name, label, old, new, choice.get(old, ""), choice.get(new, "")))
    return tuple(found)


def side_by_side(given: Iterable[Any]) -> tuple[Difference, ...]:
    """What an exception carries, as differences: ours as they are, `(label, stored, sent)` without a choice between them."""
    return tuple(each if isinstance(each, Difference) else Difference("", *map(_text, each)) for each in given)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
