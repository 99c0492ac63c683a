"""The exchange with a witness carried by hand: a file each way, or a few pieces of text that fit into QR codes.

Source: 50-ledger §7 (air gap). The file out is the very body of `add-checkpoint`; the file back says what HTTP would have said.
Shape of an answer: `ssj-witness-answer/1` · `status <n>` · `asked <SHA-256 of the request, hex>` · empty line · the body.
Shape of a piece: `ssj-carry/1 <n>/<m> <16 hex of the whole's SHA-256> <8 hex of the piece's> <base64>`, at most 1 200 bytes.
Never: believes what was carried; a cosignature is checked when it is joined to the note.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shuangsuiji.core.tlog.checkpoint import parse_checkpoint
from shuangsuiji.core.tlog.keys import Verify
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES, Note, parse_note
from shuangsuiji.core.tlog.policy import Policy, open_witnessed
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.spelling import read_base64, read_decimal, write_base64
from shuangsuiji.core.tlog.witnessing import Request, parse_request
from shuangsuiji.foundation.ledger.witness.client import (
    NO_ADDRESS,
    Collected,
    Prove,
    Verdict,
    collected,
    joined,
    judged_reply,
)
from shuangsuiji.foundation.ledger.witness.refusal import WitnessRefused
from shuangsuiji.foundation.ledger.witness.server import Answer

MOST_PIECE_BYTES = 1_200
_ANSWER = "ssj-witness-answer/1"
_PIECE = "ssj-carry/1"
_HEAD_BYTES = 60
_PAYLOAD_BYTES = (MOST_PIECE_BYTES - _HEAD_BYTES) // 4 * 3
_MOST_PIECES = 9_999
_PIECE_LINE = re.compile(rf"{_PIECE} ([1-9][0-9]{{0,3}})/([1-9][0-9]{{0,3}}) ([0-9a-f]{{16}}) ([0-9a-f]{{8}}) (\S+)")
_ANSWER_HEAD = re.compile(rf"{_ANSWER}\nstatus ([1-9][0-9]{{2}})\nasked ([0-9a-f]{{64}})\n\n")


def pack(note: Note, old: int, prove: Prove) -> bytes:
    """The request to carry to a witness that has cosigned `old` entries, 0 where it has seen nothing yet."""
    return Request(old, tuple(prove(old)) if old else (), note.to_bytes()).to_bytes()


def answered(request: bytes, answer: Callable[[bytes], Answer]) -> bytes:
    """What the witness gives back for a carried request."""
    given = answer(request)
    return f"{_ANSWER}\nstatus {given.status}\nasked {digest(request)}\n\n".encode() + given.body


@dataclass(frozen=True, slots=True)
class CarriedAnswer:
    """What a witness wrote: HTTP status, digest of the request it read, body."""

    status: int
    asked: str
    body: bytes


def read_answer(raw: bytes) -> CarriedAnswer:
    """Read a carried answer. Raises WitnessRefused."""
    text = raw[:MAX_NOTE_BYTES].decode(errors="replace")
    head = _ANSWER_HEAD.match(text)
    if head is None:
        raise WitnessRefused("这不是见证人的答复文件", "请带回 shuangsuiji ledger witness answer 写出的文件，不要改动")
    return CarriedAnswer(int(head[1]), head[2], raw[head.end() :])


def merge(request: bytes, answers: Mapping[str, bytes], policy: Policy, verify: Verify) -> Collected:
    """Join what witnesses answered, by their names in the policy, to the note of the request they were given.

    Raises WitnessRefused where an answer belongs to another request or witness, a TlogRefused where the request is not ours.
    """
    note = parse_note(parse_request(request).checkpoint)
    open_witnessed(note.to_bytes(), policy, verify)
    size = parse_checkpoint(note.text).size
    verdicts = {witness.name: Verdict(witness.name, NO_ADDRESS, "没有带回它的答复") for witness in policy.witnesses}
    for name, raw in answers.items():
        if name not in verdicts:
            raise WitnessRefused(f"信任名单里没有见证人 {name}", "请核对见证人名称，应与信任名单的 witness 行一致")
        given = read_answer(raw)
        if given.asked != digest(request):
            raise WitnessRefused(f"{name} 的答复对应另一份请求", "请把当时送出的请求文件与答复配对，或重新打包送达")
        verdict = judged_reply(name, given.status, given.body, size)
        note, verdicts[name] = joined(note, verdict, given.body, policy, verify)
    return collected(note, verdicts.values(), policy, verify)


def rebased(note: Note, lines_of: Note) -> Note:
    """`note` with the signature lines of another note on the same text as well. Raises WitnessRefused on another text."""
    if note.text != lines_of.text:
        raise WitnessRefused("两份检查点内容不同，不能合并", "请用同一检查点的签名；已公布新检查点的，旧签名另存即可")
    return Note(note.text, tuple(dict.fromkeys([*note.signatures, *lines_of.signatures])))


def unwrapped(raw: bytes) -> bytes:
    """A carried file as it was written: itself, or joined from its pieces."""
    return joined_pieces(raw.decode(errors="replace").splitlines()) if raw.startswith(_PIECE.encode()) else raw


# ------------------------------------------------------------------------------------------------------------------ pieces


def pieces(raw: bytes) -> list[str]:
    """A file as lines of at most 1 200 ASCII bytes, one QR code each."""
    parts = [raw[start : start + _PAYLOAD_BYTES] for start in range(0, len(raw), _PAYLOAD_BYTES)]
    if not 1 <= len(parts) <= _MOST_PIECES:
        raise WitnessRefused(
            f"文件有 {len(raw)} 字节，不能分成二维码", f"应在 1 与 {_MOST_PIECES * _PAYLOAD_BYTES} 字节之间"
        )
    whole = digest(raw)[:16]
    return [
        f"{_PIECE} {number}/{len(parts)} {whole} {digest(part)[:8]} {write_base64(part)}"
        for number, part in enumerate(parts, start=1)
    ]


def joined_pieces(lines: Iterable[str]) -> bytes:
    """The file from its pieces, in any order, some perhaps twice. Raises WitnessRefused and names what is missing or damaged."""
    found: dict[int, bytes] = {}
    wholes: set[tuple[str, str]] = set()
    for line in filter(None, map(str.strip, lines)):
        number, whole, part = _read_piece(line)
        wholes.add(whole)
        found[number] = part
    if len(wholes) != 1:
        raise WitnessRefused(
            "没有读到分段" if not wholes else "读到了不同文件的分段", "请只扫描同一份文件的全部二维码，每个一行"
        )
    ((count, expected),) = wholes
    missing = [f"{number}" for number in range(1, int(count) + 1) if number not in found]
    if missing:
        raise WitnessRefused(f"共 {count} 段，还缺第 {_named(missing)} 段", "请补扫所缺的二维码")
    raw = b"".join(found[number] for number in sorted(found))
    if digest(raw)[:16] != expected:
        raise WitnessRefused("各段拼合后与原文件的校验不符", "请重新扫描全部二维码")
    return raw


def _read_piece(line: str) -> tuple[int, tuple[str, str], bytes]:
    """Number, (count and digest of the whole), content."""
    match = _PIECE_LINE.fullmatch(line)
    try:
        part = read_base64(match[5]) if match else b""
    except TlogRefused:
        part = b""
    if match is None or digest(part)[:8] != match[4] or read_decimal(match[1]) > read_decimal(match[2]):
        where = f"第 {match[1]}/{match[2]} 段" if match else "有一行"
        raise WitnessRefused(f"{where}不是完好的分段", "请重新扫描这一个二维码，不要手工改动")
    return int(match[1]), (match[2], match[3]), part


def _named(numbers: Sequence[str]) -> str:
    return "、".join(numbers[:10]) + ("……" if len(numbers) > 10 else "")


def digest(raw: bytes) -> str:
    """SHA-256 in hex, by which an answer names its request."""
    return hashlib.sha256(raw).hexdigest()
