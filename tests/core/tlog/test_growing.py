"""The growing tree against the recursive definition. Source: RFC 6962 §2.1; 50-ledger §13.1."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import EMPTY_ROOT, leaf_hash
from shuangsuiji.core.tlog.refusal import Malformed
from tests.core.tlog import naive


def grown(size: int) -> Frontier:
    """A tree of the naive leaves."""
    return Frontier().extended(naive.leaf(number) for number in range(size))


def every_root_is_that_of_the_definition(largest: int = 600) -> None:
    """Claim, also of the saboteurs: one leaf at a time, all sizes from 0."""
    tree = Frontier()
    for size in range(largest + 1):
        assert tree.size == size
        assert tree.root() == naive.mth(0, size)
        tree = tree.extended([naive.leaf(size)])


def test_every_root_up_to_600_is_that_of_the_definition() -> None:
    every_root_is_that_of_the_definition()


@pytest.mark.parametrize("power", [12, 16])
def test_roots_around_a_power_of_two_are_those_of_the_definition(power: int) -> None:
    tree = grown(2**power - 1)
    for size in (2**power - 1, 2**power, 2**power + 1):
        assert tree.root() == naive.mth(0, size)
        tree = tree.extended([naive.leaf(size)])


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


def test_the_leaf_hash_is_that_of_the_definition() -> None:
    assert leaf_hash(naive.body(7)) == naive.leaf(7)


@given(st.lists(st.integers(0, 40), max_size=6))
def test_growing_in_any_portions_gives_the_same_edge(portions: list[int]) -> None:
    tree = Frontier()
    for portion in portions:
        tree = tree.extended(naive.leaf(tree.size + place) for place in range(portion))
    assert tree == grown(sum(portions))


def test_the_edge_holds_one_hash_per_set_bit_largest_subtree_first() -> None:
    assert grown(13).hashes == (naive.mth(0, 8), naive.mth(8, 12), naive.mth(12, 13))
    assert all(len(grown(size).hashes) == size.bit_count() for size in range(70))


@pytest.mark.parametrize("size", [0, 1, 2, 13, 255, 256])
def test_an_edge_is_read_as_it_was_written(size: int) -> None:
    assert Frontier.from_bytes(size, grown(size).to_bytes()) == grown(size)


def test_appending_leaves_what_was_there_untouched() -> None:
    before = grown(11)
    before.extended([naive.leaf(11)])
    assert before == grown(11)


@pytest.mark.parametrize(
    ("size", "raw", "why"),
    [
        (-1, b"", "不在 0 与"),
        (2**63, b"\x00" * 32, "不在 0 与"),
        (1, b"", "应有 1 个"),
        (0, b"\x00" * 32, "应有 0 个"),
        (3, b"\x00" * 63, "31 字节"),
        (3, b"\x00" * 65, "1 字节"),
    ],
)
def test_an_edge_that_does_not_fit_its_size_is_refused(size: int, raw: bytes, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        Frontier.from_bytes(size, raw)


def test_a_leaf_hash_of_another_length_is_refused() -> None:
    with pytest.raises(Malformed, match="31 字节"):
        grown(3).extended([b"\x00" * 31])


def test_a_size_near_the_limit_grows_up_to_it_and_not_beyond() -> None:
    full = Frontier(2**63 - 1, (b"\x00" * 32,) * 63)
    with pytest.raises(Malformed, match="不在 0 与"):
        full.extended([b"\x00" * 32])
