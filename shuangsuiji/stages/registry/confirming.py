"""What a confirmation of a registry speaks about: everything that changed since the one before, and whether a second person signs.

Source: 第十条; E10-1, E10-6, C10-2, C10-3. Reads only.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

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
class Delta:
    """What changed in one registry since its last confirmation. `lines` in order of change and row."""

    last: RegistryConfirmation | None
    ordinal: int
    live: int
    added: int
    changed: int
    removed: int
    rows_touched: int
    removed_d: int
    digest: str
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
    last = last_confirmation(department, kind)
    changes = RegistryChange.objects.filter(
        department=department, kind=kind, ordinal__gt=last.change_ordinal if last else 0
    ).order_by("ordinal")
    told = changes.aggregate(added=Sum("added"), changed=Sum("changed"), removed=Sum("removed"))
    lines = ChangeLine.objects.filter(change__in=changes).select_related("change")
    ordinals = list(changes.values_list("ordinal", "lines_digest"))
    text = "\n".join(f"{ordinal} {digest}" for ordinal, digest in ordinals)
    rows = _live(department, kind)
    return Delta(
        last=last,
        ordinal=ordinals[-1][0] if ordinals else last.change_ordinal if last else 0,
        live=rows.count(),
        added=told["added"] or 0,
        changed=told["changed"] or 0,
        removed=told["removed"] or 0,
        rows_touched=lines.order_by().values("record_id").distinct().count(),
        removed_d=lines.filter(what=What.REMOVED, before__risk_class=LATEST_CLASS).count(),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        lines=lines.order_by("change__ordinal", "ordinal"),
        changes=changes,
        oldest_source=rows.filter(source_on__isnull=False).order_by("source_on").values_list("source_on", flat=True).first(),
    )  # fmt: skip


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


def is_not_empty(delta: Delta) -> Finding:
    """Whether there is anything in the registry (E10-6)."""
    return judge(
        "E10-6", "第十条", delta.live > 0, required="至少一行", actual=delta.live,
        refusal="名录库是空的，不能确认（第十条）。", remedy="请先导入名录。",
    )  # fmt: skip


def _live(department: Department, kind: str) -> QuerySet[Subject] | QuerySet[Inspector]:
    model = Subject if kind == RegistryKind.SUBJECTS else Inspector
    found: QuerySet[Subject] | QuerySet[Inspector] = model.objects.filter(
        department=department, removed_on__isnull=True
    )
    return found
