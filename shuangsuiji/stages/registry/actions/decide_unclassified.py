"""The act: the department decides what is done with its subjects that have no class.

Source: 第六条（一）; E06-5; 00-decisions. Recorded once; the latest decision counts.
"""

from datetime import datetime

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.models import Subject, UnclassifiedDecision
from shuangsuiji.stages.registry.models.classes import Treatment


def decide_unclassified(*, treatment: str, reason: str, actor: Actor, at: datetime) -> UnclassifiedDecision:
    """Record the decision. Raises RuleViolation E06-5 without a reason or for an unknown treatment."""
    require(
        judge(
            "E06-5", "第六条（一）", bool(reason.strip()) and treatment in Treatment.values,
            required="处理方式和理由", actual="空", refusal="未分类对象的处理缺少方式或理由（第六条（一））。",
            remedy="请选择按 B 类处理或不入库，并写明理由。",
        )
    )  # fmt: skip
    with command(actor=actor, at=at, reason=reason) as cmd:
        department = lock_registry(actor.org)
        count = Subject.objects.filter(department=department, removed_on__isnull=True, risk_class="").count()
        made = UnclassifiedDecision(
            department=department,
            treatment=treatment,
            reason=reason.strip(),
            count=count,
            decided_by=actor.office,
            at=at,
        )
        made.save(force_insert=True)
        terms = Private({"treatment": treatment, "reason": made.reason}, house_key(at=at).id)
        cmd.emit("unclassified.decided", pub={"office": actor.office, "count": count}, private={"terms": terms})
    return made
