"""Open tasks that meet on the same firms in the same season, and which of them are inspected in one visit.

Source: 第四条, 第九条; E09-3, E09-4. Before a draw this is said of tasks, never of firms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.plans import near
from shuangsuiji.core.rules.schemes import KEEP, MERGE, check_merge, check_overlap_settled
from shuangsuiji.stages.plans.models import SchemeDraft, Task
from shuangsuiji.stages.plans.queries.libraries import common_firms
from shuangsuiji.stages.plans.queries.parties import reaches_of

OPEN = ("CREATED", "SCHEME_SIGNED", "REGISTRIES_CONFIRMED")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another open task that reaches the same firms in the same season, and what both papers say about it."""

    task: Task
    common: int
    decision: str
    reason: str
    theirs: str
    windows_meet: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Whether it was settled (E09-3), and whether a visit for both is possible (E09-4)."""
        settled = check_overlap_settled(f"{self.task}", self.common, self.decision, self.reason)
        if self.decision != MERGE:
            return (settled,)
        return settled, check_merge(f"{self.task}", windows_meet=self.windows_meet, kept_apart=self.theirs == KEEP)


def overlaps_of(draft: SchemeDraft) -> list[Overlap]:
    """Open tasks with firms in common and a window near this one. Cost: 2 queries and 2 for each task in the season."""
    task, found = draft.task, []
    others = Task.objects.filter(status__in=OPEN).exclude(pk=task.pk).select_related("department", "line", "draft")
    reach = reaches_of(task)
    for other in others.order_by("number"):
        window = (other.draft.from_on, other.draft.to_on)
        common = common_firms(reach, reaches_of(other)) if near((draft.from_on, draft.to_on), window) else 0
        if common:
            said = draft.overlaps.get(other.number, {})
            meet = draft.from_on <= window[1] and window[0] <= draft.to_on
            theirs = _said(other.draft, task.number)
            found.append(Overlap(other, common, said.get("decision", ""), said.get("reason", ""), theirs, meet))
    return found


def merged_with(draft: SchemeDraft) -> list[Task]:
    """Open tasks inspected together with this one: either scheme says so, and neither keeps them apart. 1 query."""
    others = Task.objects.filter(status__in=OPEN).exclude(pk=draft.task_id).select_related("department", "draft")
    found = []
    for other in others.order_by("number"):
        said = {_said(draft, other.number), _said(other.draft, draft.task.number)}
        if MERGE in said and KEEP not in said:
            found.append(other)
    return found


def _said(draft: SchemeDraft, number: str) -> str:
    said: Mapping[str, Any] = draft.overlaps.get(number, {})
    return str(said.get("decision", ""))
