"""What was decided about lines of plans that meet, and what still is to be decided.

Source: 第九条. Takes: overlaps as `overview` finds them. Gives: each with its decision, as long as both lines still say what they said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shuangsuiji.core.rules.plan_lint import Remark, Weight
from shuangsuiji.core.rules.plans import check_overlap_decided
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.stages.plans.models import OverlapDecision, Plan
from shuangsuiji.stages.plans.queries.content import content_of
from shuangsuiji.stages.plans.queries.overview import Overlap, Planned, overlap_of, planned_lines

Pair = tuple[UUID, int, UUID, int]
_COUNTING = ("CONFIRMED", "SUBMITTED", "PUBLISHED")


@dataclass(frozen=True, slots=True)
class Settled:
    """An overlap with the decision that holds; None where there is none or a line was changed since."""

    overlap: Overlap
    decision: OverlapDecision | None

    @property
    def first(self) -> Planned:
        """The line one looks from."""
        return self.overlap.first

    @property
    def second(self) -> Planned:
        """The line it meets."""
        return self.overlap.second

    @property
    def common(self) -> int:
        """How many firms both reach."""
        return self.overlap.common

    @property
    def within_department(self) -> bool:
        """Whether both lines are of one department: then it decides itself."""
        return self.first.plan.department_id == self.second.plan.department_id

    @property
    def for_joint_office(self) -> bool:
        """Whether the office of the joint meeting may decide: lines of two departments, or of a joint plan."""
        return not self.within_department or self.first.plan.is_joint or self.second.plan.is_joint

    @property
    def finding(self) -> Any:
        """Whether it was decided (E09-5); it informs, the scheme of the task is where it refuses (E09-3)."""
        first, second = self.overlap.first, self.overlap.second
        return check_overlap_decided(second.task_name, self.overlap.common, self.decision is not None, first.task_name)


def settled(overlaps: Iterable[Overlap]) -> list[Settled]:
    """The overlaps with their decisions, in their order. One query."""
    found = list(overlaps)
    newest = _newest({plan for each in found for plan in (each.first.plan.pk, each.second.plan.pk)})
    return [Settled(each, _that_holds(each, newest)) for each in found]


def remarks_on(found: Iterable[Settled], plan: Plan) -> tuple[Remark, ...]:
    """What is undecided, beside the plan's line that it concerns."""
    return tuple(
        Remark(each.finding, Weight.WARNS, each.overlap.first.ordinal)
        for each in found
        if each.decision is None and each.overlap.first.plan.pk == plan.pk
    )


def overlap_between(first: Plan, line: int, second: Plan, other: int) -> Overlap | None:
    """The overlap of two lines as they stand: of a draft its paper, else its newest version. None where they do not meet."""
    mine, theirs = _line(first, line), _line(second, other)
    if mine is None or theirs is None or (first.pk == second.pk and line == other):
        return None
    return overlap_of(*sorted((mine, theirs), key=_key))


def decisions_on(overlap: Overlap) -> list[OverlapDecision]:
    """Everything that was decided about this pair, the newest first."""
    first, line, second, other = pair_of(overlap)
    rows = OverlapDecision.objects.filter(first=first, first_line=line, second=second, second_line=other)
    return list(rows.select_related("department").order_by("-ordinal"))


def pair_of(overlap: Overlap) -> Pair:
    """The two lines in the order in which decisions name them."""
    first, second = sorted((overlap.first, overlap.second), key=_key)
    return UUID(str(first.plan.pk)), first.ordinal, UUID(str(second.plan.pk)), second.ordinal


def lines_digest(overlap: Overlap) -> str:
    """The digest of what a decision looks at: whom the lines reach, when, with which items."""
    return content_digest([_said(each) for each in sorted((overlap.first, overlap.second), key=_key)])


def is_confirmed(plan: Plan) -> bool:
    """Whether a plan stands beside those of other departments."""
    return plan.status in _COUNTING


def _key(line: Planned) -> tuple[str, int]:
    return line.plan.number, line.ordinal


def _said(line: Planned) -> dict[str, Any]:
    return {
        "line": f"{line.plan.number}-{line.ordinal:02d}",
        "window": [f"{day}" for day in line.window],
        "types": sorted(line.types),
        "tags": sorted(line.tags),
        "items": sorted(line.items),
    }


def _newest(plans: set[Any]) -> dict[Pair, OverlapDecision]:
    rows = OverlapDecision.objects.filter(first__in=plans, second__in=plans).order_by("ordinal")
    return {(row.first_id, row.first_line, row.second_id, row.second_line): row for row in rows}


def _that_holds(overlap: Overlap, newest: Mapping[Pair, OverlapDecision]) -> OverlapDecision | None:
    found = newest.get(pair_of(overlap))
    return found if found is not None and found.lines_digest == lines_digest(overlap) else None


def _line(plan: Plan, ordinal: int) -> Planned | None:
    return next((each for each in _lines(plan) if each.ordinal == ordinal), None)


def _lines(plan: Plan) -> Iterator[Planned]:
    newest = None if plan.status == "DRAFT" else plan.versions.order_by("-number").first()
    yield from planned_lines(plan, (newest.content if newest else content_of(plan.draft))["lines"])
