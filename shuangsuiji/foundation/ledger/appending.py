"""The statements that end every act: the head is locked and read, entries are put behind it, the head moves on.

Source: 50-ledger §3, §5. Written out instead of asked from the ORM: they are the same for every act and run under the one lock that
all writers wait for. On PostgreSQL what needs no answer goes in one round trip; an error in it is raised before COMMIT all the same.
Takes: rows as plain tuples in the order of the model's columns. Never: a statement whose text depends on anybody's input.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

from shuangsuiji.foundation.ledger.models import LogEvent, LogHead, LogManifest, LogOpening

# SQLite takes at most 999 parameters in one statement.
_MOST_PARAMETERS = 900
_LAST = "SELECT at FROM log_event WHERE seq = (SELECT size - 1 FROM log_head WHERE id = 1)"


class Entry(NamedTuple):
    """A row of `log_event`."""

    seq: int
    event_id: UUID
    type: str
    at: datetime
    body: bytes
    leaf_hash: bytes


class Sealed(NamedTuple):
    """A row of `log_opening`."""

    seq: int
    name: str
    salt_enc: bytes
    value_enc: bytes
    subject_key_id: UUID


class Manifest(NamedTuple):
    """A row of `log_manifest`."""

    event_id: UUID
    salt: str
    body: bytes


def locked_head() -> tuple[int, bytes, datetime | None]:
    """Size and frontier of the head, locked until the act ends, and the time of the last entry (None where there is none).

    On PostgreSQL two statements sent together: the second has a view of its own, so that it sees what was committed while the first
    one waited for the lock. On SQLite nobody else writes meanwhile. Raises LogHead.DoesNotExist.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
            cursor.execute(f"SELECT size, frontier FROM log_head WHERE id = 1{lock}; {_LAST}")
            head = cursor.fetchone()
            cursor.nextset()
            last = cursor.fetchone()
        else:
            cursor.execute(f"SELECT size, frontier, ({_LAST}) FROM log_head WHERE id = 1")
            found = cursor.fetchone()
            head, last = (found[:2], found[2:]) if found else (None, None)
    if head is None:
        raise LogHead.DoesNotExist
    return head[0], bytes(head[1]), None if last is None or last[0] is None else _as_time(last[0])


def append(
    entries: Sequence[Entry],
    sealed: Sequence[Sealed],
    manifests: Sequence[Manifest],
    *,
    size: int,
    frontier: bytes,
) -> None:
    """Put the rows down and move the head to its new size and edge. Raises what the database refuses with."""
    kinds: tuple[tuple[type[models.Model], Sequence[tuple[Any, ...]]], ...] = (
        (LogEvent, entries),
        (LogOpening, sealed),
        (LogManifest, manifests),
    )
    with _one_round_trip(), connection.cursor() as cursor:
        for model, rows in kinds:
            for sql, values in _inserts(model, rows):
                cursor.execute(sql, values)
        cursor.execute("UPDATE log_head SET size = %s, frontier = %s WHERE id = 1", [size, frontier])


def _one_round_trip() -> AbstractContextManager[Any]:
    """The pipeline of psycopg: statements are sent together, their errors are raised when it ends."""
    if connection.vendor != "postgresql":
        return nullcontext()
    pipeline: AbstractContextManager[Any] = connection.connection.pipeline()
    return pipeline


def _inserts(model: type[models.Model], rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, list[Any]]]:
    """Statements that insert these rows of one model, as many in each as the database takes."""
    if not rows:
        return
    prepare, head, place = _insert_of(model, connection.vendor)
    step = max(1, _MOST_PARAMETERS // len(prepare))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        values = [
            each(cell) if each is not None else cell for row in some for each, cell in zip(prepare, row, strict=True)
        ]
        yield head + ", ".join([place] * len(some)), values


_Prepare = Callable[[Any], Any] | None


@lru_cache(maxsize=16)
def _insert_of(model: type[models.Model], _vendor: str) -> tuple[tuple[_Prepare, ...], str, str]:
    """How each column's value is handed over (None: as it is), the text up to VALUES, and one row's placeholders."""
    columns = model._meta.concrete_fields
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in columns)
    return (
        tuple(map(_preparation, columns)),
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ",
        f"({', '.join(['%s'] * len(columns))})",
    )


def _preparation(field: "models.Field[Any, Any]") -> _Prepare:
    """What the ORM does to a value of this column that is already of its kind."""
    kind = field.target_field.get_internal_type() if isinstance(field, models.ForeignKey) else field.get_internal_type()
    if kind == "UUIDField":
        return None if connection.features.has_native_uuid_field else _hexadecimal
    if kind == "DateTimeField":
        return connection.ops.adapt_datetimefield_value
    if kind == "BinaryField":
        driver: Any = connection
        binary: Callable[[Any], Any] = driver.Database.Binary
        return binary
    return None


def _hexadecimal(value: UUID) -> str:
    return value.hex


def _as_time(stored: datetime) -> datetime:
    """SQLite keeps UTC without saying so."""
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)
