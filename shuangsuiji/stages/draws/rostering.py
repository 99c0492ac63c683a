"""From the two registries to entries for frozen rosters: classes become strata, visits and states become exclusion codes.

Source: 第六条（一）, 第九条, 第十条, 第十五条; SSJ-DRAW/1 §3.1. Takes: a task and its signed scheme. Never: leaves a row out silently.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from shuangsuiji.core.draw.freeze import InspectorEntry, SubjectEntry
from shuangsuiji.core.rules.repeats import ELIGIBLE, RepeatRule, TaskType, Visit, eligibility
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.stages.plans.models import Scheme, Task
from shuangsuiji.stages.plans.queries.libraries import Reach
from shuangsuiji.stages.plans.queries.parties import departments_of, items_of, reaches_of
from shuangsuiji.stages.registry.models import Inspector, InspectorState, SubjectState, Treatment
from shuangsuiji.stages.registry.queries import (
    inspectors_of,
    on_leave,
    recusals_on,
    subjects_of,
    uncertified_in,
    unclassified_decision,
    visits_of_year,
)

GONE, AWAY, NOT_SERVING = "X2", "X3", "X4"
_FIELDS = ("identity", "risk_class", "state", "name", "town", "last_inspected_on")


def signed_scheme(task: Task) -> Scheme:
    """The scheme that counts. Raises DoesNotExist where none was signed."""
    found: Scheme = task.schemes.order_by("-number")[:1].get()
    return found


def library_code(task: Task, department: str) -> str:
    """How a department's library is called in the draw: nameless where the task has one department."""
    return department if departments_of(task).count() > 1 else ""


def subject_entries(task: Task, scheme: Scheme) -> dict[str, list[SubjectEntry]]:
    """Library → every live subject the task reaches, excluded ones with their code. 5 queries for each department."""
    joint = departments_of(task).count() > 1
    return {
        reach.department.code if joint else "": list(_subjects(task, scheme.content, reach))
        for reach in reaches_of(task)
    }


def _subjects(task: Task, content: Mapping[str, Any], reach: Reach) -> Iterator[SubjectEntry]:
    decided = unclassified_decision(reach.department)
    unclassified = "B" if decided is not None and decided.treatment == Treatment.AS_B else ""
    judged = _Repeats(task, content)
    rows = subjects_of(reach.department, types=reach.types, tags=reach.tags).order_by("identity")
    for identity, risk_class, state, name, town, last_on in rows.values_list(*_FIELDS).iterator(chunk_size=5_000):
        stratum = risk_class or unclassified
        if stratum not in content["quotas"]:
            continue  # 第六条（二）: the scheme makes no library of this class, or the department decided to leave it out
        elig = judged.elig(identity, stratum, last_on) if state == SubjectState.NORMAL else GONE
        yield SubjectEntry(identity, stratum, elig, {"name": name, "town": town})


class _Repeats:
    """Who was visited this year on tasks of the same type, by the rule the scheme fixed."""

    def __init__(self, task: Task, content: Mapping[str, Any]) -> None:
        said = content["repeat_rule"]
        exempt = tuple(RiskClass(each) for each in said.get("exempt", ()))
        self._rule = RepeatRule(bool(said.get("applies")), int(said.get("cap") or 1), exempt)
        self._year, self._department = task.year, task.department.code
        self._categories = {each.item.category for each in items_of(task)}
        visits = visits_of_year(task.year, department=task.department)
        self._visits = Counter(
            (identity, category)
            for identity, category in visits.values_list("identity", "category")
            if category in self._categories or not category
        )
        self._visited = {identity for identity, _ in self._visits}

    def elig(self, identity: str, stratum: str, last_on: date | None) -> str:
        """The code of one subject. The roll's own last inspection of the year counts once where no visit is entered."""
        known = identity in self._visited
        if not known and (last_on is None or last_on.year != self._year):
            return ELIGIBLE
        type_ = TaskType(self._department, "")
        count = sum(self._visits[identity, each] for each in (*self._categories, "")) if known else 1
        visits = [Visit(date(self._year, 1, 1), type_)] * count
        return eligibility(visits, year=self._year, task_type=type_, risk_class=RiskClass(stratum), rule=self._rule)


def inspector_entries(task: Task) -> list[InspectorEntry]:
    """Every live inspector of the task's departments; who cannot be drawn has a code. 6 queries for each department."""
    return [entry for each in departments_of(task) for entry in _inspectors(task, each.department)]


def _inspectors(task: Task, department: Any) -> Iterator[InspectorEntry]:
    without = {each.inspector.pk for each in uncertified_in(department, task.from_on, task.to_on)}
    away = on_leave(department, task.from_on, task.to_on)
    recused = recusals_on(department, task.from_on)
    for row in inspectors_of(department.code).prefetch_related("qualifications").order_by("number"):
        elig = _elig(row, without, away)
        yield InspectorEntry(
            row.number, department.code, _quals(row), elig, row.cap, tuple(sorted(recused.get(row.pk, ())))
        )


def _elig(row: Inspector, without: set[Any], away: set[Any]) -> str:
    if row.pk in without:
        return GONE
    if row.pk in away:
        return AWAY
    return NOT_SERVING if row.state == InspectorState.OTHER else ELIGIBLE


def _quals(row: Inspector) -> tuple[str, ...]:
    return tuple(sorted({each.code for each in row.qualifications.all() if each.ended_on is None}))


def drawable(libraries: Mapping[str, Sequence[SubjectEntry]]) -> dict[str, Counter[str]]:
    """Library → stratum → how many may be drawn."""
    return {
        library: Counter(entry.stratum for entry in entries if entry.elig == ELIGIBLE)
        for library, entries in libraries.items()
    }
