"""Ed25519 signing for tests, written down naively with affine points: a third opinion, and the only signer that needs nothing.

Source: RFC 8032 §5.1.5, §5.1.6. Never used outside tests: it is slow and takes time that depends on the key.
"""

import hashlib
from dataclasses import dataclass
from functools import cache

from shuangsuiji.core.tlog.cosignature import cosigned_message
from shuangsuiji.core.tlog.keys import COSIGNATURE, LOG_SIGNATURE, VerifierKey
from shuangsuiji.core.tlog.note import Note, SignatureLine, cosignature_line, signature_line

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)

Point = tuple[int, int]


def add(one: Point, other: Point) -> Point:
    """The sum of two points of the curve."""
    (x1, y1), (x2, y2) = one, other
    cross = D * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + cross, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - cross, -1, P) % P


def multiple(number: int, point: Point) -> Point:
    """`number` times a point."""
    result = (0, 1)
    for digit in f"{number:b}":
        result = add(result, result)
        if digit == "1":
            result = add(result, point)
    return result


def encoded(point: Point) -> bytes:
    """A point as 32 bytes."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def little(raw: bytes) -> int:
    """A number from bytes, lowest first."""
    return int.from_bytes(raw, "little")


def expanded(seed: bytes) -> tuple[int, bytes]:
    """Secret scalar and nonce prefix of a seed of 32 bytes."""
    digest = hashlib.sha512(seed).digest()
    return little(digest[:32]) & (2**254 - 8) | 2**254, digest[32:]


@cache
def public_key(seed: bytes) -> bytes:
    """The public key of a seed."""
    return encoded(multiple(expanded(seed)[0], BASE))


@cache
def sign(seed: bytes, message: bytes) -> bytes:
    """An Ed25519 signature, always the same for the same seed and message."""
    scalar, prefix = expanded(seed)
    nonce = little(hashlib.sha512(prefix + message).digest()) % L
    point = encoded(multiple(nonce, BASE))
    challenge = little(hashlib.sha512(point + public_key(seed) + message).digest()) % L
    return point + ((nonce + challenge * scalar) % L).to_bytes(32, "little")


@dataclass(frozen=True, slots=True)
class Signer:
    """An invented party that signs; its seed is derived from its name, so every run makes the same signatures."""

    name: str
    kind: int = LOG_SIGNATURE

    @property
    def seed(self) -> bytes:
        """The private seed. It protects nothing."""
        return hashlib.sha256(f"test signer {self.name}".encode()).digest()

    @property
    def key(self) -> VerifierKey:
        """The public key."""
        return VerifierKey(self.name, self.kind, public_key(self.seed))

    def line(self, text: str, at: int = 0) -> SignatureLine:
        """A signature line for a note's text; a witness also says when."""
        if self.kind == COSIGNATURE:
            return cosignature_line(self.key, at, sign(self.seed, cosigned_message(at, text)))
        return signature_line(self.key, sign(self.seed, text.encode()))

    def note(self, text: str, *others: SignatureLine) -> bytes:
        """A note with this signature first."""
        return Note(text, (self.line(text), *others)).to_bytes()


def witness(name: str) -> Signer:
    """An invented witness."""
    return Signer(name, COSIGNATURE)
