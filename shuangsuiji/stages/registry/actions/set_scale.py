"""The act: a sector's own levels are laid onto A–D, from a day on, with the document that says so.

Source: 第六条（一）; E06-3, E06-6. A later table takes the place of an earlier one; statements made under it stay.
"""

from collections.abc import Mapping
from datetime import date, datetime

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.core.rules.risk import parse_risk_class
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.models import ScaleTable

_MOST_LEVELS = 20


def set_scale(
    *, name: str, document: str, effective_from: date, levels: Mapping[str, str], actor: Actor, at: datetime
) -> ScaleTable:
    """Register a table: own level → class. Raises RuleViolation E06-3 (no document), E06-6 (no levels, unknown class)."""
    mapped = {level.strip(): parse_risk_class(letter).value for level, letter in levels.items() if level.strip()}
    require(
        judge(
            "E06-3", "第六条（一）", bool(document.strip() and name.strip()), required="名称和文号", actual="空",
            refusal="对照表缺少名称或文号，不能启用（第六条（一））。", remedy="请填写名称和文号。",
        ),
        judge(
            "E06-6", "第六条（一）", 0 < len(mapped) <= _MOST_LEVELS, required=f"1—{_MOST_LEVELS} 级", actual=len(mapped),
            refusal=f"对照表有 {len(mapped)} 级（第六条（一））。", remedy=f"请填写 1—{_MOST_LEVELS} 级，每级对应 A、B、C、D 之一。",
        ),
    )  # fmt: skip
    with command(actor=actor, at=at) as cmd:
        department = lock_registry(actor.org)
        table = ScaleTable(
            department=department,
            name=name.strip(),
            document=document.strip(),
            effective_from=effective_from,
            levels=[[level, letter] for level, letter in mapped.items()],
        )
        table.save(force_insert=True)
        terms = {"name": table.name, "document": table.document, "from": f"{effective_from}", "levels": table.levels}
        cmd.emit(
            "scale.set",
            pub={"office": actor.office, "count": len(mapped)},
            private={"terms": Private(terms, house_key(at=at).id)},
        )
    return table
