"""What a scheme says as one JSON value, and everything the rules say about it.

Source: 第六条, 第九条, 第十一条, 第十八条. No floats: shares are two integers. Never: a class of a named subject.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.item_lists import check_published
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.plans import check_joint_method, near
from shuangsuiji.core.rules.pool_names import ItemName, pool_name, subject_matter
from shuangsuiji.core.rules.quotas import BelowFloor, check_ratio, sample_size
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.core.rules.schemes import (
    CHANGED,
    SIGNED,
    UNSIGNED,
    check_countersigned,
    check_overlap_settled,
    check_scheme_complete,
    check_window,
)
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.approvals.models import ApprovalRequest
from shuangsuiji.foundation.approvals.queries import Standing, standing
from shuangsuiji.stages.items.queries import published_items
from shuangsuiji.stages.plans.models import ObjectLibrary, PlanLine, SchemeDraft, Task, TaskDepartment
from shuangsuiji.stages.plans.queries.libraries import Reach, common_count, library_sizes
from shuangsuiji.stages.plans.queries.policies import standings_on
from shuangsuiji.stages.registry.queries import unclassified_finding

_OPEN = ("CREATED", "SCHEME_SIGNED", "REGISTRIES_CONFIRMED")


@dataclass(frozen=True, slots=True)
class Library:
    """A class library as it would be made today: `required` of `base` firms; empty where `base` is 0 (本层无对象)."""

    risk_class: RiskClass
    name: str
    ordinal: int
    base: int
    required: int
    share: Ratio


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another open task that reaches the same firms in the same season, and what the paper says about it."""

    task: Task
    common: int
    decision: str
    reason: str

    @property
    def finding(self) -> Finding:
        """Whether it was settled (E09-3)."""
        return check_overlap_settled(str(self.task), self.common, self.decision, self.reason)


def scheme_content(draft: SchemeDraft) -> dict[str, Any]:
    """The whole scheme. `round` makes signatures of an earlier round worthless. Cost: 2 queries."""
    task, line = draft.task, draft.task.line
    return {
        "number": task.number,
        "name": task.name,
        "round": draft.round,
        "line": line.number,
        "departments": [[each.department.code, each.role] for each in departments_of(task)],
        "items": [[each.item.code, each.item.name] for each in task.items.select_related("item")],
        "subject_range": line.subject_range,
        "subject_types": line.subject_types,
        "tags": line.tags,
        "from_on": f"{draft.from_on}",
        "to_on": f"{draft.to_on}",
        "methods": draft.methods,
        "quotas": {each: dict(draft.quotas[each]) for each in sorted(draft.quotas)},
        "repeat_rule": draft.repeat_rule,
        "team_size": draft.team_size,
        "divided": draft.divided,
        "exempt_reason": draft.exempt_reason,
        "inspector_draw_mode": line.inspector_draw_mode,
        "contributors": draft.contributors,
        "public_number": draft.public_number,
        "overlaps": [{"task": each, **draft.overlaps[each]} for each in sorted(draft.overlaps)],
    }


def scheme_digest(draft: SchemeDraft) -> str:
    """The digest that every signature binds."""
    return content_digest(scheme_content(draft))


def window_of(line: PlanLine) -> tuple[date, date]:
    """First and last day of a plan's line."""
    assert line.from_on is not None, "the database refuses a line without days"
    assert line.to_on is not None, "the database refuses a line without days"
    return line.from_on, line.to_on


def departments_of(task: Task) -> QuerySet[TaskDepartment]:
    """The initiating department first."""
    found: QuerySet[TaskDepartment] = task.departments.select_related("department")
    return found.order_by("-role", "department__code")


def countersign_id(task: UUID, department: str) -> UUID:
    """The key under which a department's signature on a scheme is asked: one stream for each task and department."""
    return uuid5(task, f"sign_scheme/{department}")


def countersignatures(draft: SchemeDraft) -> list[tuple[Department, str, Finding]]:
    """How each participating department stands to the scheme as it is now. Cost: 3 queries for each."""
    digest = scheme_digest(draft)
    joined = [each.department for each in departments_of(draft.task) if each.role == TaskDepartment.Role.JOIN]
    return [(each, said, check_countersigned(each.name, said)) for each, said in _stand(draft, joined, digest)]


def _stand(draft: SchemeDraft, joined: list[Department], digest: str) -> list[tuple[Department, str]]:
    found = []
    for each in joined:
        asked = ApprovalRequest.objects.filter(object_id=countersign_id(draft.task_id, each.code)).order_by("-ordinal")
        latest = asked.first()
        answer = None if latest is None else standing(latest, digest)
        said = {Standing.APPROVED: SIGNED, Standing.VOID: CHANGED}.get(answer, UNSIGNED) if answer else UNSIGNED
        found.append((each, said))
    return found


def libraries_of(draft: SchemeDraft) -> list[Library]:
    """The class libraries of the initiating department as they would be made now, by class. Cost: about 5 queries."""
    task = draft.task
    sizes = library_sizes(_reach(task), task.created_on)
    matter = subject_matter([ItemName(each.item.name, each.item.category) for each in _items(task)], task.name)
    return [_library(task, matter, RiskClass(each), sizes[each], draft.quotas[each]) for each in sorted(draft.quotas)]


def _library(task: Task, matter: str, each: RiskClass, base: int, said: Mapping[str, Any]) -> Library:
    others = ObjectLibrary.objects.filter(
        department_id=task.department_id, risk_class=each, scheme__task__year=task.year
    ).exclude(scheme__task=task)
    like = pool_name(task.department.name, task.year, matter, each, 1).split("第1次")[0]
    ordinal = others.filter(name__startswith=like).values("scheme__task").distinct().count() + 1
    share = Ratio(said["num"], said["den"])
    name = pool_name(task.department.name, task.year, matter, each, ordinal)
    return Library(each, name, ordinal, base, sample_size(base, share), share)


def overlaps_of(draft: SchemeDraft) -> list[Overlap]:
    """Open tasks with firms in common and a window near this one. Cost: 2 queries and 1 for each task in the season."""
    task, found = draft.task, []
    others = Task.objects.filter(status__in=_OPEN).exclude(pk=task.pk).select_related("department", "line", "draft")
    for other in others.order_by("number"):
        window = (other.draft.from_on, other.draft.to_on)
        if not near((draft.from_on, draft.to_on), window):
            continue
        common = common_count(_reach(task), _reach(other))
        if common:
            said = draft.overlaps.get(other.number, {})
            found.append(Overlap(other, common, said.get("decision", ""), said.get("reason", "")))
    return found


def scheme_findings(draft: SchemeDraft, approval: Approval | None = None) -> dict[str, tuple[Finding, ...]]:
    """Guard of `sign_scheme` → what the rules say now, countersignatures aside. Cost: about 12 queries."""
    task, line = draft.task, draft.task.line
    items = {each.item.code: each.item.name for each in _items(task)}
    published = set(published_items().filter(code__in=items).values_list("code", flat=True))
    joint = departments_of(task).count() > 1
    parts = {
        "检查内容": bool(items), "检查方式": bool(draft.methods), "比例": bool(draft.quotas),
        "抽取参与方": len(draft.contributors) > 1, "公开数来源": bool(draft.public_number),
        **({"各部门检查分工": bool(draft.divided.strip())} if joint else {}),
    }  # fmt: skip
    window = check_window((draft.from_on, draft.to_on), window_of(line))
    complete = (check_scheme_complete(parts), window, *check_published(items, published))
    return {
        "scheme_complete": complete,
        "on_site_if_joint": (check_joint_method(task.name, draft.methods),) if joint else (),
        "floors_met_or_approved": tuple(_floors(draft, approval)),
        "overlaps_seen": tuple(each.finding for each in overlaps_of(draft)),
        "repeat_rule_fixed": (check_scheme_complete({"重复检查规则": bool(draft.repeat_rule)}),),
    }


def _floors(draft: SchemeDraft, approval: Approval | None) -> list[Finding]:
    task = draft.task
    floors = standings_on(task.department.code, task.created_on)
    found = []
    for each in sorted(draft.quotas):
        said, risk_class = draft.quotas[each], RiskClass(each)
        below = BelowFloor(said.get("below", ""), approval)
        share = Ratio(said["num"], said["den"])
        found.append(check_ratio(share, risk_class, task.department.code, floor=floors[risk_class].floor, below=below))
    return found


def library_findings(task: Task) -> tuple[Finding, ...]:
    """Whether every firm of the initiating department has a class, or a decision about the missing one (E06-5)."""
    return (unclassified_finding(task.department, types=task.line.subject_types, tags=task.line.tags),)


def _items(task: Task) -> Any:
    return task.items.select_related("item").order_by("ordinal")


def _reach(task: Task) -> Reach:
    return Reach(task.department, task.line.subject_types, task.line.tags)
