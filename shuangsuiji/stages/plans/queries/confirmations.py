"""Whether the registries of a task's departments are confirmed, as the task's next step asks.

Source: 第十条, 第十六条; E10-1, E10-2, E10-7, E10-8. A confirmation counts that was made for the task, or for no task and not before the task was made.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.schemes import check_lead_has_inspectors, check_registry_confirmed
from shuangsuiji.foundation.accounts.models import Account, Department
from shuangsuiji.foundation.accounts.queries import holders_of
from shuangsuiji.stages.plans.models import Task, TaskDepartment
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.registry.models import PaperConfirmation, RegistryConfirmation, RegistryKind
from shuangsuiji.stages.registry.queries import confirmation_current, confirmation_for, uncertified_in

KEEPER = "registry_keeper"


@dataclass(frozen=True, slots=True)
class RegistryStanding:
    """One registry of one department of a task: the confirmation that counts, None where there is none, and what is said of it.

    `without_account`: nobody of the department could confirm here, its paper is recorded instead; `paper`: recorded, not vouched for.
    """

    department: Department
    kind: str
    confirmation: RegistryConfirmation | None
    finding: Finding
    without_account: bool = False
    paper: PaperConfirmation | None = None

    @property
    def vouched(self) -> PaperConfirmation | None:
        """The paper behind the confirmation, where it was given on paper. Cost: one query."""
        return PaperConfirmation.objects.filter(confirmation=self.confirmation).first() if self.confirmation else None

    @property
    def label(self) -> str:
        """Which registry, in Chinese."""
        return str(RegistryKind(self.kind).label)


def registries_of(task: Task, at: datetime) -> list[RegistryStanding]:
    """Both registries of each department, the initiating one first: confirmed (E10-7), and still so (E10-1, E10-2)."""
    found = []
    for each in departments_of(task):
        alone = each.role == TaskDepartment.Role.JOIN and not keepers_here(each.department, at)
        found += [_standing(task, each.department, kind, at, alone=alone) for kind in RegistryKind]
    return found


def keepers_here(department: Department, at: datetime) -> int:
    """How many of a department could confirm its registries in this system: keepers with an account in use. Two queries."""
    today = localdate(at)
    keepers = [each.pk for each in holders_of(KEEPER, department.code, today)]
    return sum(account.usable(at, today) for account in Account.objects.filter(person__in=keepers)) if keepers else 0


def paper_waiting(task: Task, department: Department, kind: str) -> PaperConfirmation | None:
    """The newest paper of a registry for the task that nobody vouched for yet, where nothing was confirmed after it."""
    rows = PaperConfirmation.objects.filter(task_id=task.pk, department=department, kind=kind)
    newest = rows.order_by("-at", "-id").first()
    return newest if newest is not None and newest.confirmation_id is None else None


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


def _standing(task: Task, department: Department, kind: str, at: datetime, *, alone: bool) -> RegistryStanding:
    found, paper = confirmation_of(task, department, kind), paper_waiting(task, department, kind) if alone else None
    said = (
        check_registry_confirmed(department.name, RegistryKind(kind).label, confirmed=False)
        if found is None
        else confirmation_current(found, at)
    )
    return RegistryStanding(department, kind, found, said, alone, paper)


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


def papers_to_vouch(department: str) -> list[tuple[PaperConfirmation, Task]]:
    """Papers recorded for open tasks of that department (code) that wait for another person, newest of each registry."""
    open_tasks = Task.objects.filter(department__code=department, status__in=("SCHEME_SIGNED", "REGISTRIES_CONFIRMED"))
    tasks = {task.pk: task for task in open_tasks.select_related("department")}
    rows = PaperConfirmation.objects.filter(task_id__in=tasks).select_related("department").order_by("at", "id")
    newest = {(row.task_id, row.department_id, row.kind): row for row in rows}
    return [(row, tasks[row.task_id]) for row in newest.values() if row.confirmation_id is None and row.task_id]
