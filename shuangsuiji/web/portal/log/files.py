"""Files of the public folder, found by the one spelling of their path that the format allows.

Source: C2SP tlog-tiles; 50-ledger §5. Never: a path that was not parsed.
"""

from pathlib import Path

from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.tiles import parse_path
from shuangsuiji.foundation.ledger.published import CHECKPOINT


def checkpoint_bytes(folder: Path) -> bytes | None:
    """The checkpoint, or None where nothing is published."""
    return _read(folder / CHECKPOINT)


def tile_bytes(folder: Path, tile_path: str) -> bytes | None:
    """A tile or bundle; None for one that is not there or cannot be. The width is part of the path, so its bytes never change."""
    try:
        piece = parse_path(tile_path)
    except Malformed:
        return None
    return _read(folder / piece.path)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
