"""The act: a deputy head lets the department's measures per class take effect.

Source: 第六条第二至第四款, 第六条（三）（四）. One command: request of the drafter, decision, Policy with its rows, event.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.finding import Finding, require
from shuangsuiji.core.rules.plans import PolicyTerm, check_policy_row, check_policy_terms
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.overrides.queries import overrides_on
from shuangsuiji.stages.plans.models import Policy, PolicyDraft, PolicyRow
from shuangsuiji.stages.plans.policy_drafting import OFFICE as DRAFTING_OFFICE
from shuangsuiji.stages.plans.queries.policies import policy_digest, policy_shown
from shuangsuiji.stages.plans.refusal import PlansRefused

APPROVING_OFFICE = "deputy_head"


def set_policy(
    *, draft_id: UUID, seen: str, opinion: str = "", standing_in: str = "", actor: Actor, at: datetime
) -> Policy:
    """Let a drafted policy take effect. `seen` is the digest of what the deputy head was shown.

    Raises RuleViolation (E06-3, E06-8 and E06-9 for rows under the floors, E13-2 for the drafter himself or another office),
    ContentChanged, PlansRefused when it was not sent or is in force already, DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        draft = PolicyDraft.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=draft_id, department__code=actor.org
        )
        if draft.sent_at is None or Policy.objects.filter(draft_id=draft.pk).exists():
            raise PlansRefused("该规定尚未送审，或已经启用；请刷新后核对。")
        require(check_policy_terms(draft.document, draft.effective_from), *_rows_hold(draft))
        request = ask(
            cmd,
            act="set_policy",
            citation="第六条（三）、第六条（四）",
            object_type="plans.PolicyDraft",
            object_id=draft.pk,
            content_digest=policy_digest(draft),
            office=APPROVING_OFFICE,
            department=draft.department.code,
            reason=f"{draft.issuing_body} {draft.document}",
            requester=draft.drafter,
            requester_office=DRAFTING_OFFICE,
        )
        decision = decide(
            cmd, request, outcome=Outcome.APPROVED, content_digest=seen, opinion=opinion, standing_in=standing_in
        )
        assert draft.effective_from is not None, "E06-3 refuses a policy without its first day"
        policy = Policy(
            department=draft.department,
            document=draft.document,
            issuing_body=draft.issuing_body,
            effective_from=draft.effective_from,
            effective_to=draft.effective_to,
            draft_id=draft.pk,
            decision=decision,
        )
        policy.save(force_insert=True)
        PolicyRow.objects.bulk_create([_row(policy, each, draft) for each in RiskClass])
        _emit(cmd, draft)
    return policy


def _rows_hold(draft: PolicyDraft) -> tuple[Finding, ...]:
    day = draft.effective_from
    measures = () if day is None else overrides_on(day, draft.department.code)
    return tuple(check_policy_row(each, _term(draft, each), measures, day) for each in RiskClass)


def _term(draft: PolicyDraft, each: str) -> PolicyTerm:
    said = draft.rows[each]
    return PolicyTerm(Ratio(said["num"], said["den"]), said["frequency"], draft.document)


def _row(policy: Policy, each: str, draft: PolicyDraft) -> PolicyRow:
    said = draft.rows[each]
    return PolicyRow(
        policy=policy,
        risk_class=each,
        ratio_num=said["num"],
        ratio_den=said["den"],
        frequency=said["frequency"],
        measures=said.get("measures", ""),
    )


def _emit(cmd: Command, draft: PolicyDraft) -> None:
    terms = Private(policy_shown(draft), house_key(at=cmd.at).id)
    cmd.emit("policy.set", pub={"office": cmd.actor.office, "count": len(RiskClass)}, private={"policy": terms})
