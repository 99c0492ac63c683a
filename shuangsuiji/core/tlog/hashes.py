"""The hash of the log: SHA-256, with a leaf and a node never confused.

Source: RFC 6962 §2.1; 50-ledger §5 (leaf `0x00 ‖ body`, node `0x01 ‖ left ‖ right`, empty root `SHA-256("")`).
"""

from collections.abc import Iterable, Sequence

from shuangsuiji.core import tree
from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.tlog.refusal import Malformed
from shuangsuiji.core.tlog.spelling import HASH_SIZE

SHA256 = suite_named("SHA256")
EMPTY_ROOT = SHA256.hash(b"")


def leaf_hash(body: bytes) -> bytes:
    """Hash of one entry."""
    return tree.leaf_hash(SHA256, body)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return tree.node_hash(SHA256, left, right)


def root_of_hashes(hashes: Sequence[bytes]) -> bytes:
    """Tree hash over leaf hashes, or over subtrees of one size of which the last may be smaller."""
    return tree.root_of_hashes(SHA256, hashes)


def fold(subtrees: Sequence[bytes]) -> bytes:
    """Tree hash over complete subtrees of falling size, largest first; at least one."""
    rest = subtrees[-1]
    for subtree in reversed(subtrees[:-1]):
        rest = node_hash(subtree, rest)
    return rest


def checked(one: bytes) -> bytes:
    """The hash itself, of 32 bytes: a shorter one beside a longer one would hash to the same parent."""
    if len(one) != HASH_SIZE:
        raise Malformed(f"哈希应为 32 字节，实为 {len(one)} 字节")
    return one


def all_checked(hashes: Iterable[bytes]) -> tuple[bytes, ...]:
    """The hashes, each of 32 bytes."""
    return tuple(checked(one) for one in hashes)
