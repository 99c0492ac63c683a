"""Entering a department.

Source: 第三条, 第四条. By the system administrator.
"""

from datetime import date, datetime

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.accounts.duties import free, period, require_duty
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.accounts.queries import department_in_force
from shuangsuiji.foundation.accounts.roles import SYSTEM
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command


def add_department(
    *,
    code: str,
    name: str,
    division: str,
    from_on: date,
    parent: str = "",
    to_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> Department:
    """Enter one department under `parent` (a code), which must be there already.

    Raises RuleViolation (ACC-2, ACC-6, ACC-8), ValidationError for a code or a division written otherwise.
    """
    require_duty(actor, SYSTEM)
    with command(actor=actor, at=at) as cmd:
        require(free("部门代码", code, Department.objects.filter(code=code).exists()), period(from_on, to_on))
        above = department_in_force(parent, from_on) if parent else None
        made = Department(code=code, name=name, division=division, parent=above, from_on=from_on, to_on=to_on)
        made.clean_fields(exclude=("id", "event"))
        made.save(force_insert=True)
        cmd.emit("account.changed", pub={"kind": "department", "count": 1})
    return made
