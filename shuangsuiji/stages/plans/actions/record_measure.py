"""The act: the head of a section records by what a measure was carried out; a wrong record is replaced, never changed.

Source: 第六条（四）. One command: the file, the record, the event.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.measures import check_evidence, check_evidence_day, check_year_open, measures_of
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.core.rules.risk import parse_risk_class
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.plans.models import EvidenceKind, MeasureRecord
from shuangsuiji.stages.plans.queries.measures import closing_of
from shuangsuiji.stages.plans.refusal import PlansRefused

OFFICE = "section_head"


@dataclass(frozen=True, slots=True)
class Evidence:
    """By what a measure is shown: kind, number or words, day, file if any."""

    kind: str
    reference: str
    on: date
    file: Received | None = None


def record_measure(
    *,
    risk_class: str,
    measure: str,
    evidence: Evidence,
    replaces: UUID | None = None,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> MeasureRecord:
    """Record evidence in the year of its day. With `replaces` it takes the place of a record of that year, for a reason.

    Raises RuleViolation (E13-2, E06-6, E06-15, E06-16, E06-17 for a closed year), PlansRefused for a measure that the class has not, a second correction of one
    record or one without reason, DoesNotExist.
    """
    require(check_done_by(actor.office, OFFICE, matter="措施落实情况", citation="第六条（四）"))
    letter = parse_risk_class(risk_class)
    if measure not in measures_of(letter):
        raise PlansRefused(f"{letter}类没有“{measure}”这一项措施；请从列出的措施中选择。")
    require(check_evidence(evidence.reference), check_evidence_day(evidence.on, localdate(at)))
    with command(actor=actor, at=at) as cmd:
        department = Department.objects.select_for_update(no_key=True, of=("self",)).get(code=actor.org)
        year = evidence.on.year
        require(check_year_open(year, closed=closing_of(department.code, year) is not None))
        former = _replaced(replaces, evidence, reason, department)
        record = MeasureRecord(
            department=department,
            year=year,
            risk_class=letter.value,
            measure=measure,
            kind=EvidenceKind(evidence.kind),
            reference=evidence.reference.strip(),
            on=evidence.on,
            replaces=former,
            reason=reason.strip(),
            recorded_by=person_of(cmd),
            at=at,
        )
        file = None if evidence.file is None else enter(cmd, evidence.file)
        # A correction without a file of its own keeps that of the record it replaces.
        record.file = former.file if file is None and former is not None else file
        record.save(force_insert=True)
        _emit(cmd, record, [] if file is None else [named(file)])
    return record


def _replaced(key: UUID | None, evidence: Evidence, reason: str, department: Department) -> MeasureRecord | None:
    """The record that gives way; None for a first one."""
    if key is None:
        if evidence.kind == EvidenceKind.VOID or reason.strip():
            raise PlansRefused("作废和更正理由只用于更正已有的记录。")
        return None
    former: MeasureRecord = MeasureRecord.objects.get(pk=key, department=department)
    if MeasureRecord.objects.filter(replaces=former).exists() or former.kind == EvidenceKind.VOID:
        raise PlansRefused("该记录已经更正或作废；请刷新后核对。")
    if not reason.strip():
        raise PlansRefused("请写明更正的理由。")
    if former.year != evidence.on.year:
        raise PlansRefused(f"原记录属于 {former.year} 年度，不能改为 {evidence.on.year} 年度；请先作废，再另行登记。")
    return former


def _emit(cmd: Command, record: MeasureRecord, files: list[dict[str, object]]) -> None:
    key = house_key(at=cmd.at).id
    said = {"year": record.year, "class": record.risk_class, "measure": record.measure}
    shown = {"kind": record.kind, "reference": record.reference, "on": f"{record.on}"}
    if record.replaces_id is not None:
        shown |= {"replaces": f"{record.replaces_id}", "reason": record.reason}
    private = {"measure": Private(said, key), "evidence": Private(shown, key)}
    cmd.emit("measure.recorded", pub={"office": cmd.actor.office, "count": 1}, private=private, files=files)
