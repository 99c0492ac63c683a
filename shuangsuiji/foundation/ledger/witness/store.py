"""What a witness remembers: of each log the largest tree it cosigned, every checkpoint it cosigned, every contradiction.

Source: C2SP tlog-witness (check and record are one step); 50-ledger §7. SQLite in a file of its own.
Takes: judged checkpoints, aware times. Gives: what is known, whether a growth was recorded.
Never: starts anew where its file is missing: a witness without memory would cosign a rewritten log. Never forgets evidence.
Never restore this file from a backup: an older one makes the witness forget what it cosigned.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import EMPTY_ROOT
from shuangsuiji.core.tlog.keys import LOG_SIGNATURE, KeyRing, VerifierKey, parse_vkey
from shuangsuiji.core.tlog.refusal import Ambiguous
from shuangsuiji.core.tlog.witnessing import Known
from shuangsuiji.foundation.ledger.witness.refusal import WitnessRefused

_APPLICATION = 1397967447  # "SSJW", as in the schema: an empty or foreign file is not taken for a store
_BUSY_SECONDS = 20
_MOST_EVIDENCE = 10_000  # per log; only its own key can make more, and ten thousand contradictions prove enough
FORK, UNPROVEN = "FORK", "UNPROVEN"

_SCHEMA = """
PRAGMA application_id = 1397967447;
BEGIN IMMEDIATE;
CREATE TABLE witnessed (origin TEXT PRIMARY KEY NOT NULL, size INTEGER NOT NULL CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32), note BLOB, at TEXT);
CREATE TABLE log_key (origin TEXT NOT NULL REFERENCES witnessed, vkey TEXT NOT NULL, added_at TEXT NOT NULL,
    retired_at TEXT, PRIMARY KEY (origin, vkey));
CREATE TABLE cosigned (origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (origin, size));
CREATE TABLE evidence (origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL,
    request BLOB NOT NULL, known_size INTEGER NOT NULL, known_root BLOB NOT NULL, known_note BLOB, at TEXT NOT NULL,
    PRIMARY KEY (origin, size, root));
CREATE TRIGGER witnessed_grows BEFORE UPDATE ON witnessed
    WHEN NEW.origin <> OLD.origin OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
    BEGIN SELECT RAISE(ABORT, 'a witness does not go back'); END;
CREATE TRIGGER witnessed_once BEFORE INSERT ON witnessed
    WHEN NEW.size <> 0 OR EXISTS (SELECT 1 FROM witnessed WHERE origin = NEW.origin)
    BEGIN SELECT RAISE(ABORT, 'a log begins once'); END;
CREATE TRIGGER witnessed_stays BEFORE DELETE ON witnessed BEGIN SELECT RAISE(ABORT, 'nothing is forgotten'); END;
CREATE TRIGGER cosigned_once BEFORE INSERT ON cosigned
    WHEN EXISTS (SELECT 1 FROM cosigned WHERE origin = NEW.origin AND size = NEW.size)
    BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER cosigned_unchanged BEFORE UPDATE ON cosigned BEGIN SELECT RAISE(ABORT, 'nothing is changed'); END;
CREATE TRIGGER cosigned_stays BEFORE DELETE ON cosigned BEGIN SELECT RAISE(ABORT, 'nothing is forgotten'); END;
CREATE TRIGGER evidence_once BEFORE INSERT ON evidence
    WHEN EXISTS (SELECT 1 FROM evidence WHERE origin = NEW.origin AND size = NEW.size AND root = NEW.root)
    BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER evidence_unchanged BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'nothing is changed'); END;
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'nothing is forgotten'); END;
COMMIT;
"""
# The whole check of 50-ledger §7 in one statement: of two requests from the same size one finds no row.
_GROW = "UPDATE witnessed SET size = :size, root = :root, note = :note, at = :at WHERE origin = :origin AND size = :old"
_KEEP_COSIGNED = "INSERT INTO cosigned (origin, size, root, note, at) VALUES (:origin, :size, :root, :note, :at)"
_KEEP_EVIDENCE = """
INSERT INTO evidence (origin, size, root, kind, why, request, known_size, known_root, known_note, at)
SELECT :origin, :size, :root, :kind, :why, :request, size, root, note, :at FROM witnessed
WHERE origin = :origin AND (SELECT count(*) FROM evidence WHERE origin = :origin) < :most
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A checkpoint that a log signed and that does not continue what the witness knew, with what it knew then.

    `kind`: FORK, another root at a size cosigned before, two signatures that contradict each other for anybody; UNPROVEN, a
    larger tree without a proof that holds, which an honest log can still clear by proving it. `request` is the whole body.
    """

    checkpoint: Checkpoint
    kind: str
    why: str
    request: bytes
    known: Known
    known_note: bytes | None
    at: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the witness last cosigned of a log; `note` and `at` (UTC text) are None while it has cosigned nothing."""

    origin: str
    known: Known
    note: bytes | None
    at: str | None


class Store:
    """The store in the file `path`. Raises WitnessRefused where the file is missing or not a store."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._connection() as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != _APPLICATION:
            raise _stop(path, "不是见证人的记忆库，或已被清空")

    @staticmethod
    def create(path: Path) -> "Store":
        """Make an empty store; an existing file is never written over."""
        making = path.with_name(f"{path.name}.making")
        making.unlink(missing_ok=True)
        with closing(sqlite3.connect(making, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.executescript(_SCHEMA)
        try:
            # Not rename: that would put an empty memory in the place of a full one.
            os.link(making, path)
        except FileExistsError as error:
            raise WitnessRefused(f"{path} 已存在，未覆盖", "见证人的记忆库只建一次") from error
        finally:
            making.unlink()
        return Store(path)

    # -------------------------------------------------------------------------------------------------------------- logs

    def add_log(self, origin: str, key: VerifierKey, at: datetime) -> bool:
        """Know a log, or one more key of it while its keys rotate; False where nothing was new. Raises WitnessRefused."""
        if key.kind != LOG_SIGNATURE:
            raise WitnessRefused(f"{key.name} 是见证人的公钥，不是日志的", "请填写日志的验证公钥")
        known = [*self.logs().get(origin, ())]
        if key in known:
            return False
        try:
            KeyRing([*known, key])
        except Ambiguous as error:
            raise WitnessRefused(f"{error}，却不是同一把公钥", "请日志单位另生成一把密钥，签名行才分得清") from error
        with self._connection() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            if not connection.execute("SELECT 1 FROM witnessed WHERE origin = ?", (origin,)).fetchone():
                connection.execute("INSERT INTO witnessed (origin, size, root) VALUES (?, 0, ?)", (origin, EMPTY_ROOT))
            connection.execute(
                "INSERT INTO log_key (origin, vkey, added_at) VALUES (?, ?, ?) "
                "ON CONFLICT (origin, vkey) DO UPDATE SET retired_at = NULL",
                (origin, key.vkey, at.isoformat()),
            )
        return True

    def retire_key(self, origin: str, vkey: str, at: datetime) -> bool:
        """No longer accept a key of a log; what it signed stays. False where it was not in use."""
        with self._connection() as connection, connection:
            done = connection.execute(
                "UPDATE log_key SET retired_at = ? WHERE origin = ? AND vkey = ? AND retired_at IS NULL",
                (at.isoformat(), origin, vkey),
            )
            return done.rowcount == 1

    def logs(self) -> dict[str, KeyRing]:
        """The keys in use of each known log; a log whose keys are all retired has none."""
        rows = self._rows(
            "SELECT witnessed.origin, vkey FROM witnessed "
            "LEFT JOIN log_key ON log_key.origin = witnessed.origin AND retired_at IS NULL ORDER BY witnessed.origin"
        )
        keys: dict[str, list[VerifierKey]] = {}
        for origin, vkey in rows:
            keys.setdefault(origin, []).extend([parse_vkey(vkey)] if vkey else [])
        return {origin: KeyRing(own) for origin, own in keys.items()}

    # ------------------------------------------------------------------------------------------------------------- memory

    def known(self, origin: str) -> Known:
        """The largest tree of a known log that this witness has cosigned."""
        return self.remembered(origin).known

    def remembered(self, origin: str) -> Remembered:
        """The same with its note; KeyError for a log nobody named."""
        for each in self.all_remembered():
            if each.origin == origin:
                return each
        raise KeyError(origin)

    def all_remembered(self) -> list[Remembered]:
        """What is remembered of every known log, by name."""
        rows = self._rows("SELECT origin, size, root, note, at FROM witnessed ORDER BY origin")
        return [Remembered(origin, Known(size, root), note, at) for origin, size, root, note, at in rows]

    def record(self, old: int, checkpoint: Checkpoint, note: bytes, at: datetime) -> bool:
        """Record the growth from `old`, durably, before anything is answered; False where another was faster."""
        row = {**_row(checkpoint, at), "note": note, "old": old}
        with self._connection() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            grown = connection.execute(_GROW, row).rowcount == 1
            if grown:
                connection.execute(_KEEP_COSIGNED, row)
        return grown

    def root_at(self, origin: str, size: int) -> bytes | None:
        """The root that this witness cosigned at a size, None where it never saw one there."""
        rows = self._rows("SELECT root FROM cosigned WHERE origin = ? AND size = ?", origin, size)
        return rows[0][0] if rows else None

    def note_at(self, origin: str, size: int) -> bytes | None:
        """The note that this witness cosigned at a size, None where it never saw one there."""
        rows = self._rows("SELECT note FROM cosigned WHERE origin = ? AND size = ?", origin, size)
        return rows[0][0] if rows else None

    # ----------------------------------------------------------------------------------------------------------- evidence

    def keep(self, checkpoint: Checkpoint, request: bytes, why: str, at: datetime) -> None:
        """Keep a signed checkpoint that contradicts what is known, once, for ever."""
        first = self.root_at(checkpoint.origin, checkpoint.size)
        kind = UNPROVEN if first in (None, checkpoint.root) else FORK
        row = {**_row(checkpoint, at), "kind": kind, "why": why, "request": request, "most": _MOST_EVIDENCE}
        with self._connection() as connection, connection:
            connection.execute(_KEEP_EVIDENCE, row)

    def evidence(self, origin: str | None = None) -> list[Evidence]:
        """Everything kept, of one log or of all, in the order in which it came."""
        rows = self._rows(
            "SELECT origin, size, root, kind, why, request, known_size, known_root, known_note, at FROM evidence "
            "WHERE origin = coalesce(?, origin) ORDER BY rowid",
            origin,
        )
        return [
            Evidence(Checkpoint(log, size, root), kind, why, request, Known(known_size, known_root), known_note, at)
            for log, size, root, kind, why, request, known_size, known_root, known_note, at in rows
        ]

    def fork_count(self, origin: str) -> int:
        """How many contradictions anybody can check are kept of a log."""
        return int(self._rows("SELECT count(*) FROM evidence WHERE origin = ? AND kind = ?", origin, FORK)[0][0])

    # ---------------------------------------------------------------------------------------------------------------- file

    def _rows(self, query: str, *arguments: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._connection() as connection:
            return connection.execute(query, arguments).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one step: requests run in threads and processes of their own."""
        if not self._path.is_file():
            raise _stop(self._path, "不存在")
        with closing(_connected(self._path)) as connection:
            yield connection


def _connected(path: Path) -> sqlite3.Connection:
    """mode=rw: SQLite itself must not make the file either."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
    )
    # EXTRA: the folder is synced too when the journal goes. Not WAL: the memory must lie in one file.
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _row(checkpoint: Checkpoint, at: datetime) -> dict[str, object]:
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root, "at": at.isoformat()}


def _stop(path: Path, what: str) -> WitnessRefused:
    return WitnessRefused(
        f"见证人的记忆库 {path.name} {what}，已停止：没有记忆的见证人会替被改写的日志作证",
        "请找回原文件；不要用备份，备份会忘掉已见证的内容。找不回的，换名称另立见证人（shuangsuiji ledger witness init），并告知日志单位",
    )
