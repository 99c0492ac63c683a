"""Whether the registries of a task's departments are confirmed, as the task's next step asks.

Source: 第十条; E10-1, E10-2, E10-7. A confirmation counts that was made for the task, or for no task and not before the task was made.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.schemes import check_registry_confirmed
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.registry.models import RegistryConfirmation, RegistryKind
from shuangsuiji.stages.registry.queries import confirmation_current, confirmation_for, uncertified_in


def registry_findings(task: Task, at: datetime) -> tuple[Finding, ...]:
    """For each department and registry whether its confirmation is there (E10-7) and still counts (E10-1, E10-2)."""
    return tuple(finding for each in departments_of(task) for finding in _of(task, each.department, at))


def _of(task: Task, department: Department, at: datetime) -> Iterator[Finding]:
    for kind in RegistryKind:
        found = confirmation_of(task, department, kind)
        label = RegistryKind(kind).label
        yield (
            check_registry_confirmed(department.name, label, found is not None)
            if found is None
            else (confirmation_current(found, at))
        )


def confirmation_of(task: Task, department: Department, kind: str) -> RegistryConfirmation | None:
    """The newest confirmation that counts for the task; None where there is none."""
    own, general = (confirmation_for(department, kind, each) for each in (task.pk, None))
    if general is not None and localdate(general.at) < task.created_on:
        general = None
    found = [each for each in (own, general) if each is not None]
    return max(found, key=lambda each: (each.change_ordinal, each.at), default=None)


def uncertified_of(task: Task) -> int:
    """Live inspectors of the task's departments without a certificate for the whole window: they are not drawn (X2)."""
    return sum(len(uncertified_in(each.department, task.from_on, task.to_on)) for each in departments_of(task))
