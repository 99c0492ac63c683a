"""Proofs made and checked against the recursive definition, and bent in every way.

Source: RFC 6962 §2.1.1, §2.1.2; RFC 9162 §2.1.3.2, §2.1.4.2; 50-ledger §9 L06, L07.
"""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.tlog import proofs
from shuangsuiji.core.tlog.refusal import Malformed, ProofFailed, TlogRefused
from tests.core.tlog import naive

ALL_PAIRS_UP_TO = 80
EDGES = (127, 128, 129, 255, 256, 257, 511, 512, 513, 600)
LARGE = (65_535, 65_536, 65_537)


def inclusion_holds(index: int, size: int) -> None:
    """The proof is that of the definition, and is accepted."""
    path = proofs.inclusion_path(index, size, naive.subtree)
    assert path == naive.path(index, 0, size)
    proofs.verify_inclusion(naive.leaf(index), index, size, path, naive.mth(0, size))


def consistency_holds(old: int, size: int) -> None:
    """The proof is that of the definition, and is accepted."""
    path = proofs.consistency_path(old, size, naive.subtree)
    assert path == naive.proof(old, size)
    proofs.verify_consistency(old, size, path, naive.mth(0, old), naive.mth(0, size))


def is_included(index: int, size: int, path: list[bytes], leaf: bytes, root: bytes) -> bool:
    """Whether a proof is accepted."""
    with suppress(TlogRefused):
        proofs.verify_inclusion(leaf, index, size, path, root)
        return True
    return False


def is_consistent(old: int, size: int, path: list[bytes], old_root: bytes, root: bytes) -> bool:
    """Whether a proof is accepted."""
    with suppress(TlogRefused):
        proofs.verify_consistency(old, size, path, old_root, root)
        return True
    return False


def bent(path: list[bytes]) -> Iterator[list[bytes]]:
    """A proof with one thing changed."""
    for place, node in enumerate(path):
        yield [*path[:place], flipped(node), *path[place + 1 :]]
        yield path[:place] + path[place + 1 :]
        yield [*path[:place], node, *path[place:]]
        yield [*path[:place], node[:31], *path[place + 1 :]]
        yield [*path[:place], node + b"\x00", *path[place + 1 :]]
    yield [*path, b"\x00" * 32]
    if len(set(path)) > 1:
        yield path[::-1]


def flipped(raw: bytes) -> bytes:
    """The last bit changed."""
    return raw[:-1] + bytes([raw[-1] ^ 1])


def every_bent_inclusion_proof_is_refused() -> None:
    """Claim, also of the saboteurs: leaf, root, each node, the index and the length all matter."""
    for size in (1, 2, 3, 5, 8, 13, 33):
        root = naive.mth(0, size)
        for index in range(size):
            path, leaf = naive.path(index, 0, size), naive.leaf(index)
            assert is_included(index, size, path, leaf, root)
            assert not any(is_included(index, size, wrong, leaf, root) for wrong in bent(path))
            assert not is_included(index, size, path, flipped(leaf), root)
            assert not is_included(index, size, path, leaf, flipped(root))
            assert not any(is_included(other, size, path, leaf, root) for other in range(-2, 70) if other != index)


def every_bent_consistency_proof_is_refused() -> None:
    """Claim, also of the saboteurs: both roots, each node, the old size and the length all matter."""
    for size in (1, 2, 3, 5, 8, 13, 33):
        root = naive.mth(0, size)
        for old in range(1, size + 1):
            path, old_root = naive.proof(old, size), naive.mth(0, old)
            assert is_consistent(old, size, path, old_root, root)
            assert not any(is_consistent(old, size, wrong, old_root, root) for wrong in bent(path))
            assert not is_consistent(old, size, path, flipped(old_root), root)
            assert not is_consistent(old, size, path, old_root, flipped(root))
            for other in range(-2, 40):
                assert other == old or not is_consistent(other, size, path, old_root, root)


def a_rewritten_tree_is_not_consistent() -> None:
    """Claim, also of the saboteurs: whoever changes an old leaf and computes everything anew finds no proof (L06)."""
    other = naive.mth(1000, 1008)
    for old in range(1, 9):
        for path in ([], naive.proof(old, 8), [naive.mth(0, 8)], [other]):
            assert not is_consistent(old, 8, path, naive.mth(0, old), other)


def test_every_proof_of_small_trees_is_that_of_the_definition_and_holds() -> None:
    for size in range(1, ALL_PAIRS_UP_TO):
        for index in range(size):
            inclusion_holds(index, size)
            consistency_holds(index + 1, size)


@pytest.mark.parametrize("size", EDGES)
def test_every_proof_around_the_edges_of_tiles_is_that_of_the_definition_and_holds(size: int) -> None:
    for index in {*range(0, size, 7), *range(max(0, size - 5), size), *range(253, min(size, 260))}:
        inclusion_holds(index, size)
        consistency_holds(index + 1, size)


@pytest.mark.parametrize("size", LARGE)
def test_proofs_in_large_trees_are_those_of_the_definition_and_hold(size: int) -> None:
    for index in (0, 1, 255, 256, 32_767, 32_768, 65_279, 65_280, size - 2, size - 1):
        inclusion_holds(index, size)
        consistency_holds(index + 1, size)


def test_every_bent_inclusion_proof_is_refused() -> None:
    every_bent_inclusion_proof_is_refused()


def test_every_bent_consistency_proof_is_refused() -> None:
    every_bent_consistency_proof_is_refused()


def test_a_rewritten_tree_is_not_consistent() -> None:
    a_rewritten_tree_is_not_consistent()


@given(st.integers(2, 300), st.data())
def test_no_wrong_bit_anywhere_is_accepted(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    parts = [naive.mth(0, old), naive.mth(0, size), *naive.proof(old, size)]
    place, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[place] = (int.from_bytes(parts[place], "big") ^ 1 << bit).to_bytes(32, "big")
    assert not is_consistent(old, size, parts[2:], parts[0], parts[1])


def test_growth_from_nothing_is_not_proven_by_a_consistency_proof() -> None:
    """The strict reading: size 0 is the witness's business."""
    for size in (0, 1, 8):
        with pytest.raises(ProofFailed, match="前段"):
            proofs.verify_consistency(0, size, [], naive.mth(0, 0), naive.mth(0, size))
        with pytest.raises(ProofFailed, match="前段"):
            proofs.consistency_path(0, size, naive.subtree)


def test_a_tree_does_not_shrink() -> None:
    with pytest.raises(ProofFailed, match="前段"):
        proofs.verify_consistency(5, 4, [], naive.mth(0, 5), naive.mth(0, 4))
    with pytest.raises(ProofFailed, match="前段"):
        proofs.consistency_path(5, 4, naive.subtree)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5), (6, 5)])
def test_there_is_no_proof_for_an_entry_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ProofFailed, match="没有第"):
        proofs.inclusion_path(index, size, naive.subtree)


def test_hashes_of_other_lengths_are_refused_before_they_are_hashed() -> None:
    """31 and 33 bytes beside each other would give the same parent as 32 and 32."""
    left, right = naive.leaf(0), naive.leaf(1)
    root = naive.mth(0, 2)
    joined = left + right
    with pytest.raises(Malformed, match="字节"):
        proofs.verify_inclusion(joined[:31], 0, 2, [joined[31:]], root)
    with pytest.raises(Malformed, match="字节"):
        proofs.verify_consistency(1, 2, [joined[31:]], joined[:31], root)


def test_the_root_comes_out_of_finished_subtrees() -> None:
    assert [proofs.tree_root(size, naive.subtree) for size in range(300)] == [naive.mth(0, size) for size in range(300)]
