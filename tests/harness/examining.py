"""What a database says of itself after something happened to it: one digest of every table, and every fault of its log."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, connection

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.foundation.ledger import gate
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.ledger.refusal import WritesRefused

# Copied down before an act whenever something new was published; never trusted, so no part of a state.
_CONVENIENCE = {"checkpoint_seen"}
# After everything a harness writes: the log's time never falls.
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def state() -> dict[str, str]:
    """Every table's content as one digest; equal digests, equal rows."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - _CONVENIENCE
        return {table: _digest(cursor, table) for table in sorted(tables)}


def log_faults() -> Iterator[str]:
    """The log is gap-free, its head is the root of its entries, every row is as its last event left it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            yield f"integrity_check: {found}"
    entries = list(LogEvent.objects.order_by("seq").values_list("seq", "body"))
    if [seq for seq, _ in entries] != list(range(len(entries))):
        yield f"seq 有缺口：{[seq for seq, _ in entries][:10]}…"
    head = LogHead.objects.get()
    recomputed = Frontier().extended(leaf_hash(bytes(body)) for _, body in entries)
    if (head.size, bytes(head.frontier)) != (recomputed.size, recomputed.to_bytes()):
        yield "日志头与条目不符"
    yield from map(str, differences())


def append_fault() -> str:
    """Writing still works: one more act gets the next number. Empty where it did."""
    expected = LogEvent.objects.count()
    gate.forget()
    try:
        with command(actor=Actor("rsj", MACHINE), at=LATER) as cmd:
            token = cmd.emit("account.changed", pub={"kind": "person", "count": 1})
    except (DatabaseError, WritesRefused) as error:
        return f"不能再办理：{error}"
    return "" if token.seq == expected else f"再办理一次得到序号 {token.seq}，应为 {expected}"


def _digest(cursor: Any, table: str) -> str:
    cursor.execute(f'SELECT * FROM "{table}"')
    rows = sorted(repr(tuple(map(_plain, row))) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
