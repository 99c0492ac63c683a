"""Reading and growing a tree through its tiles. Source: C2SP tlog-tiles; 50-ledger §6, §9 L08."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.proofs import verify_consistency, verify_inclusion
from shuangsuiji.core.tlog.refusal import Malformed, ProofFailed
from shuangsuiji.core.tlog.tiled import RightEdge, TiledTree
from shuangsuiji.core.tlog.tiles import Tile, tiles_of
from tests.core.tlog import naive

SIZES = (1, 2, 44, 255, 256, 257, 300, 511, 512, 513, 1000)
LARGE = 65_536 + 256 + 3


@cache
def written(size: int) -> dict[Tile, bytes]:
    """All tiles of a tree of the naive leaves, straight from the definition of a tile."""
    return {tile: naive.tile(tile.level, tile.index, tile.width) for tile in tiles_of(size)}


def leaves(start: int, end: int) -> list[bytes]:
    """Hashes of the naive leaves."""
    return [naive.leaf(number) for number in range(start, end)]


def every_tile_is_that_of_the_definition() -> None:
    """Claim, also of the saboteurs: grown in two portions, each tile and each root is as defined."""
    for size in SIZES:
        for before in {0, 1, size // 2, size - 1, size}:
            edge, first = RightEdge().grown(leaves(0, before))
            later, second = edge.grown(leaves(before, size))
            tiles = dict(first) | dict(second)
            assert {tile: tiles[tile] for tile in tiles_of(size)} == written(size)
            assert later.root() == naive.mth(0, size)
            assert {tile for tile, _ in second} == set(tiles_of(size, before))


def test_every_tile_is_that_of_the_definition() -> None:
    every_tile_is_that_of_the_definition()


def test_three_levels_of_tiles_are_those_of_the_definition() -> None:
    edge, tiles = RightEdge().grown(leaves(0, LARGE))
    assert dict(tiles) == written(LARGE)
    assert edge.root() == naive.mth(0, LARGE) == TiledTree(LARGE, written(LARGE).__getitem__).root()
    assert RightEdge.read(LARGE, written(LARGE).__getitem__) == edge


@pytest.mark.parametrize("size", SIZES)
def test_root_and_proofs_come_out_of_the_tiles(size: int) -> None:
    tree = TiledTree(size, written(size).__getitem__)
    root = tree.root()
    assert root == naive.mth(0, size)
    for index in {0, size // 3, size // 2, size - 1}:
        verify_inclusion(naive.leaf(index), index, size, tree.inclusion(index), root)
        verify_consistency(index + 1, size, tree.consistency(index + 1), naive.mth(0, index + 1), root)


def test_the_empty_tree_has_no_tiles_and_its_root() -> None:
    assert TiledTree(0, {}.__getitem__).root() == RightEdge().root() == Frontier().root()


@given(st.integers(0, 700), st.integers(0, 300))
def test_edge_and_frontier_agree_at_every_growth(before: int, growth: int) -> None:
    """L04: two ways to keep the same tree."""
    edge = RightEdge.read(before, written(before).__getitem__)
    frontier = Frontier().extended(leaves(0, before))
    grown, _ = edge.grown(leaves(before, before + growth))
    assert grown.root() == frontier.extended(leaves(before, before + growth)).root()


@given(st.lists(st.integers(1, 300), min_size=1, max_size=5), st.data())
def test_append_seal_and_prove_in_any_rhythm(portions: list[int], data: st.DataObject) -> None:
    """50-ledger §13.1: at every seal the old root is a prefix, any entry is included, all out of the tiles written so far."""
    edge, root, tiles = RightEdge(), naive.mth(0, 0), dict[Tile, bytes]()
    for portion in portions:
        old, old_root = edge.size, root
        edge, written_now = edge.grown(leaves(old, old + portion))
        tiles |= dict(written_now)
        root = edge.root()
        tree = TiledTree(edge.size, tiles.__getitem__)
        assert root == tree.root() == naive.mth(0, edge.size)
        if old:
            verify_consistency(old, edge.size, tree.consistency(old), old_root, root)
        index = data.draw(st.integers(0, edge.size - 1))
        verify_inclusion(naive.leaf(index), index, edge.size, tree.inclusion(index), root)


def test_a_proof_in_a_large_tree_reads_few_tiles() -> None:
    """50-ledger §13: a browser loads at most 8 files for one entry."""
    asked: list[Tile] = []

    def read(tile: Tile) -> bytes:
        asked.append(tile)
        return written(LARGE)[tile]

    tree = TiledTree(LARGE, read)
    verify_inclusion(naive.leaf(12_345), 12_345, LARGE, tree.inclusion(12_345), naive.mth(0, LARGE))
    assert len(asked) == len(set(asked)) <= 6


def test_one_changed_bit_in_a_tile_spoils_the_proof() -> None:
    tiles = dict(written(300))
    raw = tiles[Tile(0, 1, 44)]
    tiles[Tile(0, 1, 44)] = raw[:-1] + bytes([raw[-1] ^ 1])
    path = TiledTree(300, tiles.__getitem__).inclusion(7)
    with pytest.raises(ProofFailed):
        verify_inclusion(naive.leaf(7), 7, 300, path, naive.mth(0, 300))


def test_a_tile_cut_short_is_refused() -> None:
    tiles = dict(written(300))
    tiles[Tile(0, 1, 44)] = tiles[Tile(0, 1, 44)][:-32]
    with pytest.raises(Malformed, match="应有 1408 字节"):
        TiledTree(300, tiles.__getitem__).root()


def test_what_the_reader_of_files_raises_passes_through() -> None:
    with pytest.raises(KeyError):
        TiledTree(300, {}.__getitem__).root()


def test_a_subtree_that_is_not_finished_is_refused() -> None:
    tree = TiledTree(300, written(300).__getitem__)
    assert tree.subtree(8, 0) == naive.mth(0, 256)
    with pytest.raises(ProofFailed, match="完整子树"):
        tree.subtree(8, 1)


@pytest.mark.parametrize(
    ("size", "rows"),
    [
        (-1, ()),
        (2**63, ((),) * 7 + ((b"\x00" * 32,) * 128,)),
        (0, ((b"\x00" * 32,),)),
        (1, ()),
        (1, ((b"\x00" * 32,) * 2,)),
        (256, ((),)),
        (256, ((b"\x00" * 32,), (b"\x00" * 32,))),
        (256, ((), (b"\x00" * 32,), ())),
    ],
)
def test_an_edge_that_does_not_fit_its_size_is_refused(size: int, rows: tuple[tuple[bytes, ...], ...]) -> None:
    assert RightEdge(256, ((), (b"\x00" * 32,))).size == 256
    with pytest.raises(Malformed, match="右缘"):
        RightEdge(size, rows)


def test_a_leaf_hash_of_another_length_is_refused() -> None:
    with pytest.raises(Malformed, match="33 字节"):
        RightEdge().grown([b"\x00" * 33])
