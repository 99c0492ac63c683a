"""Databases that can be built, copied and thrown away: files for SQLite, templates for PostgreSQL.

Takes: a folder and, for PostgreSQL, the address of any database of the server. Gives: named copies; `use` turns Django to one.
"""

import os
import shutil
import time
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

SQLITE, POSTGRES = "sqlite", "postgres"
DSN = "SHUANGSUIJI_TEST_POSTGRES_DSN"
_PATIENCE_SECONDS = 30


class Store(Protocol):
    """Named databases of one kind."""

    def address(self, name: str) -> str:
        """As `SHUANGSUIJI_DATABASE` names it."""

    def create(self, name: str) -> None:
        """An empty one."""

    def copy(self, source: str, target: str) -> None:
        """A copy of one that nobody has open."""

    def drop(self, name: str) -> None:
        """Away with it, whoever still has it open."""

    def drop_all(self) -> None:
        """Away with all that were made."""

    def use(self, name: str) -> None:
        """Django's connection goes there from now on."""


class SqliteStore:
    """One file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def address(self, name: str) -> str:
        return f"sqlite://{self.path(name)}"

    def create(self, name: str) -> None:
        self.drop(name)

    def copy(self, source: str, target: str) -> None:
        self.drop(target)
        left = self.path(source).with_name(f"{source}.sqlite3-wal")
        if left.exists() and left.stat().st_size:
            raise RuntimeError(f"{left} 尚有未并入的内容：源库还有人打开着")
        shutil.copyfile(self.path(source), self.path(target))

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path(name).with_name(f"{name}.sqlite3{suffix}").unlink(missing_ok=True)

    def drop_all(self) -> None:
        """They go with their folder."""

    def use(self, name: str) -> None:
        _turn_to(str(self.path(name)))


class PostgresStore:
    """One database each, in the server of `dsn`; names carry this process's number, so that runs do not meet."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.prefix = f"shuangsuiji_harness_{os.getpid()}_"
        self._made: set[str] = set()

    def address(self, name: str) -> str:
        return urlunsplit(urlsplit(self.dsn)._replace(path=f"/{self.prefix}{name}"))

    def create(self, name: str) -> None:
        self.drop(name)
        self._run(f'CREATE DATABASE "{self.prefix}{name}"')
        self._made.add(name)

    def copy(self, source: str, target: str) -> None:
        self.drop(target)
        self._run(f'CREATE DATABASE "{self.prefix}{target}" TEMPLATE "{self.prefix}{source}"')
        self._made.add(target)

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.prefix}{name}" WITH (FORCE)')
        self._made.discard(name)

    def drop_all(self) -> None:
        for name in sorted(self._made):
            self.drop(name)

    def use(self, name: str) -> None:
        _turn_to(f"{self.prefix}{name}")

    def _run(self, statement: str) -> None:
        """Again for a while where the server's own housekeeping has the database open: it may not be ended by us."""
        import psycopg
        from psycopg import errors

        until = time.monotonic() + _PATIENCE_SECONDS
        with psycopg.connect(self.dsn, autocommit=True) as server:
            while True:
                try:
                    server.execute(statement)
                except (errors.InsufficientPrivilege, errors.ObjectInUse):
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.2)
                else:
                    return


def store_for(database: str, folder: Path) -> Store:
    """The store of that kind."""
    return SqliteStore(folder) if database == SQLITE else PostgresStore(os.environ[DSN])


def _turn_to(name: str) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name
