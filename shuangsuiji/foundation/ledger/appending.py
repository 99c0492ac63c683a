"""The statements that end every act: the head is locked and read, entries are put behind it, the head moves on.

Source: 50-ledger §3, §5. Written out instead of asked from the ORM: they are the same for every act and run under the one lock that
all writers wait for. On PostgreSQL what needs no answer goes in one round trip; an error in it is raised before COMMIT all the same.
Takes: model rows, unsaved. Never: a statement whose text depends on anybody's input.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from shuangsuiji.foundation.ledger.models import LogEvent, LogHead, LogManifest, LogOpening

# SQLite takes at most 999 parameters in one statement.
_MOST_PARAMETERS = 900
_LAST = "SELECT at FROM log_event WHERE seq = (SELECT size - 1 FROM log_head WHERE id = 1)"


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
    events: Sequence[LogEvent],
    openings: Sequence[LogOpening],
    manifests: Sequence[LogManifest],
    *,
    size: int,
    frontier: bytes,
) -> None:
    """Put the rows down and move the head to its new size and edge. Raises what the database refuses with."""
    with _one_round_trip(), connection.cursor() as cursor:
        for rows in (events, openings, manifests):
            for sql, values in _inserts(rows):
                cursor.execute(sql, values)
        cursor.execute("UPDATE log_head SET size = %s, frontier = %s WHERE id = 1", [size, frontier])


def _one_round_trip() -> AbstractContextManager[Any]:
    """The pipeline of psycopg: statements are sent together, their errors are raised when it ends."""
    if connection.vendor != "postgresql":
        return nullcontext()
    pipeline: AbstractContextManager[Any] = connection.connection.pipeline()
    return pipeline


def _inserts(rows: Sequence[models.Model]) -> Iterator[tuple[str, list[Any]]]:
    """Statements that insert these rows of one model, as many in each as the database takes."""
    if not rows:
        return
    model = type(rows[0])
    columns, head, place = _insert_of(model)
    step = max(1, _MOST_PARAMETERS // len(columns))
    database = connections[
        DEFAULT_DB_ALIAS
    ]  # looked up once: the name that everybody uses asks its thread at every touch
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        values = [field.get_db_prep_save(getattr(row, field.attname), database) for row in some for field in columns]
        yield head + ", ".join([place] * len(some)), values


@lru_cache(maxsize=16)
def _insert_of(model: type[models.Model]) -> "tuple[list[models.Field[Any, Any]], str, str]":
    """Columns, the text up to VALUES, and one row's placeholders."""
    columns = list(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in columns)
    return (
        columns,
        f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ",
        f"({', '.join(['%s'] * len(columns))})",
    )


def _as_time(stored: datetime) -> datetime:
    """SQLite keeps UTC without saying so."""
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)
