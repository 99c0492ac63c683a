"""The four credit-risk classes: reading them, choosing among sources, mapping a sector's own scale, fusing two scales.

Source: 第六条（一）（二）, 第六条末款. Never: the class of a named subject in anything public (00-decisions, 8).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.parameters import labels, texts
from shuangsuiji.core.rules.provision import source


class RiskClass(StrEnum):
    """A low, B ordinary, C raised, D high. Letters sort from low to high risk."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def label(self) -> str:
        """The words the rules use in a library's name, half-width brackets included: 信用风险较高(C类)."""
        return labels("risk_class_labels")[self]


_SPELLINGS = {f"{letter}{suffix}": letter for letter in RiskClass for suffix in ("", "类", "级", "类企业")}


@source("第六条（一）")
def parse_risk_class(raw: object) -> RiskClass:
    """Read a class as registries write it: `A`, `ａ`, `B类`, `信用风险较高(C类)`.

    Raises RuleViolation E06-6 for anything else; a sector's own level goes through `ScaleMapping` first.
    """
    spelt = unicodedata.normalize("NFKC", raw).strip() if isinstance(raw, str) else ""
    known = _SPELLINGS | {risk_class.label: risk_class for risk_class in RiskClass}
    found = known.get(spelt) or known.get(spelt.upper())
    require(
        judge(
            "E06-6",
            "第六条（一）",
            found is not None,
            required="A、B、C、D",
            actual=str(raw),
            refusal=f"风险分类“{raw}”无效，应为 A、B、C、D（第六条（一））。",
            remedy="请改正；本系统自有分级的，先登记带文号的对照表。",
        )
    )
    assert found is not None
    return found


@source("第六条（一）")
def check_classified(unclassified: int, department: str = "") -> Finding:
    """Whether every subject of a library has a class, or a recorded decision about the missing one (E06-5).

    `department` is named where several have libraries.
    """
    return judge(
        "E06-5",
        "第六条（一）",
        unclassified == 0,
        required=0,
        actual=unclassified,
        refusal=f"{department}有 {unclassified} 户尚无信用风险分类，请先处理再建库（第六条（一））。",
        remedy="可按本部门记录在案的决定作 B 类处理，或写明理由后不入库。",
    )


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """One statement about a subject's class: `source` is 省共享, 本系统, 融合 or 认定; `on` is the day it was made."""

    risk_class: RiskClass
    source: str
    on: date


@source("第六条（一）", "第四条")
def prevailing(records: Iterable[ClassRecord], on: date) -> ClassRecord | None:
    """The record that puts a subject into its library on that day: the stronger source first, of one source the latest.

    Records made after `on` do not count: a change counts from the next freeze. None when there is no record.
    """
    strength = {name: rank for rank, name in enumerate(reversed(texts("risk_class_sources")))}
    counting = (record for record in records if record.on <= on)
    return max(counting, key=lambda record: (strength[record.source], record.on), default=None)


@dataclass(frozen=True, slots=True)
class ScaleMapping:
    """A sector's own scale laid onto A–D: a dated table with its document; the original level is kept by the caller."""

    document: str
    effective_from: date
    levels: Mapping[str, RiskClass]

    def classify(self, level: str) -> RiskClass:
        """The class of an own level. Raises RuleViolation E06-6 for a level the table does not know."""
        return self.levels.get(level) or parse_risk_class(level)


@source("第六条末款")
def fuse(general: RiskClass, sector: RiskClass | None) -> RiskClass:
    """Combine the general class with the sector's by the default rule: the worse of the two; without a sector class the general one."""
    return max(general, sector or general)
