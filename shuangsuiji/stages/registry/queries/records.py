"""The paper of a confirmation (F11a): what it says, from the confirmation, the changes it covers and its entry in the log.

Source: 第十条; 30-domain §6 (F11a); C10-2. Reads only. Nothing is put on the paper that the confirmation did not speak about.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate, localtime

from shuangsuiji.core.rules.deadlines import due
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import number
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.stages.registry.confirming import Delta, delta_of, root_of
from shuangsuiji.stages.registry.models import (
    Inspector,
    PaperConfirmation,
    RegistryConfirmation,
    RegistryKind,
    Subject,
    SubjectState,
)
from shuangsuiji.stages.registry.queries.inspectors import shown_lines, uncertified_in

FORM = "confirmation_record"
_SHORT = {RegistryKind.SUBJECTS: "检查对象", RegistryKind.INSPECTORS: "执法人员"}
_LATER = "—"


def confirmations_of(department: str) -> Any:
    """The confirmations of that department (code), newest first."""
    return (
        RegistryConfirmation.objects.filter(department__code=department).select_related("paper").order_by("-at", "-id")
    )


def confirmation_with(key: UUID, department: str) -> RegistryConfirmation | None:
    """One confirmation of that department, with its decision."""
    rows = RegistryConfirmation.objects.select_related("department", "decision__request", "decision__paper")
    return rows.filter(pk=key, department__code=department).first()


def record_values(confirmation: RegistryConfirmation, *, task_name: str = "", window: str = "") -> dict[str, Any]:
    """What the form `confirmation_record` is filled with. Personal names only of whoever decided and of inspectors that changed.

    task_name, window: of the task it was made for, where it was made for one.
    """
    delta, kind = delta_of(confirmation), RegistryKind(confirmation.kind)
    confirmed = localdate(confirmation.at)
    return {
        "org": confirmation.department.name,
        "number": f"{confirmation.department.code}-{kind.lower()}-{confirmed:%Y%m%d}-{confirmation.change_ordinal}",
        "title": "名录库更新确认记录",
        "task_name": task_name or confirmation.task_number or "一般确认（未指定任务）",
        "task_id": confirmation.task_number or _LATER,
        "window": window or _LATER,
        "confirmed_at": _clock(confirmation.at),
        "valid_until": f"{due(confirmed, number('confirmation_valid_days'))}",
        "registries": [_registry(confirmation, delta)],
        "changes": [
            {"registry": _SHORT[kind], "change": line.get_what_display(), "name": name, "content": text or _LATER}
            for line, name, text in shown_lines(delta.lines)
        ],
        "excluded": [
            {"place": f"{each.sheet} {each.row}".strip(), "name": each.name or _LATER, "code": each.code or _LATER, "reason": each.reason}
            for each in delta.excluded
        ],
        "confirmations": list(_signed(confirmation)),
        "log": _log(confirmation),
    }  # fmt: skip


def _registry(confirmation: RegistryConfirmation, delta: Delta) -> dict[str, Any]:
    sources = delta.changes.exclude(source="").values_list("source", "source_on").distinct().order_by("source_on")
    told = [f"{source}{f'，截至 {on}' if on else ''}" for source, on in sources]
    return {
        "label": f"{confirmation.get_kind_display()}库",
        "source": "；".join(dict.fromkeys(told)) or "自上次确认以来没有新的来源",
        "count": confirmation.live,
        "added": confirmation.added,
        "changed": confirmation.changed,
        "removed": confirmation.removed,
        "marked": _marked(confirmation),
        "root": confirmation.root,
    }


def _marked(confirmation: RegistryConfirmation) -> str:
    """How many rows are marked as not drawable; a dash where the registry is no longer the one that was confirmed."""
    department, on = confirmation.department, localdate(confirmation.at)
    if root_of(department, confirmation.kind) != confirmation.root:
        return _LATER
    if confirmation.kind == RegistryKind.SUBJECTS:
        rows = Subject.objects.filter(department=department, removed_on__isnull=True)
        return f"{rows.exclude(state=SubjectState.NORMAL).count()}"
    away = Inspector.objects.filter(department=department, removed_on__isnull=True).exclude(state="E")
    return f"{len({*away.values_list('pk', flat=True), *(each.inspector.pk for each in uncertified_in(department, on, on))})}"


def _signed(confirmation: RegistryConfirmation) -> Iterator[dict[str, str]]:
    """Who confirmed and who signed. A keeper who confirmed alone is known to the log by his office only: he signs the paper."""
    paper = PaperConfirmation.objects.filter(confirmation=confirmation).first()
    if paper is not None:
        yield from _on_paper(paper)
        return
    decision = confirmation.decision
    keeper = _name(decision.request.requester) if decision is not None else ""
    yield _line(confirmation.confirmed_by, confirmation.reason or "已核对，确认", keeper, confirmation.at)
    if decision is not None:
        words = "；".join(
            filter(None, (decision.opinion or "同意", decision.standing_in and f"代行：{decision.standing_in}"))
        )
        yield _line(decision.office, words, _name(decision.person), decision.at)


def _on_paper(paper: PaperConfirmation) -> Iterator[dict[str, str]]:
    """What the department signed, and who of the initiating department entered the paper and vouched for it."""
    day = f"{paper.signed_on}"
    yield {
        "office": f"{paper.signer}（纸质）",
        "opinion": f"{paper.reason or '已核对，确认'}；文号 {paper.number}",
        "person": "见扫描件",
        "at": day,
    }
    if paper.second_signer:
        yield {"office": f"{paper.second_signer}（纸质）", "opinion": "同意", "person": "见扫描件", "at": day}
    yield _line("发起部门登记", f"扫描件摘要 {paper.scan_digest}", _name(paper.recorder), paper.at)
    if paper.confirmer is not None and paper.confirmation is not None:
        yield _line("发起部门核对", "与纸质件一致", _name(paper.confirmer), paper.confirmation.at)


def _line(office: str, opinion: str, person: str, at: datetime) -> dict[str, str]:
    return {"office": OFFICES.get(office, office), "opinion": opinion, "person": person, "at": _clock(at)}


def _name(key: UUID) -> str:
    found = Person.objects.select_related("key").filter(pk=key).first()
    return found.name if found is not None else ""


def _clock(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"


def _log(confirmation: RegistryConfirmation) -> dict[str, Any]:
    event, head = LogEvent.objects.get(event_id=confirmation.event_id), LogHead.objects.get()
    root = Frontier.from_bytes(head.size, bytes(head.frontier)).root().hex()
    origin = settings.SHUANGSUIJI_ORIGIN or "（日志尚未命名）"
    return {
        "origin": origin,
        "index": event.seq,
        "leaf_hash": bytes(event.leaf_hash).hex(),
        "size": head.size,
        "root": root,
    }
