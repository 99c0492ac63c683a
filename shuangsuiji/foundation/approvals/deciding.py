"""The decision: by the office asked, by another person than the requester, on exactly what was shown.

Source: 第十五条, 第二十一条; 00-decisions, 11; 80-reliability E14. Takes: an open command. Gives: a Decision and the core's Approval.
The database repeats every guard here with a constraint, except which office may decide: that is a rule, told with its article.
"""

from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.offices import OFFICES, Approval, next_up
from shuangsuiji.foundation.approvals.asking import person_of, require_open
from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision, Outcome, PaperAnswer
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused, ContentChanged
from shuangsuiji.foundation.ledger.command import Command


def decide(
    cmd: Command,
    request: ApprovalRequest,
    *,
    outcome: str,
    content_digest: str,
    opinion: str = "",
    standing_in: str = "",
) -> Decision:
    """Answer a request in the office of the command's actor. `content_digest` is of what that person saw.

    `standing_in`: why the next office up decides. Raises RuleViolation for the requester himself, another office or another
    department; ContentChanged; AlreadyAnswered; ApprovalRefused for a refusal without opinion.
    """
    request = require_open(request)
    person = person_of(cmd)
    _require_same(request, content_digest)
    asked = Approval(
        cmd.actor.office, cmd.actor.org, str(person), str(request.requester), localdate(cmd.at), standing_in.strip()
    )
    require(may_decide(request, asked))
    return _write(cmd, request, outcome, person, asked, opinion)


def confirm_paper(cmd: Command, answer: PaperAnswer, *, content_digest: str) -> Decision:
    """Let an answer on paper count. Done by the deputy head (or the next office up) of the recording department.

    Raises RuleViolation for the requester, the recorder or another office; ContentChanged; AlreadyAnswered.
    """
    request = require_open(answer.request)
    person = person_of(cmd)
    _require_same(request, content_digest)
    require(may_confirm(cmd, answer, person))
    signed = Approval(
        answer.office, answer.department, str(person), str(request.requester), answer.signed_on, answer.standing_in
    )
    return _write(cmd, request, answer.outcome, person, signed, "", paper=answer)


def may_decide(request: ApprovalRequest, asked: Approval) -> Finding:
    """Whether this is the office asked, of the department asked, and another person (E13-2)."""
    wanted = OFFICES.get(request.office, request.office)
    above = next_up(request.office)
    own = asked.person == asked.requester
    return judge(
        "E13-2",
        _article(request),
        asked.counts_for(request.office, request.department),
        required=wanted,
        actual="申请人本人" if own else OFFICES.get(asked.office, asked.office),
        refusal=(
            f"申请人本人不能审批自己的申请（{request.citation}）。"
            if own
            else f"本事项由{request.department}的{wanted}审批，您现以{asked.department}的"
            f"{OFFICES.get(asked.office, asked.office)}身份办理（{request.citation}）。"
        ),
        remedy=f"请交{wanted}办理"
        + (f"；该岗位空缺或由其本人申请的，由{OFFICES[above]}写明代行理由后办理。" if above else "。"),
    )


def may_confirm(cmd: Command, answer: PaperAnswer, person: UUID) -> Finding:
    """Whether this person may vouch for a paper: deputy head or above, neither requester nor recorder (E13-2)."""
    others = {answer.request.requester, answer.recorder}
    offices = ("deputy_head", "principal_head")
    return judge(
        "E13-2",
        _article(answer.request),
        person not in others and cmd.actor.office in offices and cmd.actor.org == answer.recorder_department,
        required="登记部门的分管负责人，且不是申请人、登记人本人",
        actual="申请人或登记人本人" if person in others else OFFICES.get(cmd.actor.office, cmd.actor.office),
        refusal=f"纸质审批须由登记部门的分管负责人核对确认，申请人、登记人本人不能确认（{answer.request.citation}）。",
        remedy="请交分管负责人核对文号、日期和扫描件后确认；其本人申请的，由主要负责人确认。",
    )


def _write(
    cmd: Command,
    request: ApprovalRequest,
    outcome: str,
    person: UUID,
    approval: Approval,
    opinion: str,
    paper: PaperAnswer | None = None,
) -> Decision:
    if outcome not in (Outcome.APPROVED, Outcome.REFUSED):
        raise ApprovalRefused("审批结论只能是同意或不同意；请重新选择。")
    if outcome == Outcome.REFUSED and paper is None and not opinion.strip():
        raise ApprovalRefused("不同意须写明意见；请补充后提交。")
    decision = Decision(
        request=request,
        outcome=outcome,
        requester=request.requester,
        content_digest=request.content_digest,
        person=person,
        office=approval.office,
        department=approval.department,
        standing_in=approval.standing_in,
        opinion=opinion.strip(),
        paper=paper,
        recorder=paper.recorder if paper else None,
        at=cmd.at,
    )
    decision.save(force_insert=True)
    return decision


def _require_same(request: ApprovalRequest, content_digest: str) -> None:
    if content_digest != request.content_digest:
        raise ContentChanged("您看到的内容与提交审批的内容不一致，可能已被修改；请刷新核对，由申请人重新提交。")


def _article(request: ApprovalRequest) -> str:
    """The first provision of the request's citation."""
    return request.citation.replace("、", " ").split()[0]
