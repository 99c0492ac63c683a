"""The act: a clerk asks the office of the joint meeting to file an ad-hoc task; after a return, once more.

Source: 第八条. Source and document stand on the plan; the task goes with its number, departments and window.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.filing_words import concerning_filing, task_locked
from shuangsuiji.stages.plans.models import Filing, Task
from shuangsuiji.stages.plans.models.plan import LONGEST_TEXT
from shuangsuiji.stages.plans.queries.filings import asking_findings


def request_filing(*, task_id: UUID, remark: str, actor: Actor, at: datetime) -> Filing:
    """Ask for a task of the actor's department.

    Raises RuleViolation (E08-3, E08-4, E13-1 while one waits or once drawn, E13-2), DoesNotExist for another department's task.
    """
    with command(actor=actor, at=at) as cmd:
        task = task_locked(task_id, actor.org)
        filing = _paper(task)
        filing.remark, filing.requested_on = remark.strip()[:LONGEST_TEXT], localdate(at)
        again = not filing._state.adding
        move(filing, "request_filing", actor=actor, at=at, facts=asking_findings(task))
        if again:
            filing.save(update_fields=["remark", "requested_on"])
        pub = {"office": actor.office, "task_id": task.number, "count": 1}
        cmd.emit("filing.requested", pub=pub, private=concerning_filing(cmd, filing, remark=filing.remark))
    return filing


def _paper(task: Task) -> Filing:
    """The task's filing, locked; a new one where there is none."""
    found: Filing | None = Filing.objects.select_for_update(no_key=True, of=("self",)).filter(task=task).first()
    filing = found or Filing()
    filing.task = task
    return filing
