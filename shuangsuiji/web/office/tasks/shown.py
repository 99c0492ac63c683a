"""A task and its scheme as a page has them: rows of label and value, where it stands, who must act.

Source: 第十一条, 第十三条; 70-interface §4 (img/02). Never: a firm's name beside a class.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.lifecycle import TASK, office_labels
from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.core.rules.quotas import EMPTY_LIBRARY, percent
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.stages.draws.queries.draws import draw_of
from shuangsuiji.stages.plans.queries import filings, schemes, tasks
from shuangsuiji.stages.plans.queries.confirmations import registries_of
from shuangsuiji.stages.plans.queries.meeting import OPEN, merged_with
from shuangsuiji.stages.plans.queries.object_libraries import Library, libraries_of
from shuangsuiji.stages.plans.queries.parties import departments_of, items_of
from shuangsuiji.web.components.acting import offices_answered_for, offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.tasks.forms import NUMBERS

HEADING = "抽查任务"
STEPS = "制定任务 抽取对象 抽取人员 实施检查 录入结果 公示 后续处理 归档"
_CONFIRMING = ("SCHEME_SIGNED", "REGISTRIES_CONFIRMED")
_BEFORE_DRAW = ("CREATED", *_CONFIRMING)
_NO_DRAW = ("CREATED", "SCHEME_SIGNED", "WITHDRAWN")
_STEP = {"FROZEN": 2, "DRAWN": 3, "DISPATCHED": 4, "CONCLUDED": 7, "ARCHIVED": 8}


def crumbs(task: Any, last: str = "") -> list[tuple[str, str]]:
    """The way to a task's page, or to a page below it."""
    trail = [(HEADING, reverse("tasks:list"))]
    return (
        [*trail, (task.number, reverse("tasks:task", args=(task.pk,))), (last, "")]
        if last
        else [*trail, (task.number, "")]
    )


def scheme_rows(draft: Any) -> list[tuple[str, Any]]:
    """What the scheme says, in the order of the paper."""
    methods, numbers, task = labels("check_methods"), dict(NUMBERS), draft.task
    rows = [
        ("计划来源", f"{task.line.number} {task.line.task_name}"),
        (
            "部门",
            "、".join(f"{each.department.name}（{each.get_role_display()}）" for each in departments_of(task)),
        ),
        ("检查内容", "；".join(each.item.name for each in items_of(task))),
        ("抽查对象", task.line.subject_range),
        ("检查时间", f"{draft.from_on:%Y-%m-%d} 至 {draft.to_on:%Y-%m-%d}"),
        ("检查方式", "、".join(methods.get(each, each) for each in draft.methods) or "未填写"),
        ("分工", draft.divided or "—"),
        ("每组人数", f"{draft.team_size} 人，组长来自发起部门"),
        ("人员抽取", labels("inspector_draw_modes").get(task.line.inspector_draw_mode, task.line.inspector_draw_mode)),
        ("重复检查", _repeat(draft.repeat_rule)),
        ("抽取参与方", "、".join(draft.contributors) or "未填写"),
        ("公开数来源", numbers.get(draft.public_number, "未填写")),
        ("告知", f"不予告知：{draft.exempt_reason}" if draft.exempt_reason else "检查前告知"),
    ]
    return [*rows, *_overlap_rows(draft)]


def _repeat(rule: dict[str, Any]) -> str:
    if not rule.get("applies"):
        return "不排除本年度已检查的对象"
    exempt = "、".join(f"{each}类" for each in rule.get("exempt", []))
    return f"本年度同类任务已检查满 {rule['cap']} 次的不再抽取" + (f"，{exempt}除外" if exempt else "")


def _overlap_rows(draft: Any) -> list[tuple[str, str]]:
    words = {"MERGE": "合并检查", "KEEP": "分开检查"}
    return [
        (f"与任务 {number} 重复", f"{words.get(said['decision'], '')} {said['reason']}".strip())
        for number, said in sorted(draft.overlaps.items())
    ]


def libraries(task: Any, draft: Any) -> list[dict[str, Any]]:
    """The object libraries of every department: as they were made with the signed scheme, before that as they would be today."""
    scheme = task.schemes.order_by("-number").first() if task.status != "CREATED" else None
    found = libraries_of(draft) if scheme is None else _made(task, scheme)
    return [_library(each) for each in found]


def _made(task: Any, scheme: Any) -> list[Library]:
    rows = scheme.libraries.select_related("department").order_by("department__code", "risk_class")
    return [
        Library(
            each.department, RiskClass(each.risk_class), each.name, each.ordinal, each.base_count, each.required,
            Ratio(each.ratio_num, each.ratio_den),
        )
        for each in sorted(rows, key=lambda each: each.department_id != task.department_id)
    ]  # fmt: skip


def _library(each: Library) -> dict[str, Any]:
    note = EMPTY_LIBRARY if each.base == 0 else ""
    return {
        "department": each.department.name,
        "class": str(each.risk_class),
        "name": each.name,
        "base": each.base,
        "required": each.required,
        "share": percent(each.share),
        "note": note,
    }


def next_acts(task: Any) -> list[tuple[str, str]]:
    """What comes next and who does it, off the table of the machine."""
    return [(row.label, office_labels(row)) for row in TASK.forward_from(task.status)]


def detail(request: HttpRequest, task: Any) -> dict[str, Any]:
    """Everything the task's page shows."""
    draft = tasks.scheme_draft_of(task)
    own = task.department.code == own_department(request)
    signatures = schemes.countersignatures(draft)
    joined = {each.code for each, _, _ in signatures} if "deputy_head" in offices_answered_for(request) else set()
    return {
        "task": task,
        "paper": draft,
        "digest": schemes.scheme_digest(draft),
        "own": own,
        "asked": own_department(request) in joined and bool(draft.sent_digest) and task.status == "CREATED",
        "signatures": signatures,
        "on_paper": schemes.papers_waiting(draft) if own and signatures else [],
        "signed_papers": schemes.papers_of(task) if signatures else [],
        "rows": scheme_rows(draft),
        "libraries": libraries(task, draft),
        "registries": registries_of(task, now(request)) if task.status in _CONFIRMING else [],
        "merged": merged_with(draft) if task.status in OPEN else [],
        "missing": tasks.standing_in_the_way(task, draft, now(request)) if task.status in _BEFORE_DRAW else [],
        "ad_hoc": filings.is_ad_hoc(task),
        "filing": filings.filing_of(task) if filings.is_ad_hoc(task) else None,
        "proof": draw_of(task),
        "before_draw": task.status in _BEFORE_DRAW,
        "hall": task.status not in _NO_DRAW,
        "steps": STEPS,
        "step": _STEP.get(task.status, 1),
        "next": next_acts(task),
        "clerk": own and "clerk" in offices_held(request),
        "keeper": own and "registry_keeper" in offices_held(request),
        "head": own and bool({"deputy_head", "principal_head"} & offices_held(request)),
    }
