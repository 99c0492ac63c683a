"""The act: a roll of inspectors goes into the registry, all of it or nothing.

Source: 第十条, 第十五条; E10-3, E10-5, E10-6; F7. Persons and certificates that are not there yet are made in the same command; a
renewed certificate is a new row. Never: identity numbers, birthdays, a black or white list (refused when the file was read).
"""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.making import NewPerson, enter_person
from shuangsuiji.foundation.accounts.models import Certificate, Department, Person
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, command
from shuangsuiji.foundation.sheets.readings import InspectorEntry, RosterReading
from shuangsuiji.foundation.sheets.wordings import inspector_state
from shuangsuiji.stages.registry.changes import ChangeBook, NothingToSay, Origin, lock_registry
from shuangsuiji.stages.registry.inspecting import (
    PERMANENT,
    Facts,
    close_row,
    facts_of,
    inspectors_root,
    line_of,
    renew,
    row_digest,
    set_qualifications,
)
from shuangsuiji.stages.registry.models import Inspector, InspectorState, Recusal, RegistryChange, RegistryKind, What

GONE_FROM_ROLL = "最新全量名录中没有"
GROUND_OF_ROLL = "名录所列"
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class InspectorRoll:
    """A roll that was read. `full_list`: whoever is not in it leaves the registry."""

    reading: RosterReading[InspectorEntry]
    source: str = ""
    source_on: date | None = None
    full_list: bool = False


@dataclass(slots=True)
class _Taking:
    """One import in one open command."""

    cmd: Command
    department: Department
    roll: InspectorRoll
    book: ChangeBook
    on: date
    seen: set[str] = field(default_factory=set)


def import_inspectors(*, roll: InspectorRoll, actor: Actor, at: datetime, reason: str = "") -> RegistryChange | None:
    """Take a roll into the registry of the actor's department, by certificate number; None where nothing differs.

    Raises RuleViolation E10-3 … E10-6 with everything that refuses the roll. Emits `roster.changed`.
    """
    require(*check_roll(roll, actor.org))
    try:
        with command(actor=actor, at=at, reason=reason) as cmd:
            department = lock_registry(actor.org)
            root = inspectors_root(department)
            book = ChangeBook(cmd, department, RegistryKind.INSPECTORS, act="import_inspectors", root_before=root)
            taking = _Taking(cmd, department, roll, book, localdate(at))
            for entry in roll.reading.entries:
                _take(taking, entry)
            if roll.full_list:
                _remove(taking)
            _require_something(book)
            return book.close(root_after=inspectors_root(department), origin=_origin(roll), reason=reason)
    except NothingToSay:
        return None


def _require_something(book: ChangeBook) -> None:
    if not book.changes:
        raise NothingToSay


def check_roll(roll: InspectorRoll, org: str) -> list[Finding]:
    """Whether a roll may be taken in: no error in it, nobody of another department, no certificate of somebody elsewhere."""
    reading = roll.reading
    first = next(iter(reading.errors()), None)
    errors = reading.counts["错误"]
    strangers = [entry for entry in reading.entries if entry.department != org]
    held = set(
        Inspector.objects.filter(number__in=[entry.id for entry in reading.entries])
        .exclude(department__code=org)
        .values_list("number", flat=True)
    )
    elsewhere = [entry for entry in reading.entries if entry.id in held]
    return [
        judge(
            first.code if first else "E10-3", "第十条", reading.usable, required=0, actual=errors,
            refusal=f"{first.message if first else ''}整批未导入，共 {errors} 处错误（第十条）。",
            remedy="请按报告改正后重新导入，或按行号排除有错误的行。",
        ),
        judge(
            "E10-3", "第十条", not strangers, required="本部门人员", actual=f"{len(strangers)} 名其他单位人员",
            refusal=f"{_rows(strangers)}“单位”：不是本部门。整批未导入（第十条）。",
            remedy="请由各部门导入本部门的人员，或按行号排除。",
        ),
        judge(
            "E10-5", "第十条", not elsewhere, required="证件编号未被使用", actual=f"{len(elsewhere)} 名",
            refusal=f"{_rows(elsewhere)}“证件编号”：已在其他部门的名录中。整批未导入（第十条）。",
            remedy="请核对证件编号；人员调入的，换发证件后按新的证件编号导入。",
        ),
    ]  # fmt: skip


def _rows(entries: list[InspectorEntry]) -> str:
    return f"第 {'、'.join(str(entry.row) for entry in entries)} 行"


def _take(taking: _Taking, entry: InspectorEntry) -> None:
    """One entry: a new row, a changed one, or nothing."""
    taking.seen.add(entry.id)
    rows = Inspector.objects.select_related("person__key", "person").filter(department=taking.department)
    found = rows.filter(number=entry.id).first()
    before: Facts = facts_of(found) if found is not None and found.is_live else {}
    what = What.CHANGED if before else What.ADDED
    row = found or _new(taking, entry)
    more = _write(taking, row, entry, is_new=found is None)
    after = facts_of(row)
    if before == after and not more:
        taking.book.unchanged += 1
        return
    row.version += found is not None
    row.source, row.source_on = entry.source or taking.roll.source, entry.source_on or taking.roll.source_on
    row.removed_on, row.removed_reason = None, ""
    taking.book.add(line_of(row, what, before, close_row(row), more=more))


def _new(taking: _Taking, entry: InspectorEntry) -> Inspector:
    """A new row: of the person who holds the certificate already, else of a new person."""
    held = Certificate.objects.select_related("person__key").filter(number=entry.id).first()
    person: Person
    if held is not None and held.person.department_id == taking.department.pk and not hasattr(held.person, "inspector"):
        person = held.person
    else:
        person = enter_person(taking.cmd, NewPerson(entry.name), department=taking.department)
    row = Inspector(
        department=taking.department, person=person, number=entry.id, salt=secrets.token_hex(_SALT_BYTES), cap=entry.cap,
        source=entry.source or taking.roll.source,
    )  # fmt: skip
    row.row_digest = row_digest(row, {})
    row.save(force_insert=True)
    return row


def _write(taking: _Taking, row: Inspector, entry: InspectorEntry, *, is_new: bool) -> str:
    """Write what the entry says and what hangs on it; the row itself is saved by the caller. Answers what else changed."""
    row.section, row.cap, row.state_text = entry.section[:64], entry.cap, entry.state[:32]
    known = inspector_state(entry.state)
    elig = known[1] if known else InspectorState.AT_WORK
    row.state = elig if elig in InspectorState.values else InspectorState.OTHER
    valid_to = PERMANENT if entry.permanent else entry.valid_until
    if valid_to is not None:
        renew(row, valid_to=valid_to, kind=entry.certificate_kind, on=taking.on)
    set_qualifications(row, entry.quals, taking.on)
    standing = set(row.recusals.filter(until__isnull=True).values_list("identity", flat=True))
    fresh = sorted(set(entry.recusals) - standing)
    for identity in fresh:
        Recusal(inspector=row, identity=identity, ground=GROUND_OF_ROLL, declared_on=taking.on).save(force_insert=True)
    more = ["回避"] if fresh and not is_new else []
    if not is_new and row.person.name != entry.name:
        row.person.seal_text("name", entry.name)
        row.person.save(update_fields=["name_sealed"])
        more.append("姓名")
    return "、".join(more)


def _remove(taking: _Taking) -> None:
    """Whoever a full roll no longer names leaves the registry; the row stays."""
    rows = Inspector.objects.select_related("person").filter(department=taking.department, removed_on__isnull=True)
    for row in rows.exclude(number__in=taking.seen):
        before = facts_of(row)
        row.removed_on, row.removed_reason = taking.on, GONE_FROM_ROLL
        row.version += 1
        close_row(row)
        taking.book.add(line_of(row, What.REMOVED, before, {}))


def _origin(roll: InspectorRoll) -> Origin:
    reading = roll.reading
    excluded = tuple(
        # Named by row and number only: a line of a change holds no person's name.
        {"sheet": row.sheet, "row": row.row, "name": "", "code": row.code, "reason": row.reason}
        for row in reading.excluded
    )
    return Origin(roll.source, roll.source_on, reading.source.name, reading.digest, roll.full_list, excluded)
