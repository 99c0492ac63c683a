"""Making a notice: its number, the check of what the public will see; the newest proof of a draw. Used by this stage's acts.

Source: 第四条, 第二十四条; 00-decisions, 8. Never: a phone number, an identity number or a class of a named subject in a notice.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.leaks import (
    CANONICAL_ID,
    CREDIT_CODE,
    HANDLE,
    IDENTITY,
    LANDLINE,
    MAIL,
    MOBILE,
    leaks,
)
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.stages.disclosure.models import NoticeKind, PublishedNotice, PublishedProof
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.proving import log_places, replacements_of

# Of what the log may not say openly, that which no notice may say either; ratios by class are public, a firm's class never comes here.
_PERSONAL = frozenset({CANONICAL_ID, CREDIT_CODE, HANDLE, IDENTITY, LANDLINE, MAIL, MOBILE})
_WORDS = {"ITEMS": "清单", "PLAN": "计划", "FILING": "备案"}


def latest(kind: str, record_id: UUID) -> PublishedNotice | None:
    """The newest notice of a record; None where nothing of it was published."""
    return PublishedNotice.objects.filter(kind=kind, record_id=record_id).order_by("-version_no").first()


def latest_proof(number: str) -> PublishedProof | None:
    """The newest proof of a draw; None where none was published. One query."""
    return PublishedProof.objects.select_related("record").filter(number=number).order_by("-version").first()


def proof_is_current(draw: Draw) -> bool:
    """Whether the newest proof of a draw was published after everything that happened to it. About 12 queries."""
    proof = latest_proof(draw.number)
    if proof is None:
        return False
    facts = [index for places in log_places(draw).values() for index, _ in places]
    facts += [entry["log"][0] for entry in replacements_of(draw) if entry["log"]]
    return bool(proof.event.seq > max(facts, default=-1))


def notice_of(kind: str, record_id: UUID, version_no: int) -> str:
    """The index number under which that version of a record was published; empty where it was not. One query."""
    found = PublishedNotice.objects.filter(kind=kind, record_id=record_id, version_no=version_no)
    return found.values_list("index_no", flat=True).first() or ""


def new_notice(
    kind: NoticeKind,
    *,
    department: Department,
    title: str,
    content: dict[str, Any],
    record_id: UUID,
    version_no: int,
    on: date,
    supersedes: PublishedNotice | None = None,
    reason: str = "",
) -> PublishedNotice:
    """A notice with its index number, unsaved. Raises RuleViolation (E19-13) where something personal stands in it."""
    require(check_public(content))
    same = PublishedNotice.objects.filter(department=department, kind=kind, year=on.year)
    ordinal = (same.aggregate(most=Max("ordinal"))["most"] or 0) + 1
    return PublishedNotice(
        kind=kind,
        department=department,
        year=on.year,
        ordinal=ordinal,
        index_no=f"{department.code}-{_WORDS[kind]}-{on.year}-{ordinal:04d}",
        title=title,
        source=department.name,
        published_on=on,
        record_id=record_id,
        version_no=version_no,
        supersedes=supersedes,
        reason=reason,
        content=content,
        content_digest=content_digest(content),
    )


def check_public(content: Any) -> Finding:
    """Whether nothing in a content looks like a person's data (E19-13)."""
    finds = ((path, why) for path, text in _texts(content, "") for _, why in leaks({"text": text}))
    found = next(((path, why) for path, why in finds if why in _PERSONAL), None)
    return judge(
        "E19-13",
        "第二十四条",
        found is None,
        required="不含个人信息",
        actual="不含" if found is None else found[1],
        refusal=f"公示内容“{found[0] if found else ''}”含个人信息，请删除或遮盖（第十九条（四）、第二十四条）。",
        remedy="请回到草稿改正后再公布。",
    )


def _texts(value: Any, path: str) -> "list[tuple[str, str]]":
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, dict):
        return [pair for key, each in value.items() for pair in _texts(each, f"{path}/{key}")]
    if isinstance(value, list):
        return [pair for number, each in enumerate(value, 1) for pair in _texts(each, f"{path}/{number}")]
    return []
