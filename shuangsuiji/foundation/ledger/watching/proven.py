"""A signed tree seen through served tiles of which each is proven before it is used: partial ones by the root, full ones by their parent.

Source: RFC 6962 §2.1; C2SP tlog-tiles; 50-ledger §9 L06 L08. A spoiled tile must never look like a fork: a proof made from it
would fail, and the log would be accused of what it did not sign.
Cost: O(log² n) tiles for a proof; each is read once while the tree is in use.
"""

from functools import lru_cache

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import root_of_hashes
from shuangsuiji.core.tlog.proofs import verify_consistency
from shuangsuiji.core.tlog.refusal import ProofFailed
from shuangsuiji.core.tlog.tiled import RightEdge, TiledTree
from shuangsuiji.core.tlog.tiles import TILE_WIDTH, Tile, tile_holding
from shuangsuiji.foundation.ledger.watching.served import ServedLog, wrong_file

_TILES_KEPT = 256


class ProvenTree:
    """The tree of `checkpoint` as `served` has it. Methods raise Faulty where a tile does not belong to it, Unreachable."""

    def __init__(self, served: ServedLog, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self._served = served
        self._edge: dict[Tile, bytes] | None = None
        self._full = lru_cache(_TILES_KEPT)(self._proven)

    def edge(self) -> dict[Tile, bytes]:
        """The partial tiles of all rows, which together give the root."""
        if self._edge is None:
            read: dict[Tile, bytes] = {}
            size = self.checkpoint.size
            edge = RightEdge.read(size, lambda tile: read.setdefault(tile, self._served.tile(tile)))
            if edge.root() != self.checkpoint.root:
                raise wrong_file(
                    "tile/", self._served.source, f"右缘的哈希分片推出的树根不是检查点（{size} 条）签署的树根"
                )
            self._edge = read
        return self._edge

    def tile(self, tile: Tile) -> bytes:
        """A tile of this tree, as wide as the tree has it."""
        return self._full(tile) if tile.width == TILE_WIDTH else self.edge()[tile]

    def _proven(self, tile: Tile) -> bytes:
        parent = tile_holding(tile.level + 1, tile.index, self.checkpoint.size)
        expected = parent.hashes(self.tile(parent))[tile.index % TILE_WIDTH]
        raw = self._served.tile(tile)
        if root_of_hashes(tile.hashes(raw)) != expected:
            raise wrong_file(tile.path, self._served.source, f"它的哈希与上一层 {parent.path} 记载的不同")
        return raw

    def continues(self, old: Checkpoint) -> bool:
        """Whether this tree continues that of `old`, which is not larger: both signed, False means that the log forked."""
        new = self.checkpoint
        self.edge()
        if old.size == 0:
            return True
        path = TiledTree(new.size, self.tile).consistency(old.size)
        try:
            verify_consistency(old.size, new.size, path, old.root, new.root)
        except ProofFailed:
            return False
        return True
