"""Tickets: one number per handle and draw, and the ranking they give.

Source: SSJ-DRAW/1 §7, §13 (cut, then rank). By hand: `printf '%s%s' KEY HANDLE | sha256sum`.
Never: stratum, item or library inside a ticket; a firm has one number per draw.
"""

import heapq
from collections.abc import Iterable, Sequence
from math import isqrt

from shuangsuiji.core.canonical import Suite, tag

SUBJECTS = "subject"
TEAMS = "team"


def ticket_key(suite: Suite, seed: str, scope: str) -> str:
    """The public key of one ranking, 32 hexadecimal characters; `scope` is `subject`, `team` or `inspector/<load>`."""
    return tag(suite, "ticket-key", seed, scope)[:32]


def inspector_scope(load: int) -> str:
    """The scope in which inspectors already serving in `load` teams are ranked."""
    return f"inspector/{load}"


def ticket(suite: Suite, key: str, handle: str) -> str:
    """The ticket of a handle: the digest of key and handle written one after the other."""
    return suite.hash((key + handle).encode()).hex()


def lowest(suite: Suite, key: str, handles: Sequence[str], count: int) -> list[tuple[str, str]]:
    """The first `count` of `(ticket, handle)` in ascending order, or all where there are fewer.

    Exact. Rows above a cut that should leave about `count` + 8√`count` + 32 of them are dropped before
    ranking; where the cut leaves too few, everything is ranked. Cost: n hashes, O(count·log count) memory and order.
    """
    wanted = min(count, len(handles))
    if wanted == 0:
        return []
    kept = wanted + 8 * isqrt(wanted) + 40
    ranked = _candidates(suite, key, handles, _cut(kept, len(handles)))
    if len(ranked) < wanted:
        ranked = _candidates(suite, key, handles, None)
    return heapq.nsmallest(wanted, ranked)


def all_tickets(suite: Suite, key: str, handles: Iterable[str]) -> list[list[str]]:
    """`[[handle, ticket], …]` of distinct handles in byte order, as a record lists them."""
    return [[handle, ticket(suite, key, handle)] for handle in sorted(set(handles))]


def _cut(kept: int, total: int) -> bytes | None:
    """Digest below which about `kept` of `total` uniform digests lie; None where that is all of them."""
    return None if kept >= total else ((kept << 256) // total).to_bytes(32, "big")


def _candidates(suite: Suite, key: str, handles: Sequence[str], cut: bytes | None) -> list[tuple[str, str]]:
    make, prefix = suite.constructor, key.encode()
    if cut is None:
        return [(make(prefix + handle.encode()).hexdigest(), handle) for handle in handles]
    found = []
    for handle in handles:
        digest = make(prefix + handle.encode()).digest()
        if digest < cut:
            found.append((digest.hex(), handle))
    return found
