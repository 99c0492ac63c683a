"""Subjects as the office sees them: lists, search, one page per firm, and what to be warned of.

Source: 第六条（一）, 第十条; `30-domain` §12 (age of a list); 70-interface §4. Departments see their own; an auditor sees every one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from shuangsuiji.core.identifiers import clean_code
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.registry.models import (
    ChangeLine,
    ClassRecord,
    ClassSource,
    Licence,
    RegistryChange,
    RegistryKind,
    Subject,
    SubjectState,
    SubjectTag,
    SubjectType,
    SubjectVisit,
    UnclassifiedDecision,
)
from shuangsuiji.stages.registry.names import name_key
from shuangsuiji.stages.registry.queries.libraries import unclassified_decision

# Settings of ours, not law (`30-domain` §12).
STALE_SOURCE_DAYS = 90
STALE_FOUNDING_DAYS = 365
EXPIRING_DAYS = 60
TYPES = SubjectType.choices
STATES = SubjectState.choices
STATED_SOURCES = [(ClassSource.OWN.value, "本系统"), (ClassSource.JUDGED.value, "认定")]
UNCLASSIFIED = "none"
_SHORTEST_CODE = 6


def department_of(code: str) -> Department:
    """The department with that code. Raises DoesNotExist."""
    found: Department = Department.objects.get(code=code)
    return found


def departments_with_subjects() -> list[str]:
    """Codes of the departments that keep a registry of subjects, in order."""
    return sorted(set(Subject.objects.order_by().values_list("department__code", flat=True).distinct()))


def registry_of(code: str, *, removed: bool = False) -> QuerySet[Subject]:
    """Rows of a department's registry: the live ones, or those that left it."""
    rows: QuerySet[Subject] = Subject.objects.filter(department__code=code)
    return rows.filter(removed_on__isnull=not removed)


def one_subject(key: UUID, code: str, offices: Collection[str]) -> Subject | None:
    """One row, live or not, that somebody of that department and those offices may see; an auditor sees every department's."""
    rows = Subject.objects.select_related("department", "key").filter(pk=key)
    found: Subject | None = (rows if "auditor" in offices else rows.filter(department__code=code)).first()
    return found


def search(rows: QuerySet[Subject], text: str) -> QuerySet[Subject]:
    """Rows whose name, code or pinyin initials hold the text. Two characters suffice; width, case and brackets make no difference."""
    wanted = name_key(text.strip())
    if not wanted:
        return rows
    fits = Q(name_key__contains=wanted)
    if wanted.isascii():
        code = clean_code(wanted)
        if wanted.isalnum():
            fits |= Q(initials__contains=wanted)
        if len(code) >= _SHORTEST_CODE or not code.isalpha():
            fits |= Q(uscc__contains=code) | Q(reg_no__contains=code) | Q(object_no__contains=code.lower())
    return rows.filter(fits)


def with_class(rows: QuerySet[Subject], letter: str) -> QuerySet[Subject]:
    """Rows of one class; `none`: those without."""
    return rows.filter(risk_class="" if letter == UNCLASSIFIED else letter)


def with_tag(rows: QuerySet[Subject], name: str) -> QuerySet[Subject]:
    """Rows that carry a tag or stand in a special library of that name."""
    return rows.filter(Exists(SubjectTag.objects.filter(subject=OuterRef("pk"), name=name, ended_on__isnull=True)))


def older_than(rows: QuerySet[Subject], on: date, days: int) -> QuerySet[Subject]:
    """Rows whose source is older than that, or without day."""
    return rows.filter(Q(source_on__lt=on - timedelta(days=days)) | Q(source_on__isnull=True))


def tag_names(code: str) -> list[str]:
    """Tags and libraries in use, in order."""
    rows = SubjectTag.objects.filter(subject__department__code=code, ended_on__isnull=True)
    return sorted(set(rows.values_list("name", flat=True)))


@dataclass(frozen=True, slots=True)
class Standing:
    """The registry in figures: rows per class, and what somebody should be told about its age."""

    total: int
    classes: dict[str, int]
    newest_founding: date | None
    oldest_source: date | None
    last_change: RegistryChange | None
    warnings: tuple[str, ...]


def standing(department: Department, on: date) -> Standing:
    """Figures and warnings of a department's registry. 3 queries."""
    live = Subject.objects.filter(department=department, removed_on__isnull=True).order_by()
    counts = {
        row["risk_class"]: row
        for row in live.values("risk_class").annotate(
            rows=Count("pk"), newest=Max("established_on"), oldest=Min("source_on")
        )
    }
    last = changes_of(department).first()
    newest = max((row["newest"] for row in counts.values() if row["newest"]), default=None)
    oldest = min((row["oldest"] for row in counts.values() if row["oldest"]), default=None)
    fresh = max((day for day in (last.source_on if last else None,) if day), default=None)
    total = sum(row["rows"] for row in counts.values())
    classes = {letter: counts[letter]["rows"] if letter in counts else 0 for letter in ("A", "B", "C", "D", "")}
    said = [*_of_age(total, newest, fresh, on), *_of_classes(classes[""], unclassified_decision(department))]
    return Standing(total, classes, newest, oldest, last, tuple(said))


def _of_age(total: int, newest: date | None, fresh: date | None, on: date) -> list[str]:
    said = []
    if total and newest is not None and (on - newest).days > STALE_FOUNDING_DAYS:
        said.append(f"名录可能过期：最新成立日期 {newest}，距今 {(on - newest).days} 天。请取得新的名录。")
    if total and fresh is not None and (on - fresh).days > STALE_SOURCE_DAYS:
        said.append(
            f"数据日期 {fresh} 距今 {(on - fresh).days} 天，超过 {STALE_SOURCE_DAYS} 天。请取得新的名录，或在更新确认时说明理由。"
        )
    return said


def _of_classes(without: int, decision: UnclassifiedDecision | None) -> list[str]:
    """What is still asked about subjects without class; where it was decided, what was decided (E06-5)."""
    if not without:
        return []
    if decision is None:
        return [f"{without} 户没有信用风险分类。建库前请导入分类，或作出未分类处理决定。"]
    return [f"{without} 户没有信用风险分类，已决定{decision.get_treatment_display()}。"]


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm, one file: what each section of its page shows."""

    subject: Subject
    classes: list[ClassRecord]
    licences: list[Licence]
    tags: list[SubjectTag]
    lines: list[ChangeLine]
    visits: list[SubjectVisit]
    elsewhere: list[Subject]


def firm(subject: Subject, *, most: int = 50) -> Firm:
    """Everything about one row, the newest first; `elsewhere`: the same firm in other departments' registries. 6 queries."""
    lines = ChangeLine.objects.filter(record_id=subject.pk).select_related("change").order_by("-id")[:most]
    other = Subject.objects.filter(identity=subject.identity, removed_on__isnull=True).exclude(pk=subject.pk)
    return Firm(
        subject,
        list(subject.classes.order_by("-on", "-recorded_at")),
        list(subject.licences.filter(ended_on__isnull=True)),
        list(subject.tags.filter(ended_on__isnull=True)),
        list(lines),
        list(
            SubjectVisit.objects.filter(identity=subject.identity).select_related("department").order_by("-on")[:most]
        ),
        list(other.select_related("department").order_by("department__code")),
    )


def expiring(department: Department, on: date, *, within: int = EXPIRING_DAYS) -> QuerySet[Licence]:
    """Licences of live subjects that end within so many days, or have ended, the earliest first."""
    rows: QuerySet[Licence] = Licence.objects.filter(
        subject__department=department,
        subject__removed_on__isnull=True,
        ended_on__isnull=True,
        expires_on__lte=on + timedelta(days=within),
    )
    return rows.select_related("subject").order_by("expires_on", "id")


# ------------------------------------------------------------------------------------------------------------ changes


def changes_of(department: Department, kind: str = RegistryKind.SUBJECTS) -> QuerySet[RegistryChange]:
    """A registry's changes, the newest first."""
    rows: QuerySet[RegistryChange] = RegistryChange.objects.filter(department=department, kind=kind)
    return rows.order_by("-ordinal")


def one_change(code: str, ordinal: int, offices: Collection[str], department: str = "") -> RegistryChange | None:
    """One change of a department's registry of subjects; an auditor may name another department."""
    wanted = department if department and "auditor" in offices else code
    rows = RegistryChange.objects.filter(department__code=wanted, kind=RegistryKind.SUBJECTS)
    found: RegistryChange | None = rows.select_related("department").filter(ordinal=ordinal).first()
    return found


def change_made_at(code: str, at: datetime) -> RegistryChange | None:
    """The change of a department's registry of subjects that an act of exactly that moment made."""
    rows = RegistryChange.objects.filter(department__code=code, kind=RegistryKind.SUBJECTS, at=at)
    return rows.first()


def totals(changes: QuerySet[RegistryChange]) -> dict[str, Any]:
    """Added, changed and removed rows of some changes together. 1 query."""
    return changes.order_by().aggregate(
        **{name: Coalesce(Sum(F(name)), Value(0)) for name in ("added", "changed", "removed", "excluded")}
    )
