"""The act: a clerk records that the office of the joint meeting, which does not use the platform, filed the task on paper.

Source: 第八条; 10-articles (acting on paper: number, date, scan; confirmed by the deputy head; 纸质). May be recorded anew until confirmed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.filing_words import concerning_filing, filing_locked
from shuangsuiji.stages.plans.models import Filing, PaperFiling
from shuangsuiji.stages.plans.queries.filings import asking_findings
from shuangsuiji.stages.plans.refusal import PlansRefused


@dataclass(frozen=True, slots=True)
class FilingPaper:
    """What the paper says: the number given by the office of the joint meeting and the day; and its scan."""

    number: str
    filed_on: date
    scan: Received


def record_paper_filing(*, filing_id: UUID, paper: FilingPaper, actor: Actor, at: datetime) -> PaperFiling:
    """Record the paper for a filing of the actor's department that was asked for. It counts once the deputy head confirmed it.

    Raises RuleViolation (E08-3, E08-4, E13-1, E13-2), PlansRefused for a paper without number, with the number of another filing or of
    an impossible day, DoesNotExist for another department's task.
    """
    with command(actor=actor, at=at) as cmd:
        filing = filing_locked(filing_id, actor.org)
        move(filing, "record_paper_filing", actor=actor, at=at, facts=asking_findings(filing.task))
        require_credible(filing, paper.number.strip(), paper.filed_on, at)
        row = enter(cmd, paper.scan)
        made = PaperFiling(
            filing=filing,
            filing_version=filing.version,
            number=paper.number.strip(),
            filed_on=paper.filed_on,
            scan_digest=paper.scan.digest,
            recorder=person_of(cmd),
            at=at,
        )
        made.save(force_insert=True)
        pub = {"office": actor.office, "task_id": filing.task.number, "count": 1}
        private = concerning_filing(cmd, filing, paper=made.number, filed_on=f"{paper.filed_on}")
        cmd.emit("filing.recorded", pub=pub, private=private, files=[named(row)])
    return made


def require_credible(filing: Filing, number: str, filed_on: date, at: datetime) -> None:
    """Raise PlansRefused where the paper cannot be the filing of this task."""
    if not number:
        raise PlansRefused("纸质备案须登记备案号；没有备案号的，填写登记簿编号（第八条）。")
    other = Filing.objects.filter(number=number).exclude(pk=filing.pk).select_related("task").first()
    if other is not None:
        raise PlansRefused(f"备案号 {number} 已用于任务 {other.task.number}；请核对纸质件后重新登记（第八条）。")
    # The paper may be older than its request here; not older than the document that handed the task down.
    first, today = filing.task.line.version.plan.source_dated_on or filing.requested_on, localdate(at)
    if not first <= filed_on <= today:
        raise PlansRefused(
            f"纸质备案日期 {filed_on} 不在来文日期 {first} 与今天 {today} 之间；请核对纸质件后重新登记（第八条）。"
        )
