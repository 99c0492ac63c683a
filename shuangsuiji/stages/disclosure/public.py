"""The portal's read model: notices as plain values, nothing else.

Source: 第四条; 20-house §5 (contract 8). Takes: kind, index number. Gives: frozen values without keys of business records.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from shuangsuiji.stages.disclosure.models import NoticeKind, PublishedNotice

KINDS = {"items": NoticeKind.ITEMS, "plans": NoticeKind.PLAN, "filings": NoticeKind.FILING}
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


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between a notice and the one before it, row by row: `what` ADDED, REMOVED or CHANGED."""

    what: str
    key: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


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

    Rows of `content["rows"]` are compared by `key`; columns by the labels of `content["columns"]`.
    """
    row = _all(kind).filter(index_no=index_no).first()
    if row is None or row.supersedes is None:
        return []
    return list(_changes(row.supersedes.content, row.content))


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


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    columns: Sequence[Sequence[str]] = after["columns"]
    old = {row["key"]: row for row in before["rows"]}
    for row in after["rows"]:
        former = old.pop(row["key"], None)
        if former is None:
            yield Change("ADDED", row["key"], _name(row, columns))
            continue
        fields = tuple(
            (label, str(former.get(name, "")), str(row.get(name, "")))
            for name, label in columns
            if name != "ordinal" and former.get(name, "") != row.get(name, "")
        )
        if fields:
            yield Change("CHANGED", row["key"], _name(row, columns), fields)
    yield from (Change("REMOVED", row["key"], _name(row, columns)) for row in old.values())


def _name(row: Mapping[str, Any], columns: Sequence[Sequence[str]]) -> str:
    return str(row.get("name") or row.get(columns[0][0], ""))
