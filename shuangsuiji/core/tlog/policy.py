"""Whom a reader trusts: which logs, which witnesses, and how many of them must have cosigned.

Source: C2SP tlog-policy; 50-ledger §7. Lines `log vkey [url]`, `witness name vkey [url]`, `group name k|any|all member…`,
`quorum name|none`; a name is defined before it is used and is a member once at most. Narrower than the page: names and
addresses are UTF-8 (comments may be in any encoding).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from shuangsuiji.core.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.keys import COSIGNATURE, LOG_SIGNATURE, KeyRing, VerifierKey, Verify, parse_vkey
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.core.tlog.refusal import Ambiguous, Malformed, Unsigned
from shuangsuiji.core.tlog.spelling import read_decimal, shown

NONE = "none"
MAX_POLICY_BYTES = 1_000_000
_BLANKS = re.compile(rb"[ \t]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness: the name it has in the policy (a log's is its origin), its key, its address or nothing."""

    name: str
    key: VerifierKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Has witnessed when at least `threshold` of its members, witnesses or groups, have."""

    name: str
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs, witnesses, groups in the order of their definition, and the name that must have witnessed (or `none`)."""

    logs: tuple[Party, ...]
    witnesses: tuple[Party, ...]
    groups: tuple[Group, ...]
    quorum: str

    def is_met_by(self, cosigners: Iterable[str]) -> bool:
        """Whether these witnesses, by their names in the policy, are enough."""
        witnessed = {NONE}.union(cosigners).intersection([NONE, *(witness.name for witness in self.witnesses)])
        for group in self.groups:
            if len(witnessed.intersection(group.members)) >= group.threshold:
                witnessed.add(group.name)
        return self.quorum in witnessed

    def keys_for(self, origin: str) -> KeyRing:
        """The keys of the log `origin` and of all witnesses; Unsigned where the policy does not know the log."""
        own = [log.key for log in self.logs if log.name == origin]
        if not own:
            raise Unsigned(f"信任名单里没有日志 {shown(origin)}")
        return KeyRing([*own, *(witness.key for witness in self.witnesses)])


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint signed by its log: which witnesses cosigned it when (unix seconds), and whether that is enough."""

    checkpoint: Checkpoint
    cosigned: dict[str, int]
    is_enough: bool


def open_witnessed(raw: bytes, policy: Policy, verify: Verify) -> Witnessed:
    """Judge a checkpoint by a policy. Too few witnesses is an answer, not an error; a missing log signature is an error.

    A witness counts once, with its latest time.
    """
    note = parse_note(raw)
    origin = parse_checkpoint(note.text).origin
    checkpoint, signed = open_checkpoint(note, origin, policy.keys_for(origin), verify)
    names = {witness.key: witness.name for witness in policy.witnesses}
    cosigned: dict[str, int] = {}
    for each in signed:
        if each.at is not None:
            name = names[each.key]
            cosigned[name] = max(each.at, cosigned.get(name, 0))
    return Witnessed(checkpoint, cosigned, policy.is_met_by(cosigned))


# --------------------------------------------------------------------------------------------------------------- reading


@dataclass(slots=True)
class _Draft:
    """A policy while its lines are read."""

    logs: list[Party] = field(default_factory=list)
    witnesses: list[Party] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    quorum: list[str] = field(default_factory=list)
    free: set[str] = field(default_factory=set)  # defined and not yet member of a group
    defined: set[str] = field(default_factory=lambda: {NONE})

    def define(self, name: str) -> None:
        if name in self.defined:
            raise Malformed(f"名称 {shown(name)} 已经用过")
        self.defined.add(name)
        self.free.add(name)


def parse_policy(raw: bytes) -> Policy:
    """Read a policy file; a fault is told with the number of its line."""
    if len(raw) > MAX_POLICY_BYTES:
        raise Malformed(f"信任名单有 {len(raw)} 字节，最多 {MAX_POLICY_BYTES} 字节")
    draft = _Draft()
    for number, words in _lines(raw):
        try:
            _read_line(draft, [word.decode() for word in words])
        except UnicodeDecodeError as error:
            raise Malformed(f"信任名单第 {number} 行不是 UTF-8 文本") from error
        except Malformed as error:
            raise Malformed(f"信任名单第 {number} 行：{error}") from error
    if len(draft.quorum) != 1:
        raise Malformed(f"信任名单应恰有一行 quorum，实有 {len(draft.quorum)} 行")
    policy = Policy(tuple(draft.logs), tuple(draft.witnesses), tuple(draft.groups), draft.quorum[0])
    for kind, parties in (("日志", policy.logs), ("见证人", policy.witnesses)):
        _refuse_doubles(kind, parties)
    return policy


def _lines(raw: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Number and words of each line that is neither blank nor a comment."""
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if _CONTROL.search(line):
            raise Malformed(f"信任名单第 {number} 行含有控制字符")
        words = _BLANKS.split(line.strip(b" \t"))
        if words[0] and not words[0].startswith(b"#"):
            yield number, words


def _read_line(draft: _Draft, words: Sequence[str]) -> None:
    match words:
        case ["log", vkey, *url] if len(url) <= 1:
            key = _key(vkey, LOG_SIGNATURE)
            draft.logs.append(Party(key.name, key, *url))
        case ["witness", name, vkey, *url] if len(url) <= 1:
            draft.define(name)
            draft.witnesses.append(Party(name, _key(vkey, COSIGNATURE), *url))
        case ["group", name, threshold, first, *others]:
            members = (first, *others)
            for member in members:
                if member not in draft.free:
                    raise Malformed(f"成员 {shown(member)} 尚未定义，或已是某组成员")
                draft.free.remove(member)
            draft.define(name)
            draft.groups.append(Group(name, _threshold(threshold, len(members)), members))
        case ["quorum", name]:
            if name not in draft.defined:
                raise Malformed(f"名称 {shown(name)} 尚未定义")
            draft.quorum.append(name)
        case _:
            raise Malformed(f"看不懂的一行，以 {shown(words[0])} 开头")


def _key(vkey: str, kind: int) -> VerifierKey:
    key = parse_vkey(vkey)
    if key.kind != kind:
        raise Malformed(f"公钥 {shown(key.name)} 的签名类型是 0x{key.kind:02x}，应为 0x{kind:02x}")
    return key


def _threshold(word: str, members: int) -> int:
    threshold = {"any": 1, "all": members}.get(word) or read_decimal(word)
    if not 1 <= threshold <= members:
        raise Malformed(f"{members} 个成员中不能要求 {threshold} 个")
    return threshold


def _refuse_doubles(kind: str, parties: Sequence[Party]) -> None:
    """One key under two names would let one body count twice."""
    seen: dict[bytes, str] = {}
    for party in parties:
        if party.key.public_key in seen:
            raise Ambiguous(f"{kind} {shown(seen[party.key.public_key])} 与 {shown(party.name)} 是同一把公钥")
        seen[party.key.public_key] = party.name
