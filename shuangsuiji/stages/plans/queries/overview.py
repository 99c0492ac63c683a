"""The plan in figures: firms and visits per line, class and month; the year's standing per class; what overlaps.

Source: 第六条（三）, 第九条. Counted from the live registries: an estimate until the freeze. Never: a name of a subject.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import Max

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.estimates import Expected, expected
from shuangsuiji.core.rules.plans import near
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.plans.models import Plan, PlanKind, PlanVersion
from shuangsuiji.stages.plans.queries.libraries import Reach, common_count, library_sizes
from shuangsuiji.stages.plans.queries.policies import standings_on
from shuangsuiji.stages.plans.queries.standing import planned_draws

MOST_PAIRS = 200
_COUNTING = ("CONFIRMED", "SUBMITTED", "PUBLISHED")


@dataclass(frozen=True, slots=True)
class LineEstimate:
    """What one line means in one department's library. `unclassified` firms are in no class library yet."""

    ordinal: int
    task_name: str
    department: str
    classes: tuple[Expected, ...]
    unclassified: int

    @property
    def firms(self) -> int:
        """Firms at one draw of every class."""
        return sum(each.firms for each in self.classes)

    @property
    def visits(self) -> int:
        """Visits over the year."""
        return sum(each.visits for each in self.classes)


@dataclass(frozen=True, slots=True)
class YearStanding:
    """Draws of a class in a department's year: planned in confirmed plans, needed by what holds, still to be planned."""

    risk_class: RiskClass
    planned: int
    needed: int
    origin: str

    @property
    def due(self) -> int:
        """How many are still missing."""
        return max(0, self.needed - self.planned)


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of some plan, as far as overlaps go."""

    plan: Plan
    ordinal: int
    task_name: str
    window: tuple[date, date]
    types: tuple[str, ...]
    tags: tuple[str, ...]
    items: frozenset[str]

    @property
    def reach(self) -> Reach:
        """Whom it reaches."""
        return Reach(self.plan.department, self.types, self.tags)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two lines that fall near each other and reach `common` firms both: one visit could serve them."""

    first: Planned
    second: Planned
    common: int


def estimates_of(plan: Plan, lines: Iterable[Mapping[str, Any]], on: date) -> list[LineEstimate]:
    """For each line (as a content has it) the initiating department's library, then each participant's.

    Cost: one query for each different reach, however many lines share it.
    """
    departments = {each.code: each for each in Department.objects.all()}
    sizes: dict[Any, Mapping[str, int]] = {}
    return [
        _estimate(line, departments[code], on, sizes)
        for line in lines
        if line["from_on"] and line["to_on"]
        for code in (plan.department.code, *line["participants"])
        if code in departments
    ]


def _estimate(
    line: Mapping[str, Any], department: Department, on: date, known: dict[Any, Mapping[str, int]]
) -> LineEstimate:
    reach = Reach(department, tuple(line["subject_types"]), tuple(line["tags"]))
    if reach.key not in known:
        known[reach.key] = library_sizes(reach, on)
    sizes = known[reach.key]
    quotas = {each: (Ratio(said["num"], said["den"]), said["frequency"]) for each, said in line["quotas"].items()}
    first, last = date.fromisoformat(line["from_on"]), date.fromisoformat(line["to_on"])
    return LineEstimate(
        line["ordinal"], line["task_name"], department.name, expected(sizes, quotas, first, last), sizes.get("", 0)
    )


def by_month(estimates: Iterable[LineEstimate]) -> list[tuple[str, int]]:
    """(month, visits) over all lines, in order."""
    found: dict[str, int] = {}
    for each in (one for estimate in estimates for one in estimate.classes):
        for month in each.months:
            found[month] = found.get(month, 0) + each.firms
    return sorted(found.items())


def year_standing(department: str, year: int) -> list[YearStanding]:
    """Per class: draws planned and needed. Cost: 5 queries."""
    plans = Plan.objects.filter(department__code=department, year=year, status__in=(*_COUNTING, "CLOSED"))
    planned = planned_draws(plans.exclude(kind=PlanKind.AD_HOC))
    return [
        YearStanding(each, planned.get(each, 0), found.frequency.draws, found.origin)
        for each, found in standings_on(department, date(year, 12, 31)).items()
    ]


# ------------------------------------------------------------------------------------------------------------ overlaps


def overlaps_of(plan: Plan, lines: Iterable[Mapping[str, Any]]) -> list[Overlap]:
    """Lines of this plan that meet each other or lines of other plans of the year. Cost: 2 queries and 1 for each pair of different reaches."""
    own, others = list(_planned(plan, lines)), lines_of_year(plan.year, besides=plan)
    pairs = [*combinations(own, 2), *((mine, other) for mine in own for other in others)]
    return _overlapping(pairs)


def overlaps_of_year(year: int) -> list[Overlap]:
    """Lines of all departments' confirmed plans that meet across plans (C07-1). Cost: 2 queries and 1 for each pair of different reaches."""
    lines = lines_of_year(year)
    return _overlapping([pair for pair in combinations(lines, 2) if pair[0].plan.pk != pair[1].plan.pk])


def lines_of_year(year: int, *, besides: Plan | None = None) -> list[Planned]:
    """Every line of the newest versions of the year's confirmed plans. Two queries."""
    plans = Plan.objects.filter(year=year, status__in=_COUNTING).annotate(newest=Max("versions__number"))
    if besides is not None:
        plans = plans.exclude(pk=besides.pk)
    newest = {(plan.pk, plan.newest): plan for plan in plans.select_related("department")}
    versions = PlanVersion.objects.filter(plan__in=[key for key, _ in newest]).order_by("plan", "number")
    return [
        line
        for version in versions
        if (version.plan_id, version.number) in newest
        for line in _planned(newest[version.plan_id, version.number], version.content["lines"])
    ]


def planned_lines(plan: Plan, lines: Iterable[Mapping[str, Any]]) -> list[Planned]:
    """The lines of a content that have a window."""
    return list(_planned(plan, lines))


def overlap_of(first: Planned, second: Planned) -> Overlap | None:
    """The overlap of two lines; None where they do not meet. At most one query."""
    return next(iter(_overlapping([(first, second)])), None)


def _planned(plan: Plan, lines: Iterable[Mapping[str, Any]]) -> Iterable[Planned]:
    for line in lines:
        if line["from_on"] and line["to_on"]:
            yield Planned(
                plan,
                line["ordinal"],
                line["task_name"],
                (date.fromisoformat(line["from_on"]), date.fromisoformat(line["to_on"])),
                tuple(line["subject_types"]),
                tuple(line["tags"]),
                frozenset(line["items"]),
            )


def _overlapping(pairs: Iterable[tuple[Planned, Planned]]) -> list[Overlap]:
    meeting = [pair for pair in pairs if _may_meet(*pair)][:MOST_PAIRS]
    known: dict[Any, int] = {}
    counted = [Overlap(first, second, _common(first.reach, second.reach, known)) for first, second in meeting]
    return sorted((each for each in counted if each.common), key=lambda each: -each.common)


def _common(first: Reach, second: Reach, known: dict[Any, int]) -> int:
    """What both reach, counted once for each pair of reaches: many lines have the same."""
    pair = frozenset({first.key, second.key})
    if pair not in known:
        known[pair] = common_count(first, second)
    return known[pair]


def _may_meet(first: Planned, second: Planned) -> bool:
    """Near each other, of the same kind of subjects, and not the same items of the same department."""
    same = first.plan.department_id == second.plan.department_id and first.items == second.items
    alike = _shared(first.types, second.types) and _shared(first.tags, second.tags)
    return not same and alike and near(first.window, second.window)


def _shared(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return not first or not second or not set(first).isdisjoint(second)
