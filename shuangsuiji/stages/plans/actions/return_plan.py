"""The act: a plan that is not public yet goes back to be written again; the signatures on it are void.

Source: 第七条. By the department's deputy head, or by the office of the joint meeting once it was submitted; not what was submitted on paper.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Plan
from shuangsuiji.stages.plans.models.plan import LONGEST_TEXT
from shuangsuiji.stages.plans.queries.submissions import paper_confirmed
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import concerning, paper_of, reason_given


def return_plan(*, plan_id: UUID, reason: str, actor: Actor, at: datetime) -> Plan:
    """Send a plan back. The next round starts without signatures; the fixed version stays on record.

    Raises RuleViolation (E07-7, E13-1, E13-2), DoesNotExist for another department's plan.
    """
    with command(actor=actor, at=at, reason=reason.strip()) as cmd:
        joint = actor.office == "joint_office"
        draft = paper_of(plan_id, "" if joint else actor.org)
        if joint and draft.plan.status != "SUBMITTED":
            raise PlansRefused("该计划没有报送联席会议办公室，不能由其退回。")
        if joint and paper_confirmed(draft.plan) is not None:
            raise PlansRefused("该计划在纸质上报送，由发起部门分管负责人退回（第七条）。")
        facts = {"reason_given": reason_given(reason)}
        plan = move(draft.plan, "return_plan", actor=actor, at=at, facts=facts)
        draft.round += 1
        draft.version += 1
        draft.returned, draft.sent_digest, draft.sent_at = reason.strip()[:LONGEST_TEXT], "", None
        draft.save()
        cmd.emit("plan.returned", pub={"office": actor.office, "count": 1}, private=concerning(plan, at))
    return plan
