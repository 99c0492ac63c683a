"""What holds for a plan as a whole: policy and basis first, participants asked, sources named, changes only as amendments.

Source: 第六条（三）（四）, 第七条, 第八条, 第十一条, 第十八条. Takes: plain facts. Gives: Findings; `plan_lint` puts them together.
Never: a share or frequency guessed from a free text.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import Override, in_force, labels, number, texts
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.quotas import Floor, Frequency, frequency_floor, percent, ratio_floor
from shuangsuiji.core.rules.risk import RiskClass

AGREED, REFUSED, OPEN = "AGREED", "REFUSED", "OPEN"
# What a plan of the year may become once the portal shows it.
_PUBLIC = ("PUBLISHED", "CLOSED")


class PolicyTerm(NamedTuple):
    """What a department's policy says of one class, and under which number."""

    ratio: Ratio
    frequency: int
    document: str


class Consent(NamedTuple):
    """How a participating department stands to the plan as it is now: AGREED, REFUSED (with its reason) or OPEN."""

    department: str
    standing: str
    reason: str = ""


@source("第六条（三）", "第六条（四）")
def floor_on(risk_class: RiskClass, on: date | None, overrides: Sequence[Override], policy: PolicyTerm | None) -> Floor:
    """The share a plan line must reach: a measure in force first, then a stricter policy of the department, then the rules.

    `document` is empty where the rules themselves say it.
    """
    standing = ratio_floor(risk_class, on=on, overrides=overrides)
    if policy is None or in_force(f"sample_floor.{risk_class}", on, overrides) is not None:
        return standing
    return Floor(risk_class, policy.ratio, policy.document) if standing.ratio.below(policy.ratio) else standing


@source("第六条（三）", "第六条（四）")
def frequency_on(
    risk_class: RiskClass, on: date | None, overrides: Sequence[Override], policy: PolicyTerm | None
) -> Frequency:
    """The draws a year must have, found as `floor_on` finds the share."""
    standing = frequency_floor(risk_class, on=on, overrides=overrides)
    if policy is None or in_force(f"draws_per_year.{risk_class}", on, overrides) is not None:
        return standing
    return Frequency(risk_class, policy.frequency, policy.document) if policy.frequency > standing.draws else standing


@source("第六条")
def check_policy_terms(document: str, effective_from: date | None) -> Finding:
    """Whether a policy names its document and first day (E06-3)."""
    met = [
        word for word, given in (("文号", document.strip()), ("生效日期", effective_from)) if given
    ]  # the words of `measure_override`
    needed = texts("measure_override")
    return judge(
        "E06-3",
        "第六条",
        len(met) == len(needed),
        required="、".join(needed),
        actual="、".join(met) or "无",
        refusal="差异化规定缺少文号或生效日期，不能启用（第六条）。",
        remedy="请补充文号和生效日期。",
    )


@source("第六条（三）", "第六条（四）")
def check_policy_row(
    risk_class: RiskClass, term: PolicyTerm, overrides: Sequence[Override], on: date | None
) -> Finding:
    """Whether a policy's share and frequency reach what holds without it on its first day (E06-8, E06-9 in one)."""
    floor = ratio_floor(risk_class, on=on, overrides=overrides)
    draws = frequency_floor(risk_class, on=on, overrides=overrides)
    reached = not term.ratio.below(floor.ratio)
    return judge(
        "E06-8" if not reached else "E06-9",
        "第六条（三）",
        reached and term.frequency >= draws.draws,
        required=f"{percent(floor.ratio)}、全年 {draws.draws} 次",
        actual=f"{percent(term.ratio)}、全年 {term.frequency} 次",
        refusal=(
            f"{risk_class}类规定为 {percent(term.ratio)}、全年 {term.frequency} 次，"
            f"低于 {percent(floor.ratio)}、全年 {draws.draws} 次（第六条（三））。"
        ),
        remedy="请提高；上级或本部门另有规定的，先在“另行规定”中登记文号和生效日期（第六条（四））。",
    )


@source("第六条")
def check_policy(year: int, exists: bool) -> Finding:
    """Whether the department has its measures per class for the year (E06-4)."""
    return judge(
        "E06-4",
        "第六条",
        exists,
        required=f"{year} 年度分类监管规定",
        actual="已制定" if exists else "尚未制定",
        refusal="尚未制定本年度分类监管措施，不能报送计划（第六条）。",
        remedy="请由调解仲裁与劳动监察股起草，报分管负责人批准。",
    )


@source("第七条")
def check_participants(consents: Sequence[Consent]) -> tuple[Finding, ...]:
    """One Finding for each participating department: not asked or not answered (E07-1), or refused (E07-2)."""
    return tuple(_consent(each) for each in consents)


def _consent(each: Consent) -> Finding:
    refused = each.standing == REFUSED
    return judge(
        "E07-2" if refused else "E07-1",
        "第七条",
        each.standing == AGREED,
        required="已确认",
        actual={AGREED: "已确认", REFUSED: "不同意", OPEN: "尚未确认"}[each.standing],
        refusal=(
            f"参与部门 {each.department} 不同意：{each.reason}；请修改后重新会签（第七条）。"
            if refused
            else f"参与部门 {each.department} 尚未确认，不能报送（第七条）。"
        ),
        remedy="请按其意见修改后重新送会签。" if refused else "请催办；不使用平台的，可登记其书面确认（纸质）。",
    )


@source("第七条")
def check_plan_published(status: str, label: str) -> Finding:
    """Whether a Task may be made from a line of this plan (E07-3); `label` is the state in Chinese."""
    return judge(
        "E07-3",
        "第七条",
        status in _PUBLIC,
        required="已公示",
        actual=label,
        refusal="年度计划尚未公示，不能建立任务（第七条）。",
        remedy="请先公示计划；计划外的，按临时性联合抽查办理（第八条）。",
    )


@source("第七条")
def check_plan_editable(status: str, label: str, *, amending: bool = False) -> Finding:
    """Whether the paper of a plan may be changed: a draft, or a published one by way of an amendment (E07-4)."""
    public = status in _PUBLIC
    return judge(
        "E07-4",
        "第七条",
        status == "DRAFT" or (status == "PUBLISHED" and amending),
        required="编制中",
        actual=label,
        refusal=(
            "计划已公示，只能提出变更（第七条）。" if public else f"计划“{label}”，不能修改；请先退回编制（第七条）。"
        ),
        remedy="请写明理由，提出变更。" if public else "请分管负责人或联席会议办公室退回后修改。",
    )


@source("第八条")
def check_source(code: str, body: str, document: str, dated_on: date | None) -> Finding:
    """Whether an ad-hoc plan comes from a superior or another department, with its paper (E08-3)."""
    listed = code in texts("task_sources_to_file")
    whole = bool(body.strip() and document.strip() and dated_on)
    names = [labels("task_sources")[each] for each in texts("task_sources_to_file")]
    return judge(
        "E08-3",
        "第八条",
        listed and whole,
        required="、".join(names),
        actual=labels("task_sources").get(code, "自行安排") if not listed or whole else "缺少来文机关、文号或日期",
        refusal="来源须为上级或有关部门转办交办（第八条）。",
        remedy="请选择来源并登记来文机关、文号、日期；本部门自行安排的，请列入年度计划。",
    )


@source("第七条", "第十一条")
def check_line_complete(name: str, parts: Mapping[str, bool]) -> Finding:
    """Whether a line says what a scheme will need (E07-5); `parts` maps 检查内容, 检查时间, 检查方式 and more to being there."""
    missing = [part for part, there in parts.items() if not there]
    return judge(
        "E07-5",
        "第七条",
        not missing,
        required="、".join(parts),
        actual=f"缺{'、'.join(missing)}" if missing else "齐全",
        refusal=f"计划行“{name}”缺少{'、'.join(missing)}（第七条、第十一条）。",
        remedy=f"请补充{'、'.join(missing)}。",
    )


@source("第七条", "第十一条")
def check_line_window(name: str, year: int, from_on: date, to_on: date) -> Finding:
    """Whether a line's window lies in the plan's year, first day before last (E11-2)."""
    return judge(
        "E11-2",
        "第十一条",
        from_on <= to_on and from_on.year == to_on.year == year,
        required=f"{year} 年内",
        actual=f"{from_on}—{to_on}",
        refusal=f"计划行“{name}”检查时间 {from_on}—{to_on} 不在 {year} 年度内（第十一条、第七条）。",
        remedy=f"请改为 {year} 年内的起止日期。",
    )


@source("第十八条")
def check_joint_method(name: str, methods: Collection[str]) -> Finding:
    """Whether a joint line has the on-site method (E18-1)."""
    needed, known = texts("joint_method"), labels("check_methods")
    words = "、".join(known[each] for each in needed)
    return judge(
        "E18-1",
        "第十八条",
        set(needed) <= set(methods),
        required=words,
        actual="、".join(known.get(each, each) for each in methods) or "未填写",
        refusal=f"计划行“{name}”：联合抽查须进行实地检查（第十八条）。",
        remedy=f"请在检查方式中加上{words}。",
    )


@source("第七条")
def check_year_over(year: int, on: date) -> Finding:
    """Whether a plan's year has passed, so that it can be closed."""
    return judge(
        "E07-6",
        "第七条",
        on.year > year,
        required=f"{year + 1}-01-01 以后",
        actual=f"{on}",
        refusal=f"{year} 年度尚未结束，计划不能结束（第七条）。",
        remedy="请在年度结束后办理。",
    )


@source("第九条")
def near(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two windows (first and last day) meet, or lie so close that one visit could serve both."""
    gap = (max(first[0], second[0]) - min(first[1], second[1])).days
    return gap <= number("overlap_calendar_days")


@source("第四条", "第九条")
def check_overlap_decided(other: str, common: int, decided: bool, line: str) -> Finding:
    """Whether it was decided to merge a line with another it meets, or to keep them apart (E09-5); it informs, it refuses nothing."""
    return judge(
        "E09-5",
        "第九条",
        decided,
        required="合并，或分开并写明理由",
        actual="已决定" if decided else "未决定",
        refusal=f"“{line}”与“{other}”有 {common} 户重复，尚未决定合并还是分开（第九条）。",
        remedy="请在“可合并检查的提示”中决定；未决定的，制定抽查方案时须再处理。",
    )


@source("第四条", "第九条")
def check_overlap_reason(*, apart: bool, reason: str) -> Finding:
    """Whether lines that stay apart do so for a reason that is written down (E09-6)."""
    holds = not apart or bool(reason.strip())
    return judge(
        "E09-6",
        "第九条",
        holds,
        required="分开检查的理由",
        actual="已写明" if holds else "未写明",
        refusal="分开检查须写明理由（第四条、第九条）。",
        remedy="请写明理由，或选择合并检查。",
    )


@source("第七条", "第九条")
def check_overlap_decider(office: str, *, own: bool, across: bool, joint: bool) -> Finding:
    """Whether this office decides on two lines (E13-2): a department's clerk or deputy head where both are its `own`, the office of the
    joint meeting where they are `across` two departments or of a `joint` plan.
    """
    by_department = own and office in ("clerk", "deputy_head")
    by_joint_office = (across or joint) and office == "joint_office"
    wanted = OFFICES["joint_office"] if across else f"计划所属部门的{OFFICES['clerk']}或{OFFICES['deputy_head']}"
    actual = OFFICES.get(office, office)
    return judge(
        "E13-2",
        "第九条",
        by_department or by_joint_office,
        required=wanted,
        actual=actual,
        refusal=f"这两行是否合并由{wanted}决定，您现以{actual}身份办理（第九条）。",
        remedy=f"请交{wanted}决定。",
    )
