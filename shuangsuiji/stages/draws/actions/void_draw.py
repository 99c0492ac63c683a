"""The act: the principal head voids a seeded or finished draw before dispatch; it stays public, is counted, and the next has the next number.

Source: 第十四条; 00-decisions, reading 5; SSJ-DRAW/1 §5 (Void).
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.ending import Ground, ended
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.stepping import ceremony_of, locked
from shuangsuiji.stages.plans.signing import holds

DISPATCHED = ("DISPATCHED", "CONCLUDED", "ARCHIVED")


def void_draw(*, draw_id: UUID, ground: Ground, actor: Actor, at: datetime) -> Draw:
    """Void it. Raises RuleViolation (E14-3 after dispatch, E13-2 for another office), DrawRefused (E13-1, no ground), DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        draw = locked(draw_id, actor.org)
        require(_not_dispatched(draw))
        after = ceremony_of(draw).void(ground.code, ground.text)
        facts = {
            "draw_seeded": holds("第十四条", "种子已产生"),
            "ground_listed": holds("第十四条", "已选原因"),
            "nothing_dispatched": _not_dispatched(draw),
        }
        move(draw.task, "void_draw", actor=actor, at=at, facts=facts)
        ended(cmd, draw, "void", after, ground, event="draw.voided")
    return draw


def _not_dispatched(draw: Draw) -> Finding:
    return judge(
        "E14-3", "第十四条", draw.task.status not in DISPATCHED, required="尚未派发", actual=draw.task.status_label,
        refusal="名单已派发，不能作废（第十四条）。", remedy="个别对象的情况按第二十条形成结果；人员确需调整的按第十五条办理。",
    )  # fmt: skip
