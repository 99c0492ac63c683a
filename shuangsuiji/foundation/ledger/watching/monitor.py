"""A monitor: looks at a log from outside, again and again, and tells rollback, fork and standstill.

Source: 50-ledger §9 (`ledger monitor`), L05 L06 L08 L09 L14; 80-reliability F3 F9 G4.
Takes: a source, the memory of the last run, a policy, other mirrors, the time. Gives: findings and the memory for the next run.
It recomputes every hash from served entries. After a contradiction its memory stays where it was, so that every further run
tells it again until a person has decided.
Never: believes a time that nobody signed where the policy asks for witnesses.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.foundation.ledger.watching.elsewhere import (
    Contradiction,
    Elsewhere,
    Open,
    contradictions,
    fork,
    mirrored,
    relate,
    rollback,
    unreachable,
    witnessed,
)
from shuangsuiji.foundation.ledger.watching.findings import Faulty, Finding
from shuangsuiji.foundation.ledger.watching.growing import grow
from shuangsuiji.foundation.ledger.watching.memory import Memory
from shuangsuiji.foundation.ledger.watching.opened import Opened, Trust, read_checkpoint, trust_findings
from shuangsuiji.foundation.ledger.watching.proven import ProvenTree
from shuangsuiji.foundation.ledger.watching.served import ServedLog
from shuangsuiji.foundation.ledger.watching.source import Served, Source, open_source
from shuangsuiji.foundation.ledger.witness.transport import Unreachable

FRESH = timedelta(hours=26)  # 50-ledger §9: a heartbeat a day, and two hours for those who are late
_BEIJING = timezone(timedelta(hours=8))
_SKEW = timedelta(minutes=10)
_STATUS, _MAX_STATUS = "status.json", 65_536
_KEEP = "两份检查点都已留存在监测的状态文件里"


@dataclass(frozen=True, slots=True)
class Monitored:
    """One run: the checkpoint served (None where none could be read), the memory to keep, the last sign of life, findings."""

    served: Checkpoint | None
    memory: Memory | None
    is_first: bool
    grown: int
    alive_at: datetime | None
    cosigned: tuple[str, ...]
    compared: int
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Run:
    at: datetime
    memory: Memory | None
    is_first: bool
    grown: int = 0
    entry_at: datetime | None = None
    compared: int = 0
    findings: list[Finding] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)


class Monitor:
    """The monitor of the log at `source`; `open_at` opens the addresses of witnesses."""

    def __init__(self, source: Source, trust: Trust, *, open_at: Open = open_source) -> None:
        self._source = source
        self._trust = trust
        self._open_at = open_at
        self._served = ServedLog(source)

    def run(self, at: datetime, memory: Memory | None = None, mirrors: Sequence[Source] = ()) -> Monitored:
        """Look once. The memory in the answer is to be written also where there are findings."""
        run = _Run(at, memory, is_first=memory is None)
        # Others first: what they have then must have been published before we read the log itself.
        others = self._mirrors(run, mirrors)
        opened: Opened | None = None
        served: Served | None = None
        try:
            opened, served = read_checkpoint(self._source, self._trust)
        except (Faulty, Unreachable) as error:
            run.findings.append(_told(error, self._source.name))
        else:
            run.findings += trust_findings(opened, self._trust)
            self._judge(run, opened, others)
        self._contradicted(run, opened)
        self._halted(run)
        alive = self._alive(run, opened, served)
        if run.memory is not None:
            run.memory = replace(run.memory, alive_at=alive)
        run.findings += _standstill(alive, at, may_be_unsigned=not self._trust.needs_witnesses)
        return Monitored(
            served=opened.checkpoint if opened else None,
            memory=run.memory,
            is_first=run.is_first,
            grown=run.grown,
            alive_at=alive,
            cosigned=tuple(opened.cosigned) if opened else (),
            compared=run.compared,
            findings=tuple(run.findings),
        )

    # ---------------------------------------------------------------------------------------------------------- growth

    def _judge(self, run: _Run, opened: Opened, others: Sequence[Elsewhere]) -> None:
        """Against the memory, then against what others have: also where the first has failed, for the more proof the better."""
        try:
            self._advance(run, opened)
        except (Faulty, Unreachable) as error:
            run.findings.append(_told(error, self._source.name))
            if isinstance(error, Unreachable) or error.finding.kind == "FILES":
                return  # nothing can be proven from such files, one way or the other
        try:
            self._against_others(run, opened, others)
        except (Faulty, Unreachable) as error:
            run.findings.append(_told(error, self._source.name))

    def _advance(self, run: _Run, opened: Opened) -> None:
        """Prove that the served tree continues the remembered one, recompute it, and remember it. Raises Faulty."""
        now, memory = opened.checkpoint, run.memory
        before = _remembered(memory, now.origin)
        whose = "本监测上次核对过的"
        finding: Finding | None = None
        if before.origin != now.origin:
            finding = Finding(
                "ORIGIN",
                f"{self._source.name} 的日志名称",
                f"上次是 {before.origin}，现在是 {now.origin}",
                "核对地址；换了日志的，另用一个状态文件",
            )
        elif now.size < before.size:
            finding = rollback(whose, now, before, _KEEP)
        elif not ProvenTree(self._served, now).continues(before):
            finding = fork(whose, now, before, _KEEP)
        if finding is not None:
            run.memory = memory and memory.keeping(opened.raw)
            raise Faulty(finding)
        edge, last = grow(memory.edge if memory else RightEdge(), now, self._served)
        run.grown = now.size - before.size
        run.entry_at = _time_of(last)
        changed_at = run.at if run.grown or memory is None else memory.changed_at
        kept = memory.kept if memory else ()
        alive_at = memory.alive_at if memory else None
        run.memory = Memory(now.origin, edge, opened.raw.decode(), changed_at, alive_at, kept)

    # ---------------------------------------------------------------------------------------------------------- others

    def _mirrors(self, run: _Run, mirrors: Sequence[Source]) -> list[Elsewhere]:
        found: list[Elsewhere] = []
        for mirror in mirrors:
            try:
                found += mirrored(mirror, self._trust)
            except (Faulty, Unreachable) as error:
                run.findings.append(_told(error, f"镜像 {mirror.name}"))
        origins = {log.name for log in self._trust.policy.logs} if self._trust.policy else set()
        for origin in origins:
            cosigned, findings = witnessed(self._trust, origin, self._open_at)
            found += cosigned
            run.findings += findings
            unproven, proven, findings = contradictions(self._trust, origin, self._open_at)
            found += unproven
            run.contradictions += proven
            told = {each.differed for each in run.findings}  # a witness that is away is told once
            run.findings += [each for each in findings if each.differed not in told]
        return found

    def _against_others(self, run: _Run, opened: Opened, others: Sequence[Elsewhere]) -> None:
        ours = ProvenTree(self._served, opened.checkpoint)
        for other in others:
            if other.cosigned_at is not None and other.opened.checkpoint.origin != opened.checkpoint.origin:
                continue  # the policy names other logs too
            finding = relate(ours, other, run.at, _KEEP)
            run.compared += 1
            if finding is not None:
                run.findings.append(finding)
                run.memory = run.memory and run.memory.keeping(other.opened.raw)

    def _contradicted(self, run: _Run, opened: Opened | None) -> None:
        """Two signatures of this log that exclude each other, whatever it shows today. The policy may name other logs too."""
        for each in run.contradictions:
            if opened is None or each.origin == opened.checkpoint.origin:
                run.findings.append(each.finding)
                for raw in each.notes:
                    run.memory = run.memory and run.memory.keeping(raw)

    # ------------------------------------------------------------------------------------------------------------ life

    def _alive(self, run: _Run, opened: Opened | None, served: Served | None) -> datetime | None:
        """The latest time at which the log is known to have signed something."""
        signs: list[datetime | None] = [run.entry_at, run.memory.alive_at if run.memory else None]
        if opened is not None:
            signs += [
                datetime.fromtimestamp(seconds, UTC) for seconds in opened.cosigned.values() if seconds < _FOREVER
            ]
        if run.grown and not run.is_first:
            signs.append(run.at)  # it was shorter when this monitor looked last
        if served is not None and not self._trust.needs_witnesses:
            signs.append(served.modified)
        known = [sign for sign in signs if sign is not None]
        ahead = [sign for sign in known if sign > run.at + _SKEW]
        if ahead:
            run.findings.append(_clock(max(ahead), run.at))
        return max((sign for sign in known if sign not in ahead), default=None)

    def _halted(self, run: _Run) -> None:
        """What the log says of itself where its sealer has stopped; unsigned, but nobody gains by it."""
        try:
            served = self._source.read(_STATUS, _MAX_STATUS)
            members = json.loads(served.raw) if served else None
        except (Unreachable, ValueError):
            return
        if isinstance(members, dict) and members.get("state") == "halted":
            reason = f"{members.get('reason', '')}"[:200]
            run.findings.append(
                Finding(
                    "HALTED",
                    f"{self._source.name} 的 {_STATUS}",
                    f"封存端已停止签署：{reason}",
                    "联系日志单位问明原因；恢复之前的新条目都没有封存",
                )
            )


_FOREVER = 253_402_214_400  # the last day that datetime knows in every time zone


def _remembered(memory: Memory | None, origin: str) -> Checkpoint:
    edge = memory.edge if memory else RightEdge()
    return Checkpoint(memory.origin if memory else origin, edge.size, edge.root())


def _standstill(alive: datetime | None, at: datetime, *, may_be_unsigned: bool) -> Iterator[Finding]:
    checked = f"最近一次签署是否在 {FRESH // timedelta(hours=1)} 小时之内"
    if alive is None:
        yield Finding(
            "CLOCK", checked, "没有见证时间、条目时间或文件时间可以依据", "让见证人参加见证，或在日志有新条目后重查"
        )
    elif at - alive > FRESH:
        hours = (at - alive) // timedelta(hours=1)
        basis = "（未要求见证，文件时间也算在内）" if may_be_unsigned else ""
        yield Finding(
            "STALL",
            checked + basis,
            f"最近的迹象是 {_local(alive)}，已过 {hours} 小时",
            "联系日志单位检查封存程序（shuangsuiji ledger seal）和网络；停滞期间的操作没有封存，须待恢复后补查",
        )


def _clock(ahead: datetime, at: datetime) -> Finding:
    return Finding(
        "CLOCK",
        "日志和见证人的时间是否不晚于现在",
        f"有一处写的是 {_local(ahead)}，而本机是 {_local(at)}",
        "校准本机时钟；本机无误的，通知写下这一时间的一方",
    )


def _local(moment: datetime) -> str:
    return f"北京时间 {moment.astimezone(_BEIJING):%Y-%m-%d %H:%M}"


def _time_of(entry: bytes | None) -> datetime | None:
    """The time an entry states, None where there is no new one or it is of a foreign log."""
    if entry is None:
        return None
    try:
        return datetime.fromisoformat(f"{read_leaf(entry)['at']}")
    except (TlogRefused, ValueError):
        return None


def _told(error: Faulty | Unreachable, whose: str) -> Finding:
    return error.finding if isinstance(error, Faulty) else unreachable(whose, f"{error}")
