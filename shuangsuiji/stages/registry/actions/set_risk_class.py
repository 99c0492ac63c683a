"""The act: a person states the class of one subject, of the own system or by judgement.

Source: 第六条（一）; E06-6. Emits `class.changed` and, where the row moves, what `roster.changed` tells.
"""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.risk import parse_risk_class
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import Origin, lock_registry
from shuangsuiji.stages.registry.classing import fusion_in_force
from shuangsuiji.stages.registry.models import ClassSource, RegistryChange, Subject
from shuangsuiji.stages.registry.reclassing import Reclassing, Said

# What a person may state; the other two come from the province's file and from the rule.
STATED = (ClassSource.OWN, ClassSource.JUDGED)


def set_risk_class(
    *,
    subject: UUID,
    risk_class: str,
    source: str,
    on: date,
    reason: str,
    document: str = "",
    original_level: str = "",
    actor: Actor,
    at: datetime,
) -> RegistryChange | None:
    """State a class. Raises Subject.DoesNotExist; RuleViolation E06-6 (class), E10-6 (no reason, foreign source, day to come)."""
    letter = parse_risk_class(risk_class).value
    require(*_well_founded(source, on, localdate(at), reason))
    with command(actor=actor, at=at, reason=reason) as cmd:
        department = lock_registry(actor.org)
        found = Subject.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=subject, department=department, removed_on__isnull=True
        )
        act = Reclassing(cmd, department, localdate(at), fusion_in_force(department, localdate(at)))
        act.take([Said(found, letter, source, on, original_level, document)])
        require(_says_something(bool(act.records)))
        return act.write(act="set_risk_class", origin=Origin(source=document or reason[:200]), reason=reason)


def _well_founded(source: str, on: date, today: date, reason: str) -> list[Finding]:
    return [
        judge(
            "E10-6", "第六条（一）", source in STATED, required="本系统、认定", actual=source,
            refusal=f"分类来源“{source}”不能由人登记（第六条（一））。", remedy="请选择本系统或认定；省共享分类请导入文件。",
        ),
        judge(
            "E10-6", "第六条（一）", bool(reason.strip()), required="理由", actual="空",
            refusal="登记分类未写明理由（第六条（一））。", remedy="请写明依据和理由。",
        ),
        judge(
            "E10-6", "第六条（一）", on <= today, required=f"{today}", actual=f"{on}",
            refusal=f"分类日期 {on} 在今天之后（第六条（一））。", remedy="请填写作出分类的日期。",
        ),
    ]  # fmt: skip


def _says_something(new: bool) -> Finding:
    return judge(
        "E10-6", "第六条（一）", new, required="新的分类", actual="与现有记录相同",
        refusal="该来源已有相同或更新的分类，没有变化（第六条（一））。", remedy="请核对分类和日期。",
    )  # fmt: skip
