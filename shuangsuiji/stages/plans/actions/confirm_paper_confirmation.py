"""The act: the deputy head of the initiating department vouches for a recorded paper; the participant's registry is confirmed.

Source: 第十条; 10-articles (acting on paper). Another person than who recorded. Emits `roster.confirmed`.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.offices import OFFICES, next_up
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.plans.actions.record_paper_confirmation import credible, participant
from shuangsuiji.stages.plans.filing_words import task_locked
from shuangsuiji.stages.plans.queries.confirmations import paper_waiting
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.registry.confirmed import write
from shuangsuiji.stages.registry.models import PaperConfirmation, RegistryConfirmation

OFFICE = "deputy_head"


def confirm_paper_confirmation(
    *, task_id: UUID, paper: UUID, actor: Actor, at: datetime, standing_in: str = ""
) -> RegistryConfirmation:
    """Let the paper count; from then on it is a confirmation like the others. `standing_in`: why the next office up vouches.

    Raises PlansRefused where another paper was recorded since or none waits; RuleViolation (E10-1 where the registry changed since,
    E10-2, E10-9, E13-1, E13-2 also for who recorded it); DoesNotExist for another department's task.
    """
    with command(actor=actor, at=at, reason=standing_in) as cmd:
        task = task_locked(task_id, actor.org)
        found = PaperConfirmation.objects.select_related("department").filter(pk=paper, task_id=task.pk).first()
        if found is None or paper_waiting(task, found.department, found.kind) != found:
            raise PlansRefused("该纸质确认已经办理，或另有新登记的一份；请刷新后核对（第十条）。")
        require(vouched_by_another(found, actor, standing_in))
        found.department = participant(task, found.department.code)
        delta = credible(found, task, at)
        found.confirmer = person_of(cmd)
        return write(cmd, found, delta, None)


def vouched_by_another(paper: PaperConfirmation, actor: Actor, standing_in: str) -> Finding:
    """Whether the deputy head, or the next office up for a reason, vouches, and is not who recorded it (E13-2)."""
    own = actor.person == paper.recorder
    up = actor.office == next_up(OFFICE) and bool(standing_in.strip())
    return judge(
        "E13-2",
        "第十条",
        not own and (actor.office == OFFICE or up),
        required="分管负责人，且不是登记人本人",
        actual="登记人本人" if own else OFFICES.get(actor.office, actor.office),
        refusal="纸质更新确认须由分管负责人核对确认，登记人本人不能确认（第十条）。",
        remedy="请交分管负责人核对文号、签字、日期和扫描件后确认；由主要负责人代行的，须写明代行理由。",
    )
