"""What others have of the same log: its witnesses' last cosigned checkpoints, other mirrors, and how they relate to ours.

Source: 50-ledger §7, §9 L06 L14; C2SP tlog-witness (`<prefix>/<SHA-256 of the origin>/checkpoint`).
Takes: checkpoints, and trees to prove from. Gives: findings; nothing where all continue one history.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger.watching.findings import Faulty, Finding
from shuangsuiji.foundation.ledger.watching.opened import CHECKPOINT, Opened, Trust, open_served
from shuangsuiji.foundation.ledger.watching.proven import ProvenTree
from shuangsuiji.foundation.ledger.watching.served import ServedLog
from shuangsuiji.foundation.ledger.watching.source import Source
from shuangsuiji.foundation.ledger.witness.server import EVIDENCE, MAX_EVIDENCE_BYTES, log_id
from shuangsuiji.foundation.ledger.witness.store import FORK
from shuangsuiji.foundation.ledger.witness.transport import Unreachable

MAX_NOTE = 1_000_000
KEPT = "checkpoints"
# A witness cosigns before the log publishes (50-ledger §6, steps 6 and 7); longer than that no publication takes.
PUBLISHING = timedelta(minutes=10)

Open = Callable[[str], Source]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A checkpoint of the same log that somebody else has; `tree` is theirs where they serve tiles."""

    whose: str
    opened: Opened
    tree: ProvenTree | None = None
    cosigned_at: int | None = None


def fork(whose: str, ours: Checkpoint, theirs: Checkpoint, keep: str) -> Finding:
    """The finding about two signed roots of which neither continues the other."""
    sizes = f"{theirs.size} 条" if ours.size == theirs.size else f"{ours.size} 条与 {theirs.size} 条"
    return Finding(
        "FORK",
        f"现在公布的检查点与{whose}是否同一段历史",
        f"{sizes}的两个已签署的树根互不相容：现在 {ours.root.hex()[:16]}（{ours.size} 条），那里 {theirs.root.hex()[:16]}"
        f"（{theirs.size} 条）。已封存的条目被改写，或向不同的人出示了不同的日志",
        f"{keep}；停止引用新检查点，通知见证人、监督机关和日志单位，由其说明哪一条被改",
    )


def rollback(whose: str, ours: Checkpoint, theirs: Checkpoint, keep: str) -> Finding:
    """The finding about a log that shows less than somebody has already."""
    return Finding(
        "ROLLBACK",
        f"现在公布的检查点是否不短于{whose}",
        f"现在只有 {ours.size} 条，那里已有 {theirs.size} 条：落后于已签署的检查点，{theirs.size - ours.size} 条不见了",
        f"{keep}；先排除缓存（几分钟后重查），仍短的，多半是恢复了旧备份：日志单位应停止写入，按 shuangsuiji ledger recover 补回",
    )


def relate(ours: ProvenTree, other: Elsewhere, at: datetime, keep: str) -> Finding | None:
    """How another's checkpoint relates to the one served now; None where both are one history.

    Raises Faulty where our own tiles do not hold, Unreachable.
    """
    mine, theirs = ours.checkpoint, other.opened.checkpoint
    if theirs.origin != mine.origin:
        return Finding("ORIGIN", other.whose, f"那里是 {theirs.origin}，这里是 {mine.origin}", "核对所给的地址和目录")
    if theirs.size <= mine.size:
        return None if ours.continues(theirs) else fork(other.whose, mine, theirs, keep)
    try:
        if other.tree is not None and not other.tree.continues(mine):
            return fork(other.whose, mine, theirs, keep)
    except Faulty as faulty:
        return unreachable(other.whose, f"那里的文件不成立，不能用来比对：{faulty.finding.differed}")
    if other.cosigned_at is not None and other.cosigned_at > (at - PUBLISHING).timestamp():
        return None
    return rollback(other.whose, mine, theirs, keep)


def witnessed(trust: Trust, origin: str, open_at: Open) -> tuple[list[Elsewhere], list[Finding]]:
    """The last checkpoint that each witness of the policy serves; a witness that serves none is passed over."""
    found: list[Elsewhere] = []
    findings: list[Finding] = []
    for witness in trust.policy.witnesses if trust.policy else ():
        if not witness.url:
            continue
        whose = f"见证人 {witness.name} 已见证的"
        try:
            opened = _read(open_at(witness.url), f"{log_id(origin)}/{CHECKPOINT}", trust, whose)
        except Unreachable as error:
            findings.append(unreachable(f"见证人 {witness.name}", f"{error}"))
            continue
        except Faulty as faulty:
            findings.append(faulty.finding)
            continue
        if opened is not None and opened.checkpoint.origin != origin:
            findings.append(unreachable(whose, f"那里给出的是另一个日志 {opened.checkpoint.origin}"))
        elif opened is not None:
            found.append(Elsewhere(whose, opened, cosigned_at=opened.cosigned.get(witness.name)))
    return found, findings


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two checkpoints that a log signed and that exclude each other, kept by a witness; both notes stay checkable by anybody."""

    origin: str
    finding: Finding
    notes: tuple[bytes, bytes]


def contradictions(
    trust: Trust, origin: str, open_at: Open
) -> tuple[list[Elsewhere], list[Contradiction], list[Finding]]:
    """What the witnesses of the policy have kept: growth that was never proven to them, to be related to the log of today;
    two roots of one size, which speak for themselves; findings on evidence that does not hold. A witness that serves none is passed over.
    """
    unproven: list[Elsewhere] = []
    proven: list[Contradiction] = []
    findings: list[Finding] = []
    for witness in trust.policy.witnesses if trust.policy else ():
        if not witness.url:
            continue
        whose = f"见证人 {witness.name} 留存的"
        try:
            for kept in _evidence(open_at(witness.url), origin):
                _sort(kept, origin, trust, whose, unproven, proven)
        except Unreachable as error:
            findings.append(unreachable(f"{whose}证据", f"{error}"))
        except (TlogRefused, ValueError, KeyError, TypeError, AttributeError) as error:
            findings.append(unreachable(f"{whose}证据", f"它不成立，不能采信：{error}"))
    return unproven, proven, findings


def _evidence(source: Source, origin: str) -> list[Any]:
    served = source.read(f"{log_id(origin)}/{EVIDENCE}", MAX_EVIDENCE_BYTES)
    if served is None:
        return []
    kept = json.loads(served.raw)
    return kept if isinstance(kept, list) else [kept]


def _sort(
    kept: Any, origin: str, trust: Trust, whose: str, unproven: list[Elsewhere], proven: list[Contradiction]
) -> None:
    """Raises where the log did not sign what the witness says it signed."""
    signed = open_served(kept["signed"].encode(), trust)
    if signed.checkpoint.origin != origin:
        raise ValueError(f"是另一个日志 {signed.checkpoint.origin} 的")
    if kept["kind"] != FORK:
        at = datetime.fromisoformat(kept["at"])
        unproven.append(Elsewhere(f"{whose}未经证明的", signed, cosigned_at=int(at.timestamp())))
        return
    cosigned = open_served(kept["cosigned"].encode(), trust)
    one, other = cosigned.checkpoint, signed.checkpoint
    if (one.origin, one.size) != (other.origin, other.size) or one.root == other.root:
        raise ValueError("两份检查点并不矛盾")
    finding = Finding(
        "FORK",
        f"{whose}两份由日志签署的检查点是否相容",
        f"同为 {one.size} 条，日志签署过两个树根：{one.root.hex()[:16]} 和 {other.root.hex()[:16]}（{kept['at']} 收到）。"
        "签署密钥曾为两份不同的历史签字",
        "两份检查点都已留存在监测的状态文件里，任何人可以核验；通知监督机关和日志单位，由其说明哪一份被改，并更换密钥",
    )
    proven.append(Contradiction(origin, finding, (cosigned.raw, signed.raw)))


def unreachable(whose: str, why: str) -> Finding:
    """The finding about somebody who could not be asked."""
    return Finding("UNREACHABLE", whose, why, "核对地址和网络后重查；长期读不到的，按未核对对待")


def _read(source: Source, path: str, trust: Trust, whose: str) -> Opened | None:
    served = source.read(path, MAX_NOTE)
    if served is None:
        return None
    try:
        return open_served(served.raw, trust)
    except TlogRefused as error:
        raise Faulty(
            Finding(
                "UNREACHABLE", f"{whose}检查点", f"它不成立，不能用来比对：{error}", "通知这一方核对其文件；换一处再比"
            )
        ) from error


def mirrored(source: Source, trust: Trust) -> list[Elsewhere]:
    """What another mirror has: its checkpoint with its tiles, and every checkpoint it kept, where it can be listed.

    Raises Unreachable, Faulty.
    """
    whose = f"镜像 {source.name} 的"
    opened = _read(source, CHECKPOINT, trust, whose)
    if opened is None:
        raise Unreachable(f"{source.name} 没有 {CHECKPOINT} 文件")
    found = [Elsewhere(whose, opened, ProvenTree(ServedLog(source), opened.checkpoint))]
    for path in source.listed(KEPT):
        kept = _read(source, path, trust, f"{whose} {path} ")
        if kept is not None:
            found.append(Elsewhere(f"{whose} {path} ", kept))
    return found
