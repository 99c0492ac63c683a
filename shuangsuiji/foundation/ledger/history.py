"""What the log says about one row (every entry whose manifest names it) and about one department, newest first.

Source: 70-interface §5 (timeline); 50-ledger §2 (manifests). Takes: keys of rows. Gives: what is open about each entry; no private value.
Cost: 1 query that looks through the manifests written since the oldest of the keys was made; no index knows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models

from shuangsuiji.core.rules.events import EventError, label_of
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger import rows
from shuangsuiji.foundation.ledger.models import LogEvent

# Keys of version 7 begin with the millisecond of their making; the log's clock may lie a little before it.
_VERSION_7 = 7
_MILLISECOND_SHIFT = 80
_EARLIER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline. `rule` is a citation, `leaf` the entry's hash in hexadecimal."""

    seq: int
    at: datetime
    type: str
    label: str
    department: str
    office: str
    rule: str
    leaf: str


class _Names(models.Func):
    """Whether a manifest holds the bytes of a key."""

    function = "INSTR"
    template = "%(function)s(%(expressions)s) > 0"
    output_field = models.BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """The other database turns the arguments round."""
        return self.as_sql(
            compiler, connection, function="POSITION", arg_joiner=" IN ", template="POSITION(%(expressions)s) > 0"
        )


def history_of(*keys: UUID, most: int = 50) -> list[Entry]:
    """The newest `most` entries that wrote a row with one of these keys."""
    if not keys:
        return []
    named = models.Q()
    for key in keys:
        needle = models.Value(str(key).encode(), output_field=models.BinaryField())
        named |= models.Q(_contains(needle))
    found = LogEvent.objects.filter(named, at__gte=_made_at(keys)).order_by("-seq")
    return [_entry(*row) for row in found.values_list("seq", "at", "type", "body", "leaf_hash")[:most]]


def recent_of(department: str, *, most: int = 8, among: int = 200) -> list[Entry]:
    """The department's newest entries, of the newest `among` of the whole log. One query; what is open only."""
    newest = LogEvent.objects.order_by("-seq").values_list("seq", "at", "type", "body", "leaf_hash")[:among]
    entries = (_entry(*row) for row in newest.iterator())
    return list(islice((entry for entry in entries if entry.department == department), most))


def _contains(needle: models.Value) -> models.Func:
    body = models.F("manifest__body")
    return _Names(needle, body) if connection.vendor == "postgresql" else _Names(body, needle)


def _made_at(keys: Iterable[UUID]) -> datetime:
    """A moment before which no row with one of these keys can have been written."""
    made = [key.int >> _MILLISECOND_SHIFT if key.version == _VERSION_7 else 0 for key in keys]
    return max(datetime.fromtimestamp(min(made) / 1000, UTC), datetime.fromtimestamp(0, UTC) + _EARLIER) - _EARLIER


def _entry(seq: int, at: datetime, type_: str, body: Any, leaf: Any) -> Entry:
    try:
        said = read_leaf(rows.stored(body))
    except TlogRefused:  # the examination says so; a timeline goes on
        said = {}
    try:
        label = label_of(type_)
    except EventError:
        label = type_
    return Entry(
        seq, at, type_, label, said.get("org", ""), said.get("actor", ""), said.get("rule", ""), rows.stored(leaf).hex()
    )
