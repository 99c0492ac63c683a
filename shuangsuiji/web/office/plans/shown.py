"""How a plan is laid out for the eye: head, lines with their remarks, estimates, overlaps, signatures, differences.

Source: 70-interface §4 (plans), §5. Takes: what queries answer. Gives: plain values for templates.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.core.rules.plan_lint import Remark, Weight, standing_out
from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.stages.plans.queries import overlaps, overview, plans, standing
from shuangsuiji.stages.plans.queries.content import Difference
from shuangsuiji.stages.plans.queries.policies import Standing, standings_on
from shuangsuiji.stages.plans.queries.submissions import paper_of_plan
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.plans.forms import DRAW_TYPES, TYPES

_NAMES = {
    "title": "计划名称",
    "participants": "参与部门",
    "basis": "依据文件",
    "source": "来源",
    "task_name": "任务名称",
    "subject_range": "抽查对象",
    "subject_types": "对象类型",
    "tags": "专项库、监管标签",
    "methods": "检查方式",
    "level_mode": "层级方式",
    "draw_type": "抽查类型",
    "inspector_draw_mode": "人员抽取方式",
    "from_on": "开始日期",
    "to_on": "截止日期",
    "repeat_rule": "重复检查",
    "ratio_text": "抽查比例（原文）",
    "remark": "备注",
    "items": "抽查事项",
    "quotas": "分类比例和频次",
}
_WHAT = {"ADDED": ("新增", "done"), "REMOVED": ("去掉", "danger"), "CHANGED": ("变更", "need")}


class Words:
    """Codes of a content in Chinese. Two queries, once a page."""

    def __init__(self, contents: Iterable[Mapping[str, Any]]) -> None:
        """Names of departments, items, documents that these contents speak of."""
        given = [content for content in contents if content]
        lines = [line for content in given for line in content["lines"]]
        self.departments = plans.department_names()
        self.items = plans.item_names({code for line in lines for code in line["items"]})
        keys = {key for content in given for key in content["basis"]}
        self.documents = {f"{each.pk}": f"{each}" for each in plans.documents_cited(keys)}

    def of(self, name: str, value: Any) -> list[str]:
        """A value of the content as lines of text."""
        if name == "participants":
            return [self.departments.get(code, code) for code in value or ()]
        if name == "items":
            return [self.items.get(code, code) for code in value or ()]
        if name == "basis":
            return [self.documents.get(key, key) for key in value or ()]
        if name == "quotas":
            return [quota_text(each, said) for each, said in (value or {}).items()]
        return [_plain(name, value)]


def quota_text(each: str, said: Mapping[str, Any]) -> str:
    """One class in words: C类 10% × 2次."""
    reasons = "；".join(filter(None, (said.get("below", ""), said.get("necessity", ""))))
    text = f"{each}类 {percent(Ratio(said['num'], said['den']))} × {said['frequency']}次"
    return f"{text}（{reasons}）" if reasons else text


def _plain(name: str, value: Any) -> str:
    known = {
        "methods": labels("check_methods"),
        "subject_types": dict(TYPES),
        "draw_type": dict(DRAW_TYPES),
        "level_mode": labels("level_modes"),
        "inspector_draw_mode": labels("inspector_draw_modes"),
    }.get(name, {})
    if name == "repeat_rule":
        return "不排除" if value and not value.get("applies", True) else "按细则默认"
    if name == "source":
        return "，".join(filter(None, ((value or {}).get(each, "") for each in ("body", "document", "dated_on"))))
    if isinstance(value, list):
        return "、".join(str(known.get(each, each)) for each in value) or (
            "不限" if name in ("subject_types", "tags") else ""
        )
    return str(known.get(value, value or ""))


# ---------------------------------------------------------------------------------------------------------------- a page


def told(request: HttpRequest, plan: Any, content: Mapping[str, Any], paper: Any) -> dict[str, Any]:
    """Everything the page of a plan shows. `paper` None: a fixed version, on which the rules have nothing more to say."""
    words = Words([content])
    met = overlaps.settled(overview.overlaps_of(plan, content["lines"]))
    remarks = standing_out(standing.remarks_on(paper)) if paper is not None else ()
    remarks += overlaps.remarks_on(met, plan)
    estimates = overview.estimates_of(plan, content["lines"], day_of(now(request)))
    days = {line["from_on"] for line in content["lines"] if line["from_on"]}
    floors = {day: standings_on(plan.department.code, date.fromisoformat(day)) for day in days}
    return {
        "plan": plan,
        "paper": paper,
        "head": head_rows(plan, content, words),
        "lines": [
            {**line_row(line, words, remarks, estimates), "bases": bases_of(line, floors)} for line in content["lines"]
        ],
        "remarks": [each for each in remarks if each.line == 0],
        "counts": weights(remarks),
        "estimates": estimates,
        "visits": sum(each.visits for each in estimates),
        "months": overview.by_month(estimates),
        "standing": overview.year_standing(plan.department.code, plan.year),
        "overlaps": met,
        "consents": consents(paper) if paper is not None else (),
        "signed": plans.signed_by(plan) if paper is None and plan.is_joint else (),
        "versions": plans.versions_of(plan),
    }


def head_rows(plan: Any, content: Mapping[str, Any], words: Words) -> list[tuple[str, Any]]:
    """The head as label and value."""
    rows: list[tuple[str, Any]] = [
        ("计划编号", plan.number),
        ("计划名称", content["title"]),
        ("种类", plan.get_kind_display() + ("（迁入）" if plan.migrated else "")),
        ("发起部门", plan.department.name),
    ]
    if plan.is_joint:
        rows.append(("参与部门", words.of("participants", content["participants"]) or "尚未选择"))
    if content["source"]:
        rows.append(("来源", words.of("source", content["source"])))
    rows.append(("依据文件", words.of("basis", content["basis"]) or "尚未选择"))
    if content["reason"]:
        rows.append(("变更理由", content["reason"]))
    paper = paper_of_plan(plan)
    if paper is not None:
        rows += submission_rows(paper)
    if plan.published_on:
        rows.append(("公示", f"{plan.published_on} {plan.place}"))
    return rows


def submission_rows(paper: Any) -> list[tuple[str, Any]]:
    """What was recorded off a paper: to be compared with the paper itself."""
    rows = [("报送方式", "纸质" if paper.confirmer else "纸质（待确认）"), ("报送文号", paper.number)]
    if paper.answer_number:
        rows.append(("联席会议办公室收文或汇总文号", paper.answer_number))
    return [*rows, ("报送日期", f"{paper.submitted_on:%Y-%m-%d}"), ("扫描件摘要", paper.scan_digest)]


def line_row(
    line: Mapping[str, Any], words: Words, remarks: Iterable[Remark], estimates: Iterable[overview.LineEstimate]
) -> dict[str, Any]:
    """One line as the table shows it, with its remarks beside it."""
    own = [each for each in estimates if each.ordinal == line["ordinal"]]
    return {
        **line,
        "item_names": words.of("items", line["items"]),
        "method_words": words.of("methods", line["methods"])[0],
        "participant_words": "、".join(words.of("participants", line["participants"])),
        "quota_words": words.of("quotas", line["quotas"]),
        "remarks": [each for each in remarks if each.line == line["ordinal"]],
        "firms": sum(each.firms for each in own),
        "visits": sum(each.visits for each in own),
    }


def bases_of(line: Mapping[str, Any], floors: Mapping[str, Mapping[Any, Standing]]) -> list[str]:
    """What sets the floors of a line's classes on its first day: the rules, a policy's or a measure's number (第六条（四）)."""
    found = floors.get(line["from_on"], {}).values()
    return list(dict.fromkeys(each.origin for each in found if each.risk_class in line["quotas"]))


def weights(remarks: Iterable[Remark]) -> dict[str, int]:
    """How many remarks refuse, ask, only warn."""
    found = [each.weight for each in remarks]
    return {weight.lower(): found.count(weight) for weight in Weight}


def consents(paper: Any) -> list[dict[str, Any]]:
    """How each participating department stands, with what it answered on paper."""
    return [
        {
            "department": department,
            "consent": consent,
            "papers": standing.consent_papers(paper, department.code),
        }
        for department, consent in standing.consents_of(paper)
    ]


# ------------------------------------------------------------------------------------------------------ what is at stake


def at_stake(request: HttpRequest, plan: Any, content: Mapping[str, Any], paper: Any) -> list[tuple[str, Any]]:
    """The facts an approver needs at one glance."""
    words = Words([content])
    estimates = overview.estimates_of(plan, content["lines"], day_of(now(request)))
    rows = [
        *head_rows(plan, content, words),
        ("计划行", f"{len(content['lines'])} 行"),
        ("预计", f"全年约 {sum(each.visits for each in estimates)} 户次（按今日名录）"),
    ]
    if plan.is_joint:
        words_of = {"AGREED": "已确认", "REFUSED": "不同意", "OPEN": "尚未确认"}
        rows.append(
            (
                "会签",
                [f"{each.department} {words_of[each.standing]}" for _, each in standing.consents_of(paper)] or "无",
            )
        )
    return rows


def below_floor(remarks: Iterable[Remark]) -> list[Remark]:
    """What stands only with the deputy head's consent."""
    return [each for each in remarks if each.weight is Weight.ASKS]


def differences(found: Iterable[Difference], words: Words) -> list[dict[str, Any]]:
    """Old and new side by side."""
    return [
        {
            "what": _WHAT[each.what][0],
            "tone": _WHAT[each.what][1],
            "name": each.name or "计划整体",
            "fields": [
                (_NAMES.get(name, name), words.of(name, before) if before is not None else [], words.of(name, after) if after is not None else [])
                for name, before, after in each.fields
            ],
        }
        for each in found
    ]  # fmt: skip


def crumbs(plan: Any, *more: str) -> list[tuple[str, str]]:
    """The way to a page of a plan."""
    trail = [("抽查计划", reverse("plans:list")), (plan.number, reverse("plans:plan", args=(plan.pk,)) if more else "")]
    return [*trail, *((each, "") for each in more)]
