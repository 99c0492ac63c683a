"""Ed25519, both ways, against RFC 8032 and against each other where implementations are known to differ.

Source: RFC 8032 §5.1, §7.1; 50-ledger §9. The signer of `tests.core.tlog.signing` is a third, naive implementation.
"""

import hashlib
import importlib.util
import sys
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.verify import signatures
from tests.core.tlog.signing import BASE, Point, add, encoded, expanded, little, multiple, public_key, sign
from tests.core.tlog.signing import D as CURVE
from tests.core.tlog.signing import L as ORDER
from tests.core.tlog.signing import P as FIELD

# RFC 8032 §7.1, tests 1, 2, 3 and SHA(abc): seed, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]
SEED = bytes(range(32))
KEY, MESSAGE = public_key(SEED), "双随机".encode()
SIGNATURE = sign(SEED, MESSAGE)
NEUTRAL: Point = (0, 1)
WITHOUT_CRYPTOGRAPHY = "cryptography 未安装，两种实现未相互核对"

needs_cryptography = pytest.mark.skipif(not signatures.HAS_CRYPTOGRAPHY, reason=WITHOUT_CRYPTOGRAPHY)


def bare_python() -> ModuleType:
    """The module as a Python without `cryptography` loads it."""
    names = ("cryptography", "cryptography.exceptions", "cryptography.hazmat.primitives.asymmetric.ed25519")
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setitem(sys.modules, name, None)
        spec = importlib.util.spec_from_file_location("signatures_of_a_bare_python", signatures.__file__)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


BARE = bare_python()
IMPLEMENTATIONS = [
    pytest.param(BARE, id="own"),
    pytest.param(signatures, id="cryptography", marks=needs_cryptography),
]


def both_say(key: bytes, message: bytes, signature: bytes) -> bool:
    """The verdict that both implementations share; different verdicts fail the test."""
    verdicts = {module.verify_ed25519(key, message, signature) for module in (BARE, signatures)}
    assert len(verdicts) == 1, (key.hex(), message.hex(), signature.hex())
    return verdicts.pop()


def no_changed_signature_is_accepted(module: ModuleType = BARE) -> None:
    """Claim, also of the saboteurs: every bit of key, message and signature matters."""
    verify = module.verify_ed25519
    assert verify(KEY, MESSAGE, SIGNATURE)
    assert not verify(KEY, MESSAGE + b"\x00", SIGNATURE)
    for bit in (*range(0, 512, 37), 255, 256, 511):
        assert not verify(KEY, MESSAGE, flipped(SIGNATURE, bit))
        assert not verify(flipped(KEY, bit % 256), MESSAGE, SIGNATURE)
    assert not verify(KEY, MESSAGE, SIGNATURE[:32] + (little(SIGNATURE[32:]) + ORDER).to_bytes(32, "little"))


def no_key_of_small_order_is_accepted(module: ModuleType = BARE) -> None:
    """Claim, also of the saboteurs: such a key would "sign" every message."""
    for point in torsion_points():
        for key in {encoded(point), (little(encoded(point)) | 1 << 255).to_bytes(32, "little")}:
            for factor in range(3):
                signature = encoded(multiple(factor, BASE)) + factor.to_bytes(32, "little")
                assert not any(module.verify_ed25519(key, b"%d" % number, signature) for number in range(9))


def flipped(raw: bytes, bit: int) -> bytes:
    """One bit changed."""
    return (little(raw) ^ 1 << bit).to_bytes(len(raw), "little")


def torsion_points() -> list[Point]:
    """The eight points whose eightfold is neutral: multiples of any point times the group order that has order 8."""
    y = 2
    while True:
        x = square_root((y * y - 1) * pow(1 + CURVE * y * y, -1, FIELD) % FIELD)
        y += 1
        if x is not None:
            point = multiple(ORDER, (x, y - 1))
            if multiple(4, point) != NEUTRAL:
                return [multiple(number, point) for number in range(1, 9)]


def square_root(square: int) -> int | None:
    """A root modulo p by trying both candidates, or None."""
    for factor in (1, pow(2, (FIELD - 1) // 4, FIELD)):
        root = pow(square, (FIELD + 3) // 8, FIELD) * factor % FIELD
        if root * root % FIELD == square:
            return root
    return None


# ------------------------------------------------------------------------------------------------------ known answers


@pytest.mark.parametrize("module", IMPLEMENTATIONS)
@pytest.mark.parametrize(("seed", "key", "message", "signature"), RFC_8032, ids=["1", "2", "3", "SHA(abc)"])
def test_the_vectors_of_rfc_8032_verify(module: ModuleType, seed: str, key: str, message: str, signature: str) -> None:
    assert module.verify_ed25519(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature))
    assert public_key(bytes.fromhex(seed)).hex() == key
    assert sign(bytes.fromhex(seed), bytes.fromhex(message)).hex() == signature


@pytest.mark.parametrize("module", IMPLEMENTATIONS)
def test_no_changed_signature_is_accepted(module: ModuleType) -> None:
    no_changed_signature_is_accepted(module)


@pytest.mark.parametrize("module", IMPLEMENTATIONS)
def test_no_key_of_small_order_is_accepted(module: ModuleType) -> None:
    no_key_of_small_order_is_accepted(module)


@pytest.mark.parametrize("module", IMPLEMENTATIONS)
@pytest.mark.parametrize(("key_length", "signature_length"), [(0, 64), (31, 64), (33, 64), (32, 0), (32, 63), (32, 65)])
def test_bytes_of_another_length_are_a_plain_no(module: ModuleType, key_length: int, signature_length: int) -> None:
    assert not module.verify_ed25519((KEY + KEY)[:key_length], MESSAGE, (SIGNATURE * 2)[:signature_length])


def test_a_bare_python_takes_our_own_implementation() -> None:
    assert not BARE.HAS_CRYPTOGRAPHY
    assert not hasattr(BARE, "Ed25519PublicKey")


# ------------------------------------------------------------------------------------------------------- one reading


@needs_cryptography
@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 1023))
def test_both_accept_what_was_signed_and_refuse_what_was_changed(seed: bytes, message: bytes, bit: int) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert both_say(key, message, signature)
    assert not both_say(key, message, flipped(signature, bit % 512))
    assert not both_say(flipped(key, bit % 256), message, signature)


@needs_cryptography
@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=8), st.binary(min_size=64, max_size=64))
def test_both_refuse_any_bytes(key: bytes, message: bytes, signature: bytes) -> None:
    assert not both_say(key, message, signature)


@needs_cryptography
def test_both_judge_keys_with_a_small_component_by_the_equation_without_cofactor() -> None:
    """A key A + T of a dishonest signer: the signature is good exactly where k·T vanishes. Both must see the same."""
    scalar, _ = expanded(SEED)
    small = torsion_points()[0]
    key = encoded(add(multiple(scalar, BASE), small))
    nonce_point = encoded(multiple(12345, BASE))
    verdicts = []
    for number in range(24):
        message = b"%d" % number
        k = little(hashlib.sha512(nonce_point + key + message).digest()) % ORDER
        signature = nonce_point + ((12345 + k * scalar) % ORDER).to_bytes(32, "little")
        verdicts.append(both_say(key, message, signature))
        assert verdicts[-1] == (multiple(k, small) == NEUTRAL)
    assert set(verdicts) == {True, False}


@needs_cryptography
def test_both_refuse_a_nonce_point_with_a_small_component_and_its_second_spelling() -> None:
    scalar, _ = expanded(SEED)
    for point in (*(add(multiple(777, BASE), small) for small in torsion_points()[:7]), NEUTRAL):
        for written in (encoded(point), ((point[1] + FIELD) % 2**255).to_bytes(32, "little")):
            nonce = 0 if point == NEUTRAL else 777
            k = little(hashlib.sha512(written + KEY + MESSAGE).digest()) % ORDER
            signature = written + ((nonce + k * scalar) % ORDER).to_bytes(32, "little")
            # The neutral point in its one spelling satisfies the equation; everything else does not.
            assert both_say(KEY, MESSAGE, signature) == (written == encoded(NEUTRAL))


@needs_cryptography
def test_both_refuse_keys_that_are_no_points_or_written_a_second_way() -> None:
    """A y of p and above; a y for which no x fits."""
    second = [y.to_bytes(32, "little") for y in range(FIELD, 2**255)]
    nowhere = [y.to_bytes(32, "little") for y in range(2, 40) if BARE._decoded(y.to_bytes(32, "little")) is None]
    assert len(nowhere) > 10
    for key in (*second, *nowhere):
        for sign_bit in (0, 1 << 255):
            assert not both_say((little(key) | sign_bit).to_bytes(32, "little"), MESSAGE, SIGNATURE)


def test_the_five_y_of_small_order_are_those_of_the_eight_points() -> None:
    assert {point[1] for point in torsion_points()} == BARE._SMALL_ORDER
    assert len(set(torsion_points())) == 8
