"""Deny by default: who gets in, who is told no, and what is written down about it (80-reliability E1–E3)."""

import pytest
from django.test import Client

from shuangsuiji.foundation.ledger.models import AuditEntry
from shuangsuiji.web.components.idempotency import new_key
from tests.web.components import stage

CLERK = {"X-Test-Account": "clerk"}
AUDITOR = {"X-Test-Account": "auditor"}


def test_a_role_with_a_row_gets_the_page(site: Client) -> None:
    assert site.get("/page/", headers=CLERK).status_code == 200


def test_a_head_request_is_a_get(site: Client) -> None:
    assert site.head("/page/", headers=CLERK).status_code == 200


def test_a_role_without_a_row_gets_403_and_a_denied_line(site: Client) -> None:
    answer = site.get("/page/", headers=AUDITOR)
    entry = AuditEntry.objects.get()
    assert answer.status_code == 403
    assert (entry.action, entry.object, entry.actor) == ("denied", "stage:page", "auditor")
    assert entry.detail == {"method": "GET", "reason": "role"}


def test_a_view_without_a_row_is_403_for_everybody_and_never_runs(site: Client) -> None:
    answer = site.get("/undeclared/", headers=CLERK)
    assert answer.status_code == 403
    assert "好" not in answer.content.decode()
    assert AuditEntry.objects.get().detail["reason"] == "undeclared"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_method_without_a_row_is_403(site: Client, method: str) -> None:
    assert getattr(site, method)("/page/", headers=CLERK).status_code == 403


def test_somebody_without_log_in_who_wants_to_read_is_led_to_the_log_in(site: Client) -> None:
    answer = site.get("/page/?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/log-in/?next=/page/%3Fa%3D1"
    assert not AuditEntry.objects.exists()


def test_somebody_without_log_in_who_wants_to_act_is_denied(site: Client) -> None:
    assert site.post("/act/").status_code == 403
    assert stage.acts_done == []


def test_an_undeclared_view_does_not_even_offer_the_log_in(site: Client) -> None:
    assert site.get("/undeclared/").status_code == 403


def test_an_act_passes_in_the_state_that_allows_it(site: Client) -> None:
    answer = site.post("/tasks/1/draw/", {"idempotency_key": new_key()}, headers=CLERK)
    assert answer.status_code == 302
    assert len(stage.acts_done) == 1


def test_an_act_in_another_state_is_refused_with_the_article_and_the_next_step(site: Client) -> None:
    answer = site.post("/tasks/2/draw/", {"idempotency_key": new_key()}, headers=CLERK)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert stage.acts_done == []
    assert "当前为“已建立”，不能抽取" in page
    assert "会签方案" in page
    assert AuditEntry.objects.get().detail["findings"] == ["E13-1"]


def test_a_foreign_record_and_one_that_is_not_there_give_the_same_bytes(site: Client) -> None:
    foreign = site.post("/tasks/foreign/draw/", {"idempotency_key": new_key()}, headers=CLERK)
    missing = site.post("/tasks/7/draw/", {"idempotency_key": new_key()}, headers=CLERK)
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert dict(foreign.headers) == dict(missing.headers)
    assert stage.acts_done == []


def test_the_line_of_a_denial_carries_no_path(site: Client) -> None:
    site.post("/tasks/1/draw/?token=geheim", headers=AUDITOR)
    entry = AuditEntry.objects.get()
    assert "geheim" not in f"{entry.object}{entry.detail}{entry.actor}"


def test_a_denial_names_the_address_that_called(site: Client, settings: object) -> None:
    site.get("/page/", headers=AUDITOR, REMOTE_ADDR="192.0.2.7")
    assert AuditEntry.objects.get().ip == "192.0.2.7"


def test_behind_our_proxy_only_its_own_word_on_the_address_counts(site: Client, settings: object) -> None:
    settings.SHUANGSUIJI_BEHIND_PROXY = True  # type: ignore[attr-defined]
    site.get("/page/", headers={**AUDITOR, "X-Forwarded-For": "203.0.113.9, 192.0.2.7"}, REMOTE_ADDR="127.0.0.1")
    assert AuditEntry.objects.get().ip == "192.0.2.7"


def test_a_caller_over_a_unix_socket_has_no_address(site: Client) -> None:
    site.get("/page/", headers=AUDITOR, REMOTE_ADDR="")
    assert AuditEntry.objects.get().ip is None
