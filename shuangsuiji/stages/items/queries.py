"""What may be inspected: lists, versions, items, guides, documents, as others read them.

Source: 第一条, 第二条, 第四条, 第六条, 第十七条. Never: a draft as if it were published.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.item_lists import check_item, check_list_not_empty, check_published
from shuangsuiji.core.rules.lifecycle import ITEM_LIST
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.stages.items.models import (
    DraftItem,
    GuideDraft,
    GuideVersion,
    Item,
    ItemList,
    ItemListVersion,
    ItemTerms,
    ListKind,
    RetiredItem,
    RuleDocument,
    SpecialMark,
)
from shuangsuiji.stages.items.models.document import Level

TERMS = tuple(field.name for field in ItemTerms._meta.local_fields)
DOCUMENT_LEVELS = tuple(Level.choices)
# Everybody inside reads what is joint; these read every department's.
READERS = frozenset({"coordinator", "joint_office", "auditor"})

# ------------------------------------------------------------------------------------------------------------ documents


def documents() -> QuerySet[RuleDocument]:
    """Every rule document, the higher first."""
    return RuleDocument.objects.all()


def documents_in_force(on: date) -> QuerySet[RuleDocument]:
    """The documents in force on a day: what a paper of that day may cite."""
    return RuleDocument.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)


# --------------------------------------------------------------------------------------------------------------- lists


def lists_for(department: str, offices: Collection[str]) -> QuerySet[ItemList]:
    """The lists somebody of that department (a code) may see: its own and the joint ones; for readers all."""
    lists: QuerySet[ItemList] = ItemList.objects.select_related("department")
    if not READERS.intersection(offices):
        lists = lists.filter(Q(department__code=department) | Q(kind=ListKind.JOINT))
    return lists


def versions_of(lists: QuerySet[ItemList]) -> QuerySet[ItemListVersion]:
    """All versions of these lists, the newest first, with list, department and working paper."""
    versions: QuerySet[ItemListVersion] = ItemListVersion.objects.filter(item_list__in=lists)
    return versions.select_related("item_list__department", "draft").order_by("item_list__kind", "item_list", "-number")


def version_for(key: Any, department: str, offices: Collection[str]) -> ItemListVersion | None:
    """One version, if somebody of that department may see it; a draft of another department is nobody else's."""
    found = versions_of(lists_for(department, offices)).filter(pk=key).first()
    if found is not None and found.status == "DRAFT" and found.item_list.department.code != department:
        return None
    return found


def under_way(item_list: ItemList) -> ItemListVersion | None:
    """The version being drafted or approved; None where there is none."""
    found: ItemListVersion | None = item_list.versions.filter(status__in=("DRAFT", "APPROVED")).first()
    return found


def under_way_of(department: str, kind: str) -> ItemListVersion | None:
    """The version of that department's list of that kind that is drafted or approved; None where there is none."""
    found = ItemList.objects.filter(department__code=department, kind=kind).first()
    return None if found is None else under_way(found)


def version_numbered(department: str, kind: str, number: int | None = None) -> ItemListVersion | None:
    """A version by its number; without one, that which is published."""
    versions = ItemListVersion.objects.filter(item_list__department__code=department, item_list__kind=kind)
    return versions.filter(**({"status": "PUBLISHED"} if number is None else {"number": number})).first()


def latest_number(item_list: ItemList) -> int:
    """The highest version number; 0 where there is none."""
    return item_list.versions.aggregate(most=Max("number"))["most"] or 0


def rows_of(version: ItemListVersion) -> QuerySet[Any]:
    """The items of a version: the working rows of a draft, else what was fixed."""
    if version.status == "DRAFT":
        drafted: QuerySet[DraftItem] = DraftItem.objects.filter(draft=version.pk).select_related("owner")
        return drafted.order_by("ordinal")
    fixed: QuerySet[Item] = Item.objects.filter(list_version=version).select_related("owner")
    return fixed.order_by("ordinal")


def draft_item(version: ItemListVersion, code: str) -> DraftItem | None:
    """One working row; None where there is none."""
    return DraftItem.objects.filter(draft=version.pk, code=code).select_related("owner").first()


def facets(version: ItemListVersion) -> dict[str, list[str]]:
    """The values a filter offers: categories, subjects, owners' names. Three queries."""
    rows = rows_of(version).order_by()
    return {
        "category": sorted(rows.values_list("category", flat=True).distinct()),
        "subject_range": sorted(rows.values_list("subject_range", flat=True).distinct()),
        "owner": sorted(rows.values_list("owner__name", flat=True).distinct()),
    }


# --------------------------------------------------------------------------------------------------------------- items


def published_items(department: str | None = None, on: date | None = None) -> QuerySet[Item]:
    """The items of the published versions, retired ones left out; of one department's own and the joint lists where a code is given.

    `on`: of the versions that were published by that day and are published still.
    """
    items: QuerySet[Item] = Item.objects.filter(list_version__status="PUBLISHED").select_related(
        "list_version__item_list__department", "owner"
    )
    if department is not None:
        items = items.filter(Q(list_version__item_list__department__code=department) | Q(owner__code=department))
    if on is not None:
        items = items.filter(list_version__published_on__lte=on)
    return items.exclude(code__in=RetiredItem.objects.values("item_code")).order_by("category", "ordinal")


def published_codes() -> set[str]:
    """The codes of all items that may be planned."""
    return set(published_items().values_list("code", flat=True))


def item_in_published(code: str) -> bool:
    """Whether an item stands in a published version."""
    return published_items().filter(code=code).exists()


def unpublished_findings(wanted: Mapping[str, str]) -> tuple[Finding, ...]:
    """E02-1 for each wanted item (code → name)."""
    return check_published(wanted, published_codes())


def findings_of(version: ItemListVersion) -> tuple[Finding, ...]:
    """Every E06-1 of a version, all at once."""
    rows = list(rows_of(version))
    found = [finding for row in rows for finding in check_item(row.name[:40], needed(row))]
    return (check_list_not_empty(len(rows)), *found)


def needed(row: ItemTerms) -> dict[str, str]:
    """The four parts that 第六条 asks of an item, by the words of the parameter."""
    return {"依据": row.basis, "主体": row.organ, "对象": row.subject_range, "方式": row.method}


def shown(version: ItemListVersion) -> dict[str, Any]:
    """What the approver sees of a version, as a JSON value; its digest is what the approval binds."""
    rows = [{**{name: getattr(row, name) for name in TERMS}, "owner": row.owner.code} for row in rows_of(version)]
    return {"list": version.item_list.title, "number": version.number, "items": rows}


def digest_of(version: ItemListVersion) -> str:
    """The digest of what is shown. Cost: one query."""
    return content_digest(shown(version))


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one item: `what` ADDED, REMOVED or CHANGED; `fields` (label, before, after)."""

    what: str
    code: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


def difference(before: ItemListVersion | None, after: ItemListVersion) -> list[Difference]:
    """Item by item, in the order of `after`, what was removed last. Ordinals alone are no difference."""
    old = {row.code: row for row in rows_of(before)} if before is not None else {}
    found: list[Difference] = []
    for row in rows_of(after):
        former = old.pop(row.code, None)
        if former is None:
            found.append(Difference("ADDED", row.code, row.name))
        else:
            changed = tuple(_changes(former, row))
            if changed:
                found.append(Difference("CHANGED", row.code, row.name, changed))
    return found + [Difference("REMOVED", row.code, row.name) for row in old.values()]


def _changes(before: ItemTerms, after: ItemTerms) -> Iterable[tuple[str, str, str]]:
    for field in ItemTerms._meta.local_fields:
        if field.name in {"code", "ordinal"}:
            continue
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            yield str(field.verbose_name), _word(before, field.name), _word(after, field.name)
    if before.owner_id != after.owner_id:  # type: ignore[attr-defined]
        yield "责任部门", before.owner.name, after.owner.name  # type: ignore[attr-defined]


def _word(row: ItemTerms, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else "" if value is None else str(value)


def former_of(version: ItemListVersion) -> ItemListVersion | None:
    """The version before this one."""
    found: ItemListVersion | None = (
        version.item_list.versions.filter(number__lt=version.number).exclude(status="DRAFT").order_by("-number").first()
    )
    return found


def marks_of(item_list: ItemList) -> dict[str, list[SpecialMark]]:
    """Special marks by item code. One query."""
    marks: dict[str, list[SpecialMark]] = {}
    for mark in SpecialMark.objects.filter(item_list=item_list):
        marks.setdefault(mark.item_code, []).append(mark)
    return marks


def retired_of(item_list: ItemList) -> dict[str, RetiredItem]:
    """Retired items by code. One query."""
    return {each.item_code: each for each in RetiredItem.objects.filter(item_list=item_list)}


# -------------------------------------------------------------------------------------------------------------- guides


def guide_of(item_code: str) -> GuideVersion | None:
    """The newest published guide of an item, with its points; None where there is none."""
    return GuideVersion.objects.filter(item_code=item_code).prefetch_related("points").order_by("-number").first()


def guide_version(key: UUID) -> GuideVersion | None:
    """One version, for an inspection that began with it."""
    return GuideVersion.objects.filter(pk=key).prefetch_related("points").first()


def guide_draft(item_code: str) -> GuideDraft | None:
    """The guide being written; None where there is none."""
    return GuideDraft.objects.filter(item_code=item_code).first()


def guided_codes(codes: Iterable[str]) -> set[str]:
    """Of these items, those with a published guide. One query."""
    return set(GuideVersion.objects.filter(item_code__in=list(codes)).values_list("item_code", flat=True))


def items_without_guide(items: Iterable[Item]) -> list[Item]:
    """Those of these items that nobody has written a guide for, in their order."""
    rows = list(items)
    guided = guided_codes(row.code for row in rows)
    return [row for row in rows if row.code not in guided]


def waiting_for(office: str, department: str) -> QuerySet[ItemListVersion]:
    """Versions in which this office of this department has something to do now: approve what was sent, publish what was approved."""
    versions: QuerySet[ItemListVersion] = ItemListVersion.objects.filter(item_list__department__code=department)
    versions = versions.select_related("item_list", "draft").annotate(rows=Count("draft__items"))
    acts = {row.act: row.offices.split() for row in ITEM_LIST.rows}
    wanted = Q(pk__in=[])
    if office in acts["approve_version"]:
        wanted |= Q(status="DRAFT", draft__sent_at__isnull=False)
    if office in acts["publish_items"]:
        wanted |= Q(status="APPROVED") | Q(status="DRAFT", draft__sent_at__isnull=True)
    assert office in OFFICES
    return versions.filter(wanted)
