"""A tree that only grows, kept as its right edge: one hash per set bit of the size, largest subtree first.

Source: RFC 6962 §2.1; 50-ledger §2 (`log_head.frontier`), §9 L04.
Shape: a tree of 13 = 8 + 4 + 1 leaves is three hashes. Cost: O(log n) memory, one to log n hashes per leaf.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shuangsuiji.core.tlog.hashes import EMPTY_ROOT, all_checked, checked, fold, node_hash
from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.spelling import HASH_SIZE, MAX_SIZE


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree of `size` leaves. Raises Malformed where the number of hashes does not fit the size."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE:
            raise Malformed(f"树的大小 {self.size} 不在 0 与 2^63 之间")
        if len(all_checked(self.hashes)) != self.size.bit_count():
            raise Malformed(
                f"大小为 {self.size} 的树应有 {self.size.bit_count()} 个边缘哈希，实有 {len(self.hashes)} 个"
            )

    def extended(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        """The edge after these leaves, in their order, were appended."""
        size, edge = self.size, list(self.hashes)
        for leaf in leaf_hashes:
            node = checked(leaf)
            # Every low bit that is set is a finished subtree waiting for its sibling.
            for _ in range(_low_ones(size)):
                node = node_hash(edge.pop(), node)
            edge.append(node)
            size += 1
        return Frontier(size, tuple(edge))

    def root(self) -> bytes:
        """Tree hash of all leaves appended so far."""
        return fold(self.hashes) if self.hashes else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """The hashes one after the other; the size is kept beside them."""
        return b"".join(self.hashes)

    @staticmethod
    def from_bytes(size: int, raw: bytes) -> "Frontier":
        """Read what `to_bytes` wrote."""
        return Frontier(size, tuple(raw[start : start + HASH_SIZE] for start in range(0, len(raw), HASH_SIZE)))


def _low_ones(size: int) -> int:
    """How many of the lowest bits are set in a row: 11 = 0b1011 has two."""
    return (size ^ (size + 1)).bit_length() - 1
