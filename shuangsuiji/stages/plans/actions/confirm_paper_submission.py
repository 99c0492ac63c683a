"""The act: the deputy head of the initiating department vouches for the recorded paper; the plan is submitted.

Source: 第七条, 第八条; 10-articles (acting on paper). Another person than who recorded. The department then publishes the plan itself.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, require
from shuangsuiji.core.rules.lifecycle import PLAN, check_act
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import StaleVersion, move
from shuangsuiji.stages.plans.actions.record_paper_submission import require_credible
from shuangsuiji.stages.plans.actions.submit_plan import submission_findings
from shuangsuiji.stages.plans.models import PaperSubmission, Plan
from shuangsuiji.stages.plans.queries.submissions import paper_recorded
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import concerning, paper_of, vouched_by_another


def confirm_paper_submission(*, plan_id: UUID, version: int, actor: Actor, at: datetime, standing_in: str = "") -> Plan:
    """Submit the plan by its paper. `version` of the plan as it was shown; `standing_in`: why the next office up confirms.

    Raises PlansRefused without a recorded paper, StaleVersion where the plan changed or another paper was recorded meanwhile,
    RuleViolation (E07-1, E07-2, E07-8, E13-1, E13-2 also for who recorded it), DoesNotExist for another department's plan.
    """
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        plan = draft.plan
        require(check_act(PLAN, plan.status, "confirm_paper_submission"))
        if plan.version != version:
            raise StaleVersion("该计划已有变化或重新登记，请刷新后核对再确认。")
        paper = _paper(plan, at)
        facts = {**submission_findings(draft), "paper_vouched_by_another": vouched(paper, actor)}
        require(facts["paper_vouched_by_another"])
        paper.confirmer = person_of(cmd)
        paper.save(update_fields=["confirmer"])
        move(plan, "confirm_paper_submission", actor=actor, at=at, facts=facts, standing_in=standing_in)
        said = {"paper": paper.number, "content": paper.version.content_digest}
        cmd.emit("plan.submitted", pub={"office": actor.office, "count": 1}, private=concerning(plan, at, **said))
    return plan


def vouched(paper: PaperSubmission, actor: Actor) -> Finding:
    """Whether somebody else than who recorded the paper confirms it (E13-2)."""
    return vouched_by_another(paper.recorder, actor, matter="纸质报送", citation="第七条", number="文号")


def _paper(plan: Plan, at: datetime) -> PaperSubmission:
    """The paper that was recorded for the plan as it is now, still credible."""
    found = paper_recorded(plan)
    if found is None:
        raise PlansRefused("还没有登记纸质报送；请经办人先登记文号、日期和扫描件（第七条）。")
    require_credible(found.version, found.number, found.submitted_on, at)
    return found
