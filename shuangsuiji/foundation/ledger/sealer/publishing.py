"""The public folder: tiles, bundles, and the checkpoint last. Any static server can serve it.

Source: 50-ledger §5, §6 steps 5 and 7; C2SP tlog-tiles. What is full never changes again; what is there with other bytes is refused.
Superseded partial files go one publication after the full one was published, so that a reader with the checkpoint before finds them.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from shuangsuiji.core.tlog.bundles import write_bundle
from shuangsuiji.core.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile, parse_path
from shuangsuiji.foundation.ledger.sealer import durable
from shuangsuiji.foundation.ledger.sealer.refusal import TileAltered

CHECKPOINT, STATUS = "checkpoint", "status.json"


class PublicFolder:
    """The folder, and which of its folders have names not yet flushed to disk."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist before something is published."""
        self.path = path
        self._unflushed: set[Path] = set()

    def read(self, name: str) -> bytes | None:
        """A file's bytes, or None where it is not there."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def read_tile(self, tile: Tile) -> bytes:
        """A tile's bytes; where the partial one is gone, the beginning of the full one. Raises TileAltered."""
        full = Tile(tile.level, tile.index)
        raw = self.read(tile.path)
        if raw is None:
            raw = (self.read(full.path) or b"")[: tile.byte_count]
        if len(raw) != tile.byte_count:
            raise TileAltered(f"{tile.path} 应有 {tile.byte_count} 字节，实有 {len(raw)} 字节")
        return raw

    def put_tile(self, tile: Tile, raw: bytes) -> None:
        """Write a tile. Raises TileAltered where it is there with other bytes."""
        self._put(tile.path, raw)

    def put_bundle(self, bundle: Bundle, raw: bytes) -> None:
        """Write a bundle. Raises TileAltered where it is there with other bytes."""
        self._put(bundle.path, raw)

    def _put(self, name: str, raw: bytes) -> None:
        path = self.path / name
        durable.make_folders(path.parent, durable.PUBLIC_FOLDER)
        there = self.read(name)
        if there is None:
            durable.write(path, raw, durable.PUBLIC_FILE)
        elif there != raw:
            raise TileAltered(f"{name} 已经公布过，内容与现在应有的不同")
        self._unflushed.add(
            path.parent
        )  # also where it was there: the run that wrote it may have ended before flushing

    def settle(self) -> None:
        """Flush all that was put; only then may a checkpoint speak of it."""
        durable.sync_folders(self._unflushed)
        self._unflushed.clear()

    def show(self, name: str, raw: bytes) -> None:
        """Put what pages show in place of what they showed before. It decides nothing and costs no flush."""
        durable.make_folders(self.path, durable.PUBLIC_FOLDER)
        durable.show(self.path / name, raw, durable.PUBLIC_FILE)

    def put_last(self, name: str, raw: bytes) -> None:
        """Put the checkpoint, or that the log is halted, in place of the one before."""
        self.settle()
        durable.make_folders(self.path, durable.PUBLIC_FOLDER)
        durable.put(self.path / name, raw, durable.PUBLIC_FILE)

    def sweep(self, size: int) -> None:
        """Remove partial files near the right edge of a tree of `size` entries that has their full ones."""
        level = 0
        while full := size >> TILE_HEIGHT * (level + 1):
            self._sweep_row([Tile(level, full), Tile(level, full - 1)], full)
            if level == 0:
                self._sweep_row([Bundle(full), Bundle(full - 1)], full)
            level += 1

    def _sweep_row(self, edge: Sequence[Tile | Bundle], full: int) -> None:
        """In the folders of the row's last pieces alone, of at most a thousand each: the cost is bounded."""
        for folder in {(self.path / piece.path).parent for piece in edge}:
            for partial in folder.glob("*.p"):
                piece = partial.with_suffix("")
                if piece.is_file() and parse_path(piece.relative_to(self.path).as_posix()).index < full:
                    durable.discard_folder(partial)


def bundles(bodies: Iterable[tuple[int, bytes]], stop: int) -> Iterator[tuple[Bundle, bytes]]:
    """Bundles of (seq, body) in order from the start of a bundle up to `stop`; the last may be partial."""
    waiting: list[bytes] = []
    for seq, body in bodies:
        waiting.append(body)
        if seq % TILE_WIDTH == TILE_WIDTH - 1 or seq == stop - 1:
            yield Bundle(seq // TILE_WIDTH, len(waiting)), write_bundle(waiting)
            waiting = []
