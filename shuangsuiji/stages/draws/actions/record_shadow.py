"""The act: after an abort the public number came to exist; what it would have given stands beside the abort, without effect.

Source: 第十四条; SSJ-DRAW/1 §5 (Abort). So nobody aborts because of what he expects the number to be and keeps that to himself.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from shuangsuiji.core.draw.ceremony import ABORTED
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.draws.models import Draw, NumberDraft, PublicNumber
from shuangsuiji.stages.draws.numbering import Entry, agreed, check_shadow, evidence_told, refused
from shuangsuiji.stages.draws.proving import proceedings_of
from shuangsuiji.stages.draws.stepping import locked
from shuangsuiji.stages.draws.telling import shadow_told
from shuangsuiji.stages.draws.voices import require_at_hand


def record_shadow(*, draw_id: UUID, entry: Entry, actor: Actor, at: datetime) -> PublicNumber:
    """Fix the number of an aborted draw. Two persons as ever; once.

    Raises RuleViolation E14-7, DrawRefused (not aborted, nothing frozen, too early, misspelt, not agreed, a second time), DoesNotExist.
    Cost: the draw is computed once.
    """
    proceedings = proceedings_of(Draw.objects.select_related("task__department").get(pk=draw_id))
    with command(actor=actor, at=at) as cmd:
        draw = locked(draw_id)
        require_at_hand(draw, actor)
        assert actor.person is not None, "the program itself is at nobody's hand"
        if draw.state != ABORTED or PublicNumber.objects.filter(draw=draw).exists():
            raise refused("shadow", "只有中止的抽取可以补记公开随机数，且只补记一次", "请核对抽取的状态")
        value, first = agreed(draw, entry, actor)
        check_shadow(proceedings.ceremony, value, at=at)
        outcome = replace(proceedings, shadow_value=value).outcome()
        assert outcome is not None, "a frozen draw with a number has lists"
        kept = enter(cmd, entry.file) if entry.file is not None else None
        made = PublicNumber(
            draw=draw, value=value, seed=outcome.seed, signature=entry.signature, evidence=evidence_told(actor, first, kept),
            first=first.person if first else actor.person, second=actor.person if first else None, at=at,
        )  # fmt: skip
        made.save(force_insert=True)
        NumberDraft.objects.filter(draw=draw).delete()
        cmd.emit("draw.shadow", pub=shadow_told(draw, made, outcome), files=[named(kept)] if kept else [])
    return made
