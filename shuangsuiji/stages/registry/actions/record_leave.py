"""The act: days on which an inspector cannot come.

Source: 第十条, 第十六条. Emits `leave.recorded`.
"""

from datetime import date, datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.inspecting import inspector_of
from shuangsuiji.stages.registry.models import Leave


def record_leave(*, inspector: UUID, from_on: date, to_on: date, kind: str, actor: Actor, at: datetime) -> Leave:
    """Write one period, both days included. Raises Inspector.DoesNotExist, RuleViolation E10-3."""
    require(
        judge(
            "E10-3", "第十条", from_on <= to_on and bool(kind.strip()), required="起止日期和种类",
            actual=f"{from_on}—{to_on}", refusal="请假的起止日期颠倒或没有写明种类（第十条）。", remedy="请改正后保存。",
        )
    )  # fmt: skip
    with command(actor=actor, at=at) as cmd:
        row = inspector_of(lock_registry(actor.org), inspector)
        made = Leave(inspector=row, from_on=from_on, to_on=to_on, kind=kind.strip()[:50])
        made.save(force_insert=True)
        key = row.person.key_id
        private = {"inspector": Private(str(row.pk), key), "period": Private(f"{from_on}/{to_on}", key)}
        cmd.emit("leave.recorded", pub={"office": actor.office, "count": 1}, private=private)
    return made
