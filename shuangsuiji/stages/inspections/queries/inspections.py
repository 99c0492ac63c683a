"""Which inspections somebody may see.

Source: 第十四条, 第十九条（二）; 80-reliability E3; 70-interface §1.8. Who needs it: the task's departments' office people, the team's members,
the auditor. Never: anybody else, not even as a number.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from shuangsuiji.stages.inspections.models import Inspection, TeamMember
from shuangsuiji.stages.plans.models import Task

NEEDED_BY = frozenset({"clerk", "section_head", "deputy_head", "principal_head"})


def inspections_for(person: UUID, department: str, offices: Collection[str]) -> QuerySet[Inspection]:
    """By number. One query."""
    rows: QuerySet[Inspection] = Inspection.objects.select_related("task__department", "subject", "team")
    if "auditor" not in offices:
        own = Q(pk__in=Inspection.objects.filter(team__in=_teams_of(person)).values("pk"))
        if not NEEDED_BY.isdisjoint(offices):
            own |= Q(parts__department__code=department) | Q(task__department__code=department)
        rows = rows.filter(own).distinct()
    return rows.order_by("task__number", "number")


def _teams_of(person: UUID) -> QuerySet[Any]:
    """Teams somebody serves in now: of a place the latest person counts."""
    later = TeamMember.objects.filter(team=OuterRef("team"), slot=OuterRef("slot"), ordinal__gt=OuterRef("ordinal"))
    return TeamMember.objects.filter(~Exists(later), inspector__person=person).values("team")


def inspection_for(key: Any, person: UUID, department: str, offices: Collection[str]) -> Inspection | None:
    """One inspection, where it may be seen."""
    return inspections_for(person, department, offices).filter(pk=key).first()


def count_of(task: Task) -> int:
    """How many inspections a task has. One query."""
    return Inspection.objects.filter(task=task).count()
