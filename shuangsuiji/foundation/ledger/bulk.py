"""Many rows of one table at once, as fast as the database takes them: COPY on PostgreSQL, one prepared statement on SQLite.

Source: 60-stack §4. Django's own ways build one long statement per forty rows (SQLite takes 999 parameters), which for a list of a
hundred thousand firms is half of all the time. Never: decides who may write; `evidential` does, and has the rows remembered.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections, models

# Values that a database takes as they are, whatever the column; JSON columns spell even these anew.
_PLAIN = frozenset({str, int, bool, type(None)})


def insert(alias: str, model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert rows that carry their keys, or whose keys the database counts. Raises IntegrityError; then none of them is there."""
    connection = connections[alias]
    columns: list[Any] = [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.column) for column in columns)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for values in _values(rows, columns, connection):
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own columns
            cursor.executemany(statement, list(_values(rows, columns, connection)))
    for row in rows:
        row._state.adding = False
        row._state.db = alias


def change(alias: str, model: type[models.Model], rows: Sequence[Any], fields: Sequence[str]) -> int:
    """Write these columns of rows that are there; how many were found."""
    connection = connections[alias]
    quote = connection.ops.quote_name
    columns: list[Any] = [model._meta.get_field(name) for name in fields]
    key: Any = model._meta.pk
    assigned = ", ".join(f"{quote(column.column)} = %s" for column in columns)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {assigned} WHERE {quote(key.column)} = %s"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(_values(rows, [*columns, key], connection)))
        return int(cursor.rowcount)


def _values(rows: Sequence[Any], columns: Sequence[Any], connection: Any) -> Iterator[list[Any]]:
    ways = [(column, column.attname, not isinstance(column, models.JSONField)) for column in columns]
    for row in rows:
        values = []
        for column, name, plain in ways:
            value = getattr(row, name)
            values.append(
                value if plain and type(value) in _PLAIN else column.get_db_prep_save(value, connection=connection)
            )
        yield values
