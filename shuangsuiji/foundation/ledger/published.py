"""What the sealer last published, as the application finds it in the public folder. Read, not trusted: verifiers check signatures.

Source: 50-ledger §6, §10.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shuangsuiji.core.tlog.checkpoint import parse_checkpoint
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiles import Tile

CHECKPOINT = "checkpoint"
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Published:
    """The checkpoint in the public folder; `fault` where it cannot be read."""

    origin: str
    size: int
    root: bytes
    note: str
    fault: str = ""


def read_published(folder: Path) -> Published | None:
    """The published checkpoint, or None where nothing has been published yet. The file is read each time, understood once."""
    try:
        raw = (folder / CHECKPOINT).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return Published("", 0, b"", "", fault=f"读不到已发布的检查点：{error.strerror}")
    return _understood(raw)


@lru_cache(maxsize=4)
def _understood(raw: bytes) -> Published:
    try:
        note = parse_note(raw)
        checkpoint = parse_checkpoint(note.text)
    except TlogRefused as error:
        return Published("", 0, b"", "", fault=f"已发布的检查点无法读取：{error}")
    return Published(checkpoint.origin, checkpoint.size, checkpoint.root, raw.decode())


def read_tile(folder: Path, tile: Tile) -> bytes:
    """A published tile; where its partial was cleared away the beginning of the full one. Raises OSError."""
    path = folder / tile.path
    if not path.exists():
        path = folder / Tile(tile.level, tile.index).path
    return path.read_bytes()[: tile.width * _HASH_BYTES]
