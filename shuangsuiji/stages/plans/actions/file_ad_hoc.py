"""The act: the office of the joint meeting files an ad-hoc task under the year's next number.

Source: 第八条. Any department's task; numbers run from 1 each year, without gaps, one series for the whole joint meeting.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.filing_words import filing_locked
from shuangsuiji.stages.plans.models import Filing
from shuangsuiji.stages.plans.queries.filings import asking_findings
from shuangsuiji.stages.plans.signing import holds

_DIVISION = 6


def file_ad_hoc(*, filing_id: UUID, actor: Actor, at: datetime) -> Filing:
    """File what was asked for. Raises RuleViolation (E08-3, E08-4, E13-1, E13-2), DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        # The series belongs to all departments: whoever numbers waits for whoever numbers now.
        departments = {
            each.code: each for each in Department.objects.select_for_update(no_key=True, of=("self",)).order_by("code")
        }
        filing = filing_locked(filing_id)
        facts: dict[str, Finding] = {**asking_findings(filing.task), "filing_numbered": holds("第八条", "有备案号")}
        if filing.status == "REQUESTED":
            _number(filing, departments[actor.org], at)
        move(filing, "file_ad_hoc", actor=actor, at=at, facts=facts)
        move(filing.task, "file_ad_hoc", actor=actor, at=at, facts=facts)
        pub = {
            "task_id": filing.task.number,
            "source": filing.task.line.version.plan.source,
            "document": filing.number,
        }
        cmd.emit("task.filed", pub=pub)
    return filing


def _number(filing: Filing, office: Department, at: datetime) -> None:
    """Give the next number of the year; where the act is refused afterwards, it is given back with everything else."""
    year = localdate(at).year
    last = Filing.objects.filter(year=year).aggregate(last=Max("ordinal"))["last"] or 0
    filing.year, filing.ordinal = year, last + 1
    filing.number = f"备{office.division[:_DIVISION]}-{year}-{last + 1:03d}"
    filing.filed_on, filing.filed_by = localdate(at), office
    filing.save(update_fields=["year", "ordinal", "number", "filed_on", "filed_by"])
