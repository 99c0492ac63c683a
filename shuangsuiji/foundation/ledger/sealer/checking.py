"""Rows of the log become entries whose hash, number and form are known to be right, and the tree grows by them.

Source: 50-ledger §6 steps 1 and 2, §9 L01–L03. The bundle that is already begun is read again: its sealed entries must still have the
hashes that were sealed, because their bytes are about to be published once more.
Shape: an entry is (seq, body, leaf hash). Cost: O(new + log n); memory does not grow with the number of new entries.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.spelling import MAX_SIZE
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.core.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Tile
from shuangsuiji.foundation.ledger.sealer.refusal import BadEntry, EditedEntry, Gap
from shuangsuiji.foundation.ledger.sealer.source import Snapshot

Entry = tuple[int, bytes, bytes]

_BATCH = 1024


def entries(snapshot: Snapshot, edge: RightEdge, stop: int, *, form: bool) -> Iterator[Entry]:
    """Entries from the start of the bundle that `edge` stands in up to `stop`, each checked.

    `form`: new entries must also be of the log's form; not asked again of what was signed already.
    Raises Gap, EditedEntry, BadEntry.
    """
    sealed = edge.rows[0] if edge.rows else ()
    first = expected = edge.size - len(sealed)
    for seq, body, stated in snapshot.rows(first, stop):
        if seq != expected:
            raise Gap(f"第 {expected} 条缺失，下一条是第 {seq} 条", expected)
        leaf = _hash_of(seq, body, stated)
        if seq < edge.size:
            _refuse_other(seq, leaf, sealed[seq - first])
        elif form:
            _refuse_bad_form(seq, body)
        yield seq, body, leaf
        expected += 1
    if expected != stop:
        raise Gap(f"日志头说有 {stop} 条，第 {expected} 条起缺失", expected)


def refuse_beyond(snapshot: Snapshot, size: int) -> None:
    """Raise Gap where a row lies at or after the head."""
    for seq, _, _ in islice(snapshot.rows(size, MAX_SIZE), 1):
        raise Gap(f"日志头说有 {size} 条，却另有第 {seq} 条", seq)


def _hash_of(seq: int, body: object, stated: object) -> bytes:
    if not isinstance(body, bytes):
        raise EditedEntry(f"第 {seq} 条的内容不是字节", seq)
    leaf = leaf_hash(body)
    if leaf != stated:
        raise EditedEntry(f"第 {seq} 条内容的哈希与登记的哈希不符", seq)
    return leaf


def _refuse_other(seq: int, leaf: bytes, sealed: bytes) -> None:
    if leaf != sealed:
        raise EditedEntry(f"第 {seq} 条与已封存的内容不同，登记的哈希也一并被改", seq)


def _refuse_bad_form(seq: int, body: bytes) -> None:
    try:
        read_leaf(body)
    except Malformed as error:
        raise BadEntry(f"第 {seq} 条：{error}", seq) from error


def grown(edge: RightEdge, leaves: Iterable[bytes]) -> Iterator[tuple[RightEdge, list[tuple[Tile, bytes]]]]:
    """The edge after some leaves at a time, with the tiles they filled; what remains partial comes with the last edge alone."""
    since, left = edge.size, iter(leaves)
    while batch := list(islice(left, _BATCH)):
        edge, tiles = edge.grown(batch)
        yield edge, [(tile, raw) for tile, raw in tiles if tile.width == TILE_WIDTH]
    yield edge, edge.partial_tiles_since(since)


def of_a_proof(old: int, new: int, tile: Tile) -> bool:
    """Whether a consistency proof from `old` to `new` leaves may read this tile: it holds one of the two right edges."""
    return tile.index in {size >> TILE_HEIGHT * (tile.level + 1) for size in (old, new)}
