"""The deputy head gives up an approved version before it is published; the next one takes a new number.

Source: 第六条. Nothing was made public, nothing is removed: the version stays with its reason.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import judge
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.items.models import ItemListVersion


def discard_version(*, version: UUID, reason: str, actor: Actor, at: datetime) -> ItemListVersion:
    """Give it up. Raises RuleViolation (E13-1 for any other state, E13-2, E13-1 without a reason)."""
    with command(actor=actor, at=at, reason=reason) as cmd:
        found: ItemListVersion = ItemListVersion.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=version, item_list__department__code=actor.org
        )
        given = judge(
            "E13-1", "第六条", bool(reason.strip()), required="理由", actual="空" if not reason.strip() else "已写明",
            refusal="弃用清单版本须写明理由（第六条）。", remedy="请写明理由。",
        )  # fmt: skip
        move(found, "discard_version", actor=actor, at=at, facts={"reason_given": given})
        cmd.emit("items.discarded", pub={"office": actor.office, "count": 1})
    return found
