"""The hash tree of RFC 6962 over either suite: roots, inclusion paths, and their check.

Source: RFC 6962 §2.1, §2.1.1; RFC 9162 §2.1.3.2 for the check of a path.
Takes: leaves as bytes, in their order. Gives: 32-byte hashes.
"""

from collections.abc import Iterable, Sequence

from shuangsuiji.core.canonical import Suite


def leaf_hash(suite: Suite, leaf: bytes) -> bytes:
    """Hash of one leaf: `H(0x00 ‖ leaf)`."""
    return suite.hash(b"\x00" + leaf)


def node_hash(suite: Suite, left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: `H(0x01 ‖ left ‖ right)`."""
    return suite.hash(b"\x01" + left + right)


def root(suite: Suite, leaves: Iterable[bytes]) -> bytes:
    """Tree hash of `leaves`; the empty tree is `H("")`. Cost: 2n hashes, O(n) memory."""
    return root_of_hashes(suite, _leaf_level(suite, leaves))


def root_of_hashes(suite: Suite, hashes: Sequence[bytes]) -> bytes:
    """Tree hash over `hashes` as the lowest level, none of them hashed again.

    They are leaf hashes, or hashes of subtrees of one size; the last may stand for a smaller, unfinished subtree.
    """
    level = hashes
    while len(level) > 1:
        level = _parents(suite, level)
    return level[0] if level else suite.hash(b"")


class Tree:
    """A whole tree kept in memory, for many inclusion paths."""

    def __init__(self, suite: Suite, leaves: Iterable[bytes]) -> None:
        """Hash `leaves` (in order) and all their ancestors."""
        self._levels = [_leaf_level(suite, leaves)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_parents(suite, self._levels[-1]))
        self.root = self._levels[-1][0] if self._levels[0] else suite.hash(b"")

    def path(self, index: int) -> list[bytes]:
        """Sibling hashes of leaf `index` from the leaf upwards (RFC 6962 §2.1.1)."""
        siblings = []
        for level in self._levels[:-1]:
            sibling = index ^ 1
            if sibling < len(level):
                siblings.append(level[sibling])
            index //= 2
        return siblings


def root_from_path(suite: Suite, leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Tree hash that `path` proves for `leaf` at `index` of `size` leaves, or None where the path does not fit."""
    return root_from_hash(suite, leaf_hash(suite, leaf), index, size, path)


def root_from_hash(suite: Suite, node: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """`root_from_path` for a leaf of which only the hash, `node`, is at hand."""
    if not 0 <= index < size:
        return None
    last, used = size - 1, 0
    while last:
        # A last node without a sibling moves up unchanged: it is its own ancestor at the next level.
        if index % 2 or index < last:
            if used == len(path):
                return None
            sibling = path[used]
            node = node_hash(suite, sibling, node) if index % 2 else node_hash(suite, node, sibling)
            used += 1
        index, last = index // 2, last // 2
    return node if used == len(path) else None


def _leaf_level(suite: Suite, leaves: Iterable[bytes]) -> list[bytes]:
    make = suite.constructor
    return [make(b"\x00" + leaf).digest() for leaf in leaves]


def _parents(suite: Suite, level: Sequence[bytes]) -> list[bytes]:
    make = suite.constructor
    parents = [make(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
    if len(level) % 2:
        parents.append(level[-1])
    return parents
