"""An invented county for the sealer's tests: its log in a SQLite file, a sealer's home, and a thief who may do anything.

The tables are those of 50-ledger §2, without triggers: who attacks has switched them off.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.note import Note
from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.foundation.ledger.sealer.ed25519 import SigningKey
from shuangsuiji.foundation.ledger.sealer.home import MARK, STATE
from shuangsuiji.foundation.ledger.sealer.publishing import CHECKPOINT, PublicFolder
from shuangsuiji.foundation.ledger.sealer.sealing import Answers, Outcome, Sealer, seal
from shuangsuiji.foundation.ledger.sealer.source import open_source
from shuangsuiji.foundation.ledger.sealer.standing import Standing
from shuangsuiji.foundation.ledger.sealer.store import Store, nothing_signed
from tests.core.tlog import golden
from tests.core.tlog.signing import Signer

ORIGIN = golden.LOG.name
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
SCHEMA = """
CREATE TABLE log_head (id integer PRIMARY KEY, size bigint NOT NULL, frontier blob NOT NULL);
CREATE TABLE log_event (seq bigint PRIMARY KEY, event_id char(32) UNIQUE NOT NULL, type varchar(100) NOT NULL,
    at datetime NOT NULL, body blob NOT NULL, leaf_hash blob NOT NULL);
INSERT INTO log_head VALUES (1, 0, x'');
"""

DATABASE = "county.sqlite3"

Body = Callable[[int], bytes]


class Database:
    """The log of an application that appends as `ledger.command()` does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @staticmethod
    def create(path: Path) -> "Database":
        """The two tables, empty."""
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(SCHEMA)
        return Database(path)

    def run(self, *statements: tuple[str, tuple[object, ...]] | str) -> None:
        """Statements in one transaction, as the application or as whoever holds the file."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for statement in statements:
                connection.execute(*((statement,) if isinstance(statement, str) else statement))

    def append(self, bodies: Iterable[bytes]) -> None:
        """Entries and the head, once."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            size, raw = connection.execute("SELECT size, frontier FROM log_head").fetchone()
            rows = [(size + place, body, leaf_hash(body)) for place, body in enumerate(bodies)]
            connection.executemany(
                "INSERT INTO log_event VALUES (?, ?, 'x', '2026-03-02', ?, ?)",
                ((seq, f"{seq:032x}", body, leaf) for seq, body, leaf in rows),
            )
            edge = Frontier.from_bytes(size, raw).extended(leaf for _, _, leaf in rows)
            connection.execute("UPDATE log_head SET size = ?, frontier = ?", (edge.size, edge.to_bytes()))

    def grow(self, stop: int, body: Body = golden.body) -> None:
        """Append entries up to `stop`; golden ones unless told otherwise."""
        self.append(body(number) for number in range(self.size(), stop))

    def size(self) -> int:
        """What the head says."""
        with closing(sqlite3.connect(self.path)) as connection:
            return int(connection.execute("SELECT size FROM log_head").fetchone()[0])

    def rewrite(self, changes: dict[int, bytes]) -> None:
        """What a thorough thief does: other bodies, their hashes, and the right edge over all of them."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for seq, body in changes.items():
                connection.execute("UPDATE log_event SET body=?, leaf_hash=? WHERE seq=?", (body, leaf_hash(body), seq))
            leaves = [row[0] for row in connection.execute("SELECT leaf_hash FROM log_event ORDER BY seq")]
            edge = Frontier().extended(leaves)
            connection.execute("UPDATE log_head SET size = ?, frontier = ?", (edge.size, edge.to_bytes()))


def cosigned(note: Note, *witnesses: Signer, at: int = golden.WITNESSED_AT) -> Note:
    """The note with the cosignatures of these."""
    return replace(note, signatures=(*note.signatures, *(each.line(note.text, at) for each in witnesses)))


class County:
    """Database, home and public folder of one log; its key is the golden one, so that checkpoints are the golden ones."""

    def __init__(self, folder: Path, *, size: int = 0, keep_partial: bool = False) -> None:
        Database.create(folder / DATABASE)
        (folder / "home").mkdir()
        Store(folder / "home" / STATE).create(nothing_signed(ORIGIN, AT))
        self.open(folder, keep_partial=keep_partial)
        if size:
            self.grow_and_seal(size)

    def open(self, folder: Path, *, keep_partial: bool = False) -> None:
        """Work in a folder that holds all of a county already."""
        self.folder, self.home = folder, folder / "home"
        self.database = Database(folder / DATABASE)
        self.public = PublicFolder(folder / "public")
        key = SigningKey.from_seed(ORIGIN, golden.LOG.seed)
        self.sealer = Sealer(
            ORIGIN,
            open_source(str(self.database.path)),
            Store(self.home / STATE),
            self.public,
            Standing(self.home / MARK, self.public),
            [key],
            parse_policy(f"log {key.key.vkey}\nquorum none\n".encode()),
            keep_partial=keep_partial,
        )

    @staticmethod
    def at(folder: Path) -> "County":
        """The county that lies in a folder."""
        county = County.__new__(County)
        county.open(folder)
        return county

    def seal(self, *, hours: float = 0) -> Outcome:
        """One run, so many hours after the beginning."""
        return seal(self.sealer, at=AT + timedelta(hours=hours))

    def grow_and_seal(self, size: int) -> Outcome:
        """Append golden entries up to a size, then seal."""
        self.database.grow(size)
        return self.seal()

    def witnessed_by_all(self) -> None:
        """Trust the golden policy, whose witnesses answer at once."""
        self.sealer = replace(
            self.sealer,
            policy=parse_policy(golden.policy()),
            collect=lambda note, prove: Answers(cosigned(note, golden.UPPER, golden.AUDIT)),
        )

    def served(self) -> dict[str, bytes]:
        """Every public file by its name."""
        root = self.public.path
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def checkpoint(self) -> bytes:
        """The published checkpoint."""
        return (self.public.path / CHECKPOINT).read_bytes()
