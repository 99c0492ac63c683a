"""The act: with every participant's consent the deputy head confirms the plan; its first version is fixed.

Source: 第一条, 第六条（三）, 第七条. One command: request of the sender, decision, version, step, event; a share below its floor is told
by an event of its own.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, require
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.plan_lint import Remark, refusing
from shuangsuiji.core.rules.plans import check_participants
from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import PlanDraft, PlanVersion
from shuangsuiji.stages.plans.queries.standing import consents_of, remarks_on
from shuangsuiji.stages.plans.signing import Answer, holds, paper_of, reason_given, require_sent, signed_by_head, worst
from shuangsuiji.stages.plans.versions import fix_version

_GUARDS = {
    "policy_in_force": ("E06-4",),
    "basis_cited": ("E01-1",),
    "floors_met_or_approved": ("E06-8",),
    "frequency_met": ("E06-9", "E06-10"),
}


def confirm_plan(*, plan_id: UUID, answer: Answer, actor: Actor, at: datetime) -> PlanVersion:
    """Confirm a plan as it was shown. The deputy head's consent covers the shares below the floor that give a reason.

    Raises RuleViolation with all that refuses (E01-1, E02-1, E06-4, E06-8 to E06-10, E07-1, E07-2, E11-2, E13-1, E13-2, E18-1),
    ContentChanged, PlansRefused when it was not sent round, DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        draft = paper_of(plan_id, actor.org)
        require_sent(draft, answer.seen)
        decision, approval = signed_by_head(cmd, draft, answer, act="confirm_plan", outcome=Outcome.APPROVED)
        facts = facts_that_hold(draft, approval)
        version = fix_version(cmd, draft, decision, amendment=0)
        plan = draft.plan
        move(plan, "confirm_plan", actor=actor, at=at, facts=facts, standing_in=answer.standing_in)
        plan.title = draft.title
        plan.save(update_fields=["title"])
        cmd.emit("plan.approved", pub=open_part(version))
        tell_below_floor(cmd, version)
    return version


def facts_that_hold(draft: PlanDraft, approval: Approval | None) -> dict[str, Finding]:
    """The answers to the guards of the table. Raises RuleViolation with everything that refuses, participants included."""
    remarks = remarks_on(draft, approval=approval)
    consents = check_participants([consent for _, consent in consents_of(draft)])
    require(*refusing(remarks), *(finding for finding in consents if not finding.satisfied))
    return {
        **{guard: worst(_of(remarks, codes), holds("第六条（三）", "不适用")) for guard, codes in _GUARDS.items()},
        "participants_agree": worst(consents, holds("第七条", "没有参与部门")),
        "reason_given": reason_given(draft.reason or "首次会签"),
    }


def open_part(version: PlanVersion) -> dict[str, object]:
    """What an event says of a version: year, number and digest."""
    return {"year": version.plan.year, "version": version.number, "digest": version.content_digest}


def tell_below_floor(cmd: Command, version: PlanVersion) -> None:
    """One `plan.override` for each share below its floor: what was allowed, sealed; that it was, openly."""
    for line in version.content["lines"]:
        for each, said in line["quotas"].items():
            if said.get("below", "").strip():
                terms = {"plan": version.plan.number, "line": line["ordinal"], "class": each, **said}
                cmd.emit(
                    "plan.override",
                    pub={"what": "below_floor", "office": cmd.actor.office},
                    private={"terms": Private(terms, house_key(at=cmd.at).id)},
                    rule="第六条（三）",
                )


def _of(remarks: tuple[Remark, ...], codes: tuple[str, ...]) -> tuple[Finding, ...]:
    return tuple(each.finding for each in remarks if each.finding.code in codes)
