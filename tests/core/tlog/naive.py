"""RFC 6962 §2.1 word for word over the leaves themselves, sharing no code with what is tested.

A range of leaves is named by its first and the one after its last. Most tests use one endless list: leaf number n is `b"leaf n"`.
"""

import hashlib
from collections.abc import Callable


class Definition:
    """The definitions for one list of leaves; `body(n)` gives leaf n."""

    def __init__(self, body: Callable[[int], bytes]) -> None:
        self.body = body
        self._known: dict[tuple[int, int], bytes] = {}

    def leaf(self, number: int) -> bytes:
        """The hash of a leaf."""
        return hashlib.sha256(b"\x00" + self.body(number)).digest()

    def mth(self, start: int, end: int) -> bytes:
        """MTH(D[start:end]), each range computed once."""
        if (start, end) not in self._known:
            self._known[start, end] = self._mth(start, end)
        return self._known[start, end]

    def _mth(self, start: int, end: int) -> bytes:
        if start == end:
            return hashlib.sha256(b"").digest()
        if end - start == 1:
            return self.leaf(start)
        k = split(end - start)
        return hashlib.sha256(b"\x01" + self.mth(start, start + k) + self.mth(start + k, end)).digest()

    def path(self, m: int, start: int, end: int) -> list[bytes]:
        """PATH(m, D[start:end]); m counts from `start`."""
        if end - start == 1:
            return []
        k = split(end - start)
        if m < k:
            return [*self.path(m, start, start + k), self.mth(start + k, end)]
        return [*self.path(m - k, start + k, end), self.mth(start, start + k)]

    def proof(self, m: int, n: int) -> list[bytes]:
        """PROOF(m, D[0:n])."""
        return self.subproof(m, 0, n, True)

    def subproof(self, m: int, start: int, end: int, b: bool) -> list[bytes]:
        """SUBPROOF(m, D[start:end], b); m counts from `start`."""
        if m == end - start:
            return [] if b else [self.mth(start, end)]
        k = split(end - start)
        if m <= k:
            return [*self.subproof(m, start, start + k, b), self.mth(start + k, end)]
        return [*self.subproof(m - k, start + k, end, False), self.mth(start, start + k)]

    def tile(self, level: int, index: int, width: int) -> bytes:
        """The file of a tile, as C2SP tlog-tiles defines it."""
        span = 256**level
        first = index * 256
        return b"".join(self.mth(place * span, (place + 1) * span) for place in range(first, first + width))


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


ENDLESS = Definition(lambda number: b"leaf %d" % number)
body, leaf, mth, path, proof, tile = (
    ENDLESS.body,
    ENDLESS.leaf,
    ENDLESS.mth,
    ENDLESS.path,
    ENDLESS.proof,
    ENDLESS.tile,
)


def subtree(level: int, index: int) -> bytes:
    """Hash of a finished subtree of the endless list, as `core.tlog.proofs` asks for it."""
    return mth(index << level, (index + 1) << level)
