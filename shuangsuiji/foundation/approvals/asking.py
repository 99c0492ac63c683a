"""Asking an office, speaking to a request, taking it back: parts of an open command.

Source: 第十五条, 第二十一条; 70-interface §5. Takes: an open command. Gives: rows that the command's next event speaks for.
"""

from uuid import UUID

from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision, Opinion, Outcome
from shuangsuiji.foundation.approvals.refusal import AlreadyAnswered, AlreadyAsked, ApprovalRefused
from shuangsuiji.foundation.ledger.command import Command


def ask(
    cmd: Command,
    *,
    act: str,
    citation: str,
    object_type: str,
    object_id: UUID,
    content_digest: str,
    office: str,
    department: str,
    reason: str,
    requester: UUID | None = None,
    requester_office: str = "",
) -> ApprovalRequest:
    """Ask `office` of `department` to agree. `content_digest` is of everything that will be shown.

    `requester` and `requester_office`: who drafted, where the request is recorded together with its decision. Raises AlreadyAsked while
    the same act on the same object waits, ApprovalRefused without a reason.
    """
    if not reason.strip():
        raise ApprovalRefused("申请须写明理由；请补充后重新提交。")
    earlier = ApprovalRequest.objects.filter(act=act, object_id=object_id)
    if earlier.filter(decision__isnull=True, content_digest=content_digest).exists():
        raise AlreadyAsked("同一事项已提交审批，尚未答复；请等待答复，或撤回后重新提交。")
    who = requester or person_of(cmd)
    request = ApprovalRequest(
        id=cmd.new_id(),
        act=act,
        citation=citation,
        object_type=object_type,
        object_id=object_id,
        ordinal=earlier.count() + 1,
        content_digest=content_digest,
        office=office,
        department=department,
        requester=who,
        requester_office=requester_office or cmd.actor.office,
        requester_department=cmd.actor.org,
        reason=reason.strip(),
        at=cmd.at,
    )
    request.binding = f"{request.id.hex}/{who.hex}/{content_digest}"
    request.save(force_insert=True)
    return request


def give_opinion(cmd: Command, request: ApprovalRequest, *, text: str) -> Opinion:
    """Add an opinion to an open request. Raises AlreadyAnswered, or ApprovalRefused for an empty one."""
    require_open(request)
    if not text.strip():
        raise ApprovalRefused("意见不能为空；请填写后提交。")
    opinion = Opinion(
        request=request,
        person=person_of(cmd),
        office=cmd.actor.office,
        department=cmd.actor.org,
        text=text.strip(),
        at=cmd.at,
    )
    opinion.save(force_insert=True)
    return opinion


def withdraw(cmd: Command, request: ApprovalRequest, *, reason: str) -> Decision:
    """End a request before it is answered. Only who asked may; raises ApprovalRefused otherwise."""
    request = require_open(request)
    person = person_of(cmd)
    if person != request.requester:
        raise ApprovalRefused("只有申请人本人可以撤回申请；请由申请人办理。")
    if not reason.strip():
        raise ApprovalRefused("撤回申请须写明原因；请补充后重新提交。")
    decision = Decision(
        request=request,
        outcome=Outcome.WITHDRAWN,
        requester=request.requester,
        content_digest=request.content_digest,
        person=person,
        office=cmd.actor.office,
        department=cmd.actor.org,
        opinion=reason.strip(),
        at=cmd.at,
    )
    decision.save(force_insert=True)
    return decision


def require_open(request: ApprovalRequest) -> ApprovalRequest:
    """The request, locked until the command ends. Raises AlreadyAnswered when it has its answer."""
    locked = ApprovalRequest.of(request.pk)
    answer = Decision.objects.filter(request=locked).first()
    if answer is not None:
        raise AlreadyAnswered(f"该申请已有结论：{answer.get_outcome_display()}；不能再次办理，如有变化请重新申请。")
    return locked


def person_of(cmd: Command) -> UUID:
    """Who acts. Raises ApprovalRefused for the program itself: approving and asking are acts of persons."""
    if cmd.actor.person is None:
        raise ApprovalRefused("系统自身不能申请或审批；请由有权人员办理。")
    return cmd.actor.person
