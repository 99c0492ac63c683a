"""Reading of one moment: what others commit meanwhile is not seen, so that a sound log never looks torn.

Source: 50-ledger §9. PostgreSQL: REPEATABLE READ; SQLite: a reading transaction, which keeps no writer waiting.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Nothing is written inside. Within an open transaction that one decides what is seen."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            # Not `atomic`: it would begin IMMEDIATE and take the write lock.
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
