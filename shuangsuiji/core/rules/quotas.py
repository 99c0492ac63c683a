"""How many subjects a draw must take, how many draws a year must have, and what may be done below that.

Source: 第六条（三）（四）; 00-decisions, reading 1. Takes: counts of rows in a frozen roster, shares as `Ratio`.
Gives: exact integers and Findings. Never: floats, rounding down, silently fewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.ratios import Ratio, ceiling
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.offices import OFFICES, Approval
from shuangsuiji.core.rules.parameters import Override, in_force, number, ratio, text
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.risk import RiskClass

EMPTY_LIBRARY = "本层无对象（空库）"


@dataclass(frozen=True, slots=True)
class Floor:
    """The share a draw must reach; `document` is empty where the rules themselves set it, else the measure's number."""

    risk_class: RiskClass
    ratio: Ratio
    document: str = ""


@dataclass(frozen=True, slots=True)
class Frequency:
    """The draws a year must have; `document` as in `Floor`."""

    risk_class: RiskClass
    draws: int
    document: str = ""


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """The written reason for going below the floor, and who agreed."""

    reason: str
    approval: Approval | None = None


@source("第六条（三）", "第六条（四）")
def ratio_floor(risk_class: RiskClass, *, on: date | None = None, overrides: Sequence[Override] = ()) -> Floor:
    """The share of the class library each draw must take on that day; a measure in force comes first."""
    name = f"sample_floor.{risk_class}"
    measure = in_force(name, on, overrides)
    if measure is None:
        return Floor(risk_class, ratio(name))
    value = measure.value
    return Floor(risk_class, Ratio(value, 100) if isinstance(value, int) else value, measure.document)


@source("第六条（三）")
def sample_size(population: int, share: Ratio) -> int:
    """Exact ceiling of `population` × `share`; at least 1 unless the library is empty, never more than it holds."""
    if population == 0:
        return 0
    return max(number("sample_minimum"), ceiling(population, share))


@source("第六条（三）")
def minimum_sample(population: int, risk_class: RiskClass, floor: Floor | None = None) -> int:
    """Subjects a draw must take from a class library of `population` rows (excluded rows count), per draw."""
    return sample_size(population, (floor or ratio_floor(risk_class)).ratio)


@source("第六条（三）")
def check_ratio(
    share: Ratio, risk_class: RiskClass, department: str, *, floor: Floor | None = None, below: BelowFloor | None = None
) -> Finding:
    """Whether a planned share reaches the floor, or goes below it with a reason and the consent of the right office (E06-8)."""
    floor = floor or ratio_floor(risk_class)
    planned, needed = percent(share), percent(floor.ratio)
    reached, excused = not share.below(floor.ratio), _excused(below, department)
    basis = f"（{floor.document}）" if floor.document else ""
    office = OFFICES[text("sample_floor_approver")]
    note = (
        ""
        if reached
        else f"{risk_class}类比例 {planned} 低于 {needed}{basis}，已写明理由并经{office}批准（第六条（三））。"
    )
    return judge(
        "E06-8",
        "第六条（三）",
        reached or excused,
        required=needed,
        actual=planned,
        refusal=f"{risk_class}类比例 {planned} 低于 {needed}{basis}，须写明理由并经{office}批准（第六条（三））。",
        remedy=f"请提高到 {needed} 以上，或填写理由后报{office}批准；批准人不能是申请人。",
        note=note,
    )


def _excused(below: BelowFloor | None, department: str) -> bool:
    if below is None or below.approval is None:
        return False
    return bool(below.reason.strip()) and below.approval.counts_for(text("sample_floor_approver"), department)


def percent(share: Ratio) -> str:
    """Write a share as a percentage without rounding: 35 / 1000 is 3.5%."""
    whole, rest = divmod(share.num * 10**8, share.den)
    digits = f"{whole // 10**6}.{whole % 10**6:06d}".rstrip("0").rstrip(".")
    return f"{digits}%" if rest == 0 else f"{share.num}/{share.den}"


@source("第六条（三）")
def check_sample(planned: int, population: int, risk_class: RiskClass, floor: Floor | None = None) -> Finding:
    """Whether a number of subjects planned for one draw reaches the floor (E06-8); an empty library needs none."""
    needed = minimum_sample(population, risk_class, floor)
    office = OFFICES[text("sample_floor_approver")]
    return judge(
        "E06-8",
        "第六条（三）",
        planned >= needed,
        required=needed,
        actual=planned,
        refusal=f"{risk_class} 类库 {population} 户，本次至少抽 {needed} 户（第六条（三））；计划为 {planned} 户。",
        remedy=f"低于此数须写明理由并报{office}批准。",
        note=EMPTY_LIBRARY if population == 0 else "",
    )


@source("第六条（三）")
def check_eligible(required: int, eligible: int, confirmed_reason: str = "") -> Finding:
    """Whether a stratum has enough eligible subjects; a shortfall stands only with a confirmed reason, never silently (E06-11)."""
    gap = required - eligible
    confirmed = bool(confirmed_reason.strip())
    return judge(
        "E06-11",
        "第六条（三）",
        gap <= 0 or confirmed,
        required=required,
        actual=eligible,
        refusal=f"本层应抽 {required} 户，可抽 {eligible} 户，缺口 {gap}；请确认缺口原因（第六条（三））。",
        remedy="请写明缺口原因并确认；抽取结果将注明缺口。",
        note=f"本层应抽 {required} 户，可抽 {eligible} 户，缺口 {gap}，原因：{confirmed_reason}。" if gap > 0 else "",
    )


@source("第六条（三）", "第六条（四）")
def frequency_floor(risk_class: RiskClass, *, on: date | None = None, overrides: Sequence[Override] = ()) -> Frequency:
    """The draws the class must have in the year of that day; a measure in force comes first."""
    name = f"draws_per_year.{risk_class}"
    measure = in_force(name, on, overrides)
    if measure is None:
        return Frequency(risk_class, number(name))
    assert isinstance(measure.value, int), "Override refuses a share on a count"
    return Frequency(risk_class, measure.value, measure.document)


@source("第六条（三）")
def minimum_draws_per_year(risk_class: RiskClass) -> int:
    """Draws the rules ask of the class in a calendar year, the number itself included."""
    return frequency_floor(risk_class).draws


@source("第六条（三）")
def check_frequency(
    draws: int, risk_class: RiskClass, *, reason: str = "", frequency: Frequency | None = None
) -> tuple[Finding, ...]:
    """Whether a year's draws are enough (E06-9) and, for A and B, not more than usual without a reason (E06-10)."""
    frequency = frequency or frequency_floor(risk_class)
    enough = judge(
        "E06-9",
        "第六条（三）",
        draws >= frequency.draws,
        required=frequency.draws,
        actual=draws,
        refusal=f"{risk_class}类全年 {draws} 次，少于 {frequency.draws} 次；仅上级或本部门规定可另行确定（第六条（三）（四））。",
        remedy=f"请增加到 {frequency.draws} 次以上，或登记带文号的规定。",
    )
    if risk_class not in (RiskClass.A, RiskClass.B):
        return (enough,)
    # A measure that asks for more draws is itself the reason.
    usual = max(number(f"usual_draws.{risk_class}"), frequency.draws)
    return enough, judge(
        "E06-10",
        "第六条（三）",
        draws <= usual or bool(reason.strip()),
        required=usual,
        actual=draws,
        refusal=f"{risk_class}类全年安排 {draws} 次，请说明必要性，防止执法扰民（第六条）。",
        remedy=f"请写明理由，或减为 {usual} 次。",
    )
