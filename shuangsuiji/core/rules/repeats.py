"""A subject already visited this year: left out of further draws by a rule fixed beforehand, visible and counted.

Source: 第九条; 00-decisions, reading 9. Takes: visits of the year. Gives: the roster's eligibility code.
Never: removes a row; changes the rule after the freeze; blocks the visit of a subject that was drawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import number, texts
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.risk import RiskClass

ELIGIBLE = "E"
ALREADY_INSPECTED = "X1"


class TaskType(NamedTuple):
    """What makes two tasks the same type: initiating department and item category, unless the plan says otherwise."""

    initiating_dept: str
    category: str


class Visit(NamedTuple):
    """A visit begun, or an outcome under 第二十条; a firm drawn and not yet visited has none."""

    on: date
    task_type: TaskType


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """The rule as the plan fixes it before the draw: `applies` False switches it off, `exempt` lists classes never left out."""

    applies: bool
    cap: int
    exempt: tuple[RiskClass, ...]


@source("第九条")
def usual_rule() -> RepeatRule:
    """The rule where the plan says nothing: one visit a year and task type, class D exempt."""
    return RepeatRule(True, number("repeat_cap"), tuple(map(RiskClass, texts("repeat_exempt"))))


@source("第九条")
def eligibility(
    visits: Iterable[Visit], *, year: int, task_type: TaskType, risk_class: RiskClass | None, rule: RepeatRule
) -> str:
    """The roster code of a subject: `X1` when visits of this year and type have reached the cap, else `E`."""
    if not rule.applies or risk_class in rule.exempt:
        return ELIGIBLE
    counted = sum(visit.on.year == year and visit.task_type == task_type for visit in visits)
    return ALREADY_INSPECTED if counted >= rule.cap else ELIGIBLE


@source("第九条")
def check_repeat(visits_this_year: int, cap: int, *, drawn: bool, reason: str = "") -> Finding:
    """Whether a subject may be visited again (E09-1); being drawn is reason enough and never blocked."""
    return judge(
        "E09-1",
        "第九条",
        visits_this_year < cap or drawn or bool(reason.strip()),
        required=f"少于 {cap} 次",
        actual=visits_this_year,
        refusal=f"该对象本年度已检查 {visits_this_year} 次，合并或说明理由后方可再次检查（第九条）。",
        remedy="请并入已有检查，或写明再次检查的理由。",
    )


@source("第九条", "第十四条")
def check_rule_change(fixed: RepeatRule, wanted: RepeatRule, *, frozen: bool) -> Finding:
    """Whether the exclusion rule may become `wanted` (E09-2); after the freeze it stays as published."""
    return judge(
        "E09-2",
        "第九条",
        not frozen or wanted == fixed,
        required="冻结前公布的规则",
        actual="已冻结" if frozen else "未冻结",
        refusal="名单已冻结，排除规则不能更改（第九条、第十四条）。",
        remedy="本次按已公布的规则抽取；新规则用于以后的任务。",
    )
