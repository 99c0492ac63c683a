"""Tiles, bundles and their paths. Source: C2SP tlog-tiles; 50-ledger §5, §9 L08."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.tlog.bundles import read_bundle, write_bundle
from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.tiles import Bundle, Tile, bundles_of, parse_path, tile_holding, tiles_of


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 1000), "tile/0/x001/000"),
        (Tile(0, 999), "tile/0/999"),
        (Tile(1, 7, 17), "tile/1/007.p/17"),
        (Tile(63, 0, 1), "tile/63/000.p/1"),
        (Tile(0, 0, 255), "tile/0/000.p/255"),
        (Bundle(0), "tile/entries/000"),
        (Bundle(1234067, 9), "tile/entries/x001/x234/067.p/9"),
        (Tile(0, 2**55 - 1), "tile/0/x036/x028/x797/x018/x963/967"),
    ],
)
def test_a_path_is_written_and_read_as_the_specification_has_it(tile: Tile | Bundle, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@given(st.integers(0, 2**55 - 1), st.integers(1, 256), st.integers(-1, 63))
def test_every_path_is_read_as_it_was_written(index: int, width: int, level: int) -> None:
    tile = Bundle(index, width) if level < 0 else Tile(level, index, width)
    assert parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/001/002",
        "tile/0/x001/x002",
        "tile/0/x001",
        "tile/0/x000/001",
        "tile/00/000",
        "tile/-1/000",
        "tile/64/000",
        "tile/100/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000.p/1/2",
        "tile/0/000\n",
        "/tile/0/000",
        "tile//000",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "tile/data/000",
        "tile/entries/x036/x028/x797/x018/x963/968",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
        "checkpoint",
    ],
)
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(Malformed):
        parse_path(path)


def test_the_example_of_the_specification_has_these_tiles() -> None:
    """A tree of 70 000: 273 full and one of 112, one full and one of 17, one of 1; one of 256 has a row above."""
    tiles = list(tiles_of(70_000))
    assert sum(tile == Tile(0, tile.index) for tile in tiles) == 273
    assert tiles[273:] == [Tile(0, 273, 112), Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == list(tiles_of(-1)) == []


@pytest.mark.parametrize("since", [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536])
@pytest.mark.parametrize("growth", [0, 1, 2, 255, 256, 700])
def test_what_grew_is_what_was_not_there_before(since: int, growth: int) -> None:
    size = since + growth
    assert set(tiles_of(size, since)) == set(tiles_of(size)) - set(tiles_of(since))
    assert set(bundles_of(size, since)) == set(bundles_of(size)) - set(bundles_of(since))


def test_the_tile_that_holds_a_hash_is_as_wide_as_the_tree_has_it() -> None:
    assert tile_holding(0, 299, 300) == Tile(0, 1, 44)
    assert tile_holding(0, 255, 300) == Tile(0, 0)
    assert tile_holding(1, 0, 300) == Tile(1, 0, 1)
    assert {tile_holding(0, index, 70_000) for index in range(70_000)} == set(list(tiles_of(70_000))[:274])


@pytest.mark.parametrize(
    ("level", "index", "width", "why"),
    [
        (-1, 0, 1, "层"),
        (64, 0, 1, "层"),
        (0, -1, 1, "序号"),
        (0, 2**55, 1, "序号"),
        (0, 0, 0, "宽度"),
        (0, 0, 257, "宽度"),
    ],
)
def test_a_tile_outside_every_tree_is_refused(level: int, index: int, width: int, why: str) -> None:
    assert Tile(0, 0, 1).byte_count == 32
    with pytest.raises(Malformed, match=why):
        Tile(level, index, width)


@pytest.mark.parametrize("length", [0, 63, 65, 96])
def test_a_tile_of_another_length_is_refused(length: int) -> None:
    assert Tile(0, 0, 2).hashes(b"\x00" * 64) == [b"\x00" * 32] * 2
    with pytest.raises(Malformed, match="应有 64 字节"):
        Tile(0, 0, 2).hashes(b"\x00" * length)


# --------------------------------------------------------------------------------------------------------------- bundles


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256))
def test_entries_are_read_as_they_were_written(entries: list[bytes]) -> None:
    assert read_bundle(Bundle(0, len(entries)), write_bundle(entries)) == entries


def test_a_bundle_is_lengths_and_entries() -> None:
    assert write_bundle([b"", b"ab"]) == b"\x00\x00\x00\x02ab"


def test_the_longest_entry_has_65535_bytes() -> None:
    longest = b"x" * 65_535
    assert read_bundle(Bundle(0, 1), write_bundle([longest])) == [longest]
    with pytest.raises(Malformed, match="65536 字节"):
        write_bundle([longest + b"x"])


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\x00\x01a\x00\x01b"[:-1], "第 1 条处截断"),
        (b"\x00\x01a\x00", "第 1 条处截断"),
        (b"\x00", "第 0 条处截断"),
        (b"", "实有 0 条"),
        (b"\x00\x01a", "实有 1 条"),
        (b"\x00\x01a\x00\x01b\x00\x00", "实有 3 条"),
    ],
)
def test_a_bundle_that_is_cut_or_of_another_width_is_refused(raw: bytes, why: str) -> None:
    assert read_bundle(Bundle(0, 2), b"\x00\x01a\x00\x01b") == [b"a", b"b"]
    with pytest.raises(Malformed, match=why):
        read_bundle(Bundle(0, 2), raw)
