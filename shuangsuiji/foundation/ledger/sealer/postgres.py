"""The log in PostgreSQL, read-only. The one module that knows `psycopg`: a county on SQLite does not need it.

Source: 50-ledger §3 (PostgreSQL ≥ 15), §6 (read-only access). One snapshot: REPEATABLE READ, READ ONLY.
"""

from typing import Any

from shuangsuiji.foundation.ledger.sealer.refusal import SourceUnavailable

try:
    import psycopg
except ImportError:
    HAS_PSYCOPG = False
    ERRORS: tuple[type[Exception], ...] = ()
else:
    HAS_PSYCOPG = True
    ERRORS = (psycopg.Error,)

_CONNECT_SECONDS = 10


def connect(dsn: str) -> Any:
    """A connection whose one transaction sees one state and writes nothing. Raises SourceUnavailable without `psycopg`."""
    if not HAS_PSYCOPG:
        raise SourceUnavailable("读 PostgreSQL 需要 psycopg。请按 requirements/postgres.txt 安装后再封存")
    connection = psycopg.connect(dsn, connect_timeout=_CONNECT_SECONDS)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection
