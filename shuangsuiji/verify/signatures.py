"""Ed25519 verification: `cryptography` where it is installed, else our own, both behind one function and one reading.

Source: RFC 8032 §5.1 (curve, encodings, §5.1.3 decoding, §5.1.7 verification); 50-ledger §9. The equation is the one without
the cofactor, S·B = R + k·A, compared as bytes. Where implementations are known to differ the strict side is taken before
either of them is asked, so that both say the same: S below the group order, the key a canonical encoding, not of small order.
Takes: bytes from anywhere. Gives: yes or no. Never: an exception; a private key: there is no signing here, and no secret that
the time taken could tell.
"""

import hashlib
from collections.abc import Callable

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    HAS_CRYPTOGRAPHY = False
else:
    HAS_CRYPTOGRAPHY = True

PUBLIC_KEY_SIZE = 32
SIGNATURE_SIZE = 64

# RFC 8032 §5.1: the field, the group order, the curve −x² + y² = 1 + d·x²·y², the base point.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_SIGN = 1 << 255

_Point = tuple[int, int, int, int]  # extended homogeneous coordinates X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z
_NEUTRAL: _Point = (0, 1, 1, 0)


def verify_ed25519(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) by `public_key` (32 bytes) is good for `message`; False for bytes of any other shape."""
    return _is_well_formed(public_key, signature) and _BACKEND(public_key, message, signature)


def _is_well_formed(public_key: bytes, signature: bytes) -> bool:
    """What holds of every honest key and signature, and what the implementations would otherwise judge differently."""
    if len(public_key) != PUBLIC_KEY_SIZE or len(signature) != SIGNATURE_SIZE:
        return False
    y = int.from_bytes(public_key, "little") % _SIGN
    return y < _P and y not in _SMALL_ORDER and int.from_bytes(signature[32:], "little") < _L


def _verify_with_cryptography(public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _verify_in_python(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """RFC 8032 §5.1.7 with integers. Cost: some milliseconds."""
    point = _decoded(public_key)
    if point is None:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(digest, "little") % _L
    s = int.from_bytes(signature[32:], "little")
    # R as it must have been, S·B − k·A; writing it is canonical, so a second spelling of R is never equal.
    return _encoded(_combination(s, _BASE, k, _negated(point))) == signature[:32]


_BACKEND: Callable[[bytes, bytes, bytes], bool] = _verify_with_cryptography if HAS_CRYPTOGRAPHY else _verify_in_python


# ----------------------------------------------------------------------------------------------------------------- curve


def _decoded(encoded: bytes) -> _Point | None:
    """The point that 32 bytes encode, or None where no x fits (RFC 8032 §5.1.3).

    The step for x = 0 is missing: only y = ±1 has it, and those keys were refused before.
    """
    number = int.from_bytes(encoded, "little")
    y, sign = number % _SIGN, number >> 255
    x = _square_root((y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P)
    if x is None:
        return None
    if x % 2 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def _square_root(square: int) -> int | None:
    """A number whose square this is modulo p, or None. p mod 8 is 5, so one power gives it up to a root of −1."""
    root = pow(square, (_P + 3) // 8, _P)
    for candidate in (root, root * _ROOT_OF_MINUS_ONE % _P):
        if candidate * candidate % _P == square:
            return candidate
    return None


def _encoded(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(32, "little")


def _sum(one: _Point, other: _Point) -> _Point:
    """RFC 8032 §5.1.4; the formula is complete, it holds for equal and neutral points too."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * t1 * t2 * _D % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _negated(point: _Point) -> _Point:
    x, y, z, t = point
    return -x % _P, y, z, -t % _P


def _combination(a: int, one: _Point, b: int, other: _Point) -> _Point:
    """a·one + b·other, both multiples in one run over the bits."""
    table = (_NEUTRAL, one, other, _sum(one, other))
    result = _NEUTRAL
    for bit in reversed(range(max(a.bit_length(), b.bit_length()))):
        result = _sum(_sum(result, result), table[(a >> bit & 1) | (b >> bit & 1) << 1])
    return result


def _base_point() -> _Point:
    """The point with y = 4/5 and even x."""
    point = _decoded((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
    assert point is not None
    return point


def _small_order_ys() -> frozenset[int]:
    """The y of the eight points whose eightfold is neutral: ±1 (order 1 and 2), 0 (order 4), and ±y where 1/y² = 1 ± √(1+d)."""
    # A point of order 8 doubles to y = 0, so x² = −y²; with the curve that leaves d·y⁴ + 2·y² − 1 = 0, solved for 1/y².
    root = _square_root((1 + _D) % _P)
    assert root is not None
    ys = {0, 1, _P - 1}
    for inverse_square in (1 + root, 1 - root):
        y = _square_root(pow(inverse_square, -1, _P))
        ys |= set() if y is None else {y, _P - y}
    return frozenset(ys)


_BASE = _base_point()
_SMALL_ORDER = _small_order_ys()
