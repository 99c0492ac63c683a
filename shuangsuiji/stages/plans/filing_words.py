"""What the acts of a filing share: the task behind it, locked, and what the log keeps sealed about it.

Source: 第八条.
"""

from uuid import UUID

from shuangsuiji.foundation.ledger.command import Command, Private
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.plans.models import Filing, Task


def filing_locked(key: UUID, department: str = "") -> Filing:
    """A filing with its task (of that department, where one is named), both locked until the command ends. Raises DoesNotExist."""
    filing: Filing = Filing.objects.select_for_update(no_key=True, of=("self",)).get(pk=key)
    filing.task = task_locked(filing.task_id, department)
    return filing


def task_locked(key: UUID, department: str = "") -> Task:
    """A task with its plan, locked; where `department` is given, one of that department. Raises DoesNotExist."""
    tasks = Task.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "department", "line__version__plan"
    )
    task: Task = tasks.get(pk=key, department__code=department) if department else tasks.get(pk=key)
    return task


def concerning_filing(cmd: Command, filing: Filing, **facts: str) -> dict[str, Private]:
    """What an event keeps sealed about a filing."""
    told = {"task": filing.task.number, "name": filing.task.name, **facts}
    return {"filing": Private(told, house_key(at=cmd.at).id)}
