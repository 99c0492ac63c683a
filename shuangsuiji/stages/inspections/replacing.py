"""What a replacement is judged by: the team now, the person who comes, whom he must not visit, the day he would act.

Source: 第十五条, 第十六条. Takes: a place of a team. Gives: `core.rules.replacement.Replacement`.
"""

from datetime import date, datetime

from django.utils.timezone import localdate

from shuangsuiji.core.draw.teams import LEADER
from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.replacement import Replacement, may_replace
from shuangsuiji.core.rules.teams import Member
from shuangsuiji.stages.inspections.models import Inspection, Team, TeamMember
from shuangsuiji.stages.inspections.queries.teams import serving
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.registry.models import Inspector
from shuangsuiji.stages.registry.queries import recusals_on


def judged(
    team: Team, slot: int, substitute: Inspector, ground: str, text: str, approval: Approval | None, at: datetime
) -> dict[str, Finding]:
    """Guard of `replace_inspector` → what the rules say. About 8 queries."""
    day = acting_on(team, at)
    now = {each.slot: each for each in serving(team)}
    members = {place: as_member(each.inspector, each.department.name, day) for place, each in now.items()}
    coming = as_member(substitute, substitute.department.name, day)
    after = {**members, slot: coming}
    leader = next((after[place] for place, each in now.items() if each.role == LEADER), None)
    request = Replacement(
        ground=ground, explanation=text, outgoing=_of_code(members[slot], now[slot]), substitute=coming, approval=approval,
        visit_on=day, team=tuple(members.values()), leader=leader, initiating=team.task.department.name,
        departments={each.department.name for each in departments_of(team.task)}, recused=recused(team, substitute, day),
    )  # fmt: skip
    names = ("ground_listed", "consent_given", "substitute_certified", "substitute_not_recused", "team_still_valid")
    return dict(zip(names, may_replace(request), strict=True))


def acting_on(team: Team, at: datetime) -> date:
    """The first day the substitute would act: that of the window, or today within it."""
    return max(localdate(at), team.task.from_on)


def as_member(inspector: Inspector, department: str, day: date) -> Member:
    """A person as the rules see one; the certificate that holds longest on that day counts."""
    held = [each for each in inspector.person.certificates.all() if each.valid_on(day)]
    last = max((each.valid_to for each in held), default=None)
    return Member(inspector.person.name, department, inspector.number, last)


def _of_code(member: Member, place: TeamMember) -> Member:
    """Consent is asked of the outgoing person's department by its code; teams are told by names."""
    return Member(member.name, place.department.code, member.certificate, member.valid_until)


def recused(team: Team, inspector: Inspector, day: date) -> bool:
    """Whether somebody must not visit a subject of the team."""
    avoided = recusals_on(inspector.department, day).get(inspector.pk, frozenset())
    return Inspection.objects.filter(team=team, identity__in=list(avoided)).exists() if avoided else False
