"""Entering a person.

Source: 第十条, 第二十四条. By the system administrator; what the person may do is the security administrator's.
"""

from datetime import datetime

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.duties import concerning, require_duty
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson, enter_account, enter_person
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.accounts.queries import day_of, department_in_force, section_of
from shuangsuiji.foundation.accounts.roles import SYSTEM
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command


def add_person(
    *,
    person: NewPerson,
    department: str,
    section: str = "",
    account: NewAccount | None = None,
    actor: Actor,
    at: datetime,
) -> Person:
    """Enter one person of a department (by code) and, where given, of one of its sections; with `account` his log-in, too.

    Raises RuleViolation (ACC-2, ACC-6, ACC-7), ValidationError for the log-in's name or password.
    """
    require_duty(actor, SYSTEM)
    require(_named(person))
    with command(actor=actor, at=at) as cmd:
        found = department_in_force(department, day_of(at))
        made = enter_person(cmd, person, department=found, section=section_of(found, section))
        if account is not None:
            enter_account(cmd, account, made)
        cmd.emit("account.changed", pub={"kind": "person", "count": 1}, private=concerning(made))
    return made


def _named(person: NewPerson) -> Finding:
    return judge(
        "ACC-7",
        "第十条",
        bool(person.name.strip()),
        required="姓名",
        actual="空",
        refusal="缺少姓名（第十条）。",
        remedy="请填写姓名。",
    )
