"""What two persons typed, or a signature: the public number they agree on, and what the record says of its evidence.

Source: 第十四条; SSJ-DRAW/1 §6. Takes: a draw, its plan's source. Never: a number that one person alone vouches for, but drand's own.
"""

from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.core.draw.beacon import DRAND, drand_value, not_before, value_refusals
from shuangsuiji.core.draw.ceremony import Ceremony
from shuangsuiji.core.draw.grammar import write_time
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal, refuse_any
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.stages.draws.models import Draw, NumberDraft


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody typed: the number, or the signature of a drand round; the file that shows it, for the second person."""

    value: str = ""
    signature: str = ""
    file: Received | None = None


def agreed(draw: Draw, entry: Entry, actor: Actor) -> tuple[str, NumberDraft | None]:
    """The number, and the first person's entry where there must be two."""
    if draw.plan["beacon"]["source"] == DRAND:
        value = drand_value(entry.signature)
        if value is None or entry.value not in ("", value):
            raise refused("value", "drand 随机数须由该期签名算出", "请填写该期 96 位小写十六进制签名")
        return value, None
    refuse_any(value_refusals(draw.plan["beacon"], entry.value))
    first = NumberDraft.objects.filter(draw=draw).first()
    if first is None:
        raise refused("two-persons", "尚无第一人录入", "公开随机数由两人各录一遍，请先由一人录入")
    if first.person == actor.person:
        raise refused("two-persons", "核对人不能是录入人本人", "请另一人核对录入")
    if first.value != entry.value:
        raise refused("two-persons", "两人录入的号码不一致", "请对照公告或记录表核对；录入有误的，由录入人改正后再核对")
    if entry.file is None:
        raise refused("evidence", "缺少公开随机数的凭据", "请上传开奖公告截图，或骰子记录表、录像截图")
    return entry.value, first


def evidence_told(actor: Actor, first: NumberDraft | None, kept: EvidenceFile | None) -> dict[str, object]:
    """Which offices entered it, digests of files; whether a signature was checked is told apart."""
    offices = [OFFICES[first.office]] if first else []
    files = {"evidence": kept.digest} if kept else {}
    return {"entered_by": [*offices, OFFICES[actor.office]], "files": files, "bls": "not checked"}


def check_shadow(ceremony: Ceremony, value: str, *, at: datetime) -> None:
    """Refuse a number for an aborted draw where there was nothing frozen, before it can exist, or misspelt (§5)."""
    if not ceremony.context:
        raise refused("shadow", "名录冻结之前中止的抽取没有可补记的结果", "无须录入公开随机数")
    moment = not_before(ceremony.plan["beacon"])
    if at < moment:
        raise refused("early", f"公开随机数最早于 {write_time(moment)} 产生，现在不能录入", "请在产生后录入")
    refuse_any(value_refusals(ceremony.plan["beacon"], value))


def refused(code: str, message: str, remedy: str) -> DrawRefused:
    """A refusal of a public number."""
    return DrawRefused([Refusal(f"beacon.{code}", "第十四条", message, remedy)])
