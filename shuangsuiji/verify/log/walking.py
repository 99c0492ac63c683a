"""Every entry of a log in order, hashed anew and held against every tile and bundle served, up to the signed root.

Source: 50-ledger §9 (L08: tiles = leaves, all partial widths); C2SP tlog-tiles.
Takes: an opened log. Gives: its entries, a bundle at a time, so that memory does not grow with the log; faults as it goes.
Never: trust a tile; the entries alone are hashed up to the root.
"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.refusal import ProofFailed, TlogRefused
from shuangsuiji.core.tlog.spelling import HASH_SIZE
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.core.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile, bundles_of
from shuangsuiji.verify.log.opened import Log, bundle_bytes
from shuangsuiji.verify.sources import Absent, Unreachable
from shuangsuiji.verify.verdict import SKIP, CheckResult, Faults


class Entry(NamedTuple):
    """An entry as served: where it stands, its bytes, its leaf hash."""

    number: int
    body: bytes
    leaf: bytes


def entries_of(log: Log) -> Iterator[Entry]:
    """All entries in order, without a look at the tiles. Raises ProofFailed at the end unless they lead to the signed root."""
    edge = RightEdge()
    for bundle in bundles_of(log.size):
        found = _hashed(bundle, log.entries(bundle))
        edge, _ = edge.grown(entry.leaf for entry in found)
        yield from found
    if edge.root() != log.checkpoint.root:
        raise ProofFailed("条目推不出检查点的树根")


def _hashed(bundle: Bundle, bodies: list[bytes]) -> list[Entry]:
    first = bundle.index * TILE_WIDTH
    return [Entry(first + place, body, leaf_hash(body)) for place, body in enumerate(bodies)]


class Walk:
    """One pass over a log. Iterate `entries()` to its end, then ask for `result()`.

    `sizes`: earlier sizes of the log that are known; what was served then is looked for again, and may be gone.
    """

    def __init__(self, log: Log, sizes: Collection[int] = ()) -> None:
        self._log, self._sizes = log, sizes
        self._faults = Faults()
        self._unreached = ""
        self._files = 0

    def entries(self) -> Iterator[Entry]:
        """All entries in order; ends early where one cannot be read."""
        edge = RightEdge()
        try:
            for bundle in bundles_of(self._log.size):
                bodies = self._log.entries(bundle)
                found = _hashed(bundle, bodies)
                self._compare_bundle(bundle, bodies)
                edge, tiles = edge.grown(entry.leaf for entry in found)
                for tile, raw in tiles:
                    if tile.width == TILE_WIDTH:
                        self._compare_tile(tile, raw)
                yield from found
            for tile, raw in edge.partial_tiles_since(0):
                self._compare_tile(tile, raw)
        except Unreachable as error:
            self._unreached = f"{error}"
        except (Absent, TlogRefused) as error:
            self._faults.add(f"{error}")
        else:
            if edge.root() != self._log.checkpoint.root:
                self._faults.add(
                    f"由条目算出的树根 {edge.root().hex()} 与检查点的 {self._log.checkpoint.root.hex()} 不符：条目被改动、增减或调换"
                )

    def root_holds(self) -> bool:
        """Whether all entries were read and lead to the signed root, with nothing wrong on the way."""
        return not self._faults.count and not self._unreached

    def result(self) -> CheckResult:
        """L08."""
        if self._unreached and not self._faults.count:
            return CheckResult("L08", SKIP, self._unreached, required=True)
        return self._faults.result("L08", f"{self._log.size} 条与 {self._files} 个文件逐一相符")

    def _compare_bundle(self, bundle: Bundle, bodies: list[bytes]) -> None:
        """The bundle itself was read; here its narrower versions."""
        self._files += 1
        for width in self._widths(0, bundle.index, bundle.width, Bundle(bundle.index).path):
            narrow = Bundle(bundle.index, width)
            expected = bundle_bytes(bodies, width)
            self._compare_narrow(narrow.path, expected)

    def _compare_tile(self, tile: Tile, raw: bytes) -> None:
        served = self._log.tile(tile)
        self._files += 1
        if tile.hashes(served) != tile.hashes(raw):
            self._faults.add(f"{tile.path} 与条目不符，{_first_difference(tile, served, raw)}")
        for width in self._widths(tile.level, tile.index, tile.width, Tile(tile.level, tile.index).path):
            narrow = Tile(tile.level, tile.index, width)
            self._compare_narrow(narrow.path, raw[: narrow.byte_count])

    def _compare_narrow(self, path: str, expected: bytes) -> None:
        try:
            served = self._log.source.read(path, len(expected))
        except Absent:
            return
        except TlogRefused as error:
            self._faults.add(f"{error}")
            return
        self._files += 1
        if served != expected:
            self._faults.add(f"{path} 与条目不符")

    def _widths(self, level: int, index: int, width: int, path: str) -> list[int]:
        """Narrower widths at which the piece is, or once was, served."""
        known = {(size >> TILE_HEIGHT * level) - index * TILE_WIDTH for size in self._sizes}
        return sorted(each for each in known.union(self._log.source.widths(path)) if 0 < each < width)


def _first_difference(tile: Tile, served: bytes, computed: bytes) -> str:
    place = next(start for start in range(0, len(computed), HASH_SIZE) if _at(served, start) != _at(computed, start))
    first = tile.index * TILE_WIDTH + place // HASH_SIZE
    if tile.level == 0:
        return f"首个不同在第 {first} 条"
    span = TILE_WIDTH**tile.level
    return f"首个不同在第 {first * span} 至 {(first + 1) * span - 1} 条之上"


def _at(raw: bytes, start: int) -> bytes:
    return raw[start : start + HASH_SIZE]
