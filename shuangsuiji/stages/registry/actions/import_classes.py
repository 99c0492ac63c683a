"""The act: a file of classes goes into the registry; codes that the registry does not have are reported.

Source: 第六条（一）; E06-6, E10-3, E10-6. The file was read before (`foundation/sheets/classes.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.sheets.readings import ClassEntry, RosterReading
from shuangsuiji.stages.registry.changes import NothingToSay, Origin, lock_registry
from shuangsuiji.stages.registry.classing import fusion_in_force
from shuangsuiji.stages.registry.models import ClassSource, RegistryChange, Subject
from shuangsuiji.stages.registry.reclassing import Reclassing, Said

_BATCH = 900
IMPORTED = (ClassSource.PROVINCE, ClassSource.OWN)


@dataclass(frozen=True, slots=True)
class ClassList:
    """A file that was read, whose classes they are (省共享 or 本系统), its document and the day for rows without one."""

    reading: RosterReading[ClassEntry]
    source: str
    document: str
    on: date


@dataclass(frozen=True, slots=True)
class ClassesTaken:
    """What became of the file: the change (None where nothing moved), rows told anew, entries of codes the registry lacks."""

    change: RegistryChange | None
    records: int
    unknown: tuple[ClassEntry, ...]


def import_classes(*, classes: ClassList, actor: Actor, at: datetime, reason: str = "") -> ClassesTaken:
    """Take the classes in. Raises RuleViolation (E06-6, E10-3, E10-5, E10-6) with what refuses the file; then nothing is written."""
    require(*check_classes(classes))
    known: list[tuple[ClassEntry, Subject]] = []
    change: RegistryChange | None = None
    count = 0
    try:
        with command(actor=actor, at=at, reason=reason) as cmd:
            department = lock_registry(actor.org)
            known = list(_known(department, classes.reading.entries))
            on = localdate(at)
            act = Reclassing(cmd, department, on, fusion_in_force(department, on), file_digest=classes.reading.digest)
            act.take([_said(classes, entry, subject) for entry, subject in known])
            count = len(act.records)
            change = act.write(act="import_classes", origin=_origin(classes), reason=reason)
    except NothingToSay:
        count = 0
    here = {entry.id for entry, _ in known}
    return ClassesTaken(change, count, tuple(entry for entry in classes.reading.entries if entry.id not in here))


def check_classes(classes: ClassList) -> tuple[Finding, ...]:
    """Whether a file of classes may be taken in."""
    first = next(iter(classes.reading.errors()), None)
    errors = classes.reading.counts["错误"]
    return (
        judge(
            first.code if first else "E10-3", "第六条（一）", classes.reading.usable, required=0, actual=errors,
            refusal=f"{first.message if first else ''}整批未导入，共 {errors} 处错误（第十条）。",
            remedy="请按报告改正后重新导入，或按行号排除有错误的行。",
        ),
        judge(
            "E10-6", "第十条", bool(classes.document.strip()) and classes.source in IMPORTED, required="来源和文号",
            actual=classes.source or "空", refusal="缺少数据来源（第十条）。", remedy="请写明分类结果从哪里取得，以及文号或文件名。",
        ),
    )  # fmt: skip


def _known(department: Department, entries: Sequence[ClassEntry]) -> Iterator[tuple[ClassEntry, Subject]]:
    for start in range(0, len(entries), _BATCH):
        batch = {entry.id: entry for entry in entries[start : start + _BATCH]}
        rows = Subject.objects.filter(department=department, identity__in=batch, removed_on__isnull=True)
        yield from ((batch[row.identity], row) for row in rows.order_by("identity"))


def _said(classes: ClassList, entry: ClassEntry, subject: Subject) -> Said:
    level = entry.level if entry.level != entry.risk_class else ""
    return Said(subject, entry.risk_class, classes.source, entry.on or classes.on, level, classes.document)


def _origin(classes: ClassList) -> Origin:
    source = classes.reading.source
    return Origin(f"{classes.source}：{classes.document}"[:200], classes.on, source.name, classes.reading.digest)
