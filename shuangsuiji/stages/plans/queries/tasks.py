"""Which tasks somebody may see, and what still stands between a task and its draw.

Source: 第八条, 第十条, 第十一条, 第十三条; 80-reliability E3. Own tasks: the department. Joint ones: participants too. Coordinator,
auditor and the office of the joint meeting read all.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.lifecycle import TASK, check_act
from shuangsuiji.stages.plans.models import PlanKind, PlanLine, SchemeDraft, Task, TaskDepartment
from shuangsuiji.stages.plans.queries.confirmations import registry_findings
from shuangsuiji.stages.plans.queries.filings import filing_finding
from shuangsuiji.stages.plans.queries.object_libraries import library_findings
from shuangsuiji.stages.plans.queries.plans import published_lines
from shuangsuiji.stages.plans.queries.schemes import countersignatures, scheme_findings

TASK_READERS = frozenset({"coordinator", "auditor", "joint_office"})
_TO_CONFIRM = ("SCHEME_SIGNED", "REGISTRIES_CONFIRMED")
TASK_STATES = tuple(TASK.states.items())


def tasks_for(department: str, offices: Collection[str]) -> QuerySet[Task]:
    """The tasks that somebody of that department in these offices may see, the newest first."""
    tasks: QuerySet[Task] = Task.objects.select_related("department", "draft", "line__version__plan")
    if TASK_READERS.isdisjoint(offices):
        joined = TaskDepartment.objects.filter(department__code=department).values("task")
        tasks = tasks.filter(Q(department__code=department) | Q(pk__in=joined))
    return tasks.order_by("-year", "number")


def task_for(key: Any, department: str, offices: Collection[str]) -> Task | None:
    """One task, where it may be seen."""
    return tasks_for(department, offices).filter(pk=key).first()


def tasks_to_confirm(department: str) -> list[Task]:
    """Tasks before their draw for which that department confirms its registries: its own and those it takes part in. One query."""
    joined = TaskDepartment.objects.filter(department__code=department).values("task")
    return list(Task.objects.filter(pk__in=joined, status__in=_TO_CONFIRM).order_by("number"))


def every_task(year: int | None = None) -> list[Task]:
    """All tasks of all departments, of one year where it is given: for whoever may start programs on the server. One query."""
    found = Task.objects.select_related("department").order_by("-year", "number")
    return list(found if year is None else found.filter(year=year))


def paper_words(key: UUID | None) -> dict[str, str]:
    """Name and window of a task, as a paper of another stage names them; nothing where there is no task."""
    task = Task.objects.filter(pk=key).first() if key else None
    return {} if task is None else {"task_name": task.name, "window": f"{task.from_on} 至 {task.to_on}"}


def task_numbered(number: str) -> Task | None:
    """The task of that number, for whoever may start programs on the server."""
    return Task.objects.select_related("department", "draft", "line__version__plan").filter(number=number).first()


def lines_for_tasks(department: str, years: Collection[int]) -> list[PlanLine]:
    """Lines of a department's public plans and confirmed ad-hoc plans of these years: what a task may be made from."""
    inside = [line for year in sorted(years) for line in published_lines(department, year)]
    outside = PlanLine.objects.filter(
        version__plan__department__code=department, version__plan__year__in=years, version__plan__kind=PlanKind.AD_HOC
    ).exclude(version__plan__status="DRAFT")
    known = {line.pk for line in inside}
    newest = outside.select_related("version__plan__department").order_by(
        "version__plan", "ordinal", "-version__number"
    )
    seen: set[tuple[UUID, int]] = set()
    for line in newest:
        if line.pk not in known and (line.version.plan_id, line.ordinal) not in seen:
            inside.append(line)
        seen.add((line.version.plan_id, line.ordinal))
    return inside


def line_for_task(key: Any, department: str) -> PlanLine | None:
    """A line of any plan of that department, whatever state the plan is in: the act refuses what is not public."""
    lines = PlanLine.objects.select_related("version__plan__department")
    return lines.filter(pk=key, version__plan__department__code=department).first()


def scheme_draft_of(task: Task) -> SchemeDraft:
    """The task's paper."""
    found: SchemeDraft = SchemeDraft.objects.select_related("task__department", "task__line__version__plan").get(
        pk=task.pk
    )
    return found


def standing_in_the_way(task: Task, draft: SchemeDraft, at: datetime) -> list[Finding]:
    """Everything that keeps a task from its draw now, all at once; empty where the draw may be announced."""
    found: list[Finding] = []
    if task.status == "CREATED":
        found += [finding for findings in scheme_findings(draft).values() for finding in findings]
        found += [finding for _, _, finding in countersignatures(draft)]
    found += [*library_findings(task), *registry_findings(task, at)]
    found.append(filing_finding(task))
    found.append(check_act(TASK, task.status, "plan_draw"))
    return [finding for finding in found if not finding.satisfied]


def schemes_waiting(office: str, department: str) -> list[tuple[str, Task]]:
    """(what to do, task) for each task in which this office of this department has something to do now."""
    made = Task.objects.filter(status="CREATED").select_related("department", "draft")
    own = made.filter(department__code=department)
    if office == "clerk":
        return [("编制方案", task) for task in own.filter(draft__sent_digest="")]
    if office == "registry_keeper":
        ready = Task.objects.filter(status="SCHEME_SIGNED", department__code=department)
        return [("更新确认两库", task) for task in ready.select_related("department", "draft")]
    if office != "deputy_head":
        return []
    sent = made.exclude(draft__sent_digest="")
    joined = TaskDepartment.objects.filter(department__code=department, role=TaskDepartment.Role.JOIN).values("task")
    found = [("会签方案", task) for task in sent.filter(pk__in=joined) if not _signed_by(task, department)]
    return found + [("审批方案", task) for task in sent.filter(department__code=department) if _all_signed(task)]


def _all_signed(task: Task) -> bool:
    return all(finding.satisfied for _, _, finding in countersignatures(scheme_draft_of(task)))


def _signed_by(task: Task, department: str) -> bool:
    each = countersignatures(scheme_draft_of(task))
    return any(finding.satisfied for joined, _, finding in each if joined.code == department)


def years_of_tasks(today: date) -> tuple[int, int]:
    """The years of which tasks are made: this one and the next."""
    return today.year, today.year + 1
