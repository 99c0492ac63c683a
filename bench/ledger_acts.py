"""Acts with the log and without it, on the database of this process; events inside one transaction.

Two acts: `step`, the step of a record as an office takes it (`bench.ledger_steps`), which the limits are asked of; `row`, one bare row
saved, which no office does: nothing hides what the log adds to it.
Gives: medians of wall-clock and processor time, the ratios, and whether the log's root is that of its entries. Imported once Django
is set up, in a process of its own.
"""

import os
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from bench.ledger_steps import steps, unheard_rows
from bench.rows.models import Silent, Told
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.ledger.sealer.home import create_home, open_home
from shuangsuiji.foundation.ledger.sealer.sealing import seal
from shuangsuiji.foundation.ledger.starting import start_log

Act = Callable[[], None]

_ROUNDS, _WARM = 60, 3
_EVENTS, _BULK = 200, 10_000
_AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
_ORIGIN, _VKEY = "log.example.org/410928/rsj", "log.example.org/410928/rsj+00000000+AAAA"
_PASSPHRASE = b"a bench protects nothing"
_EVENT, _PUB = "account.changed", {"kind": "person", "count": 1}


def part() -> dict[str, Any]:
    """The file that the settings name; in a server a database of its own, gone afterwards."""
    if connection.vendor == "sqlite":
        return _measured()
    with _own_database():
        return _measured()


def _measured() -> dict[str, Any]:
    prepare()
    told: dict[str, Any] = {}
    for act, ways in acts().items():
        told |= {f"{act}_{name}": value for name, value in _compared(*ways).items()}
    one, many = (statistics.median(_seconds(_events(count)) for _ in range(5)) for count in (1, _EVENTS))
    bulk = _seconds(_events(_BULK))
    return {
        **told,
        "event_ms": (many - one) / (_EVENTS - 1) * 1e3,
        "bulk_event_ms": bulk / _BULK * 1e3,
        "faults": list(_faults()),
    }


def prepare() -> None:
    """Tables, a log with its first entry, and a checkpoint of it that was published: what every office finds."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    start_log(origin=_ORIGIN, vkey=_VKEY, day=_AT.date(), at=_AT)
    home = settings.SHUANGSUIJI_SEALER_HOME
    address = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite":
        address = urlsplit(os.environ["SHUANGSUIJI_DATABASE"])._replace(path=f"/{address}").geturl()
    create_home(
        home,
        origin=_ORIGIN,
        database=address,
        public=settings.SHUANGSUIJI_LOG_FOLDER,
        passphrase=_PASSPHRASE,
        at=_AT,
    )
    seal(open_home(home, _PASSPHRASE), at=_AT)


def acts() -> dict[str, tuple[Act, Act]]:
    """By name: the act with the log and without."""
    return {"step": steps(), "row": _rows()}


def _compared(with_log: Act, without: Act) -> dict[str, float]:
    """Milliseconds of either way, in turn, each round in the other order."""
    walls: dict[str, list[float]] = {"with": [], "without": []}
    processor: dict[str, list[float]] = {"with": [], "without": []}
    for act in (with_log, without) * _WARM:
        act()
    for number in range(_ROUNDS):
        for name in ("with", "without") if number % 2 else ("without", "with"):
            used = time.process_time()
            walls[name].append(_seconds(with_log if name == "with" else without))
            processor[name].append(time.process_time() - used)
    told = {f"{name}_ms": statistics.median(taken) * 1e3 for name, taken in walls.items()}
    told |= {f"{name}_cpu_ms": statistics.median(taken) * 1e3 for name, taken in processor.items()}
    return {**told, "with_to_without": told["with_ms"] / told["without_ms"]}


def _rows() -> tuple[Act, Act]:
    values = {"code": "A", "text": "一条普通的记录" * 10, "count": 7, "at": _AT}

    def with_log() -> None:
        with command(actor=Actor("rsj", MACHINE), at=_AT) as cmd:
            Told(**values).save()
            cmd.emit(_EVENT, pub=_PUB)

    def without() -> None:
        with transaction.atomic(durable=True):
            Silent(id=uuid.uuid4(), event_id=uuid.uuid4(), **values).save(force_insert=True)

    return with_log, without


def _events(count: int) -> Act:
    """One act that says so many things."""

    def act() -> None:
        with command(actor=Actor("rsj", MACHINE), at=_AT) as cmd:
            for _ in range(count):
                cmd.emit(_EVENT, pub=_PUB)

    return act


def _faults() -> Iterator[str]:
    """The head must be the root of all entries, and every row as its event left it, but those written without the log: each is found."""
    bodies = LogEvent.objects.order_by("seq").values_list("body", flat=True)
    edge = Frontier().extended(leaf_hash(bytes(body)) for body in bodies)
    head = LogHead.objects.get()
    if (edge.size, edge.to_bytes()) != (head.size, bytes(head.frontier)):
        yield "日志头与条目重算的树不同"
    unheard = unheard_rows()
    for each in differences():
        if each.key not in unheard:
            yield f"{each}"
        unheard.discard(each.key)
    yield from (f"行 {key} 没有经过日志，却没有被发现" for key in sorted(unheard))


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


def _seconds(work: Act) -> float:
    """Wall-clock seconds: an act waits for the disk."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
