"""Who moves when general and sector class are fused by a rule: the preview, and what the rule then does, by the same computation.

Source: 第六条末款; E06-14, C06-14.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.stages.registry.classing import Fusion, fused_statement, records_of, settle
from shuangsuiji.stages.registry.models import ClassRecord, ClassSource, Subject


@dataclass(frozen=True, slots=True)
class Move:
    """One subject whose class another rule changes. `before` is empty for one without class."""

    subject: UUID
    identity: str
    name: str
    before: str
    after: str
    explanation: str

    @property
    def bare(self) -> str:
        """The code without its kind."""
        return self.identity.partition(":")[2]


def open_to_change(department: Department) -> list[Subject]:
    """Live subjects with a statement beside the standing one: only their class can move without anybody saying something new."""
    beside = ClassRecord.objects.filter(subject=OuterRef("pk")).exclude(
        source=OuterRef("class_source"), on=OuterRef("class_on")
    )
    rows = Subject.objects.filter(department=department, removed_on__isnull=True)
    return list(rows.filter(Exists(beside) | Q(risk_class="", classes__isnull=False)).distinct().order_by("identity"))


def moves(department: Department, fusion: Fusion, on: date) -> list[Move]:
    """Who moves on a day when this rule holds, by identity; statements dated until then count."""
    both = _with_both(department)
    known = records_of(subject.pk for subject in both)
    found = []
    for subject in both:
        records = known.get(subject.pk, [])
        before = subject.risk_class
        fused = fused_statement(records, fusion, on)
        if fused is not None:
            made = ClassRecord(subject=subject, source=ClassSource.FUSED, **fused)
            settle(subject, [made, *records], on)
            if subject.risk_class != before:
                found.append(
                    Move(subject.pk, subject.identity, subject.name, before, subject.risk_class, made.explanation)
                )
    return found


def moves_digest(found: list[Move]) -> str:
    """What the deputy head confirms: every subject with both classes."""
    return content_digest({"moves": [[move.identity, move.before, move.after] for move in found]})


def _with_both(department: Department) -> list[Subject]:
    said = ClassRecord.objects.filter(subject=OuterRef("pk"))
    rows = Subject.objects.filter(department=department, removed_on__isnull=True)
    general, sector = said.filter(source=ClassSource.PROVINCE), said.filter(source=ClassSource.OWN)
    return list(rows.filter(Exists(general), Exists(sector)).order_by("identity"))
