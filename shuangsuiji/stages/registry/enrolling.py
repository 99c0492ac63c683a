"""Entries of a roll or of a form become rows: persons and certificates that are not there yet are made in the same command.

Source: 第十条, 第十五条; F7. Works inside an open command. A renewed certificate is a new row; a line of a change holds no name.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date

from shuangsuiji.foundation.accounts.making import NewPerson, enter_person
from shuangsuiji.foundation.accounts.models import Certificate, Department, Person
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.foundation.sheets.readings import InspectorEntry
from shuangsuiji.foundation.sheets.wordings import inspector_state
from shuangsuiji.stages.registry.arriving import close_transfer, former_row, settle_in
from shuangsuiji.stages.registry.changes import ChangeBook
from shuangsuiji.stages.registry.inspecting import (
    PERMANENT,
    Facts,
    close_row,
    facts_of,
    line_of,
    renew,
    row_digest,
    set_qualifications,
)
from shuangsuiji.stages.registry.models import Inspector, InspectorState, Recusal, What

GROUND_OF_ROLL = "名录所列"
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Named:
    """Where entries come from that do not say so themselves."""

    source: str
    source_on: date | None


@dataclass(slots=True)
class Taking:
    """What goes into one registry in one open command; `seen` are the numbers taken."""

    cmd: Command
    department: Department
    named: Named
    book: ChangeBook
    on: date
    seen: set[str] = field(default_factory=set)


def take(taking: Taking, entry: InspectorEntry) -> None:
    """One entry: a new row, a changed one, or nothing."""
    taking.seen.add(entry.id)
    rows = Inspector.objects.select_related("person__key", "person").filter(department=taking.department)
    found = rows.filter(number=entry.id).first()
    before: Facts = facts_of(found) if found is not None and found.is_live else {}
    what = What.CHANGED if before else What.ADDED
    former = former_row(entry.id, taking.department, found) if not before else None
    row = found or _new(taking, entry, former)
    if former is not None:
        settle_in(row, former, taking.on)
    more = _write(taking, row, entry, is_new=found is None)
    after = facts_of(row)
    if before == after and not more:
        taking.book.unchanged += 1
        return
    row.version += found is not None
    row.source, row.source_on = entry.source or taking.named.source, entry.source_on or taking.named.source_on
    row.removed_on, row.removed_reason = None, ""
    after = close_row(row)
    if not before:
        close_transfer(row, taking.on)
        more = "；".join(filter(None, (f"自{former.department.name}调入" if former is not None else "", more)))
    taking.book.add(line_of(row, what, before, after, more=more))


def _new(taking: Taking, entry: InspectorEntry, former: Inspector | None) -> Inspector:
    """A new row: of the person who holds the certificate already, here or in the department he left, else of a new person."""
    held = Certificate.objects.select_related("person__key").filter(number=entry.id).first()
    person: Person
    if former is not None:
        person = former.person
    elif held is not None and held.person.department_id == taking.department.pk and not held.person.inspectors.exists():
        person = held.person
    else:
        person = enter_person(taking.cmd, NewPerson(entry.name), department=taking.department)
    row = Inspector(
        department=taking.department, person=person, number=entry.id, salt=secrets.token_hex(_SALT_BYTES), cap=entry.cap,
        source=entry.source or taking.named.source,
    )  # fmt: skip
    row.row_digest = row_digest(row, {})
    row.save(force_insert=True)
    return row


def _write(taking: Taking, row: Inspector, entry: InspectorEntry, *, is_new: bool) -> str:
    """Write what the entry says and what hangs on it; the row itself is saved by the caller. Answers what else changed."""
    row.section, row.cap, row.state_text = entry.section[:64], entry.cap, entry.state[:32]
    row.is_expert = row.is_expert if entry.is_expert is None else entry.is_expert
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
