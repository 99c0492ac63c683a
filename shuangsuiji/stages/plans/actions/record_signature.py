"""The acts on paper: a clerk records that a participant without the platform signed a scheme; the deputy head lets it count.

Source: 第十一条; 10-articles (acting on paper: number, date, scan; confirmed by the deputy head; 纸质). The paper is bound to the digest of
the scheme as it was sent: a later change voids it like any other signature.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.lifecycle import TASK, check_act
from shuangsuiji.foundation.approvals.deciding import confirm_paper
from shuangsuiji.foundation.approvals.models import Decision, Outcome, PaperAnswer
from shuangsuiji.foundation.approvals.on_paper import record_paper
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, command
from shuangsuiji.stages.plans.actions.record_consent import Paper
from shuangsuiji.stages.plans.drafting import require_clerk
from shuangsuiji.stages.plans.models import SchemeDraft, Task, TaskDepartment
from shuangsuiji.stages.plans.queries.schemes import countersign_id, paper_signature
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.scheme_signing import asked, concerning_task, require_sent, scheme_paper
from shuangsuiji.stages.plans.signing import OFFICE


def record_signature(
    *, task_id: UUID, department: str, seen: str, paper: Paper, actor: Actor, at: datetime
) -> PaperAnswer:
    """Record a participant's answer on paper. `seen`: the digest of the scheme that is on the paper. Counts once confirmed.

    Raises PlansRefused for a department that takes no part or a scheme not sent round, ContentChanged for another content,
    RuleViolation (E13-1, E13-2), ApprovalRefused for a paper without number or of an impossible day, DoesNotExist for
    another department's task.
    """
    require_clerk(actor)
    with command(actor=actor, at=at) as cmd:
        draft = _own_paper(task_id, actor)
        joined = draft.task.departments.filter(department__code=department, role=TaskDepartment.Role.JOIN)
        if not joined.exists():
            raise PlansRefused("该部门不是本任务的参与部门。")
        key = countersign_id(draft.task.pk, department)
        request = asked(cmd, draft, seen, object_id=key, department=department)
        row = enter(cmd, paper.scan)
        answer = record_paper(
            cmd,
            request,
            outcome=Outcome.APPROVED if paper.agrees else Outcome.REFUSED,
            office=OFFICE,
            number=paper.number,
            signed_on=paper.signed_on,
            scan_digest=paper.scan.digest,
            asked_on=localdate(draft.sent_at) if draft.sent_at else None,
        )
        private = concerning_task(cmd, draft.task, department=department, paper="recorded", number=answer.number)
        cmd.emit("scheme.signed", pub=_pub(cmd, draft.task), private=private, files=[named(row)])
    return answer


def confirm_signature(*, task_id: UUID, department: str, actor: Actor, at: datetime) -> Decision:
    """Let a recorded paper count. Raises PlansRefused without one, RuleViolation (E13-1, E13-2), ContentChanged."""
    with command(actor=actor, at=at) as cmd:
        draft = _own_paper(task_id, actor)
        answer = paper_signature(draft, department)
        if answer is None:
            raise PlansRefused("还没有登记该部门的纸质会签；请经办人先登记。")
        digest = require_sent(draft, draft.sent_digest)
        decision = confirm_paper(cmd, answer, content_digest=digest)
        private = concerning_task(cmd, draft.task, department=department, outcome=decision.outcome)
        cmd.emit("scheme.signed", pub=_pub(cmd, draft.task), private=private)
    return decision


def _own_paper(task_id: UUID, actor: Actor) -> SchemeDraft:
    task = Task.objects.get(pk=task_id, department__code=actor.org)
    draft = scheme_paper(task.pk)
    require(check_act(TASK, draft.task.status, "sign_scheme"))
    return draft


def _pub(cmd: Command, task: Task) -> dict[str, object]:
    return {"office": cmd.actor.office, "task_id": task.number, "count": 1}
