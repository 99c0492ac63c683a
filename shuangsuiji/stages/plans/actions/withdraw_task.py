"""The act: the deputy head withdraws a task that has no draw; its number is not given again.

Source: 第四条, 第七条.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.schemes import check_scheme_reason
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.signing import holds


def withdraw_task(*, task_id: UUID, reason: str, actor: Actor, at: datetime) -> Task:
    """Withdraw. Raises RuleViolation (E11-5, E13-1, E13-2), DoesNotExist for another department's task."""
    with command(actor=actor, at=at, reason=reason.strip()) as cmd:
        task: Task = Task.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=task_id, department__code=actor.org
        )
        facts = {
            "reason_given": check_scheme_reason(reason),
            "no_open_draw": holds("第十四条", "没有抽取公告"),
            "reason_public_if_voided_before": holds("第四条", "没有作废过的抽取"),
        }
        move(task, "withdraw_task", actor=actor, at=at, facts=facts)
        cmd.emit("task.withdrawn", pub={"office": actor.office, "task_id": task.number, "count": 1})
    return task
