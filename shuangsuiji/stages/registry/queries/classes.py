"""Classes as the office sees them: tables in force, proposals, decisions, previews.

Source: 第六条（一）, 第六条末款.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.sheets.readings import RosterReading
from shuangsuiji.stages.registry.classing import Fusion, fusion_in_force
from shuangsuiji.stages.registry.fusing import Move, moves, moves_digest
from shuangsuiji.stages.registry.models import ClassSource, FusionDraft, FusionRule, ScaleTable, Subject
from shuangsuiji.stages.registry.models.classes import Treatment

TREATMENTS = Treatment.choices
IMPORTED_SOURCES = [(ClassSource.PROVINCE.value, "省共享"), (ClassSource.OWN.value, "本系统")]
_BATCH = 900

__all__ = ["Fusion", "Move", "fusion_in_force", "moves", "moves_digest"]


def scales_of(department: Department) -> QuerySet[ScaleTable]:
    """Own scales, the newest first."""
    rows: QuerySet[ScaleTable] = ScaleTable.objects.filter(department=department)
    return rows.order_by("-effective_from", "-id")


def scale_in_force(department: Department, on: date) -> ScaleTable | None:
    """The table that maps own levels on that day."""
    return scales_of(department).filter(effective_from__lte=on).first()


def fusion_rules(department: Department) -> QuerySet[FusionRule]:
    """Rules that were activated, the newest first."""
    rows: QuerySet[FusionRule] = FusionRule.objects.filter(department=department)
    return rows.order_by("-effective_from", "-id")


def fusion_drafts(department: Department) -> QuerySet[FusionDraft]:
    """Proposals nobody has decided on."""
    decided = FusionRule.objects.filter(department=department).values("draft_id")
    rows: QuerySet[FusionDraft] = FusionDraft.objects.filter(department=department)
    return rows.exclude(pk__in=decided).order_by("-at")


def one_draft(key: UUID, code: str) -> FusionDraft | None:
    """A proposal of that department."""
    found: FusionDraft | None = (
        FusionDraft.objects.filter(pk=key, department__code=code).select_related("department").first()
    )
    return found


def preview_of(draft: FusionDraft) -> list[Move]:
    """Who moves on the day the proposal names."""
    return moves(draft.department, Fusion(draft.matrix, draft.document, draft.effective_from), draft.effective_from)


def unknown_codes(department: Department, reading: RosterReading[Any]) -> list[Any]:
    """Entries of a file of classes or licences that no live subject of the department has."""
    identities = [entry.id for entry in reading.entries]
    known: set[str] = set()
    for start in range(0, len(identities), _BATCH):
        batch: Collection[str] = identities[start : start + _BATCH]
        rows = Subject.objects.filter(department=department, identity__in=batch, removed_on__isnull=True)
        known.update(rows.values_list("identity", flat=True))
    return [entry for entry in reading.entries if entry.id not in known]
