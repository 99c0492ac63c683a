"""The act: the coordinating section closes a year of measures; what then stands is the report, and nothing is added to it.

Source: 第六条（四） (C06-12). One command: the report with its digest, the event. The database closes the year's records.
"""

from datetime import datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.measures import check_year_evidence, check_year_open, check_year_over
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.plans.models import MeasureClosing
from shuangsuiji.stages.plans.queries.measures import closing_of, evidence_counts, register, report_of

OFFICE = "coordinator"


def close_year(*, year: int, actor: Actor, at: datetime) -> MeasureClosing:
    """Close the year of the actor's department.

    Raises RuleViolation: E13-2, E06-18 before its end, E06-17 when it is closed already, E06-13 for every class without evidence.
    """
    require(check_done_by(actor.office, OFFICE, matter="年度措施记录的办结", citation="第六条（四）"))
    require(check_year_over(year, localdate(at)))
    with command(actor=actor, at=at) as cmd:
        # Records take the same lock: none slips in between the report and the end of its year.
        department = Department.objects.select_for_update(no_key=True, of=("self",)).get(code=actor.org)
        require(check_year_open(year, closed=closing_of(department.code, year) is not None))
        lines = register(department.code, year)
        require(*check_year_evidence(year, evidence_counts(lines)))
        report = report_of(lines)
        closing = MeasureClosing(
            department=department,
            year=year,
            report=report,
            digest=content_digest(report),
            closed_by=person_of(cmd),
            at=at,
        )
        closing.save(force_insert=True)
        cmd.emit(
            "measures.closed",
            pub={"office": actor.office, "year": year, "digest": closing.digest},
            private={"report": Private({"department": department.code, "report": report}, house_key(at=at).id)},
        )
    return closing
