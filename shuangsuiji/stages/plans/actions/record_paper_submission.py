"""The act: a clerk records that a joint plan went on paper to the office of the joint meeting, which does not use the platform.

Source: 第七条, 第八条; 10-articles (acting on paper: number, date, scan; confirmed by the deputy head; 纸质). May be recorded anew until confirmed.
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
from shuangsuiji.stages.plans.actions.submit_plan import submission_findings
from shuangsuiji.stages.plans.models import PaperSubmission, PlanVersion
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import concerning, paper_of


@dataclass(frozen=True, slots=True)
class SubmissionPaper:
    """What the paper says: the number and day of the letter, its scan; and the number the office gave it, where it gave one."""

    number: str
    submitted_on: date
    scan: Received
    answer_number: str = ""


def record_paper_submission(*, plan_id: UUID, paper: SubmissionPaper, actor: Actor, at: datetime) -> PaperSubmission:
    """Record the paper for a confirmed joint plan of the actor's department. It counts once the deputy head confirmed it.

    Raises RuleViolation (E07-1, E07-2, E07-8, E13-1, E13-2), PlansRefused for a paper without number or of an impossible day,
    DoesNotExist for another department's plan.
    """
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        plan = move(draft.plan, "record_paper_submission", actor=actor, at=at, facts=submission_findings(draft))
        version = plan.versions.order_by("-number")[0]
        require_credible(version, paper.number.strip(), paper.submitted_on, at)
        row = enter(cmd, paper.scan)
        made = PaperSubmission(
            version=version,
            record_version=plan.version,
            number=paper.number.strip(),
            submitted_on=paper.submitted_on,
            answer_number=paper.answer_number.strip(),
            scan_digest=paper.scan.digest,
            recorder=person_of(cmd),
            at=at,
        )
        made.save(force_insert=True)
        said = {"paper": made.number, "submitted_on": f"{made.submitted_on}", "content": version.content_digest}
        private = concerning(plan, at, **said)
        cmd.emit("plan.paper_recorded", pub={"office": actor.office, "count": 1}, private=private, files=[named(row)])
    return made


def require_credible(version: PlanVersion, number: str, submitted_on: date, at: datetime) -> None:
    """Raise PlansRefused where the paper cannot have carried this content."""
    if not number:
        raise PlansRefused("纸质报送须登记文号；没有文号的，填写登记簿编号（第七条）。")
    first, today = version.confirmed_on, localdate(at)
    if not first <= submitted_on <= today:
        raise PlansRefused(
            f"纸质报送日期 {submitted_on} 不在计划会签日期 {first} 与今天 {today} 之间；请核对纸质件后重新登记（第七条）。"
        )
