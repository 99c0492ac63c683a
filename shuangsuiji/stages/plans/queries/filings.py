"""The filing of ad-hoc tasks: which of them somebody may see, what it says, what waits, and whether a task has it.

Source: 第八条; 80-reliability E3. Own tasks and joint ones: the departments of the task. The office of the joint meeting reads all.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.lifecycle import FILING, TASK, check_act
from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.core.rules.plans import check_source
from shuangsuiji.core.rules.schemes import check_ad_hoc, check_filed
from shuangsuiji.stages.plans.models import Filing, PaperFiling, PlanKind, Task, TaskDepartment

FILING_STATES = tuple(FILING.states.items())
FILING_READERS = frozenset({"coordinator", "auditor", "joint_office"})
# While a task stands here it may still be filed.
_BEFORE_DRAW = tuple(state for state in TASK.states if TASK.row(state, "file_ad_hoc"))


def is_ad_hoc(task: Task) -> bool:
    """Whether a task stands outside the year's plan."""
    return bool(task.line.version.plan.kind == PlanKind.AD_HOC)


def filing_of(task: Task) -> Filing | None:
    """The task's filing, asked or given; None where nobody asked. One query."""
    found: Filing | None = Filing.objects.filter(task=task).first()
    return found


def paper_of(filing: Filing) -> PaperFiling | None:
    """The paper recorded for the filing as it stands now and not yet confirmed; None where there is none. One query."""
    found: PaperFiling | None = filing.papers.filter(filing_version=filing.version, confirmer__isnull=True).first()
    return found


def paper_shown(filing: Filing) -> PaperFiling | None:
    """The paper by which the filing was made or, before that, the one that waits for its confirmation. One query."""
    if not filing.on_paper:
        return paper_of(filing)
    found: PaperFiling | None = filing.papers.filter(confirmer__isnull=False).first()
    return found


def filing_finding(task: Task) -> Finding:
    """Whether an ad-hoc task is filed and its filing public (E08-1, E08-2); a task of the year's plan needs neither."""
    if not is_ad_hoc(task):
        planned = "年度计划内的任务不须备案"
        return judge("E08-1", "第八条", True, required=planned, actual=planned, refusal="", remedy="")
    filing = filing_of(task)
    return check_filed(
        filed=filing is not None and filing.status in ("FILED", "PUBLISHED"),
        published=filing is not None and filing.status == "PUBLISHED",
    )


def asking_findings(task: Task) -> dict[str, Finding]:
    """What must hold of a task that is filed: outside the plan (E08-4), handed down or over with its paper (E08-3), not drawn (E13-1)."""
    plan = task.line.version.plan
    return {
        "task_is_ad_hoc": check_ad_hoc(ad_hoc=is_ad_hoc(task)),
        "source_if_ad_hoc": check_source(plan.source, plan.source_body, plan.source_document, plan.source_dated_on),
        "task_before_draw": check_act(TASK, task.status, "file_ad_hoc"),
    }


def filings_for(department: str, offices: Collection[str]) -> QuerySet[Filing]:
    """The filings that somebody of that department in these offices may see, the newest first."""
    filings: QuerySet[Filing] = Filing.objects.select_related(
        "task__department", "task__line__version__plan", "filed_by"
    )
    if FILING_READERS.isdisjoint(offices):
        joined = TaskDepartment.objects.filter(department__code=department).values("task")
        filings = filings.filter(Q(task__department__code=department) | Q(task__in=joined))
    return filings.order_by("-requested_on", "task__number")


def filing_for(key: Any, department: str, offices: Collection[str]) -> Filing | None:
    """One filing, where it may be seen."""
    return filings_for(department, offices).filter(pk=key).first()


def source_rows(task: Task) -> list[tuple[str, str]]:
    """Where an ad-hoc task comes from: kind, body, document, day."""
    plan = task.line.version.plan
    return [
        ("任务来源", labels("task_sources").get(plan.source, "未登记")),
        ("交办（转办）机关", plan.source_body),
        ("来文文号", plan.source_document),
        ("来文日期", f"{plan.source_dated_on:%Y-%m-%d}" if plan.source_dated_on else ""),
    ]


def tasks_to_file(department: str) -> list[tuple[Task, str]]:
    """A department's ad-hoc tasks whose filing was not asked for, or was returned: (task, why returned). One query."""
    wanted = Q(filing__isnull=True) | Q(filing__status="RETURNED")
    made = Task.objects.filter(
        wanted, department__code=department, status__in=_BEFORE_DRAW, line__version__plan__kind=PlanKind.AD_HOC
    )
    # A task without a filing has no such attribute.
    filings = ((task, getattr(task, "filing", None)) for task in made.select_related("department", "filing"))
    return [(task, filing.returned if filing else "") for task, filing in filings]


def filings_waiting() -> list[tuple[str, Filing]]:
    """(act, filing) for each filing in which the office of the joint meeting has something to do now. One query."""
    open_ones = Filing.objects.filter(
        Q(status="REQUESTED") | Q(status="FILED", ordinal__isnull=False), task__status__in=_BEFORE_DRAW
    )
    labels_of = {"REQUESTED": "file_ad_hoc", "FILED": "publish_filing"}
    found = open_ones.select_related("task__department").order_by("task__from_on", "task__number")
    return [(labels_of[filing.status], filing) for filing in found]


def papers_waiting(department: str) -> list[tuple[str, Filing]]:
    """(act, filing) for each filing of the department on paper: to be confirmed by the deputy head, then to be published. One query."""
    recorded = Exists(PaperFiling.objects.filter(filing=OuterRef("pk"), filing_version=OuterRef("version")))
    open_ones = Filing.objects.filter(
        Q(recorded, status="REQUESTED") | Q(status="FILED", ordinal__isnull=True),
        task__department__code=department,
        task__status__in=_BEFORE_DRAW,
    )
    found = open_ones.select_related("task__department").order_by("task__from_on", "task__number")
    acts = {"REQUESTED": "confirm_paper_filing", "FILED": "publish_filing"}
    return [(acts[filing.status], filing) for filing in found]


def every_filing() -> list[Filing]:
    """All filings of all departments: for whoever may start programs on the server. One query."""
    return list(filings_for("", FILING_READERS))


def task_numbered(number: str) -> Task | None:
    """The task of that number, for whoever may start programs on the server."""
    tasks = Task.objects.select_related("department", "line__version__plan")
    found: Task | None = tasks.filter(number=number).first()
    return found
