"""The log's side of witnessing: ask every witness of the policy at once, and count who has cosigned.

Source: C2SP tlog-witness; 50-ledger §6 step 6 (until quorum or timeout), §7 (409 → once more from that size; 400, 403, 404, 422 → alarm).
Takes: the signed note, a maker of consistency proofs, a policy; the transport is handed in. Gives: the note with its
cosignatures, a verdict per witness, "n of k witnessed".
Never: waits longer than the timeout for anybody; takes an alarm for a mere absence.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from shuangsuiji.core.tlog.checkpoint import parse_checkpoint
from shuangsuiji.core.tlog.keys import Verify
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES, Note
from shuangsuiji.core.tlog.policy import NONE, Party, Policy, open_witnessed
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.spelling import shown
from shuangsuiji.core.tlog.witnessing import Request, read_size, with_cosignatures
from shuangsuiji.foundation.ledger.witness.transport import Reply, Unreachable, exchange

Prove = Callable[[int], Sequence[bytes]]
"""Consistency path from a smaller size (at least 1) to the note's; called from other threads, one call at a time."""
Post = Callable[[str, bytes, float], Reply]
"""Address, body, seconds → reply; Unreachable otherwise."""

COSIGNED = "COSIGNED"
AHEAD = "AHEAD"  # it has cosigned a larger tree than ours: ours was rolled back, or another sealer is at work
REFUSED = "REFUSED"  # 400, 403, 404, 422
BAD_ANSWER = "BAD_ANSWER"  # 200 or 409 whose content does not hold
UNREACHABLE = "UNREACHABLE"  # no answer, another status, or not in time
NO_ADDRESS = "NO_ADDRESS"  # carried by hand
_ALARMS = (AHEAD, REFUSED, BAD_ANSWER)
_REFUSALS = {
    400: "见证人认为请求不合规则",
    403: "见证人不认可日志的签名",
    404: "见证人不认识这个日志",
    422: "见证人认为日志自相矛盾，并已留存证据",
}
_SECONDS = 10.0
_GRACE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one witness. `known` is the size it is now known to have cosigned, None where it did not say."""

    witness: str
    kind: str
    told: str
    known: int | None = None

    @property
    def is_alarm(self) -> bool:
        """Whether a person must look: the witness contradicts us, it is not merely absent."""
        return self.kind in _ALARMS


@dataclass(frozen=True, slots=True)
class Collected:
    """The note with every good cosignature, the verdicts in the order of the policy, and whether the quorum is met."""

    note: Note
    verdicts: tuple[Verdict, ...]
    cosigners: tuple[str, ...]
    asked: int
    is_enough: bool
    is_asked_for: bool

    @property
    def alarms(self) -> tuple[Verdict, ...]:
        """The verdicts a person must look at."""
        return tuple(verdict for verdict in self.verdicts if verdict.is_alarm)

    def sentence(self) -> str:
        """How many of how many have witnessed, for pages and logs."""
        if not self.is_asked_for:
            return f"信任名单不要求见证（quorum none）：{self.asked} 个见证人中 {len(self.cosigners)} 个已见证；日志回退无从发现"
        enough = "已达到" if self.is_enough else "尚未达到"
        return f"{self.asked} 个见证人中 {len(self.cosigners)} 个已见证，{enough}信任名单的要求"


def post(url: str, body: bytes, timeout: float) -> Reply:
    """The transport over HTTP."""
    return exchange(url, body=body, most=MAX_NOTE_BYTES, timeout=timeout)


def collect(
    note: Note,
    prove: Prove,
    policy: Policy,
    *,
    verify: Verify,
    known: Mapping[str, int] | None = None,
    transport: Post = post,
    timeout: float = _SECONDS,
    grace: float = _GRACE_SECONDS,
) -> Collected:
    """Ask every witness of the policy that has an address, all at once.

    `known`: size each is believed to have cosigned, by its name; a wrong belief costs one more request. `timeout`: seconds for
    all of it; when the quorum is met before, the rest have `grace` seconds left. Raises a TlogRefused where the note is not
    by a log of the policy.
    """
    open_witnessed(note.to_bytes(), policy, verify)
    question = _Question(note, prove, verify, transport, timeout)
    reachable = [witness for witness in policy.witnesses if witness.url]
    answers: SimpleQueue[tuple[Verdict, bytes]] = SimpleQueue()
    for witness in reachable:
        old = (known or {}).get(witness.name, 0)
        # Daemon threads: a witness that never ends its answer must not keep the sealer from ending.
        threading.Thread(target=lambda w=witness, o=old: answers.put(question.ask(w, o)), daemon=True).start()
    verdicts = {
        witness.name: Verdict(witness.name, UNREACHABLE, f"{timeout:g} 秒内没有答复")
        if witness.url
        else Verdict(witness.name, NO_ADDRESS, "信任名单里没有它的地址，须用文件或二维码送达")
        for witness in policy.witnesses
    }
    deadline = time.monotonic() + timeout
    for _ in reachable:
        try:
            verdict, lines = answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            break
        note, verdicts[verdict.witness] = joined(note, verdict, lines, policy, verify)
        if open_witnessed(note.to_bytes(), policy, verify).is_enough and policy.quorum != NONE:
            deadline = min(deadline, time.monotonic() + grace)
    return collected(note, verdicts.values(), policy, verify)


def collected(note: Note, verdicts: Iterable[Verdict], policy: Policy, verify: Verify) -> Collected:
    """Count the cosignatures on the note itself: verdicts alone witness nothing."""
    witnessed = open_witnessed(note.to_bytes(), policy, verify)
    names = tuple(witness.name for witness in policy.witnesses if witness.name in witnessed.cosigned)
    asked_for = policy.quorum != NONE
    return Collected(note, tuple(verdicts), names, len(policy.witnesses), witnessed.is_enough, asked_for)


def joined(note: Note, verdict: Verdict, lines: bytes, policy: Policy, verify: Verify) -> tuple[Note, Verdict]:
    """The note with the lines of a witness that says it cosigned; the verdict turns bad where they do not hold."""
    if verdict.kind != COSIGNED:
        return note, verdict
    (party,) = (witness for witness in policy.witnesses if witness.name == verdict.witness)
    try:
        return with_cosignatures(note, lines, party.key, verify), verdict
    except TlogRefused as error:
        return note, Verdict(
            verdict.witness, BAD_ANSWER, f"它的见证签名不成立：{error}（它若换了密钥，信任名单里的公钥须一并更换）"
        )


def judged_reply(witness: str, status: int, body: bytes, size: int) -> Verdict:
    """What a final status means; a 409 that names a size up to ours is a mere delay here."""
    if status == 200:
        return Verdict(witness, COSIGNED, "已见证", size)
    if status == 409:
        return _conflict(witness, body, size)
    if status in _REFUSALS:
        said = shown(body.decode(errors="replace").strip())
        return Verdict(witness, REFUSED, f"{_REFUSALS[status]}（{status}）：{said}")
    return Verdict(witness, UNREACHABLE, f"答复了状态 {status}")


def _conflict(witness: str, body: bytes, size: int) -> Verdict:
    try:
        known = read_size(body)
    except TlogRefused as error:
        return Verdict(witness, BAD_ANSWER, f"它告知的大小不合规则：{error}")
    if known > size:
        return Verdict(
            witness, AHEAD, f"它已见证到 {known} 条，本日志只有 {size} 条：日志被回退，或另有一处在签发", known
        )
    return Verdict(witness, UNREACHABLE, f"它已见证到 {known} 条，须从这里证明", known)


class _Question:
    """One note that is put to many witnesses."""

    def __init__(self, note: Note, prove: Prove, verify: Verify, transport: Post, timeout: float) -> None:
        self._note = note.to_bytes()
        self._size = parse_checkpoint(note.text).size
        self._prove = prove
        self._proving = threading.Lock()
        self._transport = transport
        self._timeout = timeout

    def ask(self, witness: Party, old: int) -> tuple[Verdict, bytes]:
        """Ask one witness, once more where it knows another size than we believed."""
        try:
            reply = self._send(witness, min(old, self._size))
            verdict = judged_reply(witness.name, reply.status, reply.body, self._size)
            if reply.status == 409 and verdict.kind == UNREACHABLE and verdict.known is not None:
                reply = self._send(witness, verdict.known)
                verdict = judged_reply(witness.name, reply.status, reply.body, self._size)
        except (Unreachable, TlogRefused, OSError) as error:
            return Verdict(witness.name, UNREACHABLE, f"没有问到：{error}"), b""
        return verdict, reply.body

    def _send(self, witness: Party, old: int) -> Reply:
        with self._proving:
            path = tuple(self._prove(old)) if old else ()
        url = f"{witness.url.rstrip('/')}/add-checkpoint"
        return self._transport(url, Request(old, path, self._note).to_bytes(), self._timeout)
