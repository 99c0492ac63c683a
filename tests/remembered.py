"""What acts have built is kept as rows and put there again: many tests begin with the same county, and its acts have tests of their own.

Only on a database where nothing was acted yet, or exactly what was remembered before; the rows are put in as the database wrote them
down, triggers and checks looking on. What changed or removed a row is not remembered but done each time.
"""

import copy
import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

Made = TypeVar("Made")
# Table → its columns, for a test may have rebuilt a table with another order, and its rows, each as one text.
Columns = str
Rows = dict[str, tuple[Columns, list[str]]]
Head = tuple[int, bytes]


class Beginning(NamedTuple):
    """What the acts answered, the rows they added to each table, and the head of the log they left."""

    answer: Any
    added: Rows
    head: Head


_KEPT: dict[tuple[str, ...], Beginning | None] = {}
_KNOWN: set[Head] = set()


def remembered(build: Callable[..., Made], *arguments: object, **named: object) -> Made:
    """What `build(*arguments, **named)` answers and leaves in the database; built once by this process, put in as rows afterwards."""
    head = _head()
    if head[0] and head not in _KNOWN:
        return build(*arguments, **named)
    key = (f"{build.__module__}.{build.__qualname__}", repr(arguments), repr(named), repr(head), _wrapping_key())
    if key not in _KEPT:
        before = _everything()
        made = build(*arguments, **named)
        _KEPT[key] = _difference(made, before)
        return made
    kept = _KEPT[key]
    if kept is None:
        return build(*arguments, **named)
    with transaction.atomic():
        _put(kept)
    return copy.deepcopy(kept.answer)  # type: ignore[no-any-return]


def _wrapping_key() -> str:
    """Private values open with this one only."""
    return hashlib.sha256(settings.SHUANGSUIJI_WRAPPING_KEY_FILE.read_bytes()).hexdigest()


def _head() -> Head:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, frontier FROM log_head")
        size, frontier = cursor.fetchone()
    return size, bytes(frontier)


def _difference(made: Any, before: Rows) -> Beginning | None:
    """What was added; None where a row was changed or removed."""
    added: Rows = {}
    for table, (columns, rows) in _everything().items():
        old = Counter(before[table][1])
        if old - Counter(rows):
            return None
        if new := [row for row in rows if row not in old]:
            added[table] = (columns, new)
    _KNOWN.add(_head())
    return Beginning(copy.deepcopy(made), added, _head())


def _everything() -> Rows:
    """Every row of every table but the head's."""
    write_down = _postgres if connection.vendor == "postgresql" else _sqlite
    tables = [table for table in connection.introspection.table_names() if table != "log_head"]
    return {table: (", ".join(columns := _columns(table)), write_down(table, columns)) for table in tables}


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_quoted(table)} LIMIT 0")
        return [_quoted(column[0]) for column in cursor.description]


def _sqlite(table: str, columns: list[str]) -> list[str]:
    values = " || ',' || ".join(f"quote({column})" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {values} FROM {_quoted(table)} ORDER BY rowid")
        return [row for (row,) in cursor.fetchall()]


def _postgres(table: str, columns: list[str]) -> list[str]:
    order = " ORDER BY seq" if table == "log_event" else ""
    query = f"COPY (SELECT {', '.join(columns)} FROM {_quoted(table)}{order}) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(query) as told:
        return b"".join(bytes(part) for part in told).decode().splitlines(keepends=True)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _put(kept: Beginning) -> None:
    with connection.cursor() as cursor:
        for table, (columns, rows) in kept.added.items():
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {_quoted(table)} ({columns}) FROM STDIN") as into:
                    into.write("".join(rows))
            else:
                # Below Django's cursor, which would take a percent sign in a text for a place to fill.
                values = ",".join(f"({row})" for row in rows)
                connection.connection.execute(f"INSERT INTO {_quoted(table)} ({columns}) VALUES {values}")
        models = [model for model in apps.get_models() if model._meta.db_table in kept.added]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("UPDATE log_head SET size = %s, frontier = %s", kept.head)
