"""Which roles an account has at the moment of its request."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.web.components.roles import roles_of
from tests.foundation.accounts.bureau import BEGAN, OFFICES, Bureau, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(at: datetime) -> Bureau:
    """A bureau with its three administrators and its staff in office."""
    return build(at)


def request_of(user: Any, at: datetime) -> Any:
    return SimpleNamespace(user=user, moment=at)


def test_nobody_is_anybody(at: datetime) -> None:
    assert roles_of(request_of(AnonymousUser(), at)) == {"anybody"}


def test_staff_has_the_offices_of_today_and_an_administrator_only_his_role(bureau: Bureau, at: datetime) -> None:
    username, office = next(iter(OFFICES.items()))
    assert roles_of(request_of(bureau.account(username), at)) == {"anybody", "signed_in", office}
    assert roles_of(request_of(bureau.account("secadmin"), at)) == {"anybody", "signed_in", "secadmin"}


def test_before_the_office_began_there_is_none(bureau: Bureau, at: datetime) -> None:
    account = bureau.account(next(iter(OFFICES)))
    earlier = datetime.combine(BEGAN, at.timetz()) - timedelta(days=3)
    assert roles_of(request_of(account, earlier)) == {"anybody", "signed_in"}


def test_an_account_that_has_ended_is_anybody(bureau: Bureau, at: datetime) -> None:
    account = bureau.account(next(iter(OFFICES)))
    account.ends_on = (at - timedelta(days=2)).date()
    assert roles_of(request_of(account, at)) == {"anybody"}


def test_one_request_asks_once(
    bureau: Bureau, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    name = bureau.account(next(iter(OFFICES))).username
    account = Account.objects.select_related("person").get(username=name)
    request = request_of(account, at)
    with django_assert_max_num_queries(1):
        assert roles_of(request) == roles_of(request)
