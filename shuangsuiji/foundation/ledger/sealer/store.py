"""What the sealer signed last. The only thing that makes a second, different history impossible to sign: it never goes back.

Source: 50-ledger §6 (store), §10. A file outside the database and outside every backup.
Shape: JSON `{at, note, origin, root, size, v}`; `root` in hexadecimal, `note` the signed checkpoint as text, empty before the first.
Never: made anew because it is missing; written without the lock, or over anything but what was read.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuangsuiji.core.canonical import CanonicalError, jcs, parse_json
from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import EMPTY_ROOT
from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.foundation.ledger.sealer import durable
from shuangsuiji.foundation.ledger.sealer.refusal import AlreadyRunning, StoreDamaged, StoreMissing, StoreReplaced

VERSION = 1
_MEMBERS = {"at": str, "note": str, "origin": str, "root": str, "size": int, "v": int}


@dataclass(frozen=True, slots=True)
class Signed:
    """The last checkpoint signed, its note as signed (without cosignatures), and when it was last published."""

    origin: str
    size: int
    root: bytes
    note: bytes
    at: datetime

    def checkpoint(self) -> Checkpoint:
        """What was signed."""
        return Checkpoint(self.origin, self.size, self.root)


def nothing_signed(origin: str, at: datetime) -> Signed:
    """Where a log begins."""
    return Signed(origin, 0, EMPTY_ROOT, b"", at)


class Store:
    """The file, and the lock beside it."""

    def __init__(self, path: Path) -> None:
        """`path` is the file `signer-state`."""
        self.path = path

    def read(self) -> Signed:
        """What was signed last. Raises StoreMissing, StoreDamaged."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError as error:
            raise StoreMissing("找不到记忆文件 signer-state") from error
        return _parsed(raw)

    def create(self, signed: Signed) -> None:
        """Begin, or begin again after `rebuilding`. Raises FileExistsError where a memory is there."""
        durable.put_new(self.path, _written(signed), durable.PRIVATE_FILE)

    @contextmanager
    def locked(self) -> Iterator["Memory"]:
        """The only way to write. Raises AlreadyRunning where another sealer is at work."""
        lock = self.path.with_name(f"{self.path.name}.lock")
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, durable.PRIVATE_FILE)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AlreadyRunning("另一个封存进程正在工作。等它结束再运行；同一文件夹只用一个封存进程") from error
            yield Memory(self)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Memory:
    """The store while its lock is held."""

    store: Store

    def read(self) -> Signed:
        """As `Store.read`."""
        return self.store.read()

    def replace(self, expected: Signed, new: Signed) -> None:
        """Put `new` where `expected` stands. Raises StoreReplaced where something else stands there, or `new` contradicts it."""
        if self.read() != expected:
            raise StoreReplaced("封存途中记忆文件被换成了别的内容")
        if new.origin != expected.origin or new.size < expected.size:
            raise StoreReplaced(f"不能由 {expected.size} 条退回到 {new.size} 条，也不能改换日志名称")
        if new.size == expected.size and new.root != expected.root:
            raise StoreReplaced(f"{new.size} 条的树根已经签过另一个")
        durable.put(self.store.path, _written(new), durable.PRIVATE_FILE)


def _written(signed: Signed) -> bytes:
    return jcs(
        {
            "v": VERSION,
            "origin": signed.origin,
            "size": signed.size,
            "root": signed.root.hex(),
            "note": signed.note.decode(),
            "at": signed.at.astimezone(UTC).isoformat(timespec="seconds"),
        }
    )


def _parsed(raw: bytes) -> Signed:
    try:
        members = parse_json(raw)
        if not isinstance(members, dict) or {name: type(value) for name, value in members.items()} != _MEMBERS:
            raise StoreDamaged("记忆文件的内容不合格式")
        signed = Signed(
            members["origin"],
            members["size"],
            bytes.fromhex(members["root"]),
            members["note"].encode(),
            datetime.fromisoformat(members["at"]).astimezone(UTC),
        )
        signed.checkpoint()
    except (CanonicalError, Malformed, ValueError) as error:
        raise StoreDamaged(f"记忆文件不能读取：{error}") from error
    return signed
