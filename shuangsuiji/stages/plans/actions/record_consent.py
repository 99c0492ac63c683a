"""The acts on paper: a clerk records what a department without the platform signed; the deputy head lets it count.

Source: 第七条; 10-articles (acting on paper: number, date, scan; confirmed by the deputy head; 纸质).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.deciding import confirm_paper
from shuangsuiji.foundation.approvals.models import Decision, Outcome, PaperAnswer
from shuangsuiji.foundation.approvals.on_paper import record_paper
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.plans.drafting import require_clerk
from shuangsuiji.stages.plans.queries.content import consent_id
from shuangsuiji.stages.plans.queries.standing import consent_request
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import OFFICE, asked, concerning, paper_of, require_sent


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper says: agreed or not, its number, the day, the scan; which office signed and, of the next one up, why."""

    agrees: bool
    number: str
    signed_on: date
    scan: Received
    office: str = OFFICE
    standing_in: str = ""


def record_consent(*, plan_id: UUID, department: str, paper: Paper, actor: Actor, at: datetime) -> PaperAnswer:
    """Record a department's answer on paper. It counts once the deputy head has confirmed it.

    Raises PlansRefused, RuleViolation (E13-2; also for a paper of the principal head without the reason why he stood in), ApprovalRefused for a paper without number or of an impossible day.
    """
    require_clerk(actor)
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        if department not in draft.participants:
            raise PlansRefused("该部门不是本计划的参与部门。")
        require_sent(draft)
        name = Department.objects.get(code=department).name
        request = asked(
            cmd, draft, act="agree_plan", object_type="plans.PlanParticipant",
            object_id=consent_id(draft.plan_id, department), department=department,
        )  # fmt: skip
        row = enter(cmd, paper.scan)
        answer = record_paper(
            cmd,
            request,
            outcome=Outcome.APPROVED if paper.agrees else Outcome.REFUSED,
            office=paper.office,
            number=paper.number,
            signed_on=paper.signed_on,
            scan_digest=paper.scan.digest,
            standing_in=paper.standing_in,
            asked_on=localdate(draft.sent_at) if draft.sent_at else None,
        )
        cmd.emit(
            "plan.agreed",
            pub={"office": actor.office, "count": 1},
            private=concerning(draft.plan, at, department=name, paper="recorded"),
            files=[named(row)],
        )
    return answer


def confirm_consent(*, plan_id: UUID, department: str, actor: Actor, at: datetime) -> Decision:
    """Let a recorded paper count. Raises PlansRefused without one, RuleViolation (E13-2), ContentChanged."""
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        digest = require_sent(draft)
        request = consent_request(draft, department)
        answer = None if request is None else request.paper_answers.order_by("-at", "-id").first()
        if answer is None:
            raise PlansRefused("还没有登记该部门的纸质会签；请经办人先登记。")
        decision = confirm_paper(cmd, answer, content_digest=digest)
        cmd.emit(
            "plan.agreed",
            pub={"office": actor.office, "count": 1},
            private=concerning(draft.plan, at, department=department, outcome=decision.outcome),
        )
    return decision
