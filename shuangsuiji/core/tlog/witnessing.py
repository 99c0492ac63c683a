"""What a log asks a witness, and what the witness answers: formats and judgment without network or store.

Source: C2SP tlog-witness (`add-checkpoint`); 50-ledger §7. Different from the page: another root at the same size is 422 like
every signed contradiction, so that 422 always means: the log signed this, keep it as evidence.
Shape of a request: `old <size>` · one hash per line, at most 63 · empty line · the checkpoint. Of an answer: signature lines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from shuangsuiji.core.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.hashes import EMPTY_ROOT, all_checked
from shuangsuiji.core.tlog.keys import KeyRing, VerifierKey, Verify
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES, Note, parse_note, parse_signature_lines, verify_line
from shuangsuiji.core.tlog.proofs import verify_consistency
from shuangsuiji.core.tlog.refusal import BadSignature, Malformed, ProofFailed, Unsigned
from shuangsuiji.core.tlog.spelling import MAX_PATH, MAX_SIZE, read_decimal, read_path, read_text, write_base64

_OLD = "old "
_SIZE_TYPE = "text/x.tlog.size"
_TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """The size the log believes the witness to have, the proof from there, and the signed checkpoint as served."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: bytes

    def __post_init__(self) -> None:
        if not 0 <= self.old <= MAX_SIZE:
            raise Malformed(f"原大小 {self.old} 超出范围")
        if len(all_checked(self.path)) > MAX_PATH:
            raise Malformed(f"证明有 {len(self.path)} 行，最多 {MAX_PATH} 行")

    def to_bytes(self) -> bytes:
        """The body of the request."""
        return "\n".join([f"{_OLD}{self.old}", *map(write_base64, self.path), "", ""]).encode() + self.checkpoint


def parse_request(body: bytes) -> Request:
    """Read the body of a request."""
    head, gap, checkpoint = read_text(body, MAX_NOTE_BYTES).partition("\n\n")
    first, *lines = head.split("\n")
    if not first.startswith(_OLD) or not gap:
        raise Malformed("不是见证请求：第一行应为 old 与大小，证明之后应有空行和检查点")
    return Request(read_decimal(first.removeprefix(_OLD)), read_path(lines), checkpoint.encode())


@dataclass(frozen=True, slots=True)
class Known:
    """The largest tree of a log that a witness has cosigned; nothing yet is size 0."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Judgment:
    """What to answer. 200: record `checkpoint`, then cosign `note`; otherwise answer `body`, which says why, as `media_type`.

    422: the log signed something that contradicts what the witness knows; `note` is the evidence.
    """

    status: int
    body: str
    media_type: str = _TEXT_TYPE
    note: Note | None = None
    checkpoint: Checkpoint | None = None


def judge(body: bytes, logs: Mapping[str, KeyRing], known: Callable[[str], Known], verify: Verify) -> Judgment:
    """Judge a request. `logs` maps an origin to its keys; `known(origin)` reads the witness's store.

    Checking and recording must be one step of the store: `UPDATE … WHERE size = old`, committed before the answer.
    """
    try:
        request = parse_request(body)
        note = parse_note(request.checkpoint)
        origin = parse_checkpoint(note.text).origin
    except Malformed as error:
        return Judgment(400, f"{error}\n")
    if origin not in logs:
        return Judgment(404, "不认识这个日志\n")
    try:
        checkpoint, _ = open_checkpoint(note, origin, logs[origin], verify)
    except (BadSignature, Unsigned) as error:
        return Judgment(403, f"{error}\n")
    return _judge_growth(request, note, checkpoint, known(origin))


def _judge_growth(request: Request, note: Note, checkpoint: Checkpoint, known: Known) -> Judgment:
    if request.old > checkpoint.size:
        return Judgment(400, f"原大小 {request.old} 大于检查点的大小 {checkpoint.size}\n")
    if request.old != known.size:
        return Judgment(409, f"{known.size}\n", _SIZE_TYPE)
    try:
        _verify_growth(request, checkpoint, known)
    except ProofFailed as error:
        return Judgment(422, f"{error}\n", note=note, checkpoint=checkpoint)
    return Judgment(200, "", note=note, checkpoint=checkpoint)


def _verify_growth(request: Request, checkpoint: Checkpoint, known: Known) -> None:
    if known.size:
        verify_consistency(known.size, checkpoint.size, request.path, known.root, checkpoint.root)
    elif request.path:
        raise ProofFailed("原大小为 0 时不应有证明")


def read_size(body: bytes) -> int:
    """The size that a 409 tells."""
    size, end, rest = read_text(body, MAX_NOTE_BYTES).partition("\n")
    if not end or rest:
        raise Malformed("见证人告知的大小应恰为一行")
    return read_decimal(size)


def with_cosignatures(note: Note, answer: bytes, witness: VerifierKey, verify: Verify) -> Note:
    """The note with what `witness` answered. Lines of other keys are passed over, what is on the note already stays once.

    Raises BadSignature where a line of this witness fails, Unsigned where it sent none.
    """
    own = [
        line
        for line in parse_signature_lines(read_text(answer, MAX_NOTE_BYTES))
        if (line.name, line.key_id) == (witness.name, witness.key_id)
    ]
    if not own:
        raise Unsigned("见证人的答复里没有它自己的签名")
    for line in own:
        verify_line(note.text, witness, line, verify)
    return replace(note, signatures=tuple(dict.fromkeys([*note.signatures, *own])))
