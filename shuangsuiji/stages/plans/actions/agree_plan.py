"""The act: the deputy head of a participating department agrees to take part, or does not and says why.

Source: 第七条. One command: request of the sender, decision, event.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import Decision, Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.plans.queries.content import consent_id
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import Answer, asked, concerning, paper_of, require_sent


def agree_plan(*, plan_id: UUID, agrees: bool, answer: Answer, actor: Actor, at: datetime) -> Decision:
    """Answer for the actor's department. A refusal needs an opinion.

    Raises PlansRefused where the department is not asked, RuleViolation (E13-2), ContentChanged, ApprovalRefused.
    """
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id)
        if actor.org not in draft.participants:
            raise PlansRefused("本部门不是该计划的参与部门，不需要会签。")
        require_sent(draft, answer.seen)
        request = asked(
            cmd, draft, act="agree_plan", object_type="plans.PlanParticipant",
            object_id=consent_id(draft.plan_id, actor.org), department=actor.org,
        )  # fmt: skip
        decision = decide(
            cmd,
            request,
            outcome=Outcome.APPROVED if agrees else Outcome.REFUSED,
            content_digest=answer.seen,
            opinion=answer.opinion,
            standing_in=answer.standing_in,
        )
        cmd.emit(
            "plan.agreed",
            pub={"office": actor.office, "count": 1},
            private=concerning(draft.plan, at, department=actor.org, outcome=decision.outcome),
        )
    return decision
