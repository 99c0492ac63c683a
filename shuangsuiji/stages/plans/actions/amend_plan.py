"""The act: the deputy head lets a change of a public plan take effect as a numbered amendment; the portal shows it once it is published.

Source: 第六条, 第七条 (E07-4: a public plan is changed in no other way). One command, as `confirm_plan`.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.actions.confirm_plan import facts_that_hold, open_part, tell_below_floor
from shuangsuiji.stages.plans.models import PlanVersion
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import Answer, paper_of, reason_given, require_sent, signed_by_head
from shuangsuiji.stages.plans.versions import fix_version


def amend_plan(*, plan_id: UUID, answer: Answer, actor: Actor, at: datetime) -> PlanVersion:
    """Fix an amendment as it was shown. Raises as `confirm_plan`, and PlansRefused where no change was begun."""
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        plan = draft.plan
        if draft.base_number is None:
            raise PlansRefused("没有正在办理的变更；请经办人先提出变更。")
        require_sent(draft, answer.seen)
        former = bytes(plan.event.leaf_hash)
        decision, approval = signed_by_head(cmd, draft, answer, act="amend_plan", outcome=Outcome.APPROVED)
        facts = {**facts_that_hold(draft, approval), "reason_given": reason_given(draft.reason)}
        amendment = max(version.amendment for version in plan.versions.all()) + 1
        version = fix_version(cmd, draft, decision, amendment=amendment)
        move(plan, "amend_plan", actor=actor, at=at, facts=facts, standing_in=answer.standing_in)
        plan.title = draft.title
        plan.save(update_fields=["title"])
        draft.base_number, draft.sent_digest, draft.sent_at = None, "", None
        draft.reason, draft.version, draft.round = "", draft.version + 1, draft.round + 1
        draft.save()
        cmd.emit("plan.amended", pub=open_part(version), refs=[("supersedes", former)])
        tell_below_floor(cmd, version)
    return version
