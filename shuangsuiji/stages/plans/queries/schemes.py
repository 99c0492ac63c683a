"""What a scheme says as one JSON value, and everything the rules say about it.

Source: 第六条, 第九条, 第十一条, 第十八条. No floats: shares are two integers. Never: a class of a named subject.
"""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.item_lists import check_published
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.plans import check_joint_method
from shuangsuiji.core.rules.quotas import BelowFloor, check_ratio
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.core.rules.schemes import (
    CHANGED,
    SIGNED,
    UNSIGNED,
    check_countersigned,
    check_scheme_complete,
    check_window,
)
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.approvals.models import ApprovalRequest, PaperAnswer
from shuangsuiji.foundation.approvals.queries import Standing, standing
from shuangsuiji.stages.items.queries import published_items
from shuangsuiji.stages.plans.models import PlanLine, SchemeDraft, Task, TaskDepartment
from shuangsuiji.stages.plans.queries.meeting import overlaps_of
from shuangsuiji.stages.plans.queries.parties import departments_of, items_of
from shuangsuiji.stages.plans.queries.policies import standings_on


def scheme_content(draft: SchemeDraft) -> dict[str, Any]:
    """The whole scheme. `round` makes signatures of an earlier round worthless. Cost: 2 queries."""
    task, line = draft.task, draft.task.line
    return {
        "number": task.number,
        "name": task.name,
        "round": draft.round,
        "line": line.number,
        "departments": [[each.department.code, each.role] for each in departments_of(task)],
        "items": [[each.item.code, each.item.name] for each in items_of(task)],
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


def countersign_id(task: UUID, department: str) -> UUID:
    """The key under which a department's signature on a scheme is asked: one stream for each task and department."""
    return uuid5(task, f"sign_scheme/{department}")


def countersignatures(draft: SchemeDraft) -> list[tuple[Department, str, Finding]]:
    """How each participating department stands to the scheme as it is now. Cost: 3 queries for each."""
    digest = scheme_digest(draft)
    joined = [each.department for each in departments_of(draft.task) if each.role == TaskDepartment.Role.JOIN]
    return [(each, said, check_countersigned(each.name, said)) for each, said in _stand(draft, joined, digest)]


def paper_signature(draft: SchemeDraft, department: str) -> PaperAnswer | None:
    """The latest answer on paper of a department to the scheme as it is now, counted or not. 2 queries."""
    requests = ApprovalRequest.objects.filter(
        object_id=countersign_id(draft.task_id, department), content_digest=scheme_digest(draft)
    )
    found: PaperAnswer | None = PaperAnswer.objects.filter(request__in=requests).order_by("-at", "-id").first()
    return found


def papers_of(task: Task) -> list[tuple[Department, PaperAnswer]]:
    """What participating departments answered on paper about the task's scheme, whichever content, the newest first. 2 queries."""
    joined = [each.department for each in departments_of(task) if each.role == TaskDepartment.Role.JOIN]
    keys = {countersign_id(task.pk, each.code): each for each in joined}
    papers = PaperAnswer.objects.filter(request__object_id__in=list(keys)).select_related("request")
    return [(keys[each.request.object_id], each) for each in papers.order_by("-at", "-id")]


def papers_waiting(draft: SchemeDraft) -> list[str]:
    """Codes of departments whose answer on paper is recorded and not yet confirmed. 1 query where nobody takes part, else 2."""
    digest = scheme_digest(draft)
    joined = [each.department.code for each in departments_of(draft.task) if each.role == TaskDepartment.Role.JOIN]
    keys = {countersign_id(draft.task_id, code): code for code in joined}
    waiting = PaperAnswer.objects.filter(
        request__object_id__in=list(keys), request__content_digest=digest, request__decision__isnull=True
    )
    return sorted({keys[key] for key in waiting.values_list("request__object_id", flat=True)})


def _stand(draft: SchemeDraft, joined: list[Department], digest: str) -> list[tuple[Department, str]]:
    found = []
    for each in joined:
        asked = ApprovalRequest.objects.filter(object_id=countersign_id(draft.task_id, each.code)).order_by("-ordinal")
        latest = asked.first()
        answer = None if latest is None else standing(latest, digest)
        said = {Standing.APPROVED: SIGNED, Standing.VOID: CHANGED}.get(answer, UNSIGNED) if answer else UNSIGNED
        found.append((each, said))
    return found


def scheme_findings(draft: SchemeDraft, approval: Approval | None = None) -> dict[str, tuple[Finding, ...]]:
    """Guard of `sign_scheme` → what the rules say now, countersignatures aside. Cost: about 12 queries."""
    task, line = draft.task, draft.task.line
    items = {each.item.code: each.item.name for each in items_of(task)}
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
        "overlaps_seen": tuple(finding for each in overlaps_of(draft) for finding in each.findings),
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
