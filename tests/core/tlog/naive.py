"""RFC 6962 §2.1 word for word over the leaves themselves, sharing no code with what is tested.

Leaf number n is `b"leaf n"`; a range of leaves is named by its first and the one after its last.
"""

import hashlib
from functools import cache


def body(number: int) -> bytes:
    """Leaf `number` of the endless list."""
    return b"leaf %d" % number


def leaf(number: int) -> bytes:
    """Its hash."""
    return hashlib.sha256(b"\x00" + body(number)).digest()


@cache
def mth(start: int, end: int) -> bytes:
    """MTH(D[start:end])."""
    if start == end:
        return hashlib.sha256(b"").digest()
    if end - start == 1:
        return leaf(start)
    k = split(end - start)
    return hashlib.sha256(b"\x01" + mth(start, start + k) + mth(start + k, end)).digest()


def path(m: int, start: int, end: int) -> list[bytes]:
    """PATH(m, D[start:end]); m counts from `start`."""
    if end - start == 1:
        return []
    k = split(end - start)
    if m < k:
        return [*path(m, start, start + k), mth(start + k, end)]
    return [*path(m - k, start + k, end), mth(start, start + k)]


def proof(m: int, n: int) -> list[bytes]:
    """PROOF(m, D[0:n])."""
    return subproof(m, 0, n, True)


def subproof(m: int, start: int, end: int, b: bool) -> list[bytes]:
    """SUBPROOF(m, D[start:end], b); m counts from `start`."""
    if m == end - start:
        return [] if b else [mth(start, end)]
    k = split(end - start)
    if m <= k:
        return [*subproof(m, start, start + k, b), mth(start + k, end)]
    return [*subproof(m - k, start + k, end, False), mth(start, start + k)]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def subtree(level: int, index: int) -> bytes:
    """Hash of a finished subtree, as `core.tlog.proofs` asks for it."""
    return mth(index << level, (index + 1) << level)
