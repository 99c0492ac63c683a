"""The act: the principal head voids a seeded or finished draw before dispatch; it stays public, is counted, and the next has the next number.

Source: 第十四条; 00-decisions, reading 5; SSJ-DRAW/1 §5 (Void).
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.draw.ceremony import GROUNDS, SEEDED
from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.ending import Ground, ended
from shuangsuiji.stages.draws.listing import write_lists
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.proving import proceedings_of, recomputed
from shuangsuiji.stages.draws.queries.draws import own_draw
from shuangsuiji.stages.draws.stepping import ceremony_of, locked
from shuangsuiji.stages.plans.signing import holds

PRINCIPAL = "principal_head"
DISPATCHED = ("DISPATCHED", "CONCLUDED", "ARCHIVED")


def void_draw(*, draw_id: UUID, ground: Ground, actor: Actor, at: datetime) -> Draw:
    """Void it. Raises RuleViolation (E14-3 after dispatch, E14-4 without a ground or for another office), DrawRefused (E13-1), DoesNotExist.

    A draw whose number is known and whose lists are not drawn up yet gets them first: nobody can void a number without showing what it gave.
    """
    found = own_draw(draw_id, actor.org)
    proceedings = proceedings_of(found) if found.state == SEEDED else None
    outcome = proceedings.outcome() if proceedings else None
    with command(actor=actor, at=at) as cmd:
        draw = locked(draw_id, actor.org)
        require(_not_dispatched(draw))
        require(_granted(ground, actor))
        after = ceremony_of(draw).void(ground.code, ground.text)
        if draw.state == SEEDED and proceedings is not None and outcome is not None:
            require(recomputed(proceedings, outcome))
            write_lists(cmd, draw, proceedings, outcome, ceremony_of(draw).draw())
            after = ceremony_of(draw).void(ground.code, ground.text)
        facts = {
            "draw_seeded": holds("第十四条", "种子已产生"),
            "ground_listed": holds("第十四条", "已选原因"),
            "nothing_dispatched": _not_dispatched(draw),
        }
        move(draw.task, "void_draw", actor=actor, at=at, facts=facts)
        ended(cmd, draw, "void", after, ground, event="draw.voided")
    return draw


def _granted(ground: Ground, actor: Actor) -> Finding:
    told = ground.code in GROUNDS and bool(ground.text.strip())
    return judge(
        "E14-4", "第十四条", told and actor.office == PRINCIPAL, required="原因和主要负责人批准", actual="不全",
        refusal="作废须选择原因并经主要负责人批准（第十四条）。", remedy="请选择原因、写明说明，由主要负责人办理。",
    )  # fmt: skip


def _not_dispatched(draw: Draw) -> Finding:
    return judge(
        "E14-3", "第十四条", draw.task.status not in DISPATCHED, required="尚未派发", actual=draw.task.status_label,
        refusal="名单已派发，不能作废（第十四条）。", remedy="个别对象的情况按第二十条形成结果；人员确需调整的按第十五条办理。",
    )  # fmt: skip
