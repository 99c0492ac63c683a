"""Letting an office sign what a plan's paper shows: request of the sender and answer, as part of an open command.

Source: 第七条; 00-decisions, 11; 10-articles (who is asked). Takes: the command, the paper, the digest that was seen. Gives: the Decision.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.offices import OFFICES, Approval
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision, Outcome
from shuangsuiji.foundation.approvals.queries import effective
from shuangsuiji.foundation.approvals.refusal import ContentChanged
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.plans.models import Plan, PlanDraft
from shuangsuiji.stages.plans.queries.content import digest_of
from shuangsuiji.stages.plans.refusal import PlansRefused

OFFICE = "deputy_head"
CITATION = "第六条（三）、第七条"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody decided on what he saw: `seen` is the digest of the paper as shown."""

    seen: str
    opinion: str = ""
    standing_in: str = ""


def paper_of(plan_id: UUID, department: str = "") -> PlanDraft:
    """The paper of a plan (of that department, where one is named), both locked. Raises DoesNotExist."""
    plans = Plan.objects.select_for_update(no_key=True, of=("self",)).select_related("department")
    plan = plans.get(pk=plan_id, department__code=department) if department else plans.get(pk=plan_id)
    draft = PlanDraft.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan.pk)
    draft.plan = plan
    return draft


def require_sent(draft: PlanDraft, seen: str = "") -> str:
    """The digest of the paper as it was sent round. Raises PlansRefused when it was not, ContentChanged when it is another one."""
    if not draft.sent_digest:
        raise PlansRefused("该计划还没有送会签，或送出后又有改动；请经办人核对后重新送会签。")
    digest = digest_of(draft)
    if digest != draft.sent_digest or (seen and seen != digest):
        raise ContentChanged("您看到的内容与送会签的内容不一致，可能已被修改；请刷新后核对。")
    return digest


def asked(
    cmd: Command, draft: PlanDraft, *, act: str, object_type: str, object_id: UUID, department: str
) -> ApprovalRequest:
    """The sender's request to the deputy head of a department."""
    return ask(
        cmd,
        act=act,
        citation=CITATION,
        object_type=object_type,
        object_id=object_id,
        content_digest=require_sent(draft),
        office=OFFICE,
        department=department,
        reason=draft.reason or f"{draft.plan.number} {draft.title}",
        requester=draft.sender,
        requester_office=draft.sender_office,
    )


def signed_by_head(
    cmd: Command, draft: PlanDraft, answer: Answer, *, act: str, outcome: str
) -> tuple[Decision, Approval | None]:
    """The deputy head's answer to the plan itself, and the approval as the rules take it."""
    request = asked(
        cmd, draft, act=act, object_type="plans.Plan", object_id=draft.plan.pk, department=draft.plan.department.code
    )
    decision = decide(
        cmd,
        request,
        outcome=outcome,
        content_digest=answer.seen,
        opinion=answer.opinion,
        standing_in=answer.standing_in,
    )
    return decision, effective(request, answer.seen) if outcome == Outcome.APPROVED else None


def concerning(plan: Plan, at: datetime, **facts: str) -> dict[str, Private]:
    """What an event keeps sealed about a plan."""
    return {"plan": Private({"number": plan.number, **facts}, house_key(at=at).id)}


def reason_given(reason: str, citation: str = "第七条") -> Finding:
    """Whether a reason was written down."""
    return judge(
        "E07-7",
        citation,
        bool(reason.strip()),
        required="书面理由",
        actual="已写明" if reason.strip() else "未写明",
        refusal=f"请写明理由（{citation}）。",
        remedy="写明后重新办理。",
    )


def vouched_by_another(recorder: UUID, actor: Actor, *, matter: str, citation: str, number: str) -> Finding:
    """Whether somebody else than who recorded a paper confirms it (E13-2). `number` is what the paper's number is called."""
    own = actor.person == recorder
    return judge(
        "E13-2",
        citation,
        not own,
        required="分管负责人，且不是登记人本人",
        actual="登记人本人" if own else OFFICES.get(actor.office, actor.office),
        refusal=f"{matter}须由分管负责人核对确认，登记人本人不能确认（{citation}）。",
        remedy=f"请交分管负责人核对{number}、日期和扫描件后确认；由其本人登记的，由主要负责人写明代行理由后确认。",
    )


def worst(findings: tuple[Finding, ...], otherwise: Finding) -> Finding:
    """The first finding that refuses, the first of all, or `otherwise` where there is none: one answer for a guard."""
    return next((each for each in findings if not each.satisfied), findings[0] if findings else otherwise)


def holds(citation: str, what: str) -> Finding:
    """A guard with nothing to refuse."""
    return judge("E07-1", citation, True, required=what, actual=what, refusal="", remedy="")
