"""Taking a file in, before any command is open: written, flushed, looked at, copied for display, named by its digest.

Source: 80-reliability A3, D; 50-ledger §3.5 (no file inside a command). Takes: a file object (its name is never asked for) and what
it is evidence of. Gives: a `Received`, to be entered by the act. A crash in between leaves an orphan that `sweeping` reports.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings

from shuangsuiji.foundation.evidence.display import DisplayCopy, display_copy
from shuangsuiji.foundation.evidence.kinds import IMAGES, MOST_FILES, RULES, Kind
from shuangsuiji.foundation.evidence.refusal import UploadRefused
from shuangsuiji.foundation.evidence.sniffing import Sniffed, sniff
from shuangsuiji.foundation.evidence.store import FileStore, Incoming
from shuangsuiji.foundation.ledger.current import OPEN
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A file on the shelf that no row names yet."""

    kind: Kind
    digest: str
    size: int
    media_type: str
    display_digest: str = ""
    look: str = ""


def shelf() -> FileStore:
    """The folder of the settings (SHUANGSUIJI_FILES_FOLDER)."""
    return FileStore(settings.SHUANGSUIJI_FILES_FOLDER)


def receive(file: BinaryIO, kind: Kind, *, store: FileStore | None = None) -> Received:
    """Take one file in. Raises UploadRefused; then nothing of it stays. LedgerMisuse inside a command."""
    if OPEN.get() is not None:
        raise LedgerMisuse("收文件须在办理动作之前完成")
    store = store or shelf()
    incoming = store.take(_chunks(file), most_bytes=RULES[kind].most_bytes)
    try:
        found = sniff(incoming.path, kind)
        shown = display_copy(incoming.path) if found.media_type in IMAGES else None
        copy = _keep_copy(store, shown)
        store.keep(incoming)
    except BaseException:
        store.discard(incoming)
        raise
    return _received(kind, incoming, found, shown, copy)


def require_count(count: int) -> None:
    """Refuse more files at once than a person can look through."""
    if count > MOST_FILES:
        raise UploadRefused(f"一次上传了 {count} 个文件，超过 {MOST_FILES} 个", "请分批上传")


def _keep_copy(store: FileStore, shown: DisplayCopy | None) -> str:
    if shown is None:
        return ""
    return store.keep(store.take([shown.content], most_bytes=len(shown.content)))


def _received(kind: Kind, incoming: Incoming, found: Sniffed, shown: DisplayCopy | None, copy: str) -> Received:
    look = shown.look if shown else ""
    return Received(kind, incoming.digest, incoming.size, found.media_type, copy, look)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
