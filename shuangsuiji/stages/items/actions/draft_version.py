"""Beginning a new version of a list: an empty one, or the one in force as it stands.

Source: 第六条第一款 (动态管理).
"""

from datetime import datetime

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.item_lists import check_none_under_way
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.items.models import DraftItem, Item, ItemList, ItemListVersion, ListKind, VersionDraft
from shuangsuiji.stages.items.queries import TERMS, latest_number, retired_of, under_way


def draft_version(*, kind: str, actor: Actor, at: datetime) -> ItemListVersion:
    """Begin the next version of the actor's department's list of that kind; the list itself where there is none yet.

    It starts with the items of the version in force, retired ones left out. Raises RuleViolation (E06-2, E13-2).
    """
    with command(actor=actor, at=at) as cmd:
        item_list = _list_of(kind, actor)
        busy = under_way(item_list)
        none = check_none_under_way(busy.number if busy else 0)
        require(none)
        version = ItemListVersion(item_list=item_list, number=latest_number(item_list) + 1)
        move(version, "draft_version", actor=actor, at=at, facts={"none_under_way": none})
        draft = VersionDraft.objects.create(list_version=version, drafter=person_of(cmd), drafter_office=actor.office)
        _copy(item_list, draft, cmd.new_id)
        cmd.emit("items.drafted", pub={"office": actor.office, "count": 1})
    return version


def _list_of(kind: str, actor: Actor) -> ItemList:
    department = Department.objects.get(code=actor.org)
    found: ItemList | None = ItemList.objects.filter(department=department, kind=kind).first()
    if found is not None:
        return found
    label = ListKind(kind).label.removesuffix("清单")
    made = ItemList(department=department, kind=kind, title=f"{department.name}{label}随机抽查事项清单")
    made.save(force_insert=True)
    return made


def _copy(item_list: ItemList, draft: VersionDraft, new_id: object) -> None:
    in_force = item_list.versions.filter(status="PUBLISHED").first()
    if in_force is None:
        return
    retired = retired_of(item_list)
    kept = [row for row in Item.objects.filter(list_version=in_force).order_by("ordinal") if row.code not in retired]
    DraftItem.objects.bulk_create(
        DraftItem(
            id=new_id(),  # type: ignore[operator]
            draft=draft,
            owner_id=row.owner_id,
            **{name: getattr(row, name) for name in TERMS if name != "ordinal"},
            ordinal=ordinal,
        )
        for ordinal, row in enumerate(kept, start=1)
    )
