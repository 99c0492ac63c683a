"""Administrators who act at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts.actions.add_person import add_person
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.actions.disable_account import disable_account
from shuangsuiji.foundation.accounts.actions.grant_role import grant_role
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.models import Account, Post
from shuangsuiji.foundation.accounts.queries import active_administrators, actor
from shuangsuiji.foundation.ledger.attempt import attempt
from tests.foundation.accounts.bureau import build, password_of

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 24)


def at_once(acts: list[Callable[[], Any]]) -> list[str]:
    """Start all together; answers "done" or the code of the refusal for each."""
    start = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> str:
        start.wait()
        try:
            act()
        except RuleViolation as refused:
            return refused.findings[0].code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_of_six_equal_appointments_one_is_made(at):
    bureau = build(at)
    arguments = {
        "person": bureau.person("li").pk, "office": "inspector", "department": "rsj", "document": "x", "from_on": DAY,
        "to_on": DAY + timedelta(days=9), "actor": bureau.actor("secadmin"), "at": at,
    }  # fmt: skip
    acts = [
        lambda days=days: attempt(appoint, **(arguments | {"from_on": DAY + timedelta(days=days)})) for days in range(6)
    ]
    assert at_once(acts) == ["ACC-8"] * 5 + ["done"]
    assert Post.objects.filter(office="inspector").count() == 1


def test_two_who_would_disable_each_other_do_not_both(at):
    bureau = build(at)
    second = add_person(
        person=NewPerson("另一安全"), department="rsj", account=NewAccount("second", password_of("second")),
        actor=bureau.actor("sysadmin"), at=at,
    )  # fmt: skip
    grant_role(person=second.pk, role="secadmin", reason="", actor=bureau.actor("secadmin"), at=at)
    one, other = (
        Account.objects.select_related("person__department").get(username=name) for name in ("secadmin", "second")
    )
    pairs = [(actor(one, "secadmin", at), other.pk), (actor(other, "secadmin", at), one.pk)]
    acts = [
        lambda who=who, whom=whom: attempt(disable_account, account=whom, reason="", actor=who, at=at)
        for who, whom in pairs
    ]
    assert at_once(acts) == ["ACC-5", "done"]
    assert active_administrators("secadmin", at).count() == 1
