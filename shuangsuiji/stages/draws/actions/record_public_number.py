"""The act: the public number is entered, by two persons where it does not prove itself, and gives the seed.

Source: 第十四条; SSJ-DRAW/1 §5 (SEEDED), §6. The first person's entry is working paper; the second types it again, unseen.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shuangsuiji.core.draw.beacon import DRAND, drand_value, value_refusals
from shuangsuiji.core.draw.ceremony import COMMITTED, FROZEN, Ceremony
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal, refuse_any
from shuangsuiji.core.rules.event_shapes import MISSING
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, command
from shuangsuiji.stages.draws.models import Draw, NumberDraft, PublicNumber, Reveal
from shuangsuiji.stages.draws.stepping import ceremony_of, locked, missing_reveals, take
from shuangsuiji.stages.draws.telling import seeded
from shuangsuiji.stages.draws.voices import require_at_hand


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody typed: the number, or the signature of a drand round; the file that shows it, for the second person."""

    value: str = ""
    signature: str = ""
    file: Received | None = None


def note_public_number(*, draw_id: UUID, entry: Entry, actor: Actor, at: datetime) -> NumberDraft:
    """The first person's entry; it may be corrected by whoever typed it. Raises as `record_public_number`."""
    with transaction.atomic():
        draw = locked(draw_id)
        require_at_hand(draw, actor)
        assert actor.person is not None, "the program itself is at nobody's hand"
        _closed(ceremony_of(draw), at).record_number(entry.value, at=at)
        draft = NumberDraft.objects.filter(draw=draw).first()
        if draft is not None and draft.person != actor.person:
            raise _refused("two-persons", "已有一人录入，请核对录入", "请在“核对录入”中再录一遍")
        NumberDraft.objects.update_or_create(
            draw=draw, defaults={"value": entry.value, "person": actor.person, "office": actor.office, "at": at}
        )
        return NumberDraft.objects.get(draw=draw)


def record_public_number(*, draw_id: UUID, entry: Entry, actor: Actor, at: datetime) -> PublicNumber:
    """Fix number and seed; contributors who did not reveal are named MISSING first.

    Raises RuleViolation E14-7, DrawRefused (E13-1; too early, misspelt, not twice the same, the same person twice, no evidence),
    DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        draw = locked(draw_id)
        require_at_hand(draw, actor)
        assert actor.person is not None, "the program itself is at nobody's hand"
        value, first = _agreed(draw, entry, actor)
        ceremony = _closed(ceremony_of(draw), at)
        after = ceremony.record_number(value, at=at)
        kept = enter(cmd, entry.file) if entry.file is not None else None
        _missing(cmd, draw, ceremony, at)
        made = PublicNumber(
            draw=draw, value=value, seed=after.seed, signature=entry.signature, evidence=_evidence(draw, actor, first, kept),
            first=first.person if first else actor.person, second=actor.person if first else None, at=at,
        )  # fmt: skip
        made.save(force_insert=True)
        take(draw, "record_number", after, at=at)
        NumberDraft.objects.filter(draw=draw).delete()
        cmd.emit("draw.seeded", pub=seeded(draw, made), files=[named(kept)] if kept else [])
    return made


def _agreed(draw: Draw, entry: Entry, actor: Actor) -> tuple[str, NumberDraft | None]:
    """The number, and the first person's entry where there must be two."""
    if draw.plan["beacon"]["source"] == DRAND:
        value = drand_value(entry.signature)
        if value is None or entry.value not in ("", value):
            raise _refused("value", "drand 随机数须由该期签名算出", "请填写该期 96 位小写十六进制签名")
        return value, None
    refuse_any(value_refusals(draw.plan["beacon"], entry.value))
    first = NumberDraft.objects.filter(draw=draw).first()
    if first is None:
        raise _refused("two-persons", "尚无第一人录入", "公开随机数由两人各录一遍，请先由一人录入")
    if first.person == actor.person:
        raise _refused("two-persons", "核对人不能是录入人本人", "请另一人核对录入")
    if first.value != entry.value:
        raise _refused(
            "two-persons", "两人录入的号码不一致", "请对照公告或记录表核对；录入有误的，由录入人改正后再核对"
        )
    if entry.file is None:
        raise _refused("evidence", "缺少公开随机数的凭据", "请上传开奖公告截图，或骰子记录表、录像截图")
    return entry.value, first


def _closed(ceremony: Ceremony, at: datetime) -> Ceremony:
    if ceremony.state == FROZEN:
        ceremony = ceremony.close_commits(at=at)
    return ceremony.close_reveals(at=at) if ceremony.state == COMMITTED else ceremony


def _missing(cmd: Command, draw: Draw, ceremony: Ceremony, at: datetime) -> None:
    """Name everybody who did not reveal, before the number is told."""
    before = ceremony_of(draw)
    if before.state == FROZEN:
        take(draw, "close_commits", before.close_commits(at=at), at=at)
    waiting = missing_reveals(draw)
    for contributor in draw.contributors.filter(code__in=waiting).order_by("ordinal"):
        Reveal(contributor=contributor, secret="", at=at).save(force_insert=True)
        cmd.emit("draw.revealed", pub={"draw_id": draw.number, "contributor": contributor.code, "r": MISSING})
    take(draw, "close_reveals", ceremony, at=at)


def _evidence(draw: Draw, actor: Actor, first: NumberDraft | None, kept: EvidenceFile | None) -> dict[str, object]:
    offices = [OFFICES[first.office]] if first else []
    files = {"evidence": kept.digest} if kept else {}
    return {"entered_by": [*offices, OFFICES[actor.office]], "files": files, "bls": "not checked"}


def _refused(code: str, message: str, remedy: str) -> DrawRefused:
    return DrawRefused([Refusal(f"beacon.{code}", "第十四条", message, remedy)])
