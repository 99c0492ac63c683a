"""The portal's read model: notices as plain values, nothing else.

Source: 第四条; 20-house §5 (contract 8). Takes: kind, index number. Gives: frozen values without keys of business records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from shuangsuiji.stages.disclosure.models import NoticeKind, PublishedNotice
from shuangsuiji.stages.disclosure.tables import Change, change_values, changes_between, facts_of, form_values

KINDS = {"items": NoticeKind.ITEMS, "plans": NoticeKind.PLAN, "filings": NoticeKind.FILING}
# Kinds that have a paper form, and which (30-domain §6: F3, F4).
FORMS = {"items": "item_list", "plans": "plan_table"}
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as the public sees it. `current`: nothing has taken its place."""

    index_no: str
    title: str
    source: str
    published_on: date
    version_no: int
    reason: str
    content: Mapping[str, Any]
    content_digest: str
    current: bool
    former: str
    later: str

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the content says of the whole: label and text."""
        return facts_of(self.content)

    @property
    def amendment(self) -> int:
        """How often a plan was amended when this was published; 0 for what is no amended plan."""
        return int(self.content.get("amendment", 0))


def notices(kind: str) -> list[Notice]:
    """The notices of a kind (`items`, `plans`, `filings`) that nothing has replaced, the newest first. One query."""
    found = _all(kind).filter(superseded_by__isnull=True)
    return [_notice(row) for row in found[:MOST_LISTED]]


def notice(kind: str, index_no: str) -> Notice | None:
    """One notice, replaced or not; None where there is none of that kind."""
    row = _all(kind).filter(index_no=index_no).first()
    return None if row is None else _notice(row)


def history(kind: str, index_no: str) -> list[Notice]:
    """The notices of the same record, the newest first. Empty for an unknown number."""
    row = _all(kind).filter(index_no=index_no).first()
    return (
        []
        if row is None
        else [_notice(each) for each in _all(kind).filter(record_id=row.record_id).order_by("-version_no")]
    )


def changes(kind: str, index_no: str) -> list[Change]:
    """What changed against the notice before; empty for the first one.

    First the title and the head, then rows of `content["rows"]` by `key`; columns by the labels of `content["columns"]`.
    """
    row = _all(kind).filter(index_no=index_no).first()
    if row is None or row.supersedes is None:
        return []
    found = changes_between(row.supersedes.content, row.content)
    if kind != "plans" or row.supersedes.title == row.title:
        return found  # the title of a list says its version: no change of the list
    return [Change("CHANGED", "", "标题", (("标题", row.supersedes.title, row.title),)), *found]


def paper_values(kind: str, index_no: str) -> dict[str, Any]:
    """The values of the form that prints a notice (`FORMS`). Raises KeyError for an unknown number. Cost: 2 queries."""
    found = notice(kind, index_no)
    if found is None:
        raise KeyError(index_no)
    first = [("索引号", found.index_no), ("公布日期", f"{found.published_on}"), ("版本", f"第 {found.version_no} 版")]
    if found.reason:
        first.append(("变更理由", found.reason))
    if found.later:
        first.append(("替代情况", f"已被 {found.later} 替代"))
    values = form_values(found.content, title=found.title, org=found.source, number=found.index_no, facts=first)
    return {**values, "changes": change_values(changes(kind, index_no))}


def _all(kind: str) -> QuerySet[PublishedNotice]:
    found: QuerySet[PublishedNotice] = PublishedNotice.objects.filter(kind=KINDS[kind])
    return found.select_related("supersedes", "superseded_by").order_by("-published_on", "-ordinal")


def _notice(row: PublishedNotice) -> Notice:
    later = getattr(row, "superseded_by", None)
    return Notice(
        index_no=row.index_no,
        title=row.title,
        source=row.source,
        published_on=row.published_on,
        version_no=row.version_no,
        reason=row.reason,
        content=row.content,
        content_digest=row.content_digest,
        current=later is None,
        former=row.supersedes.index_no if row.supersedes else "",
        later=later.index_no if later else "",
    )
