"""What a row says, as one digest: read from the database, never from memory, and alike on both databases.

Source: 50-ledger §2, §9 L12. Shape of a line: table TAB primary key TAB hex(SHA-256(jcs([table, key, {column: value}]))).
Values: text, whole numbers and booleans as they are; times as UTC with microseconds; days as ISO text; bytes as hex.
Never: decimals or floats; a column that the model names in `not_evidence`, which is public knowledge (see `uncovered`).
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, models

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.tlog.hashes import SHA256

# SQLite takes at most 999 parameters in one statement.
_BATCH = 900
# What a manifest says of a row that the event removed: only openings of a destroyed key ever go.
GONE = "0" * 64
# Values that canonical JSON says without more ado.
_AS_THEY_ARE = frozenset({str, int, bool, NoneType})
# What no digest is equal to.
UNREADABLE = ""


def covered(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns whose change is noticed, in the order of the model."""
    left_out = getattr(model, "not_evidence", ())
    return [field for field in model._meta.concrete_fields if field.attname not in left_out]


def uncovered(model: type[models.Model]) -> list[str]:
    """The columns that may change without an event: derived or convenience values, listed for everybody to see."""
    return sorted(getattr(model, "not_evidence", ()))


def lines(model: type[models.Model]) -> Iterator[tuple[str, str, str]]:
    """(table, key, digest) of all rows; sorted by key.

    A row whose cells cannot be read (SQLite takes any kind of value in any column) has the digest UNREADABLE.
    """
    fields, table = covered(model), model._meta.db_table
    for key, row in every(model):
        yield table, key, UNREADABLE if row is None else _digest_of(row, key, fields)


def _digest_of(row: models.Model, key: str, fields: "list[models.Field[Any, Any]]") -> str:
    try:
        cells = {field.attname: _cell(field, getattr(row, field.attname)) for field in fields}
        return digest(row._meta.db_table, key, cells)
    except (TypeError, ValueError):
        return UNREADABLE


def every(model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    """(key, row) of all rows in the order of their keys; None for a row whose cells cannot be read."""
    quote = connection.ops.quote_name
    column = str(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quote(column)} FROM {quote(model._meta.db_table)} ORDER BY 1")
        stored = [key for (key,) in cursor.fetchall()]
    for start in range(0, len(stored), _BATCH):
        yield from _batch(model, stored[start : start + _BATCH])


def _batch(model: type[models.Model], stored: list[Any]) -> list[tuple[str, Any]]:
    try:
        keys = [model._meta.pk.to_python(key) for key in stored]
        found = model._base_manager.order_by().in_bulk(keys)
        return [(str(key), found.get(key)) for key in keys]
    except (TypeError, ValueError, ValidationError, DatabaseError):
        if len(stored) == 1:
            return [(str(stored[0]), None)]
        return [each for key in stored for each in _batch(model, [key])]


def stored(value: Any) -> bytes:
    """The bytes of a cell as they are stored. What is no bytes at all is none of ours and reads as nothing."""
    return bytes(value) if isinstance(value, (bytes, memoryview)) else b""


def digest(table: str, key: str, row: dict[str, Any]) -> str:
    """Hex digest of one row."""
    return SHA256.hash(jcs([table, key, row])).hex()


def written(keys: Mapping[type[models.Model], Collection[Any]]) -> Iterator[tuple[str, str, str]]:
    """The lines of rows that an act has just written, by model, as `lines` gives them. Rows that are gone are missing.

    Every act does this, hence without the ORM; on PostgreSQL the statements of several tables go in one round trip.
    """
    together = _BATCH if connection.vendor == "postgresql" else 0
    with connection.cursor() as cursor:
        for batch in _batches(keys, together):
            cursor.execute("; ".join(text for _, text, _ in batch), [key for _, _, some in batch for key in some])
            for number, (model, _, _) in enumerate(batch):
                if number:
                    cursor.nextset()
                yield from _read(model, cursor.fetchall())


_Reading: TypeAlias = tuple[type[models.Model], str, list[Any]]


def _batches(keys: Mapping[type[models.Model], Collection[Any]], together: int) -> Iterator[list[_Reading]]:
    """Statements to send at once: one, or as many as ask for at most `together` rows."""
    batch, asked = list[_Reading](), 0
    for model, wanted in keys.items():
        prepared = [model._meta.pk.get_db_prep_value(key, connection) for key in sorted(wanted)]
        for start in range(0, len(prepared), _BATCH):
            some = prepared[start : start + _BATCH]
            if batch and asked + len(some) > together:
                yield batch
                batch, asked = [], 0
            batch.append((model, _select(model, _names(model)).format(", ".join(["%s"] * len(some))), some))
            asked += len(some)
    if batch:
        yield batch


def _read(model: type[models.Model], found: Iterable[Sequence[Any]]) -> Iterator[tuple[str, str, str]]:
    columns, table, read_key = _columns(model, _names(model)), model._meta.db_table, model._meta.pk.to_python
    for stored_key, *cells in found:
        key = str(read_key(stored_key))
        try:
            row = {each.name: each.cell(cell) for each, cell in zip(columns, cells, strict=True)}
            yield table, key, digest(table, key, row)
        except (TypeError, ValueError):
            yield table, key, UNREADABLE


def _names(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in covered(model))


class _Column(NamedTuple):
    """A covered column and how its stored value becomes the field's own."""

    name: str
    field: "models.Field[Any, Any]"
    converters: tuple[Any, ...]
    expression: Any

    def cell(self, value: Any) -> Any:
        """The value as canonical JSON can say it. Raises TypeError, ValueError."""
        for convert in self.converters:
            value = convert(value, self.expression, connection)
        if type(value) in _AS_THEY_ARE and not isinstance(self.field, models.BinaryField):
            return value
        return _cell(self.field, value)


def _fields(model: type[models.Model], names: tuple[str, ...]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if field.attname in names]


@cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[_Column, ...]:
    """These columns of a model, with the conversions that the ORM would apply."""
    found = []
    for field in _fields(model, names):
        expression = field.get_col(model._meta.db_table)
        converters = (*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection))
        found.append(_Column(field.attname, field, converters, expression))
    return tuple(found)


@cache
def _select(model: type[models.Model], names: tuple[str, ...]) -> str:
    """The statement that reads a key and the covered columns; its one gap takes placeholders."""
    quote = connection.ops.quote_name
    key = quote(str(model._meta.pk.column))
    wanted = ", ".join([key, *(quote(str(field.column)) for field in _fields(model, names))])
    return f"SELECT {wanted} FROM {quote(model._meta.db_table)} WHERE {key} IN ({{}}) ORDER BY {key}"


def _cell(field: "models.Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, models.BinaryField) and not isinstance(value, (bytes, memoryview, NoneType)):
        raise TypeError("二进制列里不是字节")
    return _plain(value)


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
