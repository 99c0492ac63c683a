"""Signed notes: what is read, what is believed. Source: C2SP signed-note; 50-ledger §5, §9 L05."""

from collections.abc import Callable

import pytest

from shuangsuiji.core.tlog.cosignature import cosigned_message, read_timestamped, write_timestamped
from shuangsuiji.core.tlog.keys import KeyRing, VerifierKey
from shuangsuiji.core.tlog.note import (
    Note,
    SignatureLine,
    Signed,
    open_note,
    parse_note,
    parse_signature_lines,
    signature_line,
)
from shuangsuiji.core.tlog.refusal import BadSignature, Malformed, Unsigned
from shuangsuiji.verify.signatures import verify_ed25519
from tests.core.tlog.signing import Signer, witness

TEXT = "日志的话\n\n第二段\n"
LOG, OTHER, WITNESS = Signer("log.example/rsj"), Signer("other.example"), witness("w.example/1")
AT = 1_790_000_000
RAW = LOG.note(TEXT)


def known_keys_decide() -> None:
    """Claim, also of the saboteurs: unknown lines are passed over, a known line that fails spoils the note."""
    ring = KeyRing([LOG.key, WITNESS.key])
    note = Note(TEXT, (OTHER.line(TEXT), LOG.line(TEXT), WITNESS.line(TEXT, AT)))
    assert open_note(note, ring, verify_ed25519) == (Signed(LOG.key, None), Signed(WITNESS.key, AT))
    for spoiled in (LOG.line(TEXT + "x\n"), WITNESS.line(TEXT + "x\n", AT), _with_time(WITNESS.line(TEXT, AT), AT + 1)):
        with pytest.raises(BadSignature, match="不成立"):
            open_note(Note(TEXT, (*note.signatures, spoiled)), ring, verify_ed25519)


def nobody_known_is_nobody() -> None:
    """Claim, also of the saboteurs: name and id must both be known."""
    foreign_name = SignatureLine("log.example/rsk", LOG.key.key_id, LOG.line(TEXT).payload)
    foreign_id = SignatureLine(LOG.name, OTHER.key.key_id, LOG.line(TEXT).payload)
    for line in (OTHER.line(TEXT), foreign_name, foreign_id):
        with pytest.raises(Unsigned):
            open_note(Note(TEXT, (line,)), KeyRing([LOG.key]), verify_ed25519)


def _with_time(line: SignatureLine, at: int) -> SignatureLine:
    """The same signature under another time."""
    return SignatureLine(line.name, line.key_id, write_timestamped(at, read_timestamped(line.payload)[1]))


def test_known_keys_decide() -> None:
    known_keys_decide()


def test_nobody_known_is_nobody() -> None:
    nobody_known_is_nobody()


def test_a_note_is_read_as_it_was_written() -> None:
    note = parse_note(RAW)
    assert note.text == TEXT
    assert note.to_bytes() == RAW
    assert RAW.decode().startswith(f"{TEXT}\n— log.example/rsj ")


def test_a_signature_covers_text_up_to_the_last_empty_line() -> None:
    assert open_note(parse_note(RAW), KeyRing([LOG.key]), verify_ed25519) == (Signed(LOG.key, None),)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda raw: raw[:-1], "以换行结尾"),
        (lambda raw: raw + b"\n", "1 至 100"),
        (lambda raw: raw + b"more\n", "不是签名行"),
        (
            lambda raw: raw.replace(b"\n\n\xe2", b"\n\xe2"),
            "不是签名行",
        ),  # the text's own empty line is the last one now
        (lambda raw: raw.partition(b"\n\n\xe2")[0] + b"\n", "以换行结尾|不是签名行"),
        (lambda raw: b"one line\n", "正文、空行"),
        (lambda raw: b"", "正文、空行"),
        (lambda raw: raw.replace(b"\xe2\x80\x94 ", b"- "), "不是签名行"),
        (lambda raw: raw.replace(b"\xe2\x80\x94 ", b"\xe2\x80\x94"), "不是签名行"),
        (lambda raw: raw.replace(b"\xe2\x80\x94 ", b"\xe2\x80\x94  "), "不是 base64|签名行"),
        (lambda raw: raw.replace(b"example/rsj ", b"example/rsj  "), "不是 base64"),
        (lambda raw: raw.replace(b"example/rsj ", b"exa+mple "), "签名行不合规则"),
        (lambda raw: raw.replace(b"example/rsj ", "exa\u3000mple ".encode()), "签名行不合规则"),
        (lambda raw: raw.rpartition(b" ")[0] + b" AAAAAA==\n", "签名行不合规则"),
        (lambda raw: raw.rpartition(b" ")[0] + b" AAA=\n", "签名行不合规则"),
        (lambda raw: raw.rpartition(b" ")[0] + b"\n", "签名行不合规则"),
        (lambda raw: raw.replace(b"\n", b"\r\n"), "控制字符"),
        (lambda raw: b"\x01" + raw, "控制字符"),
        (lambda raw: b"\xff" + raw, "UTF-8"),
        (lambda raw: b"x" * 1_000_000 + raw, "最多 1000000 字节"),
    ],
)
def test_a_note_with_one_thing_changed_is_not_a_note(change: Callable[[bytes], bytes], why: str) -> None:
    assert change(RAW) != RAW
    with pytest.raises(Malformed, match=why):
        parse_note(change(RAW))


def test_unused_bits_of_a_signatures_base64_do_not_matter() -> None:
    """Other implementations read them too; the bytes are the same, and are written in the one spelling."""
    assert RAW.endswith(b"=\n")
    loose = RAW[:-3] + bytes([RAW[-3] + 1]) + RAW[-2:]
    assert parse_note(loose) == parse_note(RAW)
    assert parse_note(loose).to_bytes() == RAW


def test_a_hundred_signatures_are_read_and_one_more_is_not() -> None:
    text, gap, line = RAW.rpartition(b"\n\n")
    assert len(parse_note(text + gap + line * 100).signatures) == 100
    with pytest.raises(Malformed, match="多于 100"):
        parse_note(text + gap + line * 101)


def test_a_note_is_written_only_where_it_can_be_read() -> None:
    line = LOG.line(TEXT)
    for text in ("no line feed", "", "\x00\n", "\udc80\n"):
        with pytest.raises(Malformed, match="正文"):
            Note(text, (line,))
    for signatures in ((), (line,) * 101):
        with pytest.raises(Malformed, match="1 至 100"):
            Note(TEXT, signatures)


@pytest.mark.parametrize(
    ("name", "key_id", "payload"), [("a b", b"1234", b"x"), ("a", b"123", b"x"), ("a", b"1234", b"")]
)
def test_a_signature_line_is_written_only_where_it_can_be_read(name: str, key_id: bytes, payload: bytes) -> None:
    assert parse_signature_lines(SignatureLine("a", b"1234", b"x").written()) == (SignatureLine("a", b"1234", b"x"),)
    with pytest.raises(Malformed, match="签名行不合规则"):
        SignatureLine(name, key_id, payload)


def test_one_changed_letter_of_the_text_spoils_the_signature() -> None:
    with pytest.raises(BadSignature, match="被改动"):
        open_note(parse_note(RAW.replace("第二".encode(), "第三".encode())), KeyRing([LOG.key]), verify_ed25519)


def test_a_logs_signature_does_not_pass_for_a_witness_of_the_same_key() -> None:
    """Type 0x04 signs another message; the same 32 bytes under the other type are another key."""
    both = KeyRing([LOG.key, VerifierKey(LOG.name, WITNESS.kind, LOG.key.public_key)])
    assert [each.at for each in open_note(parse_note(RAW), both, verify_ed25519)] == [None]


def test_the_verifier_is_asked_with_key_message_and_signature() -> None:
    asked: list[tuple[bytes, bytes, bytes]] = []

    def record(public_key: bytes, message: bytes, signature: bytes) -> bool:
        asked.append((public_key, message, signature))
        return True

    note = Note(TEXT, (signature_line(LOG.key, b"anything"), WITNESS.line(TEXT, AT)))
    open_note(note, KeyRing([LOG.key, WITNESS.key]), record)
    assert asked[0] == (LOG.key.public_key, TEXT.encode(), b"anything")
    assert asked[1][1] == f"cosignature/v1\ntime {AT}\n{TEXT}".encode()
    assert len(asked[1][2]) == 64


# --------------------------------------------------------------------------------------------------------- cosignatures


def test_a_witness_signs_a_header_the_time_and_the_text() -> None:
    assert cosigned_message(7, "a\nb\n") == b"cosignature/v1\ntime 7\na\nb\n"
    assert write_timestamped(258, b"sig") == b"\x00\x00\x00\x00\x00\x00\x01\x02sig"
    assert read_timestamped(write_timestamped(2**63 - 1, b"sig")) == (2**63 - 1, b"sig")


def test_a_time_outside_63_bits_is_refused() -> None:
    for at in (-1, 2**63):
        with pytest.raises(Malformed, match="见证时间"):
            cosigned_message(at, TEXT)
        with pytest.raises(Malformed, match="见证时间"):
            write_timestamped(at, b"")
    with pytest.raises(Malformed, match="见证时间"):
        read_timestamped(b"\x80" + bytes(71))


@pytest.mark.parametrize("payload", [b"short", b"\x80" + bytes(71), bytes(8), bytes(71), bytes(73)])
def test_a_cosignature_of_another_shape_spoils_the_note(payload: bytes) -> None:
    line = SignatureLine(WITNESS.name, WITNESS.key.key_id, payload)
    with pytest.raises(BadSignature, match=r"w\.example"):
        open_note(Note(TEXT, (line,)), KeyRing([WITNESS.key]), verify_ed25519)
