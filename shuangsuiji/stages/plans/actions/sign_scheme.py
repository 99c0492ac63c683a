"""The act: a participating department's deputy head countersigns a scheme; last of all that of the initiating department.

Source: 第六条（三）, 第九条, 第十一条, 第十八条. With the last signature the scheme is fixed and the object libraries get their names.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, require
from shuangsuiji.core.rules.lifecycle import TASK, check_act
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import SchemeDraft, Task, TaskDepartment
from shuangsuiji.stages.plans.queries.object_libraries import library_findings
from shuangsuiji.stages.plans.queries.schemes import countersign_id, countersignatures, scheme_findings
from shuangsuiji.stages.plans.scheme_signing import concerning_task, fix_scheme, require_sent, scheme_paper, signed
from shuangsuiji.stages.plans.signing import Answer, holds, worst


def sign_scheme(*, task_id: UUID, agrees: bool, answer: Answer, actor: Actor, at: datetime) -> Decision:
    """Sign, or refuse with an opinion, for the actor's department. The initiating department's deputy head signs last.

    Raises RuleViolation with all that refuses (E02-1, E06-5, E06-8, E09-3, E11-1 to E11-4, E13-1, E13-2, E18-1), ContentChanged,
    PlansRefused when it was not sent round, DoesNotExist for a task of others.
    """
    with command(actor=actor, at=at) as cmd:
        draft = scheme_paper(task_id)
        task, lead = draft.task, draft.task.department.code == actor.org
        if not lead:
            task.departments.get(department__code=actor.org, role=TaskDepartment.Role.JOIN)
        require(check_act(TASK, task.status, "sign_scheme"))
        require_sent(draft, answer.seen)
        key = UUID(str(task.pk)) if lead else countersign_id(task.pk, actor.org)
        decision, approval = signed(cmd, draft, answer, object_id=key, department=actor.org, agrees=agrees)
        if lead and agrees:
            _conclude(cmd, draft, decision, approval, answer)
        elif lead:
            draft.sent_digest, draft.revised = "", answer.opinion.strip()[:400]
            draft.version += 1
            draft.save()
        pub = {"office": actor.office, "task_id": task.number, "count": 1}
        cmd.emit("scheme.signed", pub=pub, private=concerning_task(cmd, task, outcome=decision.outcome))
    return decision


def _conclude(cmd: Command, draft: SchemeDraft, decision: Decision, approval: Approval | None, answer: Answer) -> None:
    """Fix the scheme and take the step; a share below its floor is told by an event of its own."""
    task = draft.task
    facts = _facts(draft, approval)
    fix_scheme(cmd, draft, decision)
    move(task, "sign_scheme", actor=cmd.actor, at=cmd.at, facts=facts, standing_in=answer.standing_in)
    task.from_on, task.to_on = draft.from_on, draft.to_on
    task.save(update_fields=["from_on", "to_on"])
    _tell_below_floor(cmd, task, draft)


def _facts(draft: SchemeDraft, approval: Approval | None) -> dict[str, Finding]:
    found = scheme_findings(draft, approval)
    signatures = tuple(finding for _, _, finding in countersignatures(draft))
    require(
        *(each for each in (*sum(found.values(), ()), *signatures, *library_findings(draft.task)) if not each.satisfied)
    )
    facts = {guard: worst(findings, holds("第十一条", "不适用")) for guard, findings in found.items()}
    return {**facts, "signatures_bind_content": worst(signatures, holds("第十一条", "没有参与部门"))}


def _tell_below_floor(cmd: Command, task: Task, draft: SchemeDraft) -> None:
    for each, said in sorted(draft.quotas.items()):
        if said.get("below", "").strip():
            terms = {"task": task.number, "class": each, **said}
            cmd.emit(
                "plan.override",
                pub={"what": "below_floor", "office": cmd.actor.office},
                private={"terms": Private(terms, house_key(at=cmd.at).id)},
                rule="第六条（三）",
            )
