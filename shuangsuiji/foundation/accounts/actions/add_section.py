"""Entering a section (股室) of a department.

Source: 第三条. By the system administrator.
"""

from datetime import date, datetime

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.accounts.duties import free, require_duty
from shuangsuiji.foundation.accounts.models import Section
from shuangsuiji.foundation.accounts.queries import department_in_force
from shuangsuiji.foundation.accounts.roles import SYSTEM
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command


def add_section(*, department: str, code: str, name: str, from_on: date, actor: Actor, at: datetime) -> Section:
    """Enter one section; `department` is a code. Raises RuleViolation (ACC-2, ACC-6), ValidationError."""
    require_duty(actor, SYSTEM)
    with command(actor=actor, at=at) as cmd:
        found = department_in_force(department, from_on)
        require(free("股室代码", code, found.sections.filter(code=code).exists()))
        made = Section(department=found, code=code, name=name, from_on=from_on)
        made.clean_fields(exclude=("id", "event"))
        made.save(force_insert=True)
        cmd.emit("account.changed", pub={"kind": "section", "count": 1})
    return made
