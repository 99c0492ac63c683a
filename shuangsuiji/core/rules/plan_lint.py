"""Every finding on a plan at once: what refuses it, what needs the deputy head, what is only worth knowing.

Source: 第一条, 第二条, 第六条（三）（四）, 第七条, 第十一条, 第十七条, 第十八条; 20-house §10. Takes: `PlanFacts`. Gives: `Remark`s.
Frequencies are counted per class over the department's whole year: the plan's own lines and those of its other plans.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.item_lists import check_basis, check_guides, check_published
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.plans import check_joint_method, check_line_complete, check_line_window, check_policy
from shuangsuiji.core.rules.quotas import BelowFloor, Floor, Frequency, check_frequency, check_ratio
from shuangsuiji.core.rules.risk import RiskClass


class Weight(StrEnum):
    """What a finding that does not hold means for the plan."""

    REFUSES = "REFUSES"
    ASKS = "ASKS"  # stands with the deputy head's consent
    WARNS = "WARNS"


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding and the line it concerns; line 0 is the whole plan."""

    finding: Finding
    weight: Weight
    line: int = 0
    risk_class: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """Share and draws of one class, and the floor that holds for its line."""

    ratio: Ratio
    frequency: int
    floor: Floor
    below: str = ""
    necessity: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `items` code → name; `methods` codes."""

    ordinal: int
    name: str
    items: Mapping[str, str]
    methods: Collection[str]
    subject_range: str
    from_on: date | None
    to_on: date | None
    quotas: Mapping[RiskClass, Quota]


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Everything the rules look at. `elsewhere`: draws of the year in other plans; `libraries`: live subjects per class.

    `participants` None where none are asked for; `frequencies` holds what each class must reach; `approval` the deputy head's consent, None before it was given.
    """

    department: str
    year: int
    annual: bool
    joint: bool
    basis: int
    has_policy: bool
    participants: int | None
    lines: tuple[Line, ...]
    published: Collection[str]
    guided: Collection[str]
    frequencies: Mapping[RiskClass, Frequency]
    elsewhere: Mapping[RiskClass, int]
    libraries: Mapping[RiskClass, int]
    approval: Approval | None = None


def lint(facts: PlanFacts) -> tuple[Remark, ...]:
    """All remarks, the whole plan first, then line by line, then the year's frequencies. Those that hold are among them."""
    return (*_whole(facts), *(remark for line in facts.lines for remark in _line(facts, line)), *_frequencies(facts))


def refusing(remarks: Collection[Remark]) -> tuple[Finding, ...]:
    """Findings that keep the plan from being sent round; what only asks the deputy head is not among them."""
    return tuple(each.finding for each in remarks if not each.finding.satisfied and each.weight is Weight.REFUSES)


def standing_out(remarks: Collection[Remark]) -> tuple[Remark, ...]:
    """Remarks whose finding does not hold: what a page shows."""
    return tuple(each for each in remarks if not each.finding.satisfied)


def _whole(facts: PlanFacts) -> Iterator[Remark]:
    yield Remark(check_basis(facts.basis), Weight.REFUSES)
    yield Remark(check_policy(facts.year, facts.has_policy), Weight.REFUSES)
    parts = {"计划行": bool(facts.lines)}
    if facts.participants is not None:
        parts["参与部门"] = facts.participants > 0
    yield Remark(check_line_complete("（全部）", parts), Weight.REFUSES)


def _line(facts: PlanFacts, line: Line) -> Iterator[Remark]:
    parts = {
        "任务名称": bool(line.name.strip()),
        "检查内容（抽查事项）": bool(line.items),
        "检查时间": line.from_on is not None and line.to_on is not None,
        "检查方式": bool(line.methods),
        "抽查对象": bool(line.subject_range.strip()),
        "分类比例和频次": bool(line.quotas),
    }
    yield Remark(check_line_complete(line.name, parts), Weight.REFUSES, line.ordinal)
    for finding in check_published(line.items, facts.published):
        yield Remark(finding, Weight.REFUSES, line.ordinal)
    if line.from_on is not None and line.to_on is not None:
        window = check_line_window(line.name, facts.year, line.from_on, line.to_on)
        yield Remark(window, Weight.REFUSES, line.ordinal)
    if facts.joint:
        yield Remark(check_joint_method(line.name, line.methods), Weight.REFUSES, line.ordinal)
    for risk_class, quota in line.quotas.items():
        below = BelowFloor(quota.below, facts.approval)
        finding = check_ratio(quota.ratio, risk_class, facts.department, floor=quota.floor, below=below)
        weight = Weight.ASKS if quota.below.strip() and facts.approval is None else Weight.REFUSES
        yield Remark(finding, weight, line.ordinal, risk_class)
    for finding in check_guides([name for code, name in line.items.items() if code not in facts.guided]):
        yield Remark(finding, Weight.WARNS, line.ordinal)


def _frequencies(facts: PlanFacts) -> Iterator[Remark]:
    """For each class the plan touches and, in an own plan, each class with subjects: enough draws, and not too many."""
    if not facts.annual:
        return
    for risk_class in RiskClass:
        quotas = [line.quotas[risk_class] for line in facts.lines if risk_class in line.quotas]
        if not quotas and (facts.joint or not facts.libraries.get(risk_class)):
            continue
        draws = sum(quota.frequency for quota in quotas) + facts.elsewhere.get(risk_class, 0)
        reason = next((quota.necessity for quota in quotas if quota.necessity.strip()), "")
        for finding in check_frequency(draws, risk_class, reason=reason, frequency=facts.frequencies[risk_class]):
            yield Remark(finding, Weight.REFUSES, 0, risk_class)
