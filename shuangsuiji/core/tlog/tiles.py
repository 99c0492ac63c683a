"""The tree cut into tiles of 256 hashes and the entries into bundles of 256, with the path each is served at.

Source: C2SP tlog-tiles; 50-ledger §5. Tile `(level, index)` holds the hashes of 256 neighboring subtrees of 256^level leaves;
the last of a level may be partial. A bundle stands beside each tile of level 0.
Shape: `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`; 1234067 is written `x001/x234/067`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.spelling import HASH_SIZE, MAX_SIZE, shown

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
MAX_LEVEL = 63

_PATH = re.compile(r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Entries `256·index …` of the log, `width` of them (1 to 256; 256 is full and never changes again)."""

    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        _refuse_outside(self.index, self.width)

    @property
    def path(self) -> str:
        """Where the bundle is served, below the log's prefix."""
        return f"tile/entries/{_index_path(self.index)}{_width_path(self.width)}"


@dataclass(frozen=True, slots=True)
class Tile:
    """`width` neighboring hashes of tile row `level` from `256·index` on (1 to 256; 256 is full and never changes again)."""

    level: int
    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        if not 0 <= self.level <= MAX_LEVEL:
            raise Malformed(f"哈希分片的层 {self.level} 不在 0 与 {MAX_LEVEL} 之间")
        _refuse_outside(self.index, self.width)

    @property
    def path(self) -> str:
        """Where the tile is served, below the log's prefix."""
        return f"tile/{self.level}/{_index_path(self.index)}{_width_path(self.width)}"

    @property
    def byte_count(self) -> int:
        """Length of the file."""
        return self.width * HASH_SIZE

    def hashes(self, raw: bytes) -> list[bytes]:
        """The hashes of the file `raw`; Malformed where its length is not that of the tile."""
        if len(raw) != self.byte_count:
            raise Malformed(f"{self.path} 应有 {self.byte_count} 字节，实有 {len(raw)} 字节")
        return [raw[start : start + HASH_SIZE] for start in range(0, len(raw), HASH_SIZE)]


def parse_path(path: str) -> Tile | Bundle:
    """Read the path of a tile or bundle; only the one spelling that `path` writes is accepted."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise Malformed(f"{shown(path)} 不是哈希分片或条目包的路径")
    level, index_path, width_text = match.groups()
    index = int(index_path.replace("/", "").replace("x", ""))
    width = int(width_text or TILE_WIDTH)
    found = Bundle(index, width) if level == "entries" else Tile(int(level), index, width)
    if found.path != path:
        raise Malformed(f"{shown(path)} 应写作 {found.path}")
    return found


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """Tiles of a tree of `size` leaves that were not there, or were narrower, at `since` leaves; level by level."""
    level = 0
    while size > 0:
        yield from (Tile(level, index, width) for index, width in _row(size, since))
        level, size, since = level + 1, size >> TILE_HEIGHT, since >> TILE_HEIGHT


def bundles_of(size: int, since: int = 0) -> Iterator[Bundle]:
    """Bundles of a log of `size` entries that were not there, or were narrower, at `since` entries."""
    return (Bundle(index, width) for index, width in _row(size, since))


def tile_holding(level: int, index: int, size: int) -> Tile:
    """The tile, as wide as a tree of `size` leaves has it, that holds hash `index` of tile row `level`."""
    width = (size >> TILE_HEIGHT * level) - index // TILE_WIDTH * TILE_WIDTH
    return Tile(level, index // TILE_WIDTH, min(width, TILE_WIDTH))


def _row(count: int, since: int) -> Iterator[tuple[int, int]]:
    """Index and width of each piece of a row of `count` that a row of `since` had not."""
    if count > since:
        for index in range(since // TILE_WIDTH, -(-count // TILE_WIDTH)):
            yield index, min(count - index * TILE_WIDTH, TILE_WIDTH)


def _refuse_outside(index: int, width: int) -> None:
    if not 0 <= index <= MAX_SIZE // TILE_WIDTH:
        raise Malformed(f"哈希分片序号 {index} 超出范围")
    if not 1 <= width <= TILE_WIDTH:
        raise Malformed(f"哈希分片宽度 {width} 不在 1 与 {TILE_WIDTH} 之间")


def _index_path(index: int) -> str:
    path = f"{index % 1000:03}"
    while index := index // 1000:
        path = f"x{index % 1000:03}/{path}"
    return path


def _width_path(width: int) -> str:
    return "" if width == TILE_WIDTH else f".p/{width}"
