"""Opening a log-in for a person.

Source: 第二十四条; 80-reliability §4 (身份鉴别 a). By the system administrator; the first password is good for one log-in.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.accounts.duties import concerning, require_duty
from shuangsuiji.foundation.accounts.making import NewAccount, enter_account
from shuangsuiji.foundation.accounts.models import Account, Person
from shuangsuiji.foundation.accounts.roles import SYSTEM
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command


def open_account(*, person: UUID, account: NewAccount, actor: Actor, at: datetime) -> Account:
    """Open one log-in. Raises RuleViolation (ACC-2, ACC-6, ACC-7), ValidationError for name or password."""
    require_duty(actor, SYSTEM)
    with command(actor=actor, at=at) as cmd:
        found = Person.of(person)
        taken = Account.objects.filter(person=found).exists()
        require(
            judge(
                "ACC-7",
                "第五条",
                not taken and found.erased_at is None,
                required="尚无账户的在册人员",
                actual="已有账户" if taken else "个人信息已删除" if found.erased_at else "尚无账户",
                refusal="该人员已有账户或已删除，一人只能有一个账户（第五条）。",
                remedy="请使用或重新启用原账户。",
            )
        )
        made = enter_account(cmd, account, found)
        cmd.emit("account.changed", pub={"kind": "account", "count": 1}, private=concerning(found))
    return made
