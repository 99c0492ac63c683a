"""The act: the coordinator closes a plan when its year is over and its tasks have ended.

Source: 第七条, 第二十七条.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.plans import check_year_over
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Plan
from shuangsuiji.stages.plans.queries.endings import tasks_ended
from shuangsuiji.stages.plans.signing import concerning, paper_of


def close_plan(*, plan_id: UUID, actor: Actor, at: datetime) -> Plan:
    """Close a published plan. Raises RuleViolation (E07-6, E13-1, E13-2), DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        facts = {
            "year_over": check_year_over(draft.plan.year, localdate(at)),
            "every_task_ended": tasks_ended(draft.plan),
        }
        plan = move(draft.plan, "close_plan", actor=actor, at=at, facts=facts)
        cmd.emit("plan.closed", pub={"office": actor.office, "count": 1}, private=concerning(plan, at))
    return plan
