"""The act: the principal head ends a draw whose public number nobody can know yet; it stays public with its ground.

Source: 第十四条; SSJ-DRAW/1 §5 (Abort).
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.ending import Ground, ended
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.stepping import ceremony_of, locked
from shuangsuiji.stages.plans.signing import holds


def abort_draw(*, draw_id: UUID, ground: Ground, actor: Actor, at: datetime) -> Draw:
    """End it. The task goes back to its confirmed registries; the next attempt has the next number.

    Raises DrawRefused (E13-1; the number may be known; no ground), RuleViolation (E13-2 for another office), DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        draw = locked(draw_id, actor.org)
        after = ceremony_of(draw).abort(ground.code, ground.text, at=at)
        facts = {
            "draw_before_seeded": holds("第十四条", "种子尚未产生"),
            "number_not_yet_knowable": holds("第十四条", "公开数尚无人知道"),
            "ground_listed": holds("第十四条", "已选原因"),
        }
        move(draw.task, "abort_draw", actor=actor, at=at, facts=facts)
        ended(cmd, draw, "abort", after, ground, event="draw.aborted")
    return draw
