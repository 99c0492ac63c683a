"""The measures per class: their evidence through the year, the end of the year, and the visit to a firm of class A that needs a reason.

Source: 第六条（四）; 10-articles, 第六条（四）. Takes: classes, texts, dates, counts. Gives: Findings, and the last day to close a year.
Never: a class without evidence in a year's report.
"""

from collections.abc import Mapping
from datetime import date

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import labels, text, texts
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.risk import RiskClass

_CITATION = "第六条（四）"
# Whom the clause names: the section that records the measures, and the one that coordinates them. Nobody else tells a class to others.
ANSWERING_OFFICES = ("coordinator", "section_head")


@source("第六条（四）")
def measures_of(risk_class: RiskClass) -> tuple[str, ...]:
    """What the rules ask for of a class, in their order, in our words."""
    return texts(f"measures.{risk_class}")


@source("第六条（四）")
def check_evidence(reference: str) -> Finding:
    """Whether a measure that is called done says by what (E06-15): a document's number, an inspection, a query."""
    return judge(
        "E06-15",
        _CITATION,
        bool(reference.strip()),
        required="文号或说明",
        actual="已写明" if reference.strip() else "空",
        refusal="没有写明落实的依据（第六条（四））。",
        remedy="请填写文号、检查编号或查询内容。",
    )


@source("第六条（四）")
def check_evidence_day(on: date, today: date) -> Finding:
    """Whether the evidence is of a day that has come (E06-16)."""
    return judge(
        "E06-16",
        _CITATION,
        on <= today,
        required=f"不晚于 {today}",
        actual=f"{on}",
        refusal=f"落实日期 {on} 晚于今天 {today}（第六条（四））。",
        remedy="请填写实际落实的日期。",
    )


@source("第六条（四）")
def check_year_open(year: int, *, closed: bool) -> Finding:
    """Whether a year still takes records (E06-17)."""
    return judge(
        "E06-17",
        _CITATION,
        not closed,
        required="未办结的年度",
        actual=f"{year}年度{'已' if closed else '未'}办结",
        refusal=f"{year}年度措施落实记录已办结，不能再登记或更正（第六条（四））。",
        remedy="年度报告以办结时为准；后续落实情况记入其发生的年度。",
    )


@source("第六条（四）")
def check_year_over(year: int, today: date) -> Finding:
    """Whether the year to be closed has ended (E06-18)."""
    return judge(
        "E06-18",
        _CITATION,
        today.year > year,
        required=f"{year + 1}-01-01 起",
        actual=f"{today}",
        refusal=f"{year}年度尚未结束，今天是 {today}，不能办结（第六条（四））。",
        remedy=f"请于 {year + 1} 年 1 月 1 日以后办结。",
    )


@source("第六条（四）")
def check_year_evidence(year: int, evidence: Mapping[RiskClass, int]) -> tuple[Finding, ...]:
    """Whether every class has evidence in the year that is to be closed (E06-13): one Finding per class, in their order."""
    return tuple(
        judge(
            "E06-13",
            _CITATION,
            evidence.get(each, 0) > 0,
            required="至少 1 条落实记录",
            actual=f"{each}类 {evidence.get(each, 0)} 条",
            refusal=f"{year}年度{each}类措施尚无落实记录，不能出具年度报告（第六条（四））。",
            remedy="请股室负责人登记该类措施的落实情况和依据。",
        )
        for each in RiskClass
    )


@source("第六条（四）")
def year_closing_due(year: int) -> date:
    """The last day on which the coordinating section closes a year: a calendar day of the next one."""
    month, _, day = text("measures_closed_by").partition("-")
    return date(year + 1, int(month), int(day))


@source("第六条（四）")
def check_answering_office(office: str) -> Finding:
    """Whether this office may tell another body the class of a firm that is to be honoured (E06-19, C06-13)."""
    allowed = "、".join(OFFICES[each] for each in ANSWERING_OFFICES)
    given = OFFICES.get(office, office)
    return judge(
        "E06-19",
        _CITATION,
        office in ANSWERING_OFFICES,
        required=allowed,
        actual=given,
        refusal=f"{given}不能答复评先评优查询（第六条（四））。",
        remedy=f"请由{allowed}办理。",
    )


@source("第六条（四）")
def check_query_told(organisation: str, purpose: str) -> Finding:
    """Whether it is written who asks for a class and what for (E06-20)."""
    missing = [words for words, given in (("查询单位", organisation), ("用途", purpose)) if not given.strip()]
    return judge(
        "E06-20",
        _CITATION,
        not missing,
        required="查询单位、用途",
        actual=f"缺少{'、'.join(missing)}" if missing else "已写明",
        refusal=f"没有写明{'、'.join(missing)}，不能答复（第六条（四））。",
        remedy="请按来函填写查询单位和用途。",
    )


@source("第六条（四）1")
def is_own_initiative(risk_class: RiskClass, ground: str) -> bool:
    """Whether a visit is one of those the rules spare a firm of class A. `ground`: a code of `own_initiative_grounds`, or nothing.

    Such a visit is counted, with or without a reason.
    """
    return risk_class is RiskClass.A and ground not in labels("own_initiative_grounds")


@source("第六条（四）1")
def check_own_initiative(risk_class: RiskClass, ground: str, reason: str) -> Finding:
    """Whether a visit to a firm of class A outside the four cases says why (E06-12). The rules say 可: with a reason it is accepted."""
    given = reason.strip()
    return judge(
        "E06-12",
        "第六条（四）1",
        bool(given) or not is_own_initiative(risk_class, ground),
        required="四种情形之一，或写明理由",
        actual=labels("own_initiative_grounds").get(ground, "主动现场检查") + ("，已写明理由" if given else ""),
        refusal="A类企业除投诉举报、监测、转办和计划抽查外可不主动现场检查；确需检查请说明理由（第六条（四）1）。",
        remedy="请写明确需检查的理由；理由记录在案，并计入统计。",
    )
