"""The act: a roll of inspectors goes into the registry, all of it or nothing.

Source: 第十条, 第十五条; E10-3, E10-5, E10-6; F7. Persons and certificates that are not there yet are made in the same command; a
renewed certificate is a new row. Never: identity numbers, birthdays, a black or white list (refused when the file was read).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.sheets.readings import InspectorEntry, RosterReading
from shuangsuiji.stages.registry.arriving import arrival_findings
from shuangsuiji.stages.registry.changes import ChangeBook, NothingToSay, Origin, lock_registry
from shuangsuiji.stages.registry.enrolling import Named, Taking, take
from shuangsuiji.stages.registry.inspecting import close_row, facts_of, inspectors_root, line_of
from shuangsuiji.stages.registry.models import Inspector, RegistryChange, RegistryKind, What

GONE_FROM_ROLL = "最新全量名录中没有"


@dataclass(frozen=True, slots=True)
class InspectorRoll:
    """A roll that was read. `full_list`: whoever is not in it leaves the registry."""

    reading: RosterReading[InspectorEntry]
    source: str = ""
    source_on: date | None = None
    full_list: bool = False


def import_inspectors(*, roll: InspectorRoll, actor: Actor, at: datetime, reason: str = "") -> RegistryChange | None:
    """Take a roll into the registry of the actor's department, by certificate number; None where nothing differs.

    Raises RuleViolation E10-3 … E10-6 with everything that refuses the roll. Emits `roster.changed`.
    """
    require(*check_roll(roll, actor.org, localdate(at)))
    try:
        with command(actor=actor, at=at, reason=reason) as cmd:
            department = lock_registry(actor.org)
            root = inspectors_root(department)
            book = ChangeBook(cmd, department, RegistryKind.INSPECTORS, act="import_inspectors", root_before=root)
            taking = Taking(cmd, department, Named(roll.source, roll.source_on), book, localdate(at))
            for entry in roll.reading.entries:
                take(taking, entry)
            if roll.full_list:
                _remove(taking)
            _require_something(book, department, roll)
            return book.close(root_after=inspectors_root(department), origin=_origin(roll), reason=reason)
    except NothingToSay:
        return None


def _require_something(book: ChangeBook, department: Department, roll: InspectorRoll) -> None:
    """Rows kept out are told although nothing else changed, unless the last roll kept out the same."""
    if book.changes:
        return
    last = RegistryChange.objects.filter(department=department, kind=RegistryKind.INSPECTORS).exclude(file_digest="")
    newest = last.order_by("-ordinal").first()
    excluded = list(_origin(roll).excluded)
    if not excluded or (newest is not None and newest.excluded_rows == excluded):
        raise NothingToSay


def check_roll(roll: InspectorRoll, org: str, on: date) -> list[Finding]:
    """Whether a roll may be taken in: no error in it, nobody of another department or still in its registry."""
    reading = roll.reading
    first = next(iter(reading.errors()), None)
    errors = reading.counts["错误"]
    strangers = [entry for entry in reading.entries if entry.department != org]
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
        *arrival_findings((entry for entry in reading.entries if entry.department == org), org, on, in_roll=True),
    ]  # fmt: skip


def _rows(entries: list[InspectorEntry]) -> str:
    return f"第 {'、'.join(str(entry.row) for entry in entries)} 行"


def _remove(taking: Taking) -> None:
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
