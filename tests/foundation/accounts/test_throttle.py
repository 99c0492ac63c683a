"""Counting tries: in the database, under many processes, without a trace of what was typed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from shuangsuiji.foundation.accounts.models import Throttle
from shuangsuiji.foundation.accounts.throttle import Limit, charge, held, key_of, release, take_back

LIMIT = Limit(5, timedelta(minutes=15), timedelta(minutes=30))
KEY = key_of("name", "li")


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_exactly_five_are_looked_at(at):
    charge(KEY, LIMIT, at=at - timedelta(hours=5))

    def one(_: int) -> bool:
        try:
            return charge(KEY, LIMIT, at=at) is None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        looked_at = list(pool.map(one, range(24)))
    assert sum(looked_at) == 5


@pytest.mark.django_db
def test_who_waits_is_not_counted_and_the_wait_ends_by_itself(at):
    for _ in range(5):
        assert charge(KEY, LIMIT, at=at) is None
    until = at + timedelta(minutes=30)
    for minute in range(30):
        assert charge(KEY, LIMIT, at=at + timedelta(minutes=minute)) == until
        assert held(KEY, at=at + timedelta(minutes=minute)) == until
    assert held(KEY, at=until) is None
    assert charge(KEY, LIMIT, at=until) is None


@pytest.mark.django_db
def test_a_right_try_is_taken_back(at):
    for second in range(20):
        assert charge(KEY, LIMIT, at=at + timedelta(seconds=second)) is None
        take_back(KEY, at=at + timedelta(seconds=second))
    assert Throttle.objects.get(key=KEY).stamps == []
    take_back(key_of("name", "nobody"), at=at)


@pytest.mark.django_db
def test_releasing_reaches_the_counters_kept_apart(at):
    for apart in ("10.0.0.1", "10.0.0.2"):
        charge(key_of("name", "li", apart=apart), LIMIT, at=at)
    charge(key_of("name", "lin"), LIMIT, at=at)
    assert release(KEY) == 2
    assert Throttle.objects.count() == 1


@pytest.mark.django_db
def test_counters_nobody_touched_for_a_day_are_forgotten(at):
    for number in range(10):
        charge(key_of("name", f"guess{number}"), LIMIT, at=at)
    charge(KEY, LIMIT, at=at + timedelta(days=1, seconds=1))
    assert list(Throttle.objects.values_list("key", flat=True)) == [KEY]


def test_a_key_says_nothing_of_what_was_typed_and_fits_its_column():
    key = key_of("address", "10.0.0.1", apart="x" * 200)
    assert "10.0.0.1" not in key
    assert len(key) <= Throttle._meta.get_field("key").max_length
    assert key_of("name", "li") != key_of("code", "li") != key_of("name", "lI")
