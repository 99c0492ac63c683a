"""The act: a list of subjects goes into the registry, all of it or nothing.

Source: 第十条, 第六条（一）; E10-3, E10-5, E10-6; 30-domain §12; 80-reliability D4. The list was read before, nothing is parsed here.
"""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, command
from shuangsuiji.foundation.ledger.keys import Keyring
from shuangsuiji.foundation.sheets.readings import RosterReading, SubjectEntry
from shuangsuiji.stages.registry.changes import ChangeBook, Line, NothingToSay, Origin, lock_registry
from shuangsuiji.stages.registry.classing import fusion_in_force
from shuangsuiji.stages.registry.facts import COLUMNS, facts_of
from shuangsuiji.stages.registry.intake import Intake, Step, Terms
from shuangsuiji.stages.registry.models import (
    ClassRecord,
    RegistryChange,
    RegistryKind,
    RosterUpload,
    Subject,
    SubjectTag,
    What,
)
from shuangsuiji.stages.registry.roots import subjects_root
from shuangsuiji.stages.registry.staging import Chunk, chunks_of

Progress = Callable[[int], None]
GONE_FROM_LIST = "最新全量名录中没有"
_WRITTEN = (
    *COLUMNS, "name_key", "initials", "source", "source_on", "removed_on", "removed_reason", "key", "personal_sealed",
    "row_digest", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SubjectList:
    """A list that was read: the reading (its findings, digest and excluded rows) and its entries in chunks."""

    reading: RosterReading[SubjectEntry]
    chunks: Iterable[Chunk]
    source: str = ""
    source_on: date | None = None
    full_list: bool = False

    @staticmethod
    def staged(upload: RosterUpload, reading: RosterReading[SubjectEntry]) -> "SubjectList":
        """A list whose entries were staged while it was read."""
        return SubjectList(reading, chunks_of(upload), upload.source, upload.source_on, upload.full_list)

    @staticmethod
    def of(reading: RosterReading[SubjectEntry], **more: object) -> "SubjectList":
        """A list whose entries are all in the reading."""
        return SubjectList(reading, [(list(reading.entries), reading.columns)], **more)  # type: ignore[arg-type]


def import_subjects(
    *,
    roster: SubjectList,
    actor: Actor,
    at: datetime,
    reason: str = "",
    seen_root: str = "",
    progress: Progress | None = None,
) -> RegistryChange | None:
    """Take a list into the registry of the actor's department; None where nothing of it differs from the registry.

    `seen_root`: the registry's root when the difference was shown; another one now refuses (somebody changed it meanwhile).
    `progress` is told the number of rows taken in; an exception of it takes everything back.
    Raises RuleViolation E10-3 … E10-6 with every finding that refuses the list. Emits `roster.changed`.
    """
    require(check_list(roster.reading))
    try:
        with command(actor=actor, at=at, reason=reason) as cmd:
            return _take_in(cmd, roster, reason, seen_root, progress or (lambda rows: None))
    except NothingToSay:
        return None


def check_list(reading: RosterReading[SubjectEntry]) -> Finding:
    """Whether a list may be taken in: no error in any row that was not excluded by name (E10-3, E10-5, E10-6)."""
    first = next(iter(reading.errors()), None)
    errors = reading.counts["错误"]
    return judge(
        first.code if first else "E10-3",
        "第十条",
        reading.usable,
        required=0,
        actual=errors,
        refusal=f"{first.message if first else ''}整批未导入，共 {errors} 处错误（第十条）。",
        remedy="请按报告改正后重新导入，或按行号排除有错误的行。",
    )


def _take_in(cmd: Command, roster: SubjectList, reason: str, seen_root: str, progress: Progress) -> RegistryChange:
    department = lock_registry(cmd.actor.org)
    on = localdate(cmd.at)
    before = subjects_root(department)
    require(_unchanged_since(seen_root, before))
    keyring = Keyring(at=cmd.at)
    terms = Terms(
        department, on, cmd.at, roster.source, roster.source_on, fusion_in_force(department, on), roster.reading.digest
    )
    intake = Intake(terms, keyring)
    book = ChangeBook(cmd, department, RegistryKind.SUBJECTS, act="import_subjects", root_before=before)
    done = 0
    for entries, columns in roster.chunks:
        _write(list(intake.steps(entries, columns)), book, keyring)
        done += len(entries)
        gc.collect()  # the terminal collects seldom; a chunk leaves 40 MB of rows behind
        progress(done)
    if roster.full_list:
        _remove(intake.left_out(), book, on)
    if not book.changes and _taken_in_before(department, roster):
        raise NothingToSay
    return book.close(root_after=subjects_root(department), origin=_origin(roster), reason=reason)


def _write(steps: list[Step], book: ChangeBook, keyring: Keyring) -> None:
    """Rows of one chunk: keys first, then subjects, then what hangs on them."""
    touched = [step for step in steps if step.what is not None]
    book.unchanged += len(steps) - len(touched)
    keyring.store()
    new = [step.subject for step in touched if step.is_new]
    standing = [step.subject for step in touched if not step.is_new]
    Subject.objects.bulk_create(new)
    Subject.objects.bulk_change(standing, _WRITTEN)
    ClassRecord.objects.bulk_create([record for step in touched for record in step.records])
    SubjectTag.objects.bulk_create([tag for step in touched for tag in step.tags])
    for step in touched:
        assert step.what is not None
        book.add(Line(step.subject.pk, step.subject.identity, step.subject.name, step.what, step.before, step.after))


def _remove(rows: Iterable[Subject], book: ChangeBook, on: date) -> None:
    """Take rows out of the registry; they stay in the table."""
    gone = list(rows)
    for subject in gone:
        facts = facts_of(subject)
        subject.removed_on, subject.removed_reason = on, GONE_FROM_LIST
        subject.version += 1
        book.add(Line(subject.pk, subject.identity, subject.name, What.REMOVED, facts, {}))
    Subject.objects.bulk_change(gone, ("removed_on", "removed_reason", "version"))


def _unchanged_since(seen_root: str, root: str) -> Finding:
    return judge(
        "E10-3",
        "第十条",
        seen_root in {"", root},
        required=seen_root[:12],
        actual=root[:12],
        refusal="名录库在您查看差异之后有变动，整批未导入（第十条）。",
        remedy="请重新生成差异，核对后再确认。",
    )


def _taken_in_before(department: Department, roster: SubjectList) -> bool:
    """Whether this very file was the last one: then there is nothing to say at all."""
    last = RegistryChange.objects.filter(department=department, kind=RegistryKind.SUBJECTS).exclude(file_digest="")
    newest = last.order_by("-ordinal").first()
    return newest is not None and newest.file_digest == roster.reading.digest


def _origin(roster: SubjectList) -> Origin:
    reading = roster.reading
    return Origin(
        source=roster.source,
        source_on=roster.source_on,
        file_name=reading.source.name,
        file_digest=reading.digest,
        full_list=roster.full_list,
        excluded=tuple(
            {"sheet": row.sheet, "row": row.row, "name": row.name, "code": row.code, "reason": row.reason}
            for row in reading.excluded
        ),
    )
