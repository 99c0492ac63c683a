"""The object libraries of a task: one for each department and class, each from that department's own registry.

Source: 第六条（一）（二）（三）, 第九条. Libraries of one draw share tickets, so that they meet on the same firms; each keeps its own share.
Never: a firm; the names are internal, they carry the class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.pool_names import ItemName, pool_name, subject_matter
from shuangsuiji.core.rules.quotas import sample_size
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.plans.models import ObjectLibrary, SchemeDraft, Task
from shuangsuiji.stages.plans.queries.libraries import Reach, library_sizes
from shuangsuiji.stages.plans.queries.parties import items_of, reaches_of
from shuangsuiji.stages.registry.models import Treatment
from shuangsuiji.stages.registry.queries import unclassified_decision, unclassified_finding


@dataclass(frozen=True, slots=True)
class Library:
    """A class library as it would be made today: `required` of `base` firms; empty where `base` is 0 (本层无对象)."""

    department: Department
    risk_class: RiskClass
    name: str
    ordinal: int
    base: int
    required: int
    share: Ratio


def libraries_of(draft: SchemeDraft) -> list[Library]:
    """The libraries as they would be made now: the initiating department's by class, then each participant's.

    Cost: 3 queries for each department and 2.
    """
    task = draft.task
    matter = subject_matter([ItemName(each.item.name, each.item.category) for each in items_of(task)], task.name)
    return [library for reach in reaches_of(task) for library in _of_department(draft, reach, matter)]


def library_findings(task: Task) -> tuple[Finding, ...]:
    """For each department whether every firm has a class, or a decision about the missing one (E06-5). 2 queries for each, and 1."""
    return tuple(unclassified_finding(each.department, types=each.types, tags=each.tags) for each in reaches_of(task))


def _of_department(draft: SchemeDraft, reach: Reach, matter: str) -> list[Library]:
    task, department = draft.task, reach.department
    sizes = _sizes(reach, task)
    earlier = ObjectLibrary.objects.filter(department=department, scheme__task__year=task.year)
    others = earlier.exclude(scheme__task=task).values_list("risk_class", "name", "scheme__task")
    drawn = {(risk_class, name.rpartition("第")[0], other) for risk_class, name, other in others}
    made = []
    for each in sorted(draft.quotas):
        like = pool_name(department.name, task.year, matter, RiskClass(each), 1).rpartition("第")[0]
        ordinal = sum((risk_class, name) == (each, like) for risk_class, name, _ in drawn) + 1
        made.append(_library(draft, department, matter, RiskClass(each), ordinal, sizes[each]))
    return made


def _library(
    draft: SchemeDraft, department: Department, matter: str, each: RiskClass, ordinal: int, base: int
) -> Library:
    said: Mapping[str, Any] = draft.quotas[each]
    share = Ratio(said["num"], said["den"])
    name = pool_name(department.name, draft.task.year, matter, each, ordinal)
    return Library(department, each, name, ordinal, base, sample_size(base, share), share)


def _sizes(reach: Reach, task: Task) -> Mapping[str, int]:
    """Class → firms; those without class count as B where the department decided so (第六条（一））. 2 queries."""
    sizes = dict(library_sizes(reach, task.created_on))
    decided = unclassified_decision(reach.department)
    if decided is not None and decided.treatment == Treatment.AS_B:
        sizes["B"] += sizes[""]
    return sizes
