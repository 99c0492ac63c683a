"""Signed notes: a text, and lines that say who signed it.

Source: C2SP signed-note; 50-ledger §5. Text and signatures are parted by the last empty line.
Shape of a line: `— name base64(key id ‖ signature)`. Unknown keys are passed over; a known key whose signature fails spoils
the whole note, also where another of its lines verifies.
"""

from dataclasses import dataclass

from shuangsuiji.core.tlog.cosignature import cosigned_message, read_timestamped, write_timestamped
from shuangsuiji.core.tlog.keys import COSIGNATURE, KEY_ID_SIZE, KeyRing, VerifierKey, Verify, is_key_name
from shuangsuiji.core.tlog.refusal import BadSignature, Malformed, Unsigned
from shuangsuiji.core.tlog.spelling import is_controlled, is_utf8, read_loose_base64, read_text, shown, write_base64

MAX_SIGNATURES = 100
MAX_NOTE_BYTES = 1_000_000
_DASH = "— "


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature as written: name and id of the key, and the bytes that its type gives a meaning to."""

    name: str
    key_id: bytes
    payload: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.key_id) != KEY_ID_SIZE or not self.payload:
            raise Malformed(f"签名行不合规则（名称 {shown(self.name)}）")

    def written(self) -> str:
        """The line with its line feed."""
        return f"{_DASH}{self.name} {write_base64(self.key_id + self.payload)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a line feed, and its signatures: at least one when it is written."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or is_controlled(self.text.replace("\n", "")) or not is_utf8(self.text):
            raise Malformed("签名文书的正文应以换行结尾，且不含控制字符")
        if not 1 <= len(self.signatures) <= MAX_SIGNATURES:
            raise Malformed(f"签名文书有 {len(self.signatures)} 个签名，应为 1 至 {MAX_SIGNATURES} 个")

    def to_bytes(self) -> bytes:
        """The note as it is served."""
        return "".join([self.text, "\n", *(line.written() for line in self.signatures)]).encode()


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that verified; `at` is the witness's time in unix seconds, None for a log's signature."""

    key: VerifierKey
    at: int | None


def parse_note(raw: bytes) -> Note:
    """Read a note; nothing in it is to be believed before `open_note`."""
    text, gap, lines = read_text(raw, MAX_NOTE_BYTES).rpartition("\n\n")
    if not gap:
        raise Malformed("不是签名文书：应为正文、空行、签名行")
    return Note(text + "\n", parse_signature_lines(lines))


def parse_signature_lines(text: str) -> tuple[SignatureLine, ...]:
    """Read signature lines, each with its line feed, as they stand in a note or in a witness's answer."""
    *lines, rest = text.split("\n")
    if rest:
        raise Malformed("签名行应以换行结尾")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed(f"签名多于 {MAX_SIGNATURES} 个")
    return tuple(_parse_line(line) for line in lines)


def _parse_line(line: str) -> SignatureLine:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH):
        raise Malformed(f"{shown(line)} 不是签名行")
    raw = read_loose_base64(encoded)
    return SignatureLine(name, raw[:KEY_ID_SIZE], raw[KEY_ID_SIZE:])


def open_note(note: Note, keys: KeyRing, verify: Verify) -> tuple[Signed, ...]:
    """The signatures by known keys, in the order of their lines; at least one.

    Raises BadSignature where one of them fails, Unsigned where there is none.
    """
    known = [(key, line) for line in note.signatures if (key := keys.find(line.name, line.key_id)) is not None]
    if not known:
        raise Unsigned("没有一个已知公钥的签名")
    return tuple(verify_line(note.text, key, line, verify) for key, line in known)


def verify_line(text: str, key: VerifierKey, line: SignatureLine, verify: Verify) -> Signed:
    """Check one signature by the key it names; BadSignature where it fails."""
    try:
        at, message, signature = _parts(text, key, line.payload)
    except Malformed as error:
        raise BadSignature(f"{shown(key.name)} 的签名不成立：{error}") from error
    if not verify(key.public_key, message, signature):
        raise BadSignature(f"{shown(key.name)} 的签名不成立：内容或签名被改动")
    return Signed(key, at)


def _parts(text: str, key: VerifierKey, payload: bytes) -> tuple[int | None, bytes, bytes]:
    if key.kind == COSIGNATURE:
        at, signature = read_timestamped(payload)
        return at, cosigned_message(at, text), signature
    return None, text.encode(), payload


def signature_line(key: VerifierKey, signature: bytes) -> SignatureLine:
    """The line for a log's Ed25519 signature over the text."""
    return SignatureLine(key.name, key.key_id, signature)


def cosignature_line(key: VerifierKey, at: int, signature: bytes) -> SignatureLine:
    """The line for a witness's Ed25519 signature over `cosigned_message(at, text)`."""
    return SignatureLine(key.name, key.key_id, write_timestamped(at, signature))
