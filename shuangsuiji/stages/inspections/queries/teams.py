"""Who serves in which team now, who was drawn, who may step in; how the work is spread.

Source: 第十五条, 第十六条; 70-interface §4. Internal: names of inspectors.
"""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import Count

from shuangsuiji.stages.inspections.models import InspectorReplacement, Team, TeamMember
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.registry.models import Inspector


def serving(team: Team) -> list[TeamMember]:
    """The members now, in slot order: the latest person of each place. 2 queries."""
    newest: dict[int, TeamMember] = {}
    rows = team.members.select_related("inspector__person__key", "department").prefetch_related(
        "inspector__person__certificates"
    )
    for row in rows.order_by("slot", "ordinal"):
        newest[row.slot] = row
    return list(newest.values())


def place_of(team: Team, slot: int) -> TeamMember:
    """Who serves in that place now. Raises DoesNotExist."""
    found: TeamMember | None = (
        team.members.filter(slot=slot).select_related("inspector", "department").order_by("-ordinal").first()
    )
    if found is None:
        raise TeamMember.DoesNotExist(slot)
    return found


def teams_of(task: Task) -> list[tuple[Team, list[TeamMember], int]]:
    """(team, who serves, how many subjects) of a task. 3 queries a team."""
    teams = Team.objects.filter(task=task).annotate(subjects=Count("inspections")).select_related("task", "draw")
    return [(team, serving(team), team.subjects) for team in teams.order_by("code")]


def candidates_for(team: Team, slot: int) -> list[Inspector]:
    """Live inspectors of the place's department who do not serve in the team: whom the act lets in is its own business. 3 queries."""
    place = place_of(team, slot)
    inside = [each.inspector_id for each in serving(team)]
    rows = Inspector.objects.filter(department=place.department, removed_on__isnull=True).exclude(pk__in=inside)
    return list(rows.select_related("person__key").order_by("number"))


def replacements_for(department: str) -> list[InspectorReplacement]:
    """Replacements of the department's own people, the newest first. One query."""
    rows = InspectorReplacement.objects.filter(request__department=department)
    return list(rows.select_related("team__task", "outgoing__person__key", "substitute__person__key", "request")[:500])


def workload(task: Task) -> list[tuple[Any, int, int]]:
    """(inspector, teams, subjects) of a task, busiest first. 3 queries a team."""
    teams: Counter[Any] = Counter()
    subjects: Counter[Any] = Counter()
    people: dict[Any, Any] = {}
    for _, members, count in teams_of(task):
        for each in members:
            people[each.inspector_id] = each.inspector
            teams[each.inspector_id] += 1
            subjects[each.inspector_id] += count
    return sorted(
        ((people[key], teams[key], subjects[key]) for key in people), key=lambda row: (-row[2], row[0].number)
    )


def team_for(key: UUID) -> Team | None:
    """One team with its task."""
    found: Team | None = Team.objects.select_related("task__department", "draw").filter(pk=key).first()
    return found


def replacement_for(key: UUID, department: str) -> InspectorReplacement | None:
    """One replacement that department decides on."""
    rows = InspectorReplacement.objects.filter(pk=key, request__department=department)
    found: InspectorReplacement | None = rows.select_related(
        "team__task", "outgoing__person__key", "substitute__person__key", "request"
    ).first()
    return found
