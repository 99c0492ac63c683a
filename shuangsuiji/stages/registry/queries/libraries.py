"""How many subjects of which class a department has, and what several departments share: what a plan counts with.

Source: 第六条（一）（三）, 第九条. Counted from the live registry: rows that were removed do not count, deregistered ones do, because the
base of a ratio is every row of the class in the roster.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.risk import check_classified
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.registry.models import Subject, SubjectTag, SubjectType, SubjectVisit, UnclassifiedDecision

CLASSES = ("A", "B", "C", "D")
UNCLASSIFIED = ""
_CODES = {choice.label: choice.value for choice in SubjectType} | {value: value for value in SubjectType.values}


def subjects_of(
    department: Department, *, types: Collection[str] | None = None, tags: Collection[str] | None = None
) -> QuerySet[Subject]:
    """The live subjects of a department, by identity. `types`: codes or Chinese names of SubjectType; `tags`: of any, by name.

    None asks for all; an empty collection too, because a line without restriction means every subject.
    """
    return subjects_of_all([department], types=types, tags=tags)


def subjects_of_all(
    departments: Collection[Department], *, types: Collection[str] | None = None, tags: Collection[str] | None = None
) -> QuerySet[Subject]:
    """The live subjects of several departments: a firm in two registries is there twice, with one identity."""
    found: QuerySet[Subject] = Subject.objects.filter(department__in=list(departments), removed_on__isnull=True)
    if types:
        found = found.filter(subject_type__in=[_CODES.get(each, each) for each in types])
    if tags:
        carried = SubjectTag.objects.filter(subject=OuterRef("pk"), name__in=list(tags), ended_on__isnull=True)
        found = found.filter(Exists(carried))
    return found


def library_counts(
    department: Department,
    on: date,
    *,
    types: Collection[str] | None = None,
    tags: Collection[str] | None = None,
) -> Mapping[str, int]:
    """Live subjects per class: "A" … "D", and "" for those without. Every class is there, also with 0. 1 query.

    `on` is the day the question is about; classes are those that hold now (classes dated later move on their day, by
    `apply_due_classes`).
    """
    counts: dict[str, int] = dict.fromkeys((*CLASSES, UNCLASSIFIED), 0)
    found = subjects_of(department, types=types, tags=tags).order_by().values("risk_class").annotate(rows=Count("pk"))
    counts.update({row["risk_class"]: row["rows"] for row in found})
    return counts


def common_subjects(
    first: Department,
    second: Department,
    *,
    types: Collection[str] | None = None,
    tags: Collection[str] | None = None,
) -> int:
    """How many firms stand in both registries, joined by identity. 1 query."""
    there = subjects_of(second, types=types, tags=tags).filter(identity=OuterRef("identity"))
    return subjects_of(first, types=types, tags=tags).filter(Exists(there)).count()


def visits_of_year(
    year: int, *, identities: Collection[str] | None = None, department: Department | None = None, category: str = ""
) -> QuerySet[SubjectVisit]:
    """Visits of a calendar year, of whichever department unless one is named; `category` narrows to visits of the same type."""
    found: QuerySet[SubjectVisit] = SubjectVisit.objects.filter(on__year=year)
    narrowed: dict[str, Any] = {}
    if identities is not None:
        narrowed["identity__in"] = list(identities)
    if department is not None:
        narrowed["department"] = department
    if category:
        narrowed["category"] = category
    return found.filter(**narrowed)


def unclassified_decision(department: Department) -> UnclassifiedDecision | None:
    """What the department decided about its subjects without class; the latest decision counts."""
    found: QuerySet[UnclassifiedDecision] = UnclassifiedDecision.objects.filter(department=department)
    return found.order_by("-at", "-id").first()


def unclassified_finding(
    department: Department, *, types: Collection[str] | None = None, tags: Collection[str] | None = None
) -> Finding:
    """Whether every subject has a class or a recorded decision about the missing one (E06-5). 2 queries."""
    if unclassified_decision(department) is not None:
        return check_classified(0, department.name)
    missing = subjects_of(department, types=types, tags=tags).filter(risk_class=UNCLASSIFIED).count()
    return check_classified(missing, department.name)
