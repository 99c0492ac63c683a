"""Recording the answer of an office or body that has no account here: number, day and scan.

Source: 10-articles (acting on paper); 00-decisions (a small county must never stand still). It counts after `confirm_paper`.
"""

from datetime import date

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.core.rules.offices import OFFICES, next_up
from shuangsuiji.foundation.approvals.asking import person_of, require_open
from shuangsuiji.foundation.approvals.models import ApprovalRequest, PaperAnswer
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused
from shuangsuiji.foundation.ledger.command import Command


def record_paper(
    cmd: Command,
    request: ApprovalRequest,
    *,
    outcome: str,
    office: str,
    number: str,
    signed_on: date,
    scan_digest: str,
    standing_in: str = "",
    asked_on: date | None = None,
) -> PaperAnswer:
    """Note what the paper says; `office` is who signed it: the one asked, or the next up with `standing_in` as the reason.

    asked_on: when what was signed went round, where the request itself is written only now, with the paper.

    Raises AlreadyAnswered; RuleViolation for a paper signed by another office; ApprovalRefused without number or for a
    day before the request or still to come.
    """
    request = require_open(request)
    wanted = OFFICES.get(request.office, request.office)
    require(
        judge(
            "E13-2",
            request.citation.replace("、", " ").split()[0],
            office == request.office or (bool(standing_in.strip()) and office == next_up(request.office)),
            required=wanted,
            actual=OFFICES.get(office, office),
            refusal=f"本事项由{wanted}审批，纸质件由{OFFICES.get(office, office)}签批（{request.citation}）。",
            remedy=f"请取得{wanted}签批的纸质件后登记；由上一级代行的，请写明代行理由。",
        )
    )
    if not number.strip():
        raise ApprovalRefused("纸质审批须登记文号；没有文号的，填写登记簿编号。")
    first = asked_on or localdate(request.at)
    if not first <= signed_on <= localdate(cmd.at):
        raise ApprovalRefused(
            f"纸质审批的签批日期 {signed_on} 不在申请日 {first} 与今天 {localdate(cmd.at)} 之间；请核对后重新登记。"
        )
    answer = PaperAnswer(
        request=request,
        outcome=outcome,
        office=office,
        department=request.department,
        number=number.strip(),
        signed_on=signed_on,
        scan_digest=scan_digest,
        standing_in=standing_in.strip(),
        recorder=person_of(cmd),
        recorder_department=cmd.actor.org,
        at=cmd.at,
    )
    answer.save(force_insert=True)
    return answer
