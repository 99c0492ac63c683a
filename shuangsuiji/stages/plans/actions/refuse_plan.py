"""The act: the deputy head does not agree to a plan, or an amendment, that was sent round; the clerk may change and send it again.

Source: 第七条. One command: request of the sender, decision, event. The plan stays in its state.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.approvals.models import Decision, Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.plans.models.plan import LONGEST_TEXT
from shuangsuiji.stages.plans.signing import Answer, concerning, paper_of, require_sent, signed_by_head


def refuse_plan(*, plan_id: UUID, answer: Answer, actor: Actor, at: datetime) -> Decision:
    """Send the paper back to the clerk with an opinion. Raises ApprovalRefused without one, RuleViolation (E13-2), ContentChanged."""
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        require_sent(draft, answer.seen)
        act = "amend_plan" if draft.base_number else "confirm_plan"
        decision, _ = signed_by_head(cmd, draft, answer, act=act, outcome=Outcome.REFUSED)
        draft.returned, draft.sent_digest, draft.sent_at = answer.opinion.strip()[:LONGEST_TEXT], "", None
        draft.round += 1
        draft.version += 1
        draft.save()
        cmd.emit(
            "plan.returned",
            pub={"office": actor.office, "count": 1},
            private=concerning(draft.plan, at, outcome="REFUSED"),
        )
    return decision
