"""The act: a training that inspectors took part in.

Source: 第二十七条. Emits `training.recorded`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.inspecting import inspector_of
from shuangsuiji.stages.registry.models import Training


def record_training(
    *, inspectors: Sequence[UUID], on: date, topic: str, hours: int = 0, actor: Actor, at: datetime
) -> list[Training]:
    """One row per person. Raises Inspector.DoesNotExist; RuleViolation E10-3 without topic or people, or for a day to come."""
    whole = bool(inspectors) and bool(topic.strip()) and hours >= 0 and on <= localdate(at)
    require(
        judge(
            "E10-3", "第二十七条", whole, required="人员、内容、已过的日期", actual=f"{len(inspectors)} 名，{on}",
            refusal="培训记录缺少人员或内容，或日期在今天之后（第二十七条）。", remedy="请补充后保存。",
        )
    )  # fmt: skip
    with command(actor=actor, at=at) as cmd:
        department = lock_registry(actor.org)
        rows = [inspector_of(department, each) for each in sorted(set(inspectors))]
        made = [Training(inspector=row, on=on, topic=topic.strip()[:200], hours=hours) for row in rows]
        for each in made:
            each.save(force_insert=True)
        key = house_key(at=at).id
        private = {"inspectors": Private([str(row.pk) for row in rows], key), "topic": Private(topic.strip(), key)}
        cmd.emit("training.recorded", pub={"office": actor.office, "count": len(made)}, private=private)
    return made
