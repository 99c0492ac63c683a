"""Publishing an approved item list; the version before it is superseded in the same act.

Source: 第四条 (公开透明), 第六条第一款. An own list by the department's clerk, the joint one by the office of the joint meeting.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, RuleViolation, judge
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.disclosure.models import NoticeKind, PublishedNotice
from shuangsuiji.stages.disclosure.queries import latest, new_notice
from shuangsuiji.stages.items.models import Item, ItemListVersion
from shuangsuiji.stages.items.queries import findings_of, rows_of

COLUMNS = (
    ("ordinal", "序号"),
    ("category", "抽查类别"),
    ("name", "抽查事项"),
    ("sub_item", "抽查子项"),
    ("subject_range", "检查对象"),
    ("kind", "事项类别"),
    ("method", "检查方式"),
    ("organ", "检查主体"),
    ("basis", "检查依据"),
    ("ratio_text", "抽查比例"),
    ("frequency_text", "抽查频次"),
    ("initiating_text", "发起部门"),
    ("participating_text", "配合部门"),
    ("remark", "备注"),
)


def publish_items(*, version: UUID, place: str, actor: Actor, at: datetime) -> PublishedNotice:
    """Publish an approved version. `place` is where else it is made public (公布载体).

    Raises RuleViolation (E06-1, E13-1, E13-2, E19-13), DoesNotExist for another department's version.
    """
    with command(actor=actor, at=at) as cmd:
        found: ItemListVersion = (
            ItemListVersion.objects.select_for_update(no_key=True, of=("self",))
            .select_related("item_list__department")
            .get(pk=version, item_list__department__code=actor.org)
        )
        before = found.item_list.versions.select_for_update(no_key=True).filter(status="PUBLISHED").first()
        complete = {"items_complete": _complete(found)}
        if before is not None:
            move(before, "supersede_version", actor=actor, at=at, facts=complete)
        found.published_on, found.place = localdate(at), place.strip()
        found.save(update_fields=["published_on", "place"])
        move(found, "publish_items", actor=actor, at=at, facts=complete)
        notice = new_notice(
            NoticeKind.ITEMS,
            department=found.item_list.department,
            title=f"{found.item_list.title}（第 {found.number} 版）",
            content=content_of(found),
            record_id=UUID(str(found.item_list_id)),
            version_no=found.number,
            on=localdate(at),
            supersedes=latest(NoticeKind.ITEMS, UUID(str(found.item_list_id))),
        )
        notice.save(force_insert=True)
        pub = {"version": found.number, "count": found.item_count, "digest": notice.content_digest}
        cmd.emit("items.published", pub=pub)
    return notice


def content_of(version: ItemListVersion) -> dict[str, Any]:
    """What the public sees of a version: columns that have something in them, one row per item."""
    rows = [_row(item) for item in rows_of(version)]
    used = [[name, label] for name, label in COLUMNS if any(row[name] for row in rows)]
    return {"columns": used, "rows": rows, "place": version.place, "kind": version.item_list.get_kind_display()}


def _row(item: Item) -> dict[str, Any]:
    texts = {name: getattr(item, name) for name, _ in COLUMNS}
    return {**texts, "kind": item.get_kind_display(), "key": item.code}


def _complete(version: ItemListVersion) -> Finding:
    failing = [finding for finding in findings_of(version) if not finding.satisfied]
    if failing:
        raise RuleViolation(*failing)
    return judge("E06-1", "第六条", True, required="齐全", actual="齐全", refusal="", remedy="")
