"""What a row says, as one digest: read from the database, never from memory, and alike on both databases.

Source: 50-ledger §2, §9 L12. Shape of a line: table TAB primary key TAB hex(SHA-256(jcs([table, key, {column: value}]))).
Values: text, whole numbers and booleans as they are; times as UTC with microseconds; days as ISO text; bytes as hex.
Never: decimals or floats; a column that the model names in `not_evidence`, which is public knowledge (see `uncovered`).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.tlog.hashes import SHA256

# SQLite takes at most 999 parameters in one statement.
_BATCH = 900
# What a manifest says of a row that the event removed: only openings of a destroyed key ever go.
GONE = "0" * 64


def covered(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns whose change is noticed, in the order of the model."""
    left_out = getattr(model, "not_evidence", ())
    return [field for field in model._meta.concrete_fields if field.attname not in left_out]


def uncovered(model: type[models.Model]) -> list[str]:
    """The columns that may change without an event: derived or convenience values, listed for everybody to see."""
    return sorted(getattr(model, "not_evidence", ()))


def lines(model: type[models.Model], keys: Iterable[Any] | None = None) -> Iterator[tuple[str, str, str]]:
    """(table, key, digest) of the rows with these keys, or of all rows; sorted by key. Rows that are gone are missing."""
    fields = covered(model)
    names = [field.attname for field in fields]
    table = model._meta.db_table
    for values in _read(model, names, keys):
        row = dict(zip(names, map(_plain, values), strict=True))
        key = str(row[model._meta.pk.attname])
        yield table, key, digest(table, key, row)


def digest(table: str, key: str, row: dict[str, Any]) -> str:
    """Hex digest of one row."""
    return SHA256.hash(jcs([table, key, row])).hex()


def _read(model: type[models.Model], names: Sequence[str], keys: Iterable[Any] | None) -> Iterator[tuple[Any, ...]]:
    rows = model._base_manager.order_by("pk").values_list(*names)
    if keys is None:
        yield from rows.iterator(chunk_size=_BATCH)
        return
    wanted = sorted(keys)
    for start in range(0, len(wanted), _BATCH):
        yield from rows.filter(pk__in=wanted[start : start + _BATCH])


def _plain(value: Any) -> Any:
    """A value as canonical JSON can say it."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case dict() | list():
            return json.loads(json.dumps(value))
        case _:
            raise TypeError(f"列的值不能入摘要：{type(value).__name__}")
