"""The tree as its tiles: reading any hash, root or proof out of them, and growing them without looking back.

Source: C2SP tlog-tiles; 50-ledger §6 (nothing old is computed again: O(new + log n)).
Takes: a function that returns the bytes of a tile; its errors pass through. Tiles come from whoever serves them: a root or
proof computed from them is worth as much as the signed checkpoint it is compared with.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from shuangsuiji.core.tlog.hashes import EMPTY_ROOT, checked, root_of_hashes
from shuangsuiji.core.tlog.proofs import consistency_path, inclusion_path, tree_root
from shuangsuiji.core.tlog.refusal import Malformed, ProofFailed
from shuangsuiji.core.tlog.spelling import MAX_SIZE
from shuangsuiji.core.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Tile, tile_holding

ReadTile = Callable[[Tile], bytes]
_TILES_KEPT = 64  # more than one proof needs at any size


class TiledTree:
    """A tree of `size` leaves seen through its tiles, each read once while a few proofs are made."""

    def __init__(self, size: int, read: ReadTile) -> None:
        self.size = size
        self._hashes = lru_cache(_TILES_KEPT)(lambda tile: tile.hashes(read(tile)))

    def subtree(self, level: int, index: int) -> bytes:
        """Hash of leaves `index·2^level … (index+1)·2^level − 1`, all of which must be there."""
        if (index + 1) << level > self.size:
            raise ProofFailed(f"大小为 {self.size} 的树没有第 {level} 层第 {index} 个完整子树")
        row, height = divmod(level, TILE_HEIGHT)
        first = index << height
        start = first % TILE_WIDTH
        return root_of_hashes(self._hashes(tile_holding(row, first, self.size))[start : start + (1 << height)])

    def root(self) -> bytes:
        """Tree hash, from the right edge only: O(log n) tiles."""
        return tree_root(self.size, self.subtree)

    def inclusion(self, index: int) -> list[bytes]:
        """Inclusion path of entry `index`."""
        return inclusion_path(index, self.size, self.subtree)

    def consistency(self, old: int) -> list[bytes]:
        """Consistency path from the tree of `old` leaves; at least 1."""
        return consistency_path(old, self.size, self.subtree)


@dataclass(frozen=True, slots=True)
class RightEdge:
    """What a writer of tiles remembers: of each level the hashes of its partial tile, an empty row where the last is full.

    Shape: `rows[level]` has `size // 256^level mod 256` hashes.
    """

    size: int = 0
    rows: tuple[tuple[bytes, ...], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE or [len(row) for row in self.rows] != _widths(self.size):
            raise Malformed(f"右缘与树的大小 {self.size} 不符")

    @staticmethod
    def read(size: int, read: ReadTile) -> "RightEdge":
        """The edge of a tree of `size` leaves, from its partial tiles."""
        rows = []
        for level, width in enumerate(_widths(size)):
            tile = Tile(level, size >> TILE_HEIGHT * (level + 1), width or TILE_WIDTH)
            rows.append(tuple(tile.hashes(read(tile))) if width else ())
        return RightEdge(size, tuple(rows))

    def root(self) -> bytes:
        """Tree hash. An unfinished subtree is the last, smaller neighbor in the row above."""
        rest: list[bytes] = []
        for row in self.rows:
            level = [*row, *rest]
            rest = [root_of_hashes(level)] if level else []
        return rest[0] if rest else EMPTY_ROOT

    def grown(self, leaf_hashes: Iterable[bytes]) -> tuple["RightEdge", list[tuple[Tile, bytes]]]:
        """The edge after these leaves, and the tiles to write: every one that became full, then the partial ones."""
        size, rows = self.size, [list(row) for row in self.rows]
        written: list[tuple[Tile, bytes]] = []
        for leaf in leaf_hashes:
            size += 1
            _append(rows, size, checked(leaf), written)
        edge = RightEdge(size, tuple(tuple(row) for row in rows))
        return edge, written + edge.partial_tiles_since(self.size)

    def partial_tiles_since(self, since: int) -> list[tuple[Tile, bytes]]:
        """The partial tiles, of the levels that grew since the tree had `since` leaves."""
        return [
            (Tile(level, self.size >> TILE_HEIGHT * (level + 1), len(row)), b"".join(row))
            for level, row in enumerate(self.rows)
            if row and self.size >> TILE_HEIGHT * level > since >> TILE_HEIGHT * level
        ]


def _widths(size: int) -> list[int]:
    """How wide the partial tile of each level is, level 0 first."""
    widths = []
    while size > 0:
        widths.append(size % TILE_WIDTH)
        size >>= TILE_HEIGHT
    return widths


def _append(rows: list[list[bytes]], size: int, node: bytes, written: list[tuple[Tile, bytes]]) -> None:
    """Put leaf number `size` on the edge; a tile that is full is written and becomes one hash of the row above."""
    level = 0
    _row(rows, level).append(node)
    while len(rows[level]) == TILE_WIDTH:
        written.append((Tile(level, (size >> TILE_HEIGHT * (level + 1)) - 1), b"".join(rows[level])))
        _row(rows, level + 1).append(root_of_hashes(rows[level]))
        rows[level].clear()
        level += 1


def _row(rows: list[list[bytes]], level: int) -> list[bytes]:
    """Row `level`, begun where the tree has just grown that high."""
    if level == len(rows):
        rows.append([])
    return rows[level]
