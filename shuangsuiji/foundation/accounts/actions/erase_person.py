"""Erasing what is personal of somebody who left: a row without a name stays, so that old acts keep their author's number.

Source: 第二十四条; 个人信息保护法 第四十七条; 50-ledger §4.1. By the security administrator, after retention and legal hold were checked.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.accounts.duties import require_another, require_duty
from shuangsuiji.foundation.accounts.models import Account, PasswordHistory, Person
from shuangsuiji.foundation.accounts.queries import day_of, posts_open_after
from shuangsuiji.foundation.accounts.roles import SECURITY
from shuangsuiji.foundation.accounts.signing_in import unlock
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.erasing import erase_key


def erase_person(*, person: UUID, ground: str, reason: str, actor: Actor, at: datetime) -> Person:
    """Destroy the person's key, empty the sealed columns, close the log-in. `ground` is the legal ground's code.

    Raises RuleViolation (ACC-2 to ACC-4) while the person holds an office or an administrator's role.
    """
    require_duty(actor, SECURITY)
    require_another(actor, person)
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = Person.of(person)
        require(
            judge(
                "ACC-4",
                "第二十四条",
                not found.is_administrator and not posts_open_after(found, day_of(at)),
                required="已不任职、非管理员",
                actual="仍在任职或为管理员",
                refusal="该人员仍在任职或为管理员，不能删除其个人信息（第二十四条）。",
                remedy="请先免去职务或管理员身份，并确认保存期限已过、无争议未结。",
            )
        )
        found.name_sealed = found.phone_sealed = found.id_number_sealed = None
        found.erased_at = found.erased_at or at
        found.save()
        _close_account(found, at)
        cmd.emit("account.changed", pub={"kind": "person-erased", "count": 1})
        erase_key(UUID(str(found.key_id)), ground=ground, cmd=cmd)
    return found


def _close_account(person: Person, at: datetime) -> None:
    """The log-in's name is personal too."""
    account = Account.objects.filter(person=person).first()
    if account is None:
        return
    unlock(account)
    PasswordHistory.objects.filter(account=account).delete()
    account.username = f"erased-{account.pk.hex}"
    account.password = make_password(None)
    account.disabled_at = account.disabled_at or at
    account.save()
