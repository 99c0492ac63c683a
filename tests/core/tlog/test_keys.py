"""Verifier keys and lists of them. Source: C2SP signed-note; 50-ledger §5."""

import hashlib

import pytest

from shuangsuiji.core.tlog.keys import COSIGNATURE, LOG_SIGNATURE, KeyRing, VerifierKey, is_key_name, parse_vkey
from shuangsuiji.core.tlog.refusal import Ambiguous, Malformed, TlogRefused
from shuangsuiji.core.tlog.spelling import write_base64
from tests.core.tlog.signing import Signer, witness

ORIGIN = "log.example.gov.cn/410928/rsj"
KEY = VerifierKey(ORIGIN, LOG_SIGNATURE, bytes(range(32)))


def two_equal_keys_are_refused() -> None:
    """Claim, also of the saboteurs (the "ambiguous" case)."""
    with pytest.raises(Ambiguous, match="出现两次"):
        KeyRing([KEY, witness("w.example").key, parse_vkey(KEY.vkey)])


def test_the_key_id_is_the_start_of_the_hash_of_name_type_and_key() -> None:
    digest = hashlib.sha256(ORIGIN.encode() + b"\n\x01" + bytes(range(32))).digest()
    assert KEY.key_id == digest[:4]
    assert KEY.vkey == f"{ORIGIN}+{digest[:4].hex()}+{write_base64(bytes([1, *range(32)]))}"


@pytest.mark.parametrize("kind", [LOG_SIGNATURE, COSIGNATURE])
@pytest.mark.parametrize("name", ["a", ORIGIN, "审计局.example", "with\u200bzero"])
def test_a_key_is_read_as_it_was_written(name: str, kind: int) -> None:
    key = VerifierKey(name, kind, b"\xfb" * 32)  # its base64 holds plus signs
    assert "+" in key.vkey.split("+", 2)[2]
    assert parse_vkey(key.vkey) == key


@pytest.mark.parametrize(
    "name", ["", "a b", "a\tb", "a\nb", "a\u00a0b", "a\u3000b", "a\u2028b", "a+b", "a\x00", "a\udc80"]
)
def test_a_name_that_no_signature_line_could_carry_is_refused(name: str) -> None:
    assert not is_key_name(name)
    with pytest.raises(Malformed, match="公钥名称"):
        VerifierKey(name, LOG_SIGNATURE, bytes(32))


@pytest.mark.parametrize("kind", [0x00, 0x02, 0x05, 0x06, 0xFF])
def test_a_type_that_is_not_built_is_refused(kind: int) -> None:
    with pytest.raises(Malformed, match=f"0x{kind:02x}"):
        VerifierKey(ORIGIN, kind, bytes(32))


@pytest.mark.parametrize("length", [0, 31, 33, 1312])
def test_a_public_key_has_32_bytes(length: int) -> None:
    with pytest.raises(Malformed, match="32 字节"):
        VerifierKey(ORIGIN, LOG_SIGNATURE, bytes(length))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("+", "", 1),
        lambda text: text.replace(KEY.key_id.hex(), KEY.key_id.hex().upper()),
        lambda text: text.replace(KEY.key_id.hex(), "00000000"),
        lambda text: text.replace(KEY.key_id.hex(), KEY.key_id.hex()[:7]),
        lambda text: text.replace("rsj", "rsk"),
        lambda text: text.rpartition("+")[0] + "+",
        lambda text: text.rpartition("+")[0],
        lambda text: text + "=",
        lambda text: text + "\n",
        lambda text: "",
    ],
)
def test_a_verifier_key_with_one_thing_changed_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    assert parse_vkey(KEY.vkey) == KEY
    assert change(KEY.vkey) != KEY.vkey
    with pytest.raises(Malformed):
        parse_vkey(change(KEY.vkey))


def test_two_equal_keys_are_refused_where_the_list_is_built() -> None:
    two_equal_keys_are_refused()


def test_one_public_key_under_two_names_or_types_are_two_keys() -> None:
    keys = [KEY, VerifierKey("other", LOG_SIGNATURE, KEY.public_key), VerifierKey(ORIGIN, COSIGNATURE, KEY.public_key)]
    assert list(KeyRing(keys)) == keys


def test_two_keys_whose_ids_collide_are_refused_like_equal_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """A collision of four bytes is easily made; then no reader could tell whose a line is."""
    monkeypatch.setattr(VerifierKey, "key_id", property(lambda self: b"\x00" * 4))
    with pytest.raises(Ambiguous):
        KeyRing([KEY, Signer(ORIGIN).key])


def test_a_key_is_found_by_name_and_id_together() -> None:
    ring = KeyRing([KEY])
    assert ring.find(ORIGIN, KEY.key_id) is KEY
    assert ring.find(ORIGIN, b"\x00" * 4) is None
    assert ring.find("other", KEY.key_id) is None
    assert issubclass(Ambiguous, TlogRefused)
