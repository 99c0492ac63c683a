"""How long a seal takes on a log of a million entries: `python -m bench.seal`. Limits: 50-ledger §13 (without witnesses).

Nothing old is read but the right edge, so only the right edge is prepared: the last tiles, the last bundle and the rows after it.
Wall-clock seconds, because a seal mostly waits for the disk; `flush` is one write and flush of one small file in the same folder,
in turn with the seals, so that a slow disk is seen as such.
"""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bench.report import machine
from shuangsuiji.core.tlog.bundles import write_bundle
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import write_leaf
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.core.tlog.tiles import TILE_WIDTH, Bundle
from shuangsuiji.foundation.ledger.sealer import durable
from shuangsuiji.foundation.ledger.sealer.home import STATE, create_home, open_home
from shuangsuiji.foundation.ledger.sealer.publishing import CHECKPOINT
from shuangsuiji.foundation.ledger.sealer.sealing import Sealer, seal, signed_note
from shuangsuiji.foundation.ledger.sealer.store import Signed

ENTRIES = 1_000_000
LIMITS = {1: 0.020, 1_000: 0.600}  # seconds by number of new entries
ROUNDS = {1: 15, 1_000: 5}
_ORIGIN = "log.example.gov.cn/410928/bench"
_PASSPHRASE = b"a bench protects nothing"
_AT = datetime(2026, 3, 2, tzinfo=UTC)


def body(number: int) -> bytes:
    """An invented entry of usual size."""
    return _TEMPLATE.replace(b"000000000000", b"%012x" % number)


_TEMPLATE = write_leaf(
    {
        "v": 1,
        "type": "result.recorded",
        "id": "01936d2e-5b1c-7a2b-8c3d-000000000000",
        "at": "2026-03-02T01:00:00Z",
        "org": "410928/rsj",
        "actor": "clerk",
        "rule": "第十九条（三）",
        "refs": [["follows", "ab" * 32]],
        "pub": {"task": "T2026-001", "department": "hrss"},
        "sd": dict.fromkeys(("actor", "subject", "code", "items"), "cd" * 32),
        "files": [],
    }
)


def figures(entries: int = ENTRIES) -> dict[int, dict[str, float]]:
    """By number of new entries: median and longest seconds, the limit, and how many flushes of one file the median is worth."""
    with tempfile.TemporaryDirectory() as folder:
        log = _Log(Path(folder), entries)
        return {new: _measured(log, new) for new in LIMITS}


def _measured(log: "_Log", new: int) -> dict[str, float]:
    taken, flushes = [], []
    for _ in range(ROUNDS[new]):
        log.append(new)
        taken.append(_seconds(log.seal))
        flushes.append(_seconds(log.flush))
    median = statistics.median(taken)
    flush = statistics.median(flushes)
    return {"median": median, "longest": max(taken), "limit": LIMITS[new], "flush": flush, "flushes": median / flush}


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class _Log:
    """A log of so many entries, sealed; only what a further seal reads is really there."""

    def __init__(self, folder: Path, entries: int) -> None:
        self.folder = folder
        self.database = folder / "county.sqlite3"
        with closing(sqlite3.connect(self.database)) as connection:
            connection.executescript(
                "PRAGMA journal_mode = WAL;"
                "CREATE TABLE log_head (id integer PRIMARY KEY, size bigint, frontier blob);"
                "CREATE TABLE log_event (seq bigint PRIMARY KEY, body blob, leaf_hash blob);"
                "INSERT INTO log_head VALUES (1, 0, x'');"
            )
        create_home(
            folder / "home",
            origin=_ORIGIN,
            database=str(self.database),
            public=folder / "public",
            passphrase=_PASSPHRASE,
            at=_AT,
        )
        self.sealer = open_home(folder / "home", _PASSPHRASE)
        self.frontier = Frontier()
        self._prepare(entries)

    def _prepare(self, entries: int) -> None:
        edge = RightEdge()
        for start in range(0, entries, 4096):
            leaves = [leaf_hash(body(number)) for number in range(start, min(start + 4096, entries))]
            edge, tiles = edge.grown(leaves)
            self.frontier = self.frontier.extended(leaves)
            for tile, raw in tiles:
                if tile.level > 0 and tile.width == TILE_WIDTH:
                    self.sealer.public.put_tile(tile, raw)
        for tile, raw in edge.partial_tiles_since(0):
            self.sealer.public.put_tile(tile, raw)
        begun = range(entries // TILE_WIDTH * TILE_WIDTH, entries)
        if begun:
            bundle = Bundle(entries // TILE_WIDTH, len(begun))
            self.sealer.public.put_bundle(bundle, write_bundle(map(body, begun)))
        self._insert(begun)
        _pretend_sealed(self.sealer, self.frontier)

    def append(self, new: int) -> None:
        """Entries as the application writes them."""
        numbers = range(self.frontier.size, self.frontier.size + new)
        self.frontier = self.frontier.extended(leaf_hash(body(number)) for number in numbers)
        self._insert(numbers)

    def _insert(self, numbers: range) -> None:
        rows: Iterator[tuple[int, bytes, bytes]] = ((seq, body(seq), leaf_hash(body(seq))) for seq in numbers)
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.executemany("INSERT INTO log_event VALUES (?, ?, ?)", rows)
            head = (self.frontier.size, self.frontier.to_bytes())
            connection.execute("UPDATE log_head SET size = ?, frontier = ?", head)

    def seal(self) -> None:
        """What is measured."""
        outcome = seal(self.sealer, at=_AT)
        assert outcome.checkpoint.size == self.frontier.size

    def flush(self) -> None:
        """What the disk alone costs: one small file, safely."""
        durable.put(self.folder / "flush", os.urandom(512), durable.PUBLIC_FILE)


def _pretend_sealed(sealer: Sealer, frontier: Frontier) -> None:
    (sealer.store.path.parent / STATE).unlink()
    nothing = Signed(sealer.origin, frontier.size, frontier.root(), b"", _AT)
    note = signed_note(sealer, nothing.checkpoint()).to_bytes()
    sealer.store.create(Signed(sealer.origin, frontier.size, frontier.root(), note, _AT))
    sealer.public.put_last(CHECKPOINT, note)


def main() -> int:
    """Measure and print, each beside its limit. Exit code 0 whatever the figures: this is no gate."""
    before = os.getloadavg()[0]
    found = figures()
    sys.stdout.write(f"封存（{machine()}，负载 {before:.1f} 至 {os.getloadavg()[0]:.1f}；墙钟时间，不作门槛）\n")
    for new, each in found.items():
        within = "达标" if each["median"] <= each["limit"] else "未达标"
        sys.stdout.write(
            f"一百万条之后新增 {new} 条：封存中位 {each['median'] * 1000:.1f} 毫秒，最长 {each['longest'] * 1000:.1f} 毫秒，"
            f"限 {each['limit'] * 1000:.0f} 毫秒，{within}；单个文件落盘 {each['flush'] * 1000:.2f} 毫秒，合 {each['flushes']:.0f} 次\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
