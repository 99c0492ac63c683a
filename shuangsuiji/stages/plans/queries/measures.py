"""The register of measures of a year: every measure of the rules with what shows it, or nothing.

Source: 第六条（四） (C06-12). Takes: a department's code, a year. Gives: lines in the order of the rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet

from shuangsuiji.core.rules.measures import measures_of
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.stages.plans.models import EvidenceKind, MeasureClosing, MeasureRecord
from shuangsuiji.stages.plans.queries.policies import policy_for_year

MEASURE_KINDS = [(each.value, each.label) for each in EvidenceKind if each is not EvidenceKind.VOID]
CORRECTION_KINDS = [*MEASURE_KINDS, (EvidenceKind.VOID.value, "作废原记录（不另换）")]
MEASURES = [
    (f"{each}类", [(f"{each}:{words}", f"{each}类 {words}") for words in measures_of(each)]) for each in RiskClass
]


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of one class in a year, with the evidence that stands, by day."""

    risk_class: str
    measure: str
    evidence: tuple[MeasureRecord, ...]


def records_in(department: str, year: int) -> QuerySet[MeasureRecord]:
    """Everything recorded, replaced or not, in the order it was recorded."""
    rows: QuerySet[MeasureRecord] = MeasureRecord.objects.filter(department__code=department, year=year)
    return rows.select_related("file").order_by("at", "id")


def standing_records(department: str, year: int) -> QuerySet[MeasureRecord]:
    """What stands: not replaced by another, not void."""
    return records_in(department, year).filter(replaced_by__isnull=True).exclude(kind=EvidenceKind.VOID)


def measure_record(key: UUID, department: str) -> MeasureRecord | None:
    """One record of a department."""
    rows = MeasureRecord.objects.select_related("department", "file", "replaces", "replaced_by")
    found: MeasureRecord | None = rows.filter(pk=key, department__code=department).first()
    return found


def register(department: str, year: int) -> list[MeasureLine]:
    """Every measure of the rules by class, then what is recorded under words that the rules have no longer. Cost: 1 query."""
    found: dict[tuple[str, str], list[MeasureRecord]] = {
        (each.value, words): [] for each in RiskClass for words in measures_of(each)
    }
    for record in standing_records(department, year).order_by("on", "id"):
        found.setdefault((record.risk_class, record.measure), []).append(record)
    lines = (MeasureLine(letter, words, tuple(records)) for (letter, words), records in found.items())
    return sorted(lines, key=lambda line: line.risk_class)


def evidence_counts(lines: Iterable[MeasureLine]) -> dict[RiskClass, int]:
    """Pieces of evidence per class."""
    counts = dict.fromkeys(RiskClass, 0)
    for line in lines:
        counts[RiskClass(line.risk_class)] += len(line.evidence)
    return counts


def report_of(lines: Iterable[MeasureLine]) -> list[dict[str, Any]]:
    """The register as a report keeps it: class, measure, and kind, reference and day of each piece of evidence."""
    return [
        {
            "class": line.risk_class,
            "measure": line.measure,
            "evidence": [
                {"kind": each.get_kind_display(), "reference": each.reference, "on": f"{each.on}"}
                for each in line.evidence
            ],
        }
        for line in lines
    ]


def closing_of(department: str, year: int) -> MeasureClosing | None:
    """The end of a year; None while it is open."""
    found: MeasureClosing | None = MeasureClosing.objects.filter(department__code=department, year=year).first()
    return found


def year_to_close(department: str, today: date) -> int | None:
    """Last year, where the department had a policy or records in it and has not closed it. Cost: at most 3 queries."""
    year = today.year - 1
    if closing_of(department, year) is not None:
        return None
    used = policy_for_year(department, year) is not None or records_in(department, year).exists()
    return year if used else None


def classes_without_evidence(department: str, year: int) -> list[str]:
    """Classes for which nothing stands in the year. Cost: 1 query."""
    found = set(standing_records(department, year).order_by().values_list("risk_class", flat=True).distinct())
    return [each.value for each in RiskClass if each.value not in found]


def years_of(department: str, until: int) -> list[int]:
    """The years a register may be asked for, the newest first: from the first record to the year `until`. Cost: 1 query."""
    rows = MeasureRecord.objects.filter(department__code=department)
    first = rows.aggregate(first=Min("year"))["first"] or until
    return list(range(until, min(first, until) - 1, -1))


def people(keys: Iterable[UUID]) -> dict[UUID, str]:
    """Names of who recorded or answered. Cost: 1 query."""
    return {each.pk: each.name for each in Person.objects.filter(pk__in=set(keys))}
