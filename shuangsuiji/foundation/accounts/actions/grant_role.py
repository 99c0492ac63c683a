"""Making somebody one of the three administrators, or making him a member of staff again.

Source: 第五条; 80-reliability E12: the three are mutually exclusive, none holds a business office, nobody grants himself.
The database holds the first two by itself: one column for the role, and posts that can refer to staff only.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.duties import (
    concerning,
    lock_administrators,
    require_another,
    require_duty,
    require_not_last,
)
from shuangsuiji.foundation.accounts.models import Account, Person, Post
from shuangsuiji.foundation.accounts.queries import day_of, posts_open_after
from shuangsuiji.foundation.accounts.roles import ROLES, SECURITY, STAFF, label_of
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command


def grant_role(*, person: UUID, role: str, reason: str, actor: Actor, at: datetime) -> Person:
    """Give a role of `roles.ROLES`; `staff` takes an administrator's role away.

    Raises RuleViolation (ACC-2 to ACC-5, ACC-7).
    """
    require_duty(actor, SECURITY)
    require_another(actor, person)
    with command(actor=actor, at=at, reason=reason) as cmd:
        lock_administrators()
        found = Person.of(person)
        require(_role_known(role), _free_of_posts(found, role, at))
        account = Account.objects.filter(person=found).first()
        if account is not None and role != found.role:
            require_not_last(account, at)
        _let_go_of_ended_posts(found)
        found.take_role(role)
        found.save(update_fields=["role", "standing"])
        cmd.emit("account.changed", pub={"kind": "role", "count": 1}, private=concerning(found, role=role))
    return found


def _let_go_of_ended_posts(person: Person) -> None:
    """History stays with the person; only what still counts is tied to his standing."""
    for post in Post.objects.filter(person=person, standing__isnull=False, to_on__isnull=False):
        post.standing = None
        post.save(update_fields=["standing"])


def _role_known(role: str) -> Finding:
    return judge(
        "ACC-7",
        "第五条",
        role in ROLES,
        required="、".join(ROLES),
        actual=role,
        refusal=f"没有身份“{role}”（第五条）。",
        remedy="请从系统管理员、安全管理员、审计管理员、工作人员中选择。",
    )


def _free_of_posts(person: Person, role: str, at: datetime) -> Finding:
    return judge(
        "ACC-4",
        "第五条",
        role == STAFF or not posts_open_after(person, day_of(at)),
        required="不担任业务职务",
        actual="在任业务职务",
        refusal=f"{label_of(role)}不得担任业务职务，该人员仍在任（第五条）。",
        remedy="请先免去其业务职务，次日起再授权。",
    )
