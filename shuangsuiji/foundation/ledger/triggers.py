"""Append-only in the database itself: installed after every migration, compared at every start.

Source: 50-ledger §3.1. Gives: what is missing or altered, by name. The owner of a database can still disable them; against
that stand the signatures outside.
"""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from shuangsuiji.foundation.ledger import grants, triggers_postgres, triggers_sqlite
from shuangsuiji.foundation.ledger.evidential import Evidential, evidential_models
from shuangsuiji.foundation.ledger.guarded import Guarded

_VENDORS: dict[str, Any] = {"sqlite": triggers_sqlite, "postgresql": triggers_postgres}
# Other tables of the log whose rows never change. `log_opening` and `subject_key` have rules of their own.
_APPEND_ONLY = {"log_manifest": "event_id", "checkpoint_seen": "size", "audit_entry": "id"}


def guarded_tables() -> list[Guarded]:
    """Every table with ordinary rules: nothing removed or replaced, and what of it may not be changed."""
    fixed = [Guarded(table, key, ()) for table, key in _APPEND_ONLY.items()]
    return fixed + [_guarded(model) for model in evidential_models()]


def install(connection: BaseDatabaseWrapper) -> None:
    """(Re)install every trigger on the tables that exist."""
    vendor = _VENDORS[connection.vendor]
    tables = connection.introspection.table_names()
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in vendor.drop_all(cursor):
            cursor.execute(statement)
        for statement in vendor.create_all(_existing(tables), tables):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away: for migrations that rebuild a table, and for tests that empty one."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in _VENDORS[connection.vendor].drop_all(cursor):
            cursor.execute(statement)


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are missing, altered or disabled; empty when all stand."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        found: list[str] = _VENDORS[connection.vendor].faults(cursor, _existing(tables), tables)
    return found


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """After a migration of whatever application, once (Django tells every application): triggers back on, and the head's first row where the log is new."""
    connection = connections[using]
    if "log_head" not in connection.introspection.table_names():
        return
    install(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM log_head")
        if cursor.fetchone()[0] == 0:
            cursor.execute("INSERT INTO log_head (id, size, frontier) VALUES (1, 0, %s)", [b""])
    if settings.SHUANGSUIJI_APP_ROLE and connection.vendor == "postgresql":
        grants.grant(connection, settings.SHUANGSUIJI_APP_ROLE)


def _guarded(model: type[Evidential]) -> Guarded:
    names = {"id", *model.immutable}
    columns = tuple(str(field.column) for field in model._meta.concrete_fields if field.name in names)
    return Guarded(model._meta.db_table, "id", () if model.append_only else columns, model.closing)


def _existing(tables: list[str]) -> list[Guarded]:
    return [guarded for guarded in guarded_tables() if guarded.table in tables]
