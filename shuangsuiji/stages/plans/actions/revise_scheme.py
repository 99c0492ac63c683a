"""The act: a signed scheme goes back to be written again; the signatures stay on record and are void.

Source: 第十一条.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.schemes import check_scheme_reason
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.scheme_signing import concerning_task, scheme_paper
from shuangsuiji.stages.plans.signing import holds


def revise_scheme(*, task_id: UUID, reason: str, actor: Actor, at: datetime) -> Task:
    """Take a scheme back. Raises RuleViolation (E11-5, E13-1, E13-2), DoesNotExist for another department's task."""
    with command(actor=actor, at=at, reason=reason.strip()) as cmd:
        draft = scheme_paper(task_id)
        task = Task.objects.get(pk=draft.task.pk, department__code=actor.org)
        facts = {"reason_given": check_scheme_reason(reason), "no_open_draw": holds("第十四条", "没有抽取公告")}
        move(task, "revise_scheme", actor=actor, at=at, facts=facts)
        draft.round += 1
        draft.version += 1
        draft.revised, draft.sent_digest, draft.sent_at = reason.strip()[:400], "", None
        draft.save()
        pub = {"office": actor.office, "task_id": task.number, "count": 1}
        cmd.emit("scheme.revised", pub=pub, private=concerning_task(cmd, task))
    return task
