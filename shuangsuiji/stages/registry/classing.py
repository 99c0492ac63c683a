"""Which class a subject has: the statement that prevails, and the fused one where general and sector class meet.

Source: 第六条（一）, 第六条末款; 10-articles (C06-4, C06-14). Works on rows in memory; who calls it writes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shuangsuiji.core.rules.risk import ClassRecord as Statement
from shuangsuiji.core.rules.risk import RiskClass, fuse, prevailing
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.registry.models import ClassRecord, ClassSource, FusionRule, Subject

_BATCH = 900

Records = Mapping[UUID, list[ClassRecord]]


@dataclass(frozen=True, slots=True)
class Fusion:
    """A rule, drafted or in force: `matrix` maps general + sector to a class; empty: the worse of the two."""

    matrix: Mapping[str, str]
    document: str
    effective_from: date


def records_of(keys: Iterable[UUID]) -> Records:
    """All statements about these subjects, the newest first."""
    found: dict[UUID, list[ClassRecord]] = defaultdict(list)
    wanted = list(keys)
    for start in range(0, len(wanted), _BATCH):
        rows = ClassRecord.objects.filter(subject__in=wanted[start : start + _BATCH]).order_by("-recorded_at", "-id")
        for row in rows:
            found[row.subject_id].append(row)
    return found


def latest(records: Iterable[ClassRecord], source: str, on: date) -> ClassRecord | None:
    """The statement of that source that holds on a day."""
    counting = [record for record in records if record.source == source and record.on <= on]
    return max(counting, key=lambda record: record.on, default=None)


def fusion_in_force(department: Department, on: date) -> Fusion | None:
    """The department's rule on that day; None where general and sector class are not fused."""
    rule = (
        FusionRule.objects.filter(department=department, effective_from__lte=on)
        .order_by("-effective_from", "-id")
        .first()
    )
    return None if rule is None else Fusion(rule.matrix, rule.document, rule.effective_from)


def settle(subject: Subject, records: Sequence[ClassRecord], on: date) -> bool:
    """Put the prevailing class on the row; whether that changed it."""
    before = (subject.risk_class, subject.class_source, subject.class_on)
    statements = (Statement(RiskClass(record.risk_class), record.source, record.on) for record in records)
    found = prevailing(statements, on)
    if found is None:
        subject.risk_class, subject.class_source, subject.class_on = "", "", None
    else:
        subject.risk_class, subject.class_source, subject.class_on = found.risk_class.value, found.source, found.on
    return before != (subject.risk_class, subject.class_source, subject.class_on)


def fused_statement(records: Sequence[ClassRecord], fusion: Fusion | None, on: date) -> dict[str, Any] | None:
    """The 融合 statement that is due: class, day, explanation; None where there is nothing to fuse or it stands already."""
    if fusion is None or fusion.effective_from > on:
        return None
    general, sector = latest(records, ClassSource.PROVINCE, on), latest(records, ClassSource.OWN, on)
    if general is None or sector is None:
        return None
    risk_class = combined(fusion, general.risk_class, sector.risk_class)
    explanation = f"通用 {general.risk_class}（{general.on}）、专业 {sector.risk_class}（{sector.on}），按{fusion.document}融合为 {risk_class}"
    standing = latest(records, ClassSource.FUSED, on)
    if standing is not None and (standing.risk_class, standing.explanation) == (risk_class, explanation):
        return None
    day = max(general.on, sector.on, fusion.effective_from)
    return {"risk_class": risk_class, "on": day, "explanation": explanation, "document": fusion.document}


def combined(fusion: Fusion, general: str, sector: str) -> str:
    """The class of one pair under a rule."""
    return fusion.matrix.get(general + sector) or fuse(RiskClass(general), RiskClass(sector)).value
