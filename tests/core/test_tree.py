"""The hash tree against RFC 6962 written down naively: roots, paths, and every way to bend a path.

Source: RFC 6962 §2.1; 40-draw §3.3.
"""

import base64
import json
from functools import cache
from pathlib import Path

import pytest

from shuangsuiji.core.canonical import Suite, suite_named
from shuangsuiji.core.tree import Tree, leaf_hash, node_hash, root, root_from_hash, root_from_path, root_of_hashes
from tests.core.draw.cases import vectors

SHA256, SM3 = suite_named("SHA256"), suite_named("SM3")
SIZES = range(71)
LEAVES = tuple(f"leaf {number}".encode() for number in SIZES)


@cache
def naive_root(suite: Suite, leaves: tuple[bytes, ...]) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return suite.hash(b"")
    if len(leaves) == 1:
        return suite.hash(b"\x00" + leaves[0])
    split = _split(len(leaves))
    return suite.hash(b"\x01" + naive_root(suite, leaves[:split]) + naive_root(suite, leaves[split:]))


def naive_path(suite: Suite, index: int, leaves: tuple[bytes, ...]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*naive_path(suite, index, leaves[:split]), naive_root(suite, leaves[split:])]
    return [*naive_path(suite, index - split, leaves[split:]), naive_root(suite, leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


@pytest.mark.parametrize("suite", [SHA256, SM3], ids=lambda suite: suite.name)
def test_roots_of_every_size_are_those_of_the_recursive_definition(suite: Suite) -> None:
    for size in SIZES:
        leaves = LEAVES[:size]
        assert root(suite, iter(leaves)) == Tree(suite, leaves).root == naive_root(suite, leaves)


@pytest.mark.parametrize("suite", [SHA256, SM3], ids=lambda suite: suite.name)
def test_every_path_is_that_of_the_recursive_definition_and_proves_its_leaf(suite: Suite) -> None:
    for size in SIZES[1:]:
        leaves = LEAVES[:size]
        whole = Tree(suite, leaves)
        for index, leaf in enumerate(leaves):
            path = whole.path(index)
            assert path == naive_path(suite, index, leaves)
            assert root_from_path(suite, leaf, index, size, path) == whole.root


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13, 64, 70])
def test_every_one_bit_change_of_leaf_or_path_is_refused(size: int) -> None:
    whole = Tree(SHA256, LEAVES[:size])
    for index in {0, size // 2, size - 1}:
        path = whole.path(index)
        for place in range(-1, len(path)):
            for bit in range(8 * len(LEAVES[index] if place < 0 else path[place])):
                leaf, bent = LEAVES[index], list(path)
                if place < 0:
                    leaf = _flipped(leaf, bit)
                else:
                    bent[place] = _flipped(path[place], bit)
                assert root_from_path(SHA256, leaf, index, size, bent) not in (None, whole.root)


def _flipped(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13, 31, 64, 70])
def test_no_other_index_carries_the_leaf(size: int) -> None:
    whole = Tree(SHA256, LEAVES[:size])
    for index in range(size):
        path = whole.path(index)
        for other in (*range(size), *(index ^ 1 << bit for bit in range(20)), -1, -index - 1, size, 2**70):
            if other != index:
                assert root_from_path(SHA256, LEAVES[index], other, size, path) != whole.root


def test_a_size_that_asks_for_another_way_up_is_refused() -> None:
    """A path proves a root, not a size: the root is committed together with the number of rows (40-draw §3.3)."""
    for size in range(1, 33):
        whole = Tree(SHA256, LEAVES[:size])
        for index in range(size):
            path = whole.path(index)
            for other in (*range(index, 0, -1), 0, -1, *(size ^ 1 << bit for bit in range(8))):
                if other != size and _ways(index, other) != _ways(index, size):
                    assert root_from_path(SHA256, LEAVES[index], index, other, path) != whole.root


def _ways(index: int, size: int) -> list[bool] | None:
    """On which side the siblings lie on the way up, from the bits alone; None where there is no such leaf."""
    if not 0 <= index < size:
        return None
    sides, last = [], size - 1
    while last:
        if index % 2 or index < last:
            sides.append(bool(index % 2))
        index, last = index >> 1, last >> 1
    return sides


@pytest.mark.parametrize("size", [1, 2, 5, 8, 70])
def test_a_path_that_is_too_long_too_short_or_disordered_is_refused(size: int) -> None:
    whole = Tree(SHA256, LEAVES[:size])
    for index in range(size):
        path, leaf = whole.path(index), LEAVES[index]
        assert root_from_path(SHA256, leaf, index, size, [*path, b"\0" * 32]) is None
        assert root_from_path(SHA256, leaf, index, size, [*path, whole.root]) is None
        if path:
            assert root_from_path(SHA256, leaf, index, size, path[:-1]) is None
            assert root_from_path(SHA256, leaf, index, size, path[1:]) is None
        if len(path) > 1:
            assert root_from_path(SHA256, leaf, index, size, path[::-1]) != whole.root


def test_roots_and_paths_can_start_from_leaf_hashes() -> None:
    for size in SIZES:
        hashes = [leaf_hash(SHA256, leaf) for leaf in LEAVES[:size]]
        whole = Tree(SHA256, LEAVES[:size])
        assert root_of_hashes(SHA256, hashes) == whole.root
        for index, node in enumerate(hashes):
            assert root_from_hash(SHA256, node, index, size, whole.path(index)) == whole.root


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (5, 5), (-1, 5), (6, 5), (0, -1)])
def test_an_index_outside_the_tree_proves_nothing(index: int, size: int) -> None:
    assert root_from_path(SHA256, b"", index, size, []) is None


def test_a_node_cannot_pass_for_a_leaf() -> None:
    """Domain separation: the two halves of a node, offered as a leaf, hash to something else."""
    left, right = leaf_hash(SHA256, b"a"), leaf_hash(SHA256, b"b")
    assert root(SHA256, [left + right]) != root(SHA256, [b"a", b"b"]) == node_hash(SHA256, left, right)


@pytest.mark.parametrize("number", [0, 1])
def test_the_inclusion_example_of_the_vectors_verifies(number: int) -> None:
    suite = suite_named(vectors("suites")[number]["suite"])
    example = vectors("suites")[number]["inclusion_example"]
    path = [bytes.fromhex(sibling) for sibling in example["path"]]
    leaf = bytes.fromhex(example["leaf_hex"])
    assert root_from_path(suite, leaf, example["index"], example["size"], path) == bytes.fromhex(example["root"])


# ------------------------------------------------------------------------------------------------ outside test data


@pytest.mark.external
def test_public_rfc_6962_vectors_agree(shared: Path) -> None:
    given = json.loads((shared / "data/tlog/rfc6962_vectors.json").read_bytes())
    leaves = [bytes.fromhex(leaf) for leaf in given["leaves_hex"]]
    assert root(SHA256, []).hex() == given["empty_root"]
    assert [root(SHA256, leaves[: size + 1]).hex() for size in range(len(leaves))] == given["roots_hex"]
    assert all(leaf_hash(SHA256, bytes.fromhex(leaf)).hex() == told for leaf, told in given["leaf_hash"].items())
    for left, right, told in given["node_hash"]:
        assert node_hash(SHA256, bytes.fromhex(left), bytes.fromhex(right)).hex() == told


@pytest.mark.external
def test_public_probes_of_inclusion_proofs_are_accepted_or_refused_as_they_say(shared: Path) -> None:
    verdicts = {True: 0, False: 0}
    for file in sorted((shared / "data/tlog/merkle-probes/testdata/inclusion").rglob("*.json")):
        probe = json.loads(file.read_bytes())
        leaf = base64.b64decode(probe["leafHash"] or "")
        path = [base64.b64decode(sibling) for sibling in probe["proof"] or []]
        proven = root_from_hash(SHA256, leaf, probe["leafIdx"], probe["treeSize"], path)
        # Two probes give a leaf hash of no bytes; ours come from `leaf_hash` and always have 32.
        accepted = len(leaf) == 32 and proven == base64.b64decode(probe["root"] or "")
        assert accepted != probe["wantErr"], f"{file.parent.name}/{file.name}"
        verdicts[accepted] += 1
    assert verdicts == {True: 6, False: 92}
