"""Tiles and bundles as served: the exact width, or cut from the full one that has taken its place.

Source: C2SP tlog-tiles (a partial file may go once the full one exists); 50-ledger §5, §9 L08.
Takes: a source. Gives: bytes of the right length; `Faulty` with a finding where a file is missing or does not fit.
"""

from shuangsuiji.core.tlog.bundles import MAX_ENTRY_BYTES, read_bundle, write_bundle
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiles import TILE_WIDTH, Bundle, Tile
from shuangsuiji.foundation.ledger.watching.findings import Faulty, Finding
from shuangsuiji.foundation.ledger.watching.source import Source

_MAX_TILE = TILE_WIDTH * 32
_MAX_BUNDLE = TILE_WIDTH * (2 + MAX_ENTRY_BYTES)
_REMEDY = "重新下载再查；仍不符的，留存现有文件并通知日志单位，由其从封存端重新发布，不要自行改动"


def wrong_file(path: str, source: Source, differed: str) -> Faulty:
    """The finding about a file that is not what the root says."""
    return Faulty(Finding("FILES", f"{source.name} 的 {path}", differed, _REMEDY))


class ServedLog:
    """The files of one log at one source."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def tile(self, tile: Tile) -> bytes:
        """The bytes of a tile, of the tile's length."""
        raw = self._read(tile.path, _MAX_TILE)
        if raw is None and tile.width < TILE_WIDTH:
            raw = self._read(Tile(tile.level, tile.index).path, _MAX_TILE)
            raw = raw and raw[: tile.byte_count]
        return self._fitting(tile, self._present(tile.path, raw))

    def entries(self, bundle: Bundle) -> list[bytes]:
        """The entries of a bundle, as many as it is wide."""
        raw = self._read(bundle.path, _MAX_BUNDLE)
        if raw is None and bundle.width < TILE_WIDTH:
            full = Bundle(bundle.index)
            return self._split(full, self._present(bundle.path, self._read(full.path, _MAX_BUNDLE)))[: bundle.width]
        return self._split(bundle, self._present(bundle.path, raw))

    def checked_entries(self, bundle: Bundle, hashes: list[bytes]) -> bytes:
        """The bytes of a bundle whose entries have these leaf hashes, in this order."""
        entries = self.entries(bundle)
        for number, (entry, expected) in enumerate(zip(entries, hashes, strict=True)):
            if leaf_hash(entry) != expected:
                index = bundle.index * TILE_WIDTH + number
                raise wrong_file(bundle.path, self.source, f"第 {index} 条的内容与哈希分片中它的哈希不同")
        return write_bundle(entries)

    def _read(self, path: str, most: int) -> bytes | None:
        served = self.source.read(path, most)
        return None if served is None else served.raw

    def _present(self, path: str, raw: bytes | None) -> bytes:
        if raw is None:
            raise wrong_file(path, self.source, "应当公布的文件缺失")
        return raw

    def _fitting(self, tile: Tile, raw: bytes) -> bytes:
        if len(raw) != tile.byte_count:
            raise wrong_file(tile.path, self.source, f"应有 {tile.byte_count} 字节，实有 {len(raw)} 字节")
        return raw

    def _split(self, bundle: Bundle, raw: bytes) -> list[bytes]:
        try:
            return read_bundle(bundle, raw)
        except TlogRefused as error:
            raise wrong_file(bundle.path, self.source, f"{error}") from error
