"""The act: the public number is entered, by two persons where it does not prove itself, and gives the seed.

Source: 第十四条; SSJ-DRAW/1 §5 (SEEDED), §6. The first person's entry is working paper; the second types it again, unseen.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from shuangsuiji.core.draw.ceremony import ABORTED, COMMITTED, FROZEN, Ceremony
from shuangsuiji.core.rules.event_shapes import MISSING
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, command
from shuangsuiji.stages.draws.models import Draw, NumberDraft, PublicNumber, Reveal
from shuangsuiji.stages.draws.numbering import Entry, agreed, check_shadow, evidence_told, refused
from shuangsuiji.stages.draws.stepping import ceremony_of, locked, missing_reveals, take
from shuangsuiji.stages.draws.telling import seeded
from shuangsuiji.stages.draws.voices import require_at_hand


def note_public_number(*, draw_id: UUID, entry: Entry, actor: Actor, at: datetime) -> NumberDraft:
    """The first person's entry; it may be corrected by whoever typed it. Raises as `record_public_number`."""
    with transaction.atomic():
        draw = locked(draw_id)
        require_at_hand(draw, actor)
        assert actor.person is not None, "the program itself is at nobody's hand"
        ceremony = ceremony_of(draw)
        if ceremony.state == ABORTED:
            check_shadow(ceremony, entry.value, at=at)
        else:
            _closed(ceremony, at).record_number(entry.value, at=at)
        draft = NumberDraft.objects.filter(draw=draw).first()
        if draft is not None and draft.person != actor.person:
            raise refused("two-persons", "已有一人录入，请核对录入", "请在“核对录入”中再录一遍")
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
        value, first = agreed(draw, entry, actor)
        ceremony = _closed(ceremony_of(draw), at)
        after = ceremony.record_number(value, at=at)
        kept = enter(cmd, entry.file) if entry.file is not None else None
        _missing(cmd, draw, ceremony, at)
        made = PublicNumber(
            draw=draw, value=value, seed=after.seed, signature=entry.signature, evidence=evidence_told(actor, first, kept),
            first=first.person if first else actor.person, second=actor.person if first else None, at=at,
        )  # fmt: skip
        made.save(force_insert=True)
        take(draw, "record_number", after, at=at)
        NumberDraft.objects.filter(draw=draw).delete()
        cmd.emit("draw.seeded", pub=seeded(draw, made), files=[named(kept)] if kept else [])
    return made


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
