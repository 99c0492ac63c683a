"""Which administrator does what, and the few rules that hold for all of them.

Source: 80-reliability E12; 第五条, 第二十四条. Three duties: the system administrator enters who there is, the security administrator gives
and takes what they may do, the audit administrator reads the logs. Nobody does two of them, none does business.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.models import Account, Person
from shuangsuiji.foundation.accounts.queries import is_only_administrator
from shuangsuiji.foundation.accounts.roles import STAFF, label_of
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import Private


def require_duty(actor: Actor, *duties: str) -> None:
    """Raise RuleViolation (ACC-2) unless the act belongs to this administrator, or to the program itself where it is named."""
    require(
        judge(
            "ACC-2",
            "第五条",
            actor.office in duties,
            required="、".join(label_of(duty) for duty in duties if duty != MACHINE),
            actual=label_of(actor.office),
            refusal=f"{label_of(actor.office)}不能办理此事（第五条）。",
            remedy=f"请由{'或'.join(label_of(duty) for duty in duties if duty != MACHINE)}办理。",
        )
    )


def require_another(actor: Actor, person: UUID) -> None:
    """Raise RuleViolation (ACC-3) where an administrator would give himself something or take it from himself."""
    require(
        judge(
            "ACC-3",
            "第五条",
            actor.person != person,
            required="他人",
            actual="本人",
            refusal="不能给本人授权、免权或停用、重置本人账户（第五条）。",
            remedy="请由另一名安全管理员办理；只有一名的，请先授权另一人。",
        )
    )


def lock_administrators() -> None:
    """Take the rows of all administrators, in one order, before any other row: of two acts that would each take one of the
    last two away, the second sees what the first did.
    """
    list(Person.objects.select_for_update(no_key=True).exclude(role=STAFF).order_by("pk").values_list("pk"))


def require_not_last(account: Account, at: datetime) -> None:
    """Raise RuleViolation (ACC-5) where nobody would be left to do this administrator's work."""
    label = label_of(account.person.role)
    require(
        judge(
            "ACC-5",
            "第五条",
            not is_only_administrator(account, at),
            required=f"另有启用的{label}",
            actual=f"唯一的{label}",
            refusal=f"该账户是唯一启用的{label}，不能停用或免去（第五条）。",
            remedy=f"请先授权并启用另一名{label}。",
        )
    )


def free(what: str, value: str, taken: bool) -> Finding:
    """ACC-6: a code or a name that must be nobody else's."""
    return judge(
        "ACC-6",
        "第五条",
        not taken,
        required=f"未用过的{what}",
        actual=value,
        refusal=f"{what}“{value}”已被使用（第五条）。",
        remedy="请核对是否已经登记过，或另取一个。",
    )


def period(from_on: date, to_on: date | None) -> Finding:
    """ACC-8: a period ends after it begins."""
    return judge(
        "ACC-8",
        "第五条",
        to_on is None or to_on >= from_on,
        required=f"不早于 {from_on}",
        actual=str(to_on),
        refusal=f"结束日期 {to_on} 早于开始日期 {from_on}（第五条）。",
        remedy="请核对日期。",
    )


def concerning(person: Person, **facts: Any) -> dict[str, Private]:
    """What an event keeps sealed about a change to a person, under that person's key."""
    return {"who": Private({"person": str(person.pk), **facts}, UUID(str(person.key_id)))}
