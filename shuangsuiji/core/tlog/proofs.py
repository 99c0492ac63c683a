"""Inclusion and consistency: proofs made from the hashes of finished subtrees, and their check.

Source: RFC 6962 §2.1.1 and §2.1.2 (making), RFC 9162 §2.1.3.2 and §2.1.4.2 (checking). One reading is stricter: a tree of
size 0 proves nothing about its growth, so `verify_consistency` refuses it; for a witness that is its own rule.
Shape: `subtree(level, index)` is the hash of leaves `index·2^level … (index+1)·2^level − 1`, all of them present.
"""

from collections.abc import Callable, Sequence

from shuangsuiji.core.tlog.hashes import EMPTY_ROOT, SHA256, all_checked, fold, node_hash
from shuangsuiji.core.tlog.refusal import ProofFailed
from shuangsuiji.core.tree import root_from_hash

Subtree = Callable[[int, int], bytes]

# ---------------------------------------------------------------------------------------------------------------- making


def tree_root(size: int, subtree: Subtree) -> bytes:
    """MTH(D[0:size]) of RFC 6962 §2.1."""
    return _range_hash(0, size, subtree) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """PATH(index, D[0:size]): sibling hashes from the leaf upwards. Cost: O(log² size) calls of `subtree`."""
    if not 0 <= index < size:
        raise ProofFailed(f"树有 {size} 条，没有第 {index} 条（从 0 起）")
    return _path(index, 0, size, subtree)


def consistency_path(old: int, size: int, subtree: Subtree) -> list[bytes]:
    """PROOF(old, D[0:size]): what shows that the tree of `old` leaves is a prefix of the tree of `size` leaves."""
    if not 1 <= old <= size:
        raise ProofFailed(f"不能证明大小 {old} 是大小 {size} 的前段")
    return _subproof(old, 0, size, subtree, whole=True)


def _path(index: int, start: int, end: int, subtree: Subtree) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(index, start, middle, subtree), _range_hash(middle, end, subtree)]
    return [*_path(index, middle, end, subtree), _range_hash(start, middle, subtree)]


def _subproof(old: int, start: int, end: int, subtree: Subtree, *, whole: bool) -> list[bytes]:
    """`whole`: the old tree's root is this very subtree, which the verifier knows already."""
    if old == end:
        return [] if whole else [_range_hash(start, end, subtree)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(old, start, middle, subtree, whole=whole), _range_hash(middle, end, subtree)]
    return [*_subproof(old, middle, end, subtree, whole=False), _range_hash(start, middle, subtree)]


def _split(width: int) -> int:
    """The largest power of two below `width`; `width` is at least 2."""
    return 1 << ((width - 1).bit_length() - 1)


def _range_hash(start: int, end: int, subtree: Subtree) -> bytes:
    """Hash of D[start:end], whose `start` is a multiple of the range's largest subtree: one finished subtree per set bit."""
    parts = []
    for level in reversed(range((end - start).bit_length())):
        if (end - start) >> level:
            parts.append(subtree(level, start >> level))
            start += 1 << level
    return fold(parts)


# -------------------------------------------------------------------------------------------------------------- checking


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise ProofFailed unless `path` leads from the hash `leaf` at `index` to the `root` of `size` leaves."""
    all_checked([leaf, root, *path])
    if root_from_hash(SHA256, leaf, index, size, path) != root:
        raise ProofFailed(f"包含证明不成立：它不能从第 {index} 条推出大小为 {size} 的树根")


def verify_consistency(old: int, size: int, path: Sequence[bytes], old_root: bytes, root: bytes) -> None:
    """Raise ProofFailed unless `path` shows the tree of `old` leaves to be a prefix of the tree of `size` leaves.

    `old` is at least 1.
    """
    all_checked([old_root, root, *path])
    if not 1 <= old <= size:
        raise ProofFailed(f"大小 {old} 不能是大小 {size} 的前段")
    proven = (old_root, old_root) if old == size and not path else _both_roots(old, size, path, old_root)
    if proven != (old_root, root):
        raise ProofFailed(f"一致性证明不成立：大小为 {size} 的树不是由大小为 {old} 的树追加而成")


def _both_roots(old: int, size: int, path: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
    """The two roots that `path` computes (RFC 9162 §2.1.4.2, its names), or None where its length does not fit."""
    if old == size or not path:
        return None
    # A complete old tree is itself the first node, and the path leaves it out.
    nodes = [old_root, *path] if old.bit_count() == 1 else list(path)
    fn, sn = old - 1, size - 1
    while fn % 2:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = nodes[0]
    for node in nodes[1:]:
        if sn == 0:
            return None
        if fn % 2 or fn == sn:
            fr, sr = node_hash(node, fr), node_hash(node, sr)
            while fn and not fn % 2:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, node)
        fn, sn = fn >> 1, sn >> 1
    return (fr, sr) if sn == 0 else None
