"""Who takes part in a task, what it inspects, and whom it reaches.

Source: 第二条, 第七条, 第九条. Takes: a task. Never: a subject by name.
"""

from django.db.models import QuerySet

from shuangsuiji.stages.plans.models import Task, TaskDepartment, TaskItem
from shuangsuiji.stages.plans.queries.libraries import Reach


def departments_of(task: Task) -> QuerySet[TaskDepartment]:
    """The initiating department first."""
    found: QuerySet[TaskDepartment] = task.departments.select_related("department")
    return found.order_by("-role", "department__code")


def items_of(task: Task) -> QuerySet[TaskItem]:
    """The task's items in their order."""
    found: QuerySet[TaskItem] = task.items.select_related("item")
    return found.order_by("ordinal")


def reaches_of(task: Task) -> list[Reach]:
    """Whom the task reaches: the line's subjects in the registry of each department, the initiating one first. 1 query."""
    return [Reach(each.department, task.line.subject_types, task.line.tags) for each in departments_of(task)]
