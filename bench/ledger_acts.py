"""Acts with the log and the same rows without it, on the database of this process; events inside one transaction.

Gives: medians, their ratio, and whether the log's root is that of its entries. Imported once Django is set up, in a process of
its own.
"""

import os
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from bench.rows.models import Silent, Told
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.ledger.starting import start_log

_ROUNDS = 60
_EVENTS, _BULK = 200, 10_000
_AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
_ORIGIN, _VKEY = "log.example.org/410928/rsj", "log.example.org/410928/rsj+00000000+AAAA"
_EVENT, _PUB = "account.changed", {"kind": "person", "count": 1}


def part() -> dict[str, Any]:
    """The file that the settings name; in a server a database of its own, gone afterwards."""
    if connection.vendor == "sqlite":
        return _measured()
    with _own_database():
        return _measured()


def _measured() -> dict[str, Any]:
    call_command("migrate", run_syncdb=True, verbosity=0)
    start_log(origin=_ORIGIN, vkey=_VKEY, day=_AT.date(), at=_AT)
    with_log, without = _acts()
    with_log()
    without()
    times: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(_ROUNDS):
        # In turn, each round in the other order.
        for name in ("with", "without") if number % 2 else ("without", "with"):
            times[name].append(_seconds(with_log if name == "with" else without))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    one, many = (statistics.median(_seconds(_events(count)) for _ in range(5)) for count in (1, _EVENTS))
    bulk = _seconds(_events(_BULK))
    return {
        "with_ms": medians["with"] * 1e3,
        "without_ms": medians["without"] * 1e3,
        "with_to_without": medians["with"] / medians["without"],
        "event_ms": (many - one) / (_EVENTS - 1) * 1e3,
        "bulk_event_ms": bulk / _BULK * 1e3,
        "faults": list(_faults()),
    }


def _acts() -> tuple[Callable[[], None], Callable[[], None]]:
    values = {"code": "A", "text": "一条普通的记录" * 10, "count": 7, "at": _AT}

    def with_log() -> None:
        with command(actor=Actor("rsj", MACHINE), at=_AT) as cmd:
            Told(**values).save()
            cmd.emit(_EVENT, pub=_PUB)

    def without() -> None:
        with transaction.atomic(durable=True):
            Silent(id=uuid.uuid4(), event_id=uuid.uuid4(), **values).save(force_insert=True)

    return with_log, without


def _events(count: int) -> Callable[[], None]:
    """One act that says so many things."""

    def act() -> None:
        with command(actor=Actor("rsj", MACHINE), at=_AT) as cmd:
            for _ in range(count):
                cmd.emit(_EVENT, pub=_PUB)

    return act


def _faults() -> Iterator[str]:
    """The head must be the root of all entries, and every row as its event left it."""
    bodies = LogEvent.objects.order_by("seq").values_list("body", flat=True)
    edge = Frontier().extended(leaf_hash(bytes(body)) for body in bodies)
    head = LogHead.objects.get()
    if (edge.size, edge.to_bytes()) != (head.size, bytes(head.frontier)):
        yield "日志头与条目重算的树不同"
    yield from map(str, differences())


@contextmanager
def _own_database() -> Iterator[None]:
    name = f"shuangsuiji_bench_{os.getpid()}"
    server = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    _turn_to(name)
    try:
        yield
    finally:
        _turn_to(server)
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _seconds(work: Callable[[], None]) -> float:
    """Wall-clock seconds: an act waits for the disk."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
