"""Copying a tree so that nothing is written before a signed root covers it; what was written before is not fetched again.

Source: C2SP tlog-tiles; 50-ledger §7 (mirror), §9 L08.
Order: the partial tiles of all rows give the root; then each full tile from the top row down, whose hash its parent holds; then
the entries, whose hashes the lowest row holds. Cost: each file once; memory: a few tiles and one bundle.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import root_of_hashes
from shuangsuiji.core.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile, bundles_of, tile_holding
from shuangsuiji.foundation.ledger.watching.findings import Faulty
from shuangsuiji.foundation.ledger.watching.proven import ProvenTree
from shuangsuiji.foundation.ledger.watching.served import ServedLog, wrong_file
from shuangsuiji.foundation.ledger.watching.source import FolderSource


def write_file(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all, and durably."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.new")
    with written.open("wb") as stream:
        stream.write(raw)
        stream.flush()
        os.fsync(stream.fileno())
    written.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Copying:
    """One copy of the tree of `checkpoint` from `served` into `folder`, which holds it up to `since` leaves already."""

    def __init__(self, served: ServedLog, folder: Path, checkpoint: Checkpoint, since: int) -> None:
        self._served = served
        self._folder = folder
        self._checkpoint = checkpoint
        self._since = since

    def run(self) -> int:
        """Copy and prove everything new; the number of files fetched. Raises Faulty, Unreachable; may be run again."""
        fetched = self._edge()
        for tile in full_tiles_from_the_top(self._checkpoint.size, self._since):
            fetched += self._full_tile(tile)
        for bundle in bundles_of(self._checkpoint.size, self._since):
            fetched += self._bundle(bundle)
        return fetched

    def _edge(self) -> int:
        """The partial tiles, which together give the root."""
        read = ProvenTree(self._served, self._checkpoint).edge()
        for tile, raw in read.items():
            write_file(self._folder / tile.path, raw)
        return len(read)

    def _full_tile(self, tile: Tile) -> int:
        """One full tile, whose parent is in the folder already."""
        parent = tile_holding(tile.level + 1, tile.index, self._checkpoint.size)
        expected = parent.hashes((self._folder / parent.path).read_bytes())[tile.index % TILE_WIDTH]
        path = self._folder / tile.path
        if path.is_file() and _root(tile, path.read_bytes()) == expected:
            return 0
        raw = self._served.tile(tile)
        if _root(tile, raw) != expected:
            raise wrong_file(tile.path, self._served.source, f"它的哈希与上一层 {parent.path} 记载的不同")
        write_file(path, raw)
        return 1

    def _bundle(self, bundle: Bundle) -> int:
        tile = Tile(0, bundle.index, bundle.width)
        hashes = tile.hashes((self._folder / tile.path).read_bytes())
        path = self._folder / bundle.path
        if bundle.width == TILE_WIDTH and path.is_file() and self._holds(bundle, hashes):
            return 0
        write_file(path, self._served.checked_entries(bundle, hashes))
        return 1

    def _holds(self, bundle: Bundle, hashes: list[bytes]) -> bool:
        try:
            ServedLog(FolderSource(self._folder)).checked_entries(bundle, hashes)
        except Faulty:
            return False
        return True


def full_tiles_from_the_top(size: int, since: int) -> Iterator[Tile]:
    """The full tiles of a tree of `size` leaves that were not full at `since`, a parent always before its children."""
    rows = -(-size.bit_length() // TILE_HEIGHT)
    for level in reversed(range(rows)):
        height = TILE_HEIGHT * (level + 1)
        yield from (Tile(level, index) for index in range(since >> height, size >> height))


def _root(tile: Tile, raw: bytes) -> bytes | None:
    return root_of_hashes(tile.hashes(raw)) if len(raw) == tile.byte_count else None
