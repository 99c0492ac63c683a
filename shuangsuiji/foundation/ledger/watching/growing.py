"""A right edge carried on over served entries, chunk by chunk, each tile that comes out compared with the one that is served.

Source: 50-ledger §9 (`ledger monitor` recomputes from served bytes only), L02 L08; C2SP tlog-tiles.
Cost: each new entry and each new tile once; memory: some tens of bundles' hashes, not their entries.
"""

from collections.abc import Iterator

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.core.tlog.tiles import TILE_WIDTH, bundles_of
from shuangsuiji.foundation.ledger.watching.served import ServedLog, wrong_file

_BUNDLES_AT_ONCE = 64


def grow(edge: RightEdge, checkpoint: Checkpoint, served: ServedLog) -> tuple[RightEdge, bytes | None]:
    """The edge at the checkpoint's size, recomputed from entries, and the last new entry. Raises Faulty, Unreachable."""
    last: bytes | None = None
    chunk: list[bytes] = []
    for number, (hashes, newest) in enumerate(_new_hashes(edge, checkpoint, served), start=1):
        chunk, last = chunk + hashes, newest
        if number % _BUNDLES_AT_ONCE == 0:
            edge, chunk = _grown(edge, chunk, served, is_last=False), []
    edge = _grown(edge, chunk, served, is_last=True)
    if edge.root() != checkpoint.root:
        raise wrong_file(
            "tile/entries/", served.source, f"由条目重算的树根不是检查点（{checkpoint.size} 条）签署的树根"
        )
    return edge, last


def _new_hashes(edge: RightEdge, checkpoint: Checkpoint, served: ServedLog) -> Iterator[tuple[list[bytes], bytes]]:
    """Leaf hashes of each bundle that the edge has not, and the bundle's last entry."""
    for bundle in bundles_of(checkpoint.size, edge.size):
        entries = served.entries(bundle)
        hashes = [leaf_hash(entry) for entry in entries]
        known = list(edge.rows[0]) if bundle.index == edge.size // TILE_WIDTH and edge.rows else []
        for number, expected in enumerate(known):
            if hashes[number] != expected:
                index = bundle.index * TILE_WIDTH + number
                raise wrong_file(bundle.path, served.source, f"第 {index} 条与上次读到的不同")
        yield hashes[len(known) :], entries[-1]


def _grown(edge: RightEdge, hashes: list[bytes], served: ServedLog, *, is_last: bool) -> RightEdge:
    grown, tiles = edge.grown(hashes)
    for tile, raw in tiles:
        if (is_last or tile.width == TILE_WIDTH) and served.tile(tile) != raw:
            raise wrong_file(tile.path, served.source, "哈希分片与由条目重算的不同")
    return grown
