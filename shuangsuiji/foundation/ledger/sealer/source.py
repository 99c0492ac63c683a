"""The log as it stands in the database: its head and its rows, one consistent read-only snapshot at a time.

Source: 50-ledger §2 (tables `log_event`, `log_head`), §6 step 1. Plain DB-API, no ORM: the sealer shares no code with the application
beyond `core`.
Shape: head = (size, frontier bytes); rows = (seq, body, leaf_hash) in the order of seq.
Never: a write; more than a few hundred bodies in memory.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from shuangsuiji.foundation.ledger.sealer.refusal import HeadBroken, SourceUnavailable

Row = tuple[int, bytes, bytes]

_CHUNK = 1024
_LOCK_SECONDS = 20.0
_POSTGRES = ("postgresql://", "postgres://")
_REMEDY = "请核对地址、权限和服务是否在运行"
# In WAL mode a reader needs the -wal and -shm files; they are gone while the application is idle, and then only an account that may
# write the folder can make them.
_SQLITE_REMEDY = "请核对路径和读取权限；以另一账户封存的，数据库所在文件夹须许它写入、数据库文件为 660（见运维手册），否则应用空闲时读不了"


class Snapshot(Protocol):
    """The log at one moment."""

    def head(self) -> tuple[int, bytes]:
        """Number of entries and the bytes of the right edge. Raises HeadBroken where there is not exactly one head."""
        ...

    def rows(self, start: int, stop: int) -> Iterator[Row]:
        """The rows `start ≤ seq < stop` that exist, in the order of seq; nothing is checked."""
        ...


class EventSource(Protocol):
    """Where the log is read. Raises SourceUnavailable where it cannot be."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """One state of the log, for as long as the context lasts."""
        ...


def open_source(dsn: str) -> EventSource:
    """The log at a file path, `sqlite:///path` or `postgresql://…`; nothing is opened yet."""
    if dsn.startswith(_POSTGRES):
        # Only here: loading the driver takes longer than most commands do.
        postgres = import_module("shuangsuiji.foundation.ledger.sealer.postgres")
        return Database(lambda: postgres.connect(dsn), "%s", postgres.ERRORS, _REMEDY)
    path = Path(dsn.removeprefix("sqlite:///")).absolute()
    return Database(lambda: _connect_sqlite(path), "?", (sqlite3.Error,), _SQLITE_REMEDY)


def _connect_sqlite(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, timeout=_LOCK_SECONDS
    )
    connection.execute("BEGIN DEFERRED")  # the snapshot begins with the first SELECT and lasts until close
    return connection


@dataclass(frozen=True, slots=True)
class Database:
    """A log behind DB-API: how to connect, how a parameter is written, which errors mean that it cannot be read, what helps."""

    connect: Callable[[], Any]
    mark: str
    errors: tuple[type[Exception], ...]
    remedy: str

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One connection, one transaction, closed afterwards."""
        try:
            with closing(self.connect()) as connection:
                yield _Reading(connection, self.mark)
        except self.errors as error:
            raise SourceUnavailable(f"数据库现在读不了：{error}。{self.remedy}") from error


@dataclass(frozen=True, slots=True)
class _Reading:
    connection: Any
    mark: str

    def head(self) -> tuple[int, bytes]:
        rows = self._all("SELECT id, size, frontier FROM log_head")
        if len(rows) != 1 or rows[0][0] != 1:
            raise HeadBroken(f"日志头应恰有一行（编号 1），实有 {len(rows)} 行")
        _, size, frontier = rows[0]
        if not isinstance(size, int) or not isinstance(frontier, bytes):
            raise HeadBroken("日志头的条数或边缘不是应有的类型")
        return size, frontier

    def rows(self, start: int, stop: int) -> Iterator[Row]:
        query = (
            f"SELECT seq, body, leaf_hash FROM log_event WHERE seq >= {self.mark} AND seq < {self.mark} "  # noqa: S608
            f"ORDER BY seq LIMIT {_CHUNK}"
        )
        while start < stop:
            rows = self._all(query, (start, stop))
            yield from rows
            if len(rows) < _CHUNK:
                return
            start = rows[-1][0] + 1

    def _all(self, query: str, values: tuple[int, ...] = ()) -> list[Any]:
        with closing(self.connection.cursor()) as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())
