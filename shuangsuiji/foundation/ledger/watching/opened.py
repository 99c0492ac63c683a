"""A served checkpoint and what its signatures are worth: judged by the policy, or only read where there is none.

Source: 50-ledger §5 (note), §7 (policy), §9 L05 L09.
"""

from dataclasses import dataclass

from shuangsuiji.core.tlog.checkpoint import Checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.keys import Verify
from shuangsuiji.core.tlog.note import MAX_NOTE_BYTES, parse_note
from shuangsuiji.core.tlog.policy import NONE, Policy, open_witnessed
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger.watching.findings import Faulty, Finding
from shuangsuiji.foundation.ledger.watching.source import Served, Source

CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the watcher believes: a policy or nobody, and how Ed25519 is checked."""

    policy: Policy | None
    verify: Verify

    @property
    def needs_witnesses(self) -> bool:
        """Whether the policy asks for cosignatures at all."""
        return self.policy is not None and self.policy.quorum != NONE


@dataclass(frozen=True, slots=True)
class Opened:
    """A checkpoint with its note, who cosigned it when (unix seconds), and whether that is enough; True without a policy."""

    checkpoint: Checkpoint
    raw: bytes
    cosigned: dict[str, int]
    is_enough: bool


def open_served(raw: bytes, trust: Trust) -> Opened:
    """Judge a note. Raises a TlogRefused where it does not hold."""
    if trust.policy is None:
        return Opened(parse_checkpoint(parse_note(raw).text), raw, {}, is_enough=True)
    witnessed = open_witnessed(raw, trust.policy, trust.verify)
    return Opened(witnessed.checkpoint, raw, witnessed.cosigned, witnessed.is_enough)


def read_checkpoint(source: Source, trust: Trust) -> tuple[Opened, Served]:
    """The checkpoint that a source serves now. Raises Unreachable, or Faulty where it does not hold."""
    served = source.read(CHECKPOINT, MAX_NOTE_BYTES)
    if served is None:
        raise Faulty(
            Finding(
                "UNREACHABLE",
                f"{source.name} 的检查点",
                "那里没有 checkpoint 文件",
                "核对地址；日志刚建立的，待首次封存后再看",
            )
        )
    try:
        return open_served(served.raw, trust), served
    except TlogRefused as error:
        raise Faulty(
            Finding(
                "CHECKPOINT",
                f"{source.name} 的检查点的格式、名称和签名",
                f"{error}",
                "核对信任名单里的日志公钥；公钥无误的，留存这份检查点并联系日志单位",
            )
        ) from error


def trust_findings(opened: Opened, trust: Trust) -> list[Finding]:
    """What the signatures leave open: nobody to believe, or fewer witnesses than the policy asks for."""
    if trust.policy is None:
        return [
            Finding(
                "UNSIGNED", "检查点的签名", "没有信任名单，签名没有核对", "用 --policy 给出信任名单（日志公钥和见证人）"
            )
        ]
    if opened.is_enough:
        return []
    names = "、".join(opened.cosigned) or "无"
    return [
        Finding(
            "QUORUM",
            f"检查点（{opened.checkpoint.size} 条）的见证签名",
            f"{len(trust.policy.witnesses)} 个见证人中 {len(opened.cosigned)} 个已见证（{names}），未达到信任名单的要求",
            "询问缺席的见证人和日志单位；见证补齐之前，这一检查点之后的回退无从发现",
        )
    ]
