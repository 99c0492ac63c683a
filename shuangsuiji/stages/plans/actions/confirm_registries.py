"""The act: both registries of every department of a task are confirmed, so the draw may be announced.

Source: 第十条. The confirmations themselves are acts of each department's keeper; this one looks at all of them and takes the step.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.confirmations import confirmation_of, registry_findings, uncertified_of
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.plans.signing import holds, worst
from shuangsuiji.stages.registry.models import RegistryKind

_PUBLIC_KIND = {RegistryKind.SUBJECTS: "subject", RegistryKind.INSPECTORS: "inspector"}


def confirm_registries(*, task_id: UUID, actor: Actor, at: datetime) -> Task:
    """Take the step for a task of the actor's department; it may be taken again while no draw is announced.

    Raises RuleViolation with all that refuses (E10-1, E10-2, E10-7, E10-8, E13-1, E13-2), DoesNotExist for another department's task.
    """
    with command(actor=actor, at=at) as cmd:
        task: Task = Task.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=task_id, department__code=actor.org
        )
        found = registry_findings(task, at)
        facts = {
            "both_registries_confirmed": worst(found, holds("第十条", "两库已确认")),
            "delta_recorded": holds("第十条", "变动摘要随确认保存"),
            "uncertified_marked": holds("第十条", "无有效证件的不列入可抽取人员"),
        }
        if task.status in ("SCHEME_SIGNED", "REGISTRIES_CONFIRMED") and actor.office == "registry_keeper":
            require(*found)
        move(task, "confirm_registries", actor=actor, at=at, facts=facts)
        uncertified = uncertified_of(task)
        for kind in RegistryKind:
            rows = [confirmation_of(task, each.department, kind) for each in departments_of(task)]
            told = {"digests": [row.delta_digest for row in rows if row is not None], "uncertified": uncertified}
            count = sum(row.live for row in rows if row is not None)
            pub = {"kind": _PUBLIC_KIND[kind], "task_id": task.number, "count": count, "office": actor.office}
            cmd.emit("roster.confirmed", pub=pub, private={"delta": Private(told, house_key(at=at).id)})
    return task
