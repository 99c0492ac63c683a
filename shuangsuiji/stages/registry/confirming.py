"""What a confirmation of a registry speaks about: everything that changed since the one before, and whether a second person signs.

Source: 第十条; E10-1, E10-6, C10-2, C10-3. Reads only.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import number
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.registry.inspecting import inspectors_root
from shuangsuiji.stages.registry.models import (
    ChangeLine,
    Inspector,
    RegistryChange,
    RegistryConfirmation,
    RegistryKind,
    Subject,
    What,
)
from shuangsuiji.stages.registry.roots import subjects_root

LATEST_CLASS = "D"
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A row of an import that was kept out by name (未入库). `name` is empty for persons."""

    ordinal: int
    sheet: str
    row: int
    name: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed in one registry since its last confirmation, and what was kept out. `lines` in order of change and row.

    `digest` covers every line and every row kept out with its reason: whoever signs it signs both.
    """

    last: RegistryConfirmation | None
    ordinal: int
    live: int
    added: int
    changed: int
    removed: int
    rows_touched: int
    removed_d: int
    digest: str
    excluded: tuple[KeptOut, ...]
    lines: QuerySet[ChangeLine]
    changes: QuerySet[RegistryChange]
    oldest_source: date | None

    @property
    def count(self) -> int:
        """How many lines the confirmation lists."""
        return self.added + self.changed + self.removed

    @property
    def needs_second(self) -> bool:
        """Whether a second person signs: a class D row leaves, or more than the percentage of the parameter changed."""
        base = self.last.live if self.last is not None else 0
        share = self.rows_touched * _PERCENT > number("second_signature_percent") * max(base, 1)
        return bool(self.removed_d) or (share and self.rows_touched > 0)


def last_confirmation(department: Department, kind: str) -> RegistryConfirmation | None:
    """The newest confirmation of a registry, for whichever task."""
    rows = RegistryConfirmation.objects.filter(department=department, kind=kind)
    return rows.order_by("-change_ordinal", "-at", "-id").first()


def delta_since(department: Department, kind: str) -> Delta:
    """Everything since the last confirmation of that registry. Cost: a fixed number of queries."""
    return _delta(department, kind, last_confirmation(department, kind), None)


def delta_of(confirmation: RegistryConfirmation) -> Delta:
    """What a confirmation spoke about: from the one before it to its own last change. Counts of live rows are those of now."""
    rows = RegistryConfirmation.objects.filter(department=confirmation.department, kind=confirmation.kind)
    again = rows.filter(change_ordinal=confirmation.change_ordinal)
    fewer = Q(change_ordinal__lt=confirmation.change_ordinal)
    before = (
        rows.filter(fewer | Q(pk__in=again.filter(at__lt=confirmation.at)))
        .order_by("-change_ordinal", "-at", "-id")
        .first()
    )
    return _delta(confirmation.department, confirmation.kind, before, confirmation.change_ordinal)


def _delta(department: Department, kind: str, last: RegistryConfirmation | None, until: int | None) -> Delta:
    changes = RegistryChange.objects.filter(
        department=department, kind=kind, ordinal__gt=last.change_ordinal if last else 0
    ).order_by("ordinal")
    if until is not None:
        changes = changes.filter(ordinal__lte=until)
    told = changes.aggregate(added=Sum("added"), changed=Sum("changed"), removed=Sum("removed"))
    lines = ChangeLine.objects.filter(change__in=changes).select_related("change")
    told_rows = list(changes.values_list("ordinal", "lines_digest", "excluded_rows"))
    text = "\n".join(_sealed(*each) for each in told_rows)
    live = _live(department, kind)
    return Delta(
        last=last,
        ordinal=told_rows[-1][0] if told_rows else last.change_ordinal if last else 0,
        live=live.count(),
        added=told["added"] or 0,
        changed=told["changed"] or 0,
        removed=told["removed"] or 0,
        rows_touched=lines.order_by().values("record_id").distinct().count(),
        removed_d=lines.filter(what=What.REMOVED, before__risk_class=LATEST_CLASS).count(),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        excluded=tuple(_kept_out(ordinal, row) for ordinal, _, rows in told_rows for row in rows),
        lines=lines.order_by("change__ordinal", "ordinal"),
        changes=changes,
        oldest_source=live.filter(source_on__isnull=False).order_by("source_on").values_list("source_on", flat=True).first(),
    )  # fmt: skip


def _sealed(ordinal: int, lines_digest: str, excluded: list[dict[str, Any]]) -> str:
    """One change as it enters the digest; a change that kept nothing out reads as it always did."""
    if not excluded:
        return f"{ordinal} {lines_digest}"
    text = json.dumps(excluded, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{ordinal} {lines_digest} {hashlib.sha256(text.encode()).hexdigest()}"


def _kept_out(ordinal: int, row: dict[str, Any]) -> KeptOut:
    return KeptOut(ordinal, row["sheet"], row["row"], row["name"], row["code"], row["reason"])


def root_of(department: Department, kind: str) -> str:
    """The root of that registry as it is."""
    return subjects_root(department) if kind == RegistryKind.SUBJECTS else inspectors_root(department)


def seen_is_now(delta: Delta, seen: str) -> Finding:
    """Whether what was shown is what there is (E10-1)."""
    return judge(
        "E10-1", "第十条", delta.digest == seen, required="所见的变动", actual=f"{delta.count} 行变动",
        refusal="名录库在您查看变动之后又有变动，请重新核对（第十条）。", remedy="请重新打开更新确认页，核对后再确认。",
    )  # fmt: skip


def source_is_fresh(delta: Delta, reason: str, on: date) -> Finding:
    """Whether the data are recent, or it is said why older ones are used (E10-6)."""
    days = number("registry_source_days")
    oldest = delta.oldest_source
    fresh = oldest is None or oldest + timedelta(days=days) >= on
    return judge(
        "E10-6", "第十条", fresh or bool(reason.strip()), required=f"{days} 日内的数据，或说明", actual=f"{oldest}",
        refusal=f"数据来源日期 {oldest} 早于 {days} 日前，没有说明（第十条）。",
        remedy="请导入较新的名录，或写明为什么仍可使用。",
    )  # fmt: skip


def empty_is_said(kind: str, delta: Delta, reason: str) -> Finding:
    """Whether there is anything in the registry, or it is said why there is nothing (E10-6)."""
    label, whom = RegistryKind(kind).label, "检查对象" if kind == RegistryKind.SUBJECTS else "执法检查人员"
    return judge(
        "E10-6", "第十条", delta.live > 0 or bool(reason.strip()), required="至少一行，或说明", actual=delta.live,
        refusal=f"{label}是空的（0 行），没有说明（第十条）。",
        remedy=f"请先导入或登记名录；本部门确实没有{whom}的，在说明里写明理由，再确认空的名录库。",
    )  # fmt: skip


def _live(department: Department, kind: str) -> QuerySet[Subject] | QuerySet[Inspector]:
    model = Subject if kind == RegistryKind.SUBJECTS else Inspector
    found: QuerySet[Subject] | QuerySet[Inspector] = model.objects.filter(
        department=department, removed_on__isnull=True
    )
    return found
