"""The act: a joint plan goes to the office of the joint meeting.

Source: 第七条, 第八条. By 10 January in the usual calendar (setting); a department without the platform submits on paper.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.plans import check_participants
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Plan, PlanDraft
from shuangsuiji.stages.plans.queries.standing import consents_of
from shuangsuiji.stages.plans.signing import concerning, holds, paper_of, worst


def submit_plan(*, plan_id: UUID, actor: Actor, at: datetime) -> Plan:
    """Submit a confirmed joint or ad-hoc plan. Raises RuleViolation (E07-1, E07-2, E13-1, E13-2), DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        plan = move(draft.plan, "submit_plan", actor=actor, at=at, facts=submission_findings(draft))
        cmd.emit("plan.submitted", pub={"office": actor.office, "count": 1}, private=concerning(plan, at))
    return plan


def submission_findings(draft: PlanDraft) -> dict[str, Finding]:
    """What must hold of a plan that is submitted, in the platform or on paper: joint (E07-8), every participant agreed (E07-1, E07-2)."""
    consents = check_participants([consent for _, consent in consents_of(draft)])
    return {
        "plan_is_joint": is_joint(draft.plan),
        "participants_agree": worst(consents, holds("第七条", "没有参与部门")),
    }


def is_joint(plan: Plan) -> Finding:
    """Whether a plan goes to the office of the joint meeting at all."""
    return judge(
        "E07-8",
        "第七条",
        plan.is_joint,
        required="联合计划",
        actual=plan.get_kind_display(),
        refusal="本部门计划由本部门自行公示，不向联席会议办公室报送（第七条）。",
        remedy="请直接公示。",
    )
