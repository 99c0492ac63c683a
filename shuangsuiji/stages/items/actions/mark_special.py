"""Marking an item as a special trade or a key field.

Source: 第四条 (全面覆盖: an exception needs reason and basis).
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.item_lists import check_special
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.items.models import Item, ItemList, SpecialMark


def mark_special(
    *, item_list: UUID, code: str, kind: str, reason: str, basis: str, actor: Actor, at: datetime
) -> SpecialMark:
    """Mark one item of the actor's department's list. Raises RuleViolation (E04-1), DoesNotExist, ValidationError."""
    require(check_special(reason, basis))
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = ItemList.objects.get(pk=item_list, department__code=actor.org)
        item = Item.objects.filter(list_version__item_list=found, code=code).latest("list_version__number")
        made = SpecialMark(
            item_list=found, item_code=item.code, kind=kind, reason=reason.strip(), basis=basis.strip(), at=at
        )
        made.full_clean(exclude=("id", "event"))
        made.save(force_insert=True)
        key = house_key(at=at).id
        cmd.emit(
            "item.marked",
            pub={"office": actor.office, "count": 1},
            private={"item": Private(item.code, key), "basis": Private(basis.strip(), key)},
        )
    return made
