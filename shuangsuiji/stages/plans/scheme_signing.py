"""Letting an office sign what a scheme's paper shows, and fixing it once everybody has: parts of an open command.

Source: 第六条（二）（三）, 第十一条. Takes: the command, the paper, the digest that was seen. Gives: the Decision, the Scheme.
"""

from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, require
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.pool_names import check_pool_name
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision, Outcome
from shuangsuiji.foundation.approvals.queries import effective
from shuangsuiji.foundation.approvals.refusal import ContentChanged
from shuangsuiji.foundation.ledger.command import Command, Private
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.plans.models import ObjectLibrary, Scheme, SchemeDraft, Task
from shuangsuiji.stages.plans.queries.object_libraries import Library, libraries_of
from shuangsuiji.stages.plans.queries.schemes import scheme_content, scheme_digest
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.signing import OFFICE, Answer


def scheme_paper(task_id: UUID) -> SchemeDraft:
    """The paper of a task, task and paper locked. Raises DoesNotExist."""
    task = (
        Task.objects.select_for_update(no_key=True, of=("self",)).select_related("department", "line").get(pk=task_id)
    )
    draft: SchemeDraft = SchemeDraft.objects.select_for_update(no_key=True, of=("self",)).get(pk=task.pk)
    draft.task = task
    return draft


def require_sent(draft: SchemeDraft, seen: str) -> str:
    """The digest of the paper as it was sent. Raises PlansRefused when it was not, ContentChanged when another one was seen."""
    if not draft.sent_digest:
        raise PlansRefused("该方案还没有送会签，或送出后又有改动；请经办人核对后重新送会签。")
    digest = scheme_digest(draft)
    if digest != draft.sent_digest or seen != digest:
        raise ContentChanged("您看到的内容与送会签的内容不一致，可能已被修改；请刷新后核对。")
    return digest


def asked(cmd: Command, draft: SchemeDraft, seen: str, *, object_id: UUID, department: str) -> ApprovalRequest:
    """The sender's request to the deputy head of a department."""
    request: ApprovalRequest = ask(
        cmd,
        act="sign_scheme",
        citation="第十一条",
        object_type="plans.Task",
        object_id=object_id,
        content_digest=require_sent(draft, seen),
        office=OFFICE,
        department=department,
        reason=f"{draft.task}",
        requester=draft.sender,
        requester_office=draft.sender_office,
    )
    return request


def signed(
    cmd: Command, draft: SchemeDraft, answer: Answer, *, object_id: UUID, department: str, agrees: bool
) -> tuple[Decision, Approval | None]:
    """The sender's request to the deputy head of a department with its answer, and the approval as the rules take it."""
    request = asked(cmd, draft, answer.seen, object_id=object_id, department=department)
    decision = decide(
        cmd,
        request,
        outcome=Outcome.APPROVED if agrees else Outcome.REFUSED,
        content_digest=answer.seen,
        opinion=answer.opinion,
        standing_in=answer.standing_in,
    )
    return decision, effective(request, answer.seen) if agrees else None


def fix_scheme(cmd: Command, draft: SchemeDraft, decision: Decision) -> Scheme:
    """Write the scheme and its object libraries with their statutory names."""
    task = draft.task
    scheme = Scheme(
        task=task,
        number=task.schemes.count() + 1,
        content=scheme_content(draft),
        content_digest=scheme_digest(draft),
        decision=decision,
        signed_on=localdate(cmd.at),
    )
    scheme.save(force_insert=True)
    made = libraries_of(draft)
    taken = set(
        ObjectLibrary.objects.exclude(scheme__task=task)
        .filter(name__in=[each.name for each in made])
        .values_list("name", flat=True)
    )
    require(*_free(made, taken))
    ObjectLibrary.objects.bulk_create(
        [
            ObjectLibrary(
                scheme=scheme, department=each.department, risk_class=each.risk_class, name=each.name, ordinal=each.ordinal,
                base_count=each.base, required=each.required, ratio_num=each.share.num, ratio_den=each.share.den,
            )
            for each in made
        ]
    )  # fmt: skip
    return scheme


def _free(made: list[Library], taken: set[str]) -> list[Finding]:
    return [check_pool_name(each.name, each.name, taken) for each in made]


def concerning_task(cmd: Command, task: Task, **facts: str) -> dict[str, Private]:
    """What an event keeps sealed about a scheme."""
    return {"scheme": Private({"task": task.number, "name": task.name, **facts}, house_key(at=cmd.at).id)}
