"""Taking statements about classes into the registry: the statements, what follows from them by the fusion rule, the rows they move.

Source: 第六条（一）, 第六条末款; C06-4, C06-14. Works inside an open command; every act that touches a class goes through here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.command import Command, Private
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.registry.changes import ChangeBook, Line, NothingToSay, Origin
from shuangsuiji.stages.registry.classing import Fusion, Records, fused_statement, latest, records_of, settle
from shuangsuiji.stages.registry.facts import CLASS_COLUMNS, difference, facts_of, row_digest
from shuangsuiji.stages.registry.models import ClassRecord, RegistryChange, RegistryKind, Subject, What
from shuangsuiji.stages.registry.roots import subjects_root

_WRITTEN = (*CLASS_COLUMNS, "row_digest", "version")


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as somebody makes it."""

    subject: Subject
    risk_class: str
    source: str
    on: date
    original_level: str = ""
    document: str = ""


class Reclassing:
    """Collects statements and due fusions of one act, then writes them."""

    def __init__(
        self, cmd: Command, department: Department, on: date, fusion: Fusion | None, *, file_digest: str = ""
    ) -> None:
        """`on` is the day of the act: statements dated later wait for their day."""
        self.records: list[ClassRecord] = []
        self.moved: list[tuple[Subject, dict[str, object], dict[str, object]]] = []
        self._cmd, self._department, self._on, self._fusion = cmd, department, on, fusion
        self._file_digest = file_digest
        self._root_before = subjects_root(department)

    def take(self, said: Sequence[Said]) -> None:
        """Statements about different subjects; one that says nothing new is passed over."""
        known = records_of(each.subject.pk for each in said)
        for each in said:
            standing = known.get(each.subject.pk, [])
            old = latest(standing, each.source, date.max)
            if old is not None and (old.on > each.on or _same(old, each)):
                continue
            made = self._record(each)
            self._settle(each.subject, [made, *standing])

    def settle(self, subjects: Iterable[Subject], known: Records) -> None:
        """Let statements count whose day has come, and the fusion rule where it now applies."""
        for subject in subjects:
            self._settle(subject, known.get(subject.pk, []))

    def write(self, *, act: str, origin: Origin, reason: str) -> RegistryChange | None:
        """Write statements and rows; two events: how many statements, and what moved (None where no row did).

        Raises NothingToSay where there is neither.
        """
        if not self.records and not self.moved:
            raise NothingToSay
        if self.records:
            ClassRecord.objects.bulk_create(self.records)
            self._emit(origin)
        if not self.moved:
            return None
        book = ChangeBook(self._cmd, self._department, RegistryKind.SUBJECTS, act=act, root_before=self._root_before)
        Subject.objects.bulk_change([subject for subject, _, _ in self.moved], _WRITTEN)
        for subject, before, after in self.moved:
            book.add(Line(subject.pk, subject.identity, subject.name, What.CLASS, before, after))
        return book.close(root_after=subjects_root(self._department), origin=origin, reason=reason)

    def _settle(self, subject: Subject, records: list[ClassRecord]) -> None:
        fused = fused_statement(records, self._fusion, self._on)
        if fused is not None:
            made = ClassRecord(id=self._cmd.new_id(), subject=subject, source="融合", recorded_at=self._cmd.at, **fused)
            self.records.append(made)
            records = [made, *records]
        before = facts_of(subject)
        if settle(subject, records, self._on):
            after = facts_of(subject)
            subject.row_digest = row_digest(subject, after)
            subject.version += 1
            self.moved.append((subject, *difference(before, after)))

    def _record(self, said: Said) -> ClassRecord:
        made = ClassRecord(
            id=self._cmd.new_id(),
            subject=said.subject,
            risk_class=said.risk_class,
            source=said.source,
            on=said.on,
            original_level=said.original_level[:50],
            document=said.document[:200],
            file_digest=self._file_digest,
            recorded_at=self._cmd.at,
        )
        self.records.append(made)
        return made

    def _emit(self, origin: Origin) -> None:
        private = {}
        if origin.source:
            private["source"] = Private(
                {"source": origin.source, "file": origin.file_digest}, house_key(at=self._cmd.at).id
            )
        self._cmd.emit(
            "class.changed", pub={"office": self._cmd.actor.office, "count": len(self.records)}, private=private
        )


def _same(old: ClassRecord, said: Said) -> bool:
    """The same class of the same source says nothing new, whatever its day: the history shows since when."""
    return (old.risk_class, old.original_level) == (said.risk_class, said.original_level)
