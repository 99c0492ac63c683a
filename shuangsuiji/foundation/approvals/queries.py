"""Reading streams of approval: what waits for an office, how a request stands, what the guards of the core are told.

Source: 70-interface §5; 80-reliability E14. A decision is effective only while the content still has the digest it was made on.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from shuangsuiji.core.rules.offices import OFFICES, Approval
from shuangsuiji.foundation.approvals.models import ApprovalRequest, Decision, Outcome


class Standing(StrEnum):
    """Where a request stands against the content as it is now. VOID: the content changed after it was submitted."""

    WAITING = "WAITING"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    VOID = "VOID"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self]


_LABELS = {
    Standing.WAITING: "待审批",
    Standing.APPROVED: "已同意",
    Standing.REFUSED: "不同意",
    Standing.WITHDRAWN: "已撤回",
    Standing.VOID: "内容已改动，作废",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the stream, top to bottom: who (by office), what, when. `paper` is the number of a paper, or empty."""

    at: datetime
    person: UUID
    office: str
    department: str
    word: str
    text: str
    paper: str = ""

    @property
    def office_label(self) -> str:
        """The office in Chinese."""
        return OFFICES.get(self.office, self.office)


def answer_to(request: ApprovalRequest) -> Decision | None:
    """The decision or withdrawal, if there is one."""
    return Decision.objects.select_related("paper").filter(request=request).first()


def standing(request: ApprovalRequest, content_digest: str) -> Standing:
    """How the request stands for content with this digest."""
    answer = answer_to(request)
    if answer is not None and answer.outcome != Outcome.APPROVED:
        return Standing(answer.outcome)
    if content_digest != request.content_digest:
        return Standing.VOID
    return Standing.WAITING if answer is None else Standing.APPROVED


def effective(request: ApprovalRequest, content_digest: str) -> Approval | None:
    """The approval as the core's guards take it; None unless it was given for exactly this content."""
    if standing(request, content_digest) is not Standing.APPROVED:
        return None
    answer = Decision.objects.select_related("paper").get(request=request)
    return Approval(
        answer.office,
        answer.department,
        str(answer.person),
        str(answer.requester),
        answer.paper.signed_on if answer.paper else localdate(answer.at),
        answer.standing_in,
    )


def approval_of(*, act: str, object_id: UUID, content_digest: str) -> Approval | None:
    """The effective approval of an act on an object, or None. Cost: at most three queries."""
    request = ApprovalRequest.objects.filter(act=act, object_id=object_id).order_by("-ordinal").first()
    return None if request is None else effective(request, content_digest)


def waiting_for(office: str, department: str) -> QuerySet[ApprovalRequest]:
    """Open requests to an office, oldest first: its part of the to-do page."""
    waiting: QuerySet[ApprovalRequest] = ApprovalRequest.objects.filter(
        office=office, department=department, decision__isnull=True
    )
    return waiting


def stream(request: ApprovalRequest) -> list[Line]:
    """The whole stream in order of time. Cost: 4 queries."""
    lines = [
        Line(
            request.at,
            request.requester,
            request.requester_office,
            request.requester_department,
            "申请",
            request.reason,
        )
    ]
    lines += [Line(o.at, o.person, o.office, o.department, "意见", o.text) for o in request.opinions.all()]
    lines += [
        Line(p.at, p.recorder, p.office, p.department, "纸质登记", p.get_outcome_display(), p.number)
        for p in request.paper_answers.all()
    ]
    answer = answer_to(request)
    if answer is not None:
        paper = answer.paper.number if answer.paper else ""
        word = answer.get_outcome_display()
        lines.append(Line(answer.at, answer.person, answer.office, answer.department, word, answer.opinion, paper))
    return sorted(lines, key=lambda line: line.at)
