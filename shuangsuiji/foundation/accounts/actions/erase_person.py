"""Erasing what is personal of somebody who left: a row without a name stays, so that old acts keep their author's number.

Source: 第二十四条; 个人信息保护法 第四十七条; 50-ledger §4.1. By the security administrator, after retention and legal hold were checked.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.contrib.auth.hashers import make_password

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.duties import require_another, require_duty
from shuangsuiji.foundation.accounts.models import Account, PasswordHistory, Person
from shuangsuiji.foundation.accounts.queries import day_of, posts_open_after
from shuangsuiji.foundation.accounts.roles import SECURITY
from shuangsuiji.foundation.accounts.signing_in import unlock
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.erasing import erase_key

# 个人信息保护法 第四十七条: when a controller deletes.
GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        "pipl_47_1": "处理目的已实现、无法实现或者不再必要",
        "pipl_47_2": "保存期限已届满",
        "pipl_47_3": "本人撤回同意",
        "pipl_47_4": "违反法律、行政法规或者约定处理",
        "pipl_47_5": "法律、行政法规规定的其他情形",
    }
)


def erase_person(*, person: UUID, ground: str, retained_until: date, reason: str, actor: Actor, at: datetime) -> Person:
    """Destroy the person's key, empty the sealed columns, close the log-in.

    `ground` is a code of GROUNDS; `retained_until` the last day on which a provision wants the data kept, whatever the ground
    (第四十七条末款: until then it is stored and nothing else). Raises RuleViolation: ACC-2 to ACC-4 while the person holds an office or an
    administrator's role, ACC-12 for no legal ground, ACC-13 while the data must be kept.
    """
    require_duty(actor, SECURITY)
    require_another(actor, person)
    require(*_lawful(ground, retained_until, at))
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


def _lawful(ground: str, retained_until: date, at: datetime) -> tuple[Finding, Finding]:
    """ACC-12 and ACC-13, told together."""
    today = day_of(at)
    known = judge(
        "ACC-12",
        "第二十四条",
        ground in GROUNDS,
        required="、".join(GROUNDS),
        actual=ground,
        refusal=f"“{ground}”不是删除个人信息的法定情形（第二十四条，个人信息保护法第四十七条）。",
        remedy="请写：" + "；".join(f"{code} {label}" for code, label in GROUNDS.items()) + "。",
    )
    ended = judge(
        "ACC-13",
        "第二十四条",
        retained_until < today,
        required=f"{today} 以前",
        actual=f"{retained_until}",
        refusal=f"该人员的信息须保存至 {retained_until}，保存期限未满，不能删除（第二十四条，个人信息保护法第四十七条末款）。",
        remedy="请在保存期限届满、争议办结之后再办；现在可以停用账户。",
    )
    return known, ended


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
