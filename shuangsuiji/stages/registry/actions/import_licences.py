"""The act: a list of licences goes into the registry, all of it or nothing; codes that the registry does not have are reported.

Source: 第六条（一）（二）, 第十条; E10-3, E10-5, E10-6; form F9. The file was read before (`foundation/sheets/licences.py`). A licence is known
by its name and number; nothing ends because a list does not name it. Emits `roster.changed`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.sheets.readings import LicenceEntry, RosterReading
from shuangsuiji.stages.registry.changes import ChangeBook, Line, NothingToSay, Origin, lock_registry
from shuangsuiji.stages.registry.models import Licence, RegistryChange, RegistryKind, Subject, SubjectTag, What
from shuangsuiji.stages.registry.roots import subjects_root

_BATCH = 900
_TERMS = ("issuer", "issued_on", "expires_on", "permanent")


@dataclass(frozen=True, slots=True)
class LicenceList:
    """A file that was read, where it comes from and of which day."""

    reading: RosterReading[LicenceEntry]
    source: str
    source_on: date


@dataclass(frozen=True, slots=True)
class LicencesTaken:
    """What became of the file: the change (None where nothing differs), licences added and changed, entries of unknown codes."""

    change: RegistryChange | None
    added: int
    changed: int
    unknown: tuple[LicenceEntry, ...]


@dataclass(slots=True)
class _Said:
    """What was written about one subject, before and after, in words."""

    before: list[str]
    after: list[str]
    tags: list[str]


def import_licences(*, licences: LicenceList, actor: Actor, at: datetime, reason: str = "") -> LicencesTaken:
    """Take the licences in. Raises RuleViolation (E10-3, E10-5, E10-6) with what refuses the file; then nothing is written."""
    require(*check_licences(licences))
    known: set[str] = set()
    counts = {"added": 0, "changed": 0}
    change: RegistryChange | None = None
    try:
        with command(actor=actor, at=at, reason=reason) as cmd:
            department = lock_registry(actor.org)
            root = subjects_root(department)
            book = ChangeBook(cmd, department, RegistryKind.SUBJECTS, act="import_licences", root_before=root)
            for subject, entries in _by_subject(department, licences.reading.entries):
                known.add(subject.identity)
                said = _write(subject, entries, counts)
                if said is None:
                    book.unchanged += 1
                    continue
                subject.version += 1
                subject.save(update_fields=["version"])
                book.add(_line(subject, said))
            _require_something(book, department, licences)
            origin = Origin(
                licences.source.strip()[:200], licences.source_on, licences.reading.source.name, licences.reading.digest,
                excluded=_excluded(licences.reading),
            )  # fmt: skip
            change = book.close(root_after=subjects_root(department), origin=origin, reason=reason)
    except NothingToSay:
        counts = {"added": 0, "changed": 0}
    unknown = tuple(entry for entry in licences.reading.entries if entry.id not in known)
    return LicencesTaken(change, counts["added"], counts["changed"], unknown)


def _require_something(book: ChangeBook, department: Department, licences: LicenceList) -> None:
    """Rows kept out are told although nothing else changed, unless the last list of licences kept out the same."""
    if book.changes:
        return
    excluded = list(_excluded(licences.reading))
    last = RegistryChange.objects.filter(department=department, act="import_licences").order_by("-ordinal").first()
    if not excluded or (last is not None and last.excluded_rows == excluded):
        raise NothingToSay


def check_licences(licences: LicenceList) -> tuple[Finding, ...]:
    """Whether a list of licences may be taken in."""
    first = next(iter(licences.reading.errors()), None)
    errors = licences.reading.counts["错误"]
    return (
        judge(
            first.code if first else "E10-3", "第十条", licences.reading.usable, required=0, actual=errors,
            refusal=f"{first.message if first else ''}整批未导入，共 {errors} 处错误（第十条）。",
            remedy="请按报告改正后重新导入，或按行号排除有错误的行。",
        ),
        judge(
            "E10-6", "第十条", bool(licences.source.strip()), required="数据来源", actual=licences.source.strip() or "空",
            refusal="缺少数据来源（第十条）。", remedy="请写明许可证从哪里取得。",
        ),
    )  # fmt: skip


def _by_subject(
    department: Department, entries: Sequence[LicenceEntry]
) -> Iterator[tuple[Subject, list[LicenceEntry]]]:
    """Live subjects of the list in the order of their identity, batch by batch, with what is said of each."""
    told: dict[str, list[LicenceEntry]] = {}
    for entry in entries:
        told.setdefault(entry.id, []).append(entry)
    identities = sorted(told)
    for start in range(0, len(identities), _BATCH):
        batch = identities[start : start + _BATCH]
        rows = Subject.objects.filter(department=department, identity__in=batch, removed_on__isnull=True)
        for row in rows.order_by("identity").prefetch_related("licences", "tags"):
            yield row, told[row.identity]


def _write(subject: Subject, entries: Sequence[LicenceEntry], counts: dict[str, int]) -> _Said | None:
    """Write what differs; None where nothing does."""
    standing = {(each.name, each.number): each for each in subject.licences.all() if each.ended_on is None}
    held = {(each.kind, each.name) for each in subject.tags.all() if each.ended_on is None}
    said = _Said([], [], [])
    for entry in entries:
        terms = {name: getattr(entry, name) for name in _TERMS}
        found = standing.get((entry.licence, entry.number))
        if found is None:
            made = Licence(subject=subject, name=entry.licence, number=entry.number, **terms)
            made.save(force_insert=True)
            counts["added"] += 1
            said.after.append(worded(made))
        elif any(getattr(found, name) != value for name, value in terms.items()):
            said.before.append(worded(found))
            for name, value in terms.items():
                setattr(found, name, value)
            found.save(update_fields=list(_TERMS))
            counts["changed"] += 1
            said.after.append(worded(found))
        wanted = [(SubjectTag.Kind.LIBRARY, name) for name in entry.libraries]
        for kind, name in (*wanted, *((SubjectTag.Kind.TAG, name) for name in entry.tags)):
            if (kind.value, name) not in held:
                held.add((kind.value, name))
                SubjectTag(subject=subject, kind=kind, name=name).save(force_insert=True)
                said.tags.append(f"＋{name}")
    return said if said.after or said.tags else None


def worded(licence: Licence) -> str:
    """A licence in one line of a change."""
    until = "长期有效" if licence.permanent else f"至 {licence.expires_on}"
    return f"{licence}".strip() + f"（{until}）"


def _line(subject: Subject, said: _Said) -> Line:
    before = {"licence": "；".join(said.before)} if said.before else {}
    after = {"licence": "；".join(said.after)} if said.after else {}
    if said.tags:
        after["tags"] = "、".join(said.tags)
    return Line(subject.pk, subject.identity, subject.name, What.CHANGED, before, after)


def _excluded(reading: RosterReading[LicenceEntry]) -> tuple[dict[str, object], ...]:
    return tuple(
        {"sheet": row.sheet, "row": row.row, "name": row.name, "code": row.code, "reason": row.reason}
        for row in reading.excluded
    )
