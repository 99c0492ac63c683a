"""Our witness: judges what a log asks, records before it answers, keeps what contradicts.

Source: C2SP tlog-witness (`add-checkpoint`, `<prefix>/<SHA-256 of the origin>/checkpoint`); 50-ledger §7. Beside the checkpoint, and
ours: `evidence`, the signed contradictions as JSON, newest first: `[{kind, size, root, why, at, signed, cosigned}]`, the last two
notes as text (`cosigned`: what this witness had cosigned at that size, else the largest), so that anybody checks them alone.
Takes: the body of a request, or a WSGI environment; the clock is handed in. Gives: status, text, cosignature lines.
Never: answers 200 before the record is durable; reads more of a request than a note may be long.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuangsuiji.core.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.keys import KeyRing, Verify
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES, Note, parse_note
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.spelling import read_decimal
from shuangsuiji.core.tlog.witnessing import Judgment, judge, parse_request
from shuangsuiji.foundation.ledger.witness.keyfile import WitnessKey
from shuangsuiji.foundation.ledger.witness.refusal import WitnessRefused
from shuangsuiji.foundation.ledger.witness.store import Evidence, Store

ADD_CHECKPOINT = "/add-checkpoint"
EVIDENCE = "evidence"
MAX_EVIDENCE_BYTES = 4_000_000
_MOST_TOLD = 100  # the newest; all are in the store, and `witness show --evidence` writes them out
_JSON_TYPE = "application/json"
_SIZE_TYPE = "text/x.tlog.size"
_TEXT_TYPE = "text/plain; charset=utf-8"
_REASONS = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    411: "Length Required",
    413: "Content Too Large",
    422: "Unprocessable Content",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: HTTP status, body, its media type."""

    status: int
    body: bytes
    media_type: str = _TEXT_TYPE


def log_id(origin: str) -> str:
    """The name under which a witness serves what it knows of a log: SHA-256 of the origin, hex."""
    return hashlib.sha256(origin.encode()).hexdigest()


class Witness:
    """A witness with its store and key. `clock` gives the aware time of a cosignature; `verify` checks Ed25519."""

    def __init__(self, store: Store, key: WitnessKey, verify: Verify, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.key = key
        self._verify = verify
        self._clock = clock

    def answer(self, body: bytes) -> Answer:
        """Judge the body of an `add-checkpoint` request, record or keep, and say what to answer."""
        logs = self.store.logs()
        judged = judge(body, logs, self.store.known, self._verify)
        if judged.status == 200:
            return self._cosigned(body, judged, logs)
        if judged.checkpoint is not None:
            self.store.keep(judged.checkpoint, body, judged.body.strip(), self._clock())
        else:
            self._keep_fork(body, logs)
        return Answer(judged.status, judged.body.encode(), judged.media_type)

    def _cosigned(self, body: bytes, judged: Judgment, logs: dict[str, KeyRing]) -> Answer:
        note, checkpoint = judged.note, judged.checkpoint
        assert note is not None
        assert checkpoint is not None
        at = self._clock()
        line = self.key.line(note.text, int(at.timestamp()))
        own = tuple(each for each in note.signatures if logs[checkpoint.origin].find(each.name, each.key_id))
        kept = Note(note.text, (*own, line)).to_bytes()
        if not self.store.record(parse_request(body).old, checkpoint, kept, at):
            self._keep_fork(body, logs)
            return Answer(409, f"{self.store.known(checkpoint.origin).size}\n".encode(), _SIZE_TYPE)
        return Answer(200, line.written().encode())

    def _keep_fork(self, body: bytes, logs: dict[str, KeyRing]) -> None:
        """Keep also what was turned away for its old size, where it has another root than was cosigned at its size."""
        checkpoint = _signed_checkpoint(body, logs, self._verify)
        if checkpoint is not None:
            cosigned = self.store.root_at(checkpoint.origin, checkpoint.size)
            if cosigned not in (None, checkpoint.root):
                self.store.keep(checkpoint, body, "同一大小另有树根", self._clock())

    def checkpoint(self, name: str) -> bytes | None:
        """The last note cosigned of the log whose `log_id` this is."""
        notes = [each.note for each in self.store.all_remembered() if log_id(each.origin) == name]
        return notes[0] if notes else None

    def evidence(self, name: str) -> bytes | None:
        """The contradictions kept of the log whose `log_id` this is, newest first; None for a log nobody named."""
        origins = [each.origin for each in self.store.all_remembered() if log_id(each.origin) == name]
        if not origins:
            return None
        told: list[bytes] = []
        for each in reversed(self.store.evidence(origins[0])):
            told.append(json.dumps(self._told(each), ensure_ascii=False).encode())
            if len(told) == _MOST_TOLD or sum(map(len, told)) > MAX_EVIDENCE_BYTES // 2:
                break
        return b"[" + b",\n".join(told) + b"]\n"

    def _told(self, kept: Evidence) -> dict[str, Any]:
        checkpoint = kept.checkpoint
        known = self.store.note_at(checkpoint.origin, checkpoint.size) or kept.known_note or b""
        return {
            "kind": kept.kind,
            "size": checkpoint.size,
            "root": checkpoint.root.hex(),
            "why": kept.why,
            "at": kept.at,
            "signed": parse_request(kept.request).checkpoint.decode(),
            "cosigned": known.decode(),
        }

    def about(self) -> str:
        """Who this is and what it knows, for a person."""
        lines = [
            f"日志见证人 {self.key.public.name}",
            "",
            "验证公钥（写入信任名单的 witness 行）：",
            self.key.public.vkey,
            "",
        ]
        for each in self.store.all_remembered():
            forks = self.store.fork_count(each.origin)
            kept = f"；留有自相矛盾的签名 {forks} 份，见 {log_id(each.origin)}/{EVIDENCE}" if forks else ""
            lines.append(f"{each.origin}：已见证至 {each.known.size} 条{kept}；检查点 {log_id(each.origin)}/checkpoint")
        return "\n".join([*lines, "", "见证只说明：本见证人所见的日志只追加、未改写。内容是否真实不在见证之内。", ""])


def _signed_checkpoint(body: bytes, logs: dict[str, KeyRing], verify: Verify) -> Checkpoint | None:
    """The checkpoint of a request where a known log has signed it."""
    try:
        note = parse_note(parse_request(body).checkpoint)
        origin = parse_checkpoint(note.text).origin
        return open_checkpoint(note, origin, logs.get(origin, KeyRing([])), verify)[0]
    except TlogRefused:
        return None


# ------------------------------------------------------------------------------------------------------------------ WSGI

StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Application:
    """The witness as a WSGI application below `prefix` (empty, or `/` and a path)."""

    def __init__(self, witness: Witness, prefix: str = "") -> None:
        self._witness = witness
        self._prefix = prefix.rstrip("/")

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request. A witness whose memory is gone answers 503 and goes on refusing."""
        try:
            answer = self._answer(environ)
        except WitnessRefused as refused:
            answer = _said(503, f"{refused}")
        headers = [
            ("Content-Type", answer.media_type),
            ("Content-Length", f"{len(answer.body)}"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if answer.status == 405:
            headers.append(("Allow", "POST" if environ.get("PATH_INFO", "").endswith(ADD_CHECKPOINT) else "GET"))
        start_response(f"{answer.status} {_REASONS[answer.status]}", headers)
        return [answer.body]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if not path.startswith(self._prefix):
            return _said(404, "这里没有内容")
        rest = path.removeprefix(self._prefix)
        if rest == ADD_CHECKPOINT:
            return self._add(environ) if method == "POST" else _said(405, "提交检查点应使用 POST")
        if method != "GET":
            return _said(405, "这里只能读取")
        if rest in ("", "/"):
            return Answer(200, self._witness.about().encode())
        name, _, what = rest.removeprefix("/").partition("/")
        if what == EVIDENCE:
            kept = self._witness.evidence(name)
            return _said(404, "这里没有内容") if kept is None else Answer(200, kept, _JSON_TYPE)
        note = self._witness.checkpoint(rest.removeprefix("/").removesuffix("/checkpoint"))
        return _said(404, "这里没有内容") if note is None else Answer(200, note)

    def _add(self, environ: dict[str, Any]) -> Answer:
        written = environ.get("CONTENT_LENGTH") or ""
        if not written:
            return _said(411, "请求应写明长度（Content-Length）")
        try:
            length = read_decimal(written)
        except TlogRefused as error:
            return _said(400, f"请求的长度不合规则：{error}")
        if length > MAX_NOTE_BYTES:
            return _said(413, f"请求有 {length} 字节，最多 {MAX_NOTE_BYTES} 字节")
        return self._witness.answer(environ["wsgi.input"].read(length))


def _said(status: int, sentence: str) -> Answer:
    return Answer(status, f"{sentence}\n".encode())
