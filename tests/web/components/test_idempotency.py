"""A form sent again does nothing again (80-reliability B5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from shuangsuiji.web.components import idempotency
from shuangsuiji.web.components.models import IdempotencyKey
from tests.web.components import stage

CLERK = {"X-Test-Account": "clerk"}


def send(site: Client, key: str, *, url: str = "/act/", who: str = "clerk") -> object:
    return site.post(url, {"what": "公示", "idempotency_key": key}, headers={"X-Test-Account": who})


def test_three_sendings_of_one_form_act_once_and_lead_to_one_place(site: Client) -> None:
    key = idempotency.new_key()
    answers = [send(site, key) for _ in range(3)]
    assert len(stage.acts_done) == 1
    assert [answer["Location"] for answer in answers] == ["/result/1"] * 3  # type: ignore[index]
    assert [answer.status_code for answer in answers] == [302, 303, 303]  # type: ignore[attr-defined]


def test_two_forms_act_twice(site: Client) -> None:
    send(site, idempotency.new_key())
    send(site, idempotency.new_key())
    assert len(stage.acts_done) == 2


def test_a_form_without_key_is_refused(site: Client) -> None:
    answer = site.post("/act/", {"what": "公示"}, headers=CLERK)
    assert answer.status_code == 400
    assert stage.acts_done == []


@pytest.mark.parametrize("key", ["short", "x" * 65, "spaces in the key are not ours", "a" * 21, "ключ" * 8])
def test_a_key_that_is_none_of_ours_is_refused(site: Client, key: str) -> None:
    assert send(site, key).status_code == 400  # type: ignore[attr-defined]


def test_while_the_first_sending_runs_the_second_is_told_to_look(site: Client, at: datetime) -> None:
    key = idempotency.new_key()
    assert idempotency.claim("clerk", key, "/act/", at=at)
    answer = send(site, key)
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "已经提交过" in answer.content.decode()  # type: ignore[attr-defined]
    assert stage.acts_done == []


def test_a_key_of_another_form_leads_nowhere(site: Client) -> None:
    key = idempotency.new_key()
    send(site, key)
    answer = site.post("/tasks/1/draw/", {"idempotency_key": key}, headers=CLERK)
    assert answer.status_code == 409
    assert len(stage.acts_done) == 1


def test_a_key_is_one_account_s_own(at: datetime, db: None) -> None:
    key = idempotency.new_key()
    assert idempotency.claim("clerk", key, "/act/", at=at)
    assert idempotency.claim("auditor", key, "/act/", at=at)
    assert idempotency.claim("clerk", key, "/act/", at=at) is None


def test_the_database_lets_a_key_in_once(at: datetime, db: None) -> None:
    key = idempotency.new_key()
    IdempotencyKey.objects.create(account="clerk", key=key, url="/act/", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyKey.objects.create(account="clerk", key=key, url="/act/", at=at)


def test_a_post_that_says_why_it_is_harmless_needs_no_key(site: Client) -> None:
    assert site.post("/harmless/").status_code == 302


def test_a_denied_caller_takes_no_key(site: Client) -> None:
    assert send(site, idempotency.new_key(), who="auditor").status_code == 403  # type: ignore[attr-defined]
    assert not IdempotencyKey.objects.exists()


def test_old_keys_are_thrown_away_and_young_ones_kept(at: datetime, db: None) -> None:
    for days in (6, 8):
        idempotency.claim("clerk", idempotency.new_key(), "/act/", at=at - timedelta(days=days))
    assert idempotency.forget_before(at) == 1
    assert IdempotencyKey.objects.count() == 1


def test_a_sending_is_known_by_account_and_key(at: datetime, db: None) -> None:
    claimed = idempotency.claim("clerk", "k" * 32, "/act/", at=at)
    assert str(claimed) == f"clerk {'k' * 32}"


def test_two_new_keys_differ_and_are_long_enough() -> None:
    keys = {idempotency.new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(idempotency.is_key(key) for key in keys)


@pytest.mark.django_db(transaction=True)
def test_of_eight_sendings_that_arrive_together_one_is_let_in(at: datetime) -> None:
    key, gate = idempotency.new_key(), Barrier(8)

    def send_once() -> bool:
        gate.wait()
        try:
            return idempotency.claim("clerk", key, "/act/", at=at) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = [each.result() for each in [pool.submit(send_once) for _ in range(8)]]
    assert sum(taken) == 1
