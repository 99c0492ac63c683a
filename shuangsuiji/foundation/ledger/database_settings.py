"""The settings of the database that carry our promises, read from the open connection itself.

Source: 80-reliability §1 and A5; 50-ledger §3. What settings.py asks for is not what counts; what the server answers is.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

# Two is FULL; a memory database, which only tests use, has no write-ahead log.
_SQLITE = {
    "journal_mode": {"wal", "memory"},
    "synchronous": {"2"},
    "foreign_keys": {"1"},
    "secure_delete": {"1"},
    "recursive_triggers": {"1"},
}
_POSTGRES = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_apply", "remote_write"}}
_OLDEST_POSTGRES = 150000
_MIN_WAIT_SECONDS = 5


def faults(connection: BaseDatabaseWrapper, *, as_owner: bool = False) -> Iterator[str]:
    """Sentences on what is not as it must be. `as_owner`: whoever founds the log makes its tables, and so owns them."""
    yield from _sqlite(connection) if connection.vendor == "sqlite" else _postgres(connection)
    if connection.vendor == "postgresql" and not as_owner:
        with connection.cursor() as cursor:
            yield from _role(cursor)


def _sqlite(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        for name, good in _SQLITE.items():
            found = str(cursor.execute(f"PRAGMA {name}").fetchone()[0])
            if found not in good:
                yield f"SQLite 设置 {name} 应为 {'或'.join(sorted(good))}，现为 {found}。请使用随附的数据库设置。"
    options = connection.settings_dict["OPTIONS"]
    if options.get("transaction_mode") != "IMMEDIATE":
        yield "SQLite 的 transaction_mode 应为 IMMEDIATE，否则同时办理时会丢失写入。请使用随附的数据库设置。"
    if options.get("timeout", 0) < _MIN_WAIT_SECONDS:
        yield f"SQLite 的 timeout 应不少于 {_MIN_WAIT_SECONDS} 秒。请使用随附的数据库设置。"


def _postgres(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        for name, good in _POSTGRES.items():
            cursor.execute(f"SHOW {name}")
            found = cursor.fetchone()[0]
            if found not in good:
                yield f"PostgreSQL 设置 {name} 应为 on，现为 {found}。请在 postgresql.conf 中改回并重启。"
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < _OLDEST_POSTGRES:
            yield "PostgreSQL 应为 15 或更新版本。"


def _role(cursor: object) -> Iterator[str]:
    """In production the application is not the owner of its tables: it could disable the triggers."""
    if not settings.SHUANGSUIJI_APP_ROLE:
        return
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT current_user, r.rolsuper, pg_get_userbyid(c.relowner) FROM pg_class c, pg_roles r"
        " WHERE c.oid = 'log_event'::regclass AND r.rolname = current_user"
    )
    user, is_super, owner = cursor.fetchone()  # type: ignore[attr-defined]
    if user != settings.SHUANGSUIJI_APP_ROLE:
        yield f"应用应以数据库角色 {settings.SHUANGSUIJI_APP_ROLE} 连接，现为 {user}。请检查 SHUANGSUIJI_DATABASE。"
    if is_super or user == owner:
        yield f"数据库角色 {user} 是表的所有者或超级用户，可以停用触发器。应用应使用另一个角色。"
