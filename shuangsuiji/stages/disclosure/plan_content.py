"""What a reader sees of a plan: a confirmed version's rows as they are published, a paper's as they would be.

Source: 第六条（三）（四）, 第七条; 30-domain §5 (columns of the plan table). Takes: a PlanVersion, or a PlanDraft with its lines. Gives: the
`content` of a notice. The public sees shares per class; never the class of anybody named (00-decisions, 8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.stages.plans.models import DraftLine, Plan, PlanDraft, PlanLineQuota, PlanVersion
from shuangsuiji.stages.plans.models.plan import LineTerms
from shuangsuiji.stages.plans.queries import overview
from shuangsuiji.stages.plans.queries.content import line_content
from shuangsuiji.stages.plans.queries.plans import department_names, documents_cited, item_names
from shuangsuiji.stages.plans.queries.policies import policy_on, standings_on
from shuangsuiji.stages.plans.queries.submissions import paper_confirmed

COLUMNS = (
    ("number", "编号"),
    ("name", "任务名称"),
    ("draw_type", "抽查类型"),
    ("subject_range", "抽查对象"),
    ("initiating", "发起部门"),
    ("participants", "参与部门"),
    ("ratio", "抽查比例和频次"),
    ("quantity", "预计数量"),
    ("methods", "检查方式"),
    ("mode", "检查模式"),
    ("window", "起止时间"),
    ("items", "抽查事项"),
    ("remark", "备注"),
)
_THE_RULES = "细则第六条（三）"


@dataclass(frozen=True, slots=True)
class _Share:
    """One class of a line: what is drawn, the floor that holds, where it is written, why less is drawn."""

    risk_class: str
    ratio: Ratio
    frequency: int
    floor: Ratio
    floor_document: str
    policy_document: str
    below: str


def content_of_version(version: PlanVersion, on: date) -> dict[str, Any]:
    """What the public sees of a version: the plan's head and one row per line, columns that have something in them.

    `on`: the day of the registries from which the expected number of firms is taken.
    """
    lines = list(version.lines.prefetch_related("items__item", "quotas__policy").order_by("ordinal"))
    shares = {line.ordinal: [_fixed(each) for each in line.quotas.all()] for line in lines}
    items = {line.ordinal: [each.item.name for each in line.items.all()] for line in lines}
    numbers = {line.ordinal: line.number for line in lines}
    basis = [each.document for each in version.basis.select_related("document")]
    quantities = _quantities(version.plan, version.content["lines"], on)
    rows = _rows(version.plan, lines, numbers, shares, items, quantities)
    joining = [each.department.name for each in version.participants.select_related("department")]
    return _content(version.plan, version.amendment, rows, shares, basis, joining)


def content_of_paper(draft: PlanDraft, on: date) -> dict[str, Any]:
    """The same of a paper that is still being written."""
    plan, lines = draft.plan, list(draft.lines.all())
    shares = {line.ordinal: _written(plan, line) for line in lines}
    names = item_names({code for line in lines for code in line.item_codes})
    items = {line.ordinal: [names.get(code, code) for code in line.item_codes] for line in lines}
    numbers = {line.ordinal: f"{plan.number}-{line.ordinal:02d}" for line in lines}
    quantities = _quantities(plan, [line_content(line) for line in lines], on)
    rows = _rows(plan, lines, numbers, shares, items, quantities)
    departments = department_names()
    joining = [departments.get(code, code) for code in sorted(draft.participants)]
    return _content(plan, 0, rows, shares, documents_cited(draft.basis), joining)


def _content(
    plan: Plan, amendment: int, rows: list[dict[str, Any]], shares: Mapping[int, Sequence[_Share]], basis: Iterable[Any],
    joining: list[str],
) -> dict[str, Any]:  # fmt: skip
    return {
        "columns": [[name, label] for name, label in COLUMNS if any(row[name] for row in rows)],
        "rows": rows,
        "number": plan.number,
        "year": plan.year,
        "kind": plan.get_kind_display(),
        "department": plan.department.name,
        "participants": joining,
        "amendment": amendment,
        "basis": [f"《{each.title}》（{each.number}）" for each in basis],
        "policies": _policies(shares),
        "place": plan.place,
        "migrated": f"{plan.published_on}" if plan.migrated and not amendment else "",
        "source": f"{plan.source_body} {plan.source_document}".strip(),
        "submission": "纸质" if paper_confirmed(plan) is not None else "",
    }


def _rows(
    plan: Plan,
    lines: Iterable[LineTerms],
    numbers: Mapping[int, str],
    shares: Mapping[int, Sequence[_Share]],
    items: Mapping[int, Sequence[str]],
    quantities: Mapping[int, str],
) -> list[dict[str, Any]]:
    methods, modes, names = labels("check_methods"), labels("level_modes"), department_names()
    return [
        {
            "key": f"{line.ordinal}",
            "number": numbers[line.ordinal],
            "name": line.task_name,
            "draw_type": line.get_draw_type_display(),
            "subject_range": line.subject_range,
            "initiating": plan.department.name,
            "participants": "、".join(names.get(code, code) for code in line.participants),
            "ratio": "；".join(map(_share_text, shares[line.ordinal])) or line.ratio_text,
            "quantity": quantities.get(line.ordinal, ""),
            "methods": "、".join(methods.get(each, each) for each in line.methods),
            "mode": modes.get(line.level_mode, line.level_mode),
            "window": f"{line.from_on or ''} 至 {line.to_on or ''}",
            "items": "；".join(items[line.ordinal]),
            "remark": line.remark,
        }
        for line in lines
    ]


def _quantities(plan: Plan, lines: Iterable[Mapping[str, Any]], on: date) -> dict[int, str]:
    """Line → firms at one draw and visits of the year, over all departments; nothing where no firm is in the registries."""
    firms: dict[int, int] = {}
    visits: dict[int, int] = {}
    for each in overview.estimates_of(plan, lines, on):
        firms[each.ordinal] = firms.get(each.ordinal, 0) + each.firms
        visits[each.ordinal] = visits.get(each.ordinal, 0) + each.visits
    return {line: f"每次约 {count} 户，全年约 {visits[line]} 户次" for line, count in firms.items() if count}


def _fixed(quota: PlanLineQuota) -> _Share:
    return _Share(
        quota.risk_class,
        Ratio(quota.ratio_num, quota.ratio_den),
        quota.frequency,
        Ratio(quota.floor_num, quota.floor_den),
        quota.floor_document,
        quota.policy.document if quota.policy else "",
        quota.below_floor_reason,
    )


def _written(plan: Plan, line: DraftLine) -> list[_Share]:
    day = line.from_on or date(plan.year, 1, 1)
    floors, policy = standings_on(plan.department.code, day), policy_on(plan.department.code, day)
    found = []
    for each in sorted(line.quotas):
        said, floor = line.quotas[each], floors[each].floor
        share, document = Ratio(said["num"], said["den"]), policy.document if policy else ""
        found.append(
            _Share(each, share, said["frequency"], floor.ratio, floor.document, document, said.get("below", ""))
        )
    return found


def _share_text(share: _Share) -> str:
    said = f"{share.risk_class}类 {percent(share.ratio)}，全年 {share.frequency} 次"
    if share.ratio.below(share.floor) and share.below:
        said += f"（低于 {percent(share.floor)}，经批准，理由：{share.below}）"
    return f"{said}（依据 {share.floor_document}）" if share.floor_document else said


def _policies(shares: Mapping[int, Sequence[_Share]]) -> list[str]:
    """Which policy sets each class's floor, once for each class and policy."""
    found = sorted(
        {
            (each.risk_class, percent(each.floor), each.floor_document or each.policy_document or _THE_RULES)
            for line in shares.values()
            for each in line
        }
    )
    return [f"{risk_class}类 每次不低于 {floor}（{document}）" for risk_class, floor, document in found]
