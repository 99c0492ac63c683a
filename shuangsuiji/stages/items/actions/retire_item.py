"""Retiring an item: it can no longer be planned, and the next version leaves it out.

Source: 第六条 (动态管理). Tasks that have it keep it.
"""

from datetime import date, datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.items.models import Item, ItemList, RetiredItem


def retire_item(*, item_list: UUID, code: str, reason: str, on: date, actor: Actor, at: datetime) -> RetiredItem:
    """Retire one item of the actor's department's list. Raises RuleViolation (E06-1 without a reason), DoesNotExist."""
    require(
        judge(
            "E06-1", "第六条", bool(reason.strip()), required="停用理由", actual="空" if not reason.strip() else "已写明",
            refusal="停用事项须写明理由（第六条）。", remedy="法律法规修改、废止的，请写明文件。",
        )
    )  # fmt: skip
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = ItemList.objects.get(pk=item_list, department__code=actor.org)
        item = Item.objects.filter(list_version__item_list=found, code=code).latest("list_version__number")
        made = RetiredItem(item_list=found, item_code=item.code, reason=reason.strip(), on=on)
        made.full_clean(exclude=("id", "event"))
        made.save(force_insert=True)
        private = {"item": Private(item.code, house_key(at=at).id)}
        cmd.emit("item.retired", pub={"office": actor.office, "count": 1}, private=private)
    return made
