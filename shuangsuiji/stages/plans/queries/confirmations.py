"""Whether the registries of a task's departments are confirmed, as the task's next step asks.

Source: 第十条, 第十六条; E10-1, E10-2, E10-7, E10-8. A confirmation counts that was made for the task, or for no task and not before the task was made.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.schemes import check_lead_has_inspectors, check_registry_confirmed
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.registry.models import RegistryConfirmation, RegistryKind
from shuangsuiji.stages.registry.queries import confirmation_current, confirmation_for, uncertified_in


@dataclass(frozen=True, slots=True)
class RegistryStanding:
    """One registry of one department of a task: the confirmation that counts, None where there is none, and what is said of it."""

    department: Department
    kind: str
    confirmation: RegistryConfirmation | None
    finding: Finding

    @property
    def label(self) -> str:
        """Which registry, in Chinese."""
        return str(RegistryKind(self.kind).label)


def registries_of(task: Task, at: datetime) -> list[RegistryStanding]:
    """Both registries of each department, the initiating one first: confirmed (E10-7), and still so (E10-1, E10-2)."""
    return [_standing(task, each.department, kind, at) for each in departments_of(task) for kind in RegistryKind]


def registry_findings(task: Task, at: datetime) -> tuple[Finding, ...]:
    """What the registries say of the task's next step.

    A registry may be confirmed empty, that of the inspectors of the initiating department may not (E10-8).
    """
    found = registries_of(task, at)
    counted = [
        check_lead_has_inspectors(each.department.name, each.confirmation.live)
        for each in found
        if each.department == task.department and each.kind == RegistryKind.INSPECTORS and each.confirmation is not None
    ]
    return (*(each.finding for each in found), *counted)


def _standing(task: Task, department: Department, kind: str, at: datetime) -> RegistryStanding:
    found = confirmation_of(task, department, kind)
    if found is None:
        missing = check_registry_confirmed(department.name, RegistryKind(kind).label, confirmed=False)
        return RegistryStanding(department, kind, None, missing)
    return RegistryStanding(department, kind, found, confirmation_current(found, at))


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
