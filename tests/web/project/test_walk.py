"""Every page of the site, asked by GET and HEAD: it changes nothing, is kept by nobody it should not, and is a page of ours.

Source: 80-reliability C5, E6, E9; 70-interface §12. A new page takes part by being there; one with arguments names them in `tests/browser/addresses.py`.
"""

import functools
import hashlib
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.web.components.addresses import addresses
from shuangsuiji.web.components.site_policy import site_policy
from tests.browser.addresses import ANSWERS, paths_of
from tests.browser.site import SEES_MOST, Site, appoint_to_everything, reader_of
from tests.foundation.accounts.bureau import Bureau, build
from tests.web.components.header_score import directives

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GOLDEN = Path(__file__).resolve().parents[2] / "vectors" / "tlog" / "log"
# What a GET may write: its session, and its line in the access log.
NOT_COUNTED = {"django_session", "audit_entry"}
NAMES = [each.name for each in addresses(get_resolver(settings.ROOT_URLCONF).url_patterns)]
ROUTES = {each.name: each.route for each in addresses(get_resolver(settings.ROOT_URLCONF).url_patterns)}
READABLE = [name for name in NAMES if site_policy().declared(name, "GET")]

# Name → where the page lies in this test, with the first arguments that the browser walk gives it.
PLACES: dict[str, str] = {}


@pytest.fixture
def bureau(monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """A bureau at work whose log was published."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    built = build(NOW)
    appoint_to_everything(built)
    site = Site("", built)
    # All that pages show is made before the log of other people is put in place.
    PLACES.update({name: paths_of(name, ROUTES[name], site)[0] for name in NAMES})
    shutil.copytree(GOLDEN, settings.SHUANGSUIJI_LOG_FOLDER)
    return built


def signed_in(bureau: Bureau, username: str) -> Client:
    client = Client()
    client.force_login(bureau.account(username))
    session = client.session
    session_times.begin(session, at=NOW, second_factor=True)
    session.save()
    return client


def database() -> str:
    """A digest of every table that a GET may not touch."""
    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda each: each._meta.db_table):
        if model._meta.db_table not in NOT_COUNTED:
            rows = sorted(repr(row) for row in model._base_manager.values_list())
            found.update(repr((model._meta.db_table, rows)).encode())
    return found.hexdigest()


class Written:
    """The statements that wrote to a table which a GET may not touch."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        wrote = re.match(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\"?(\w+)", sql, re.IGNORECASE)
        if wrote and wrote[1] not in NOT_COUNTED:
            self.statements.append(sql)
        return execute(sql, params, many, context)


def test_no_page_changes_anything_by_being_read(bureau: Bureau) -> None:
    readers = (Client(), signed_in(bureau, "li"), signed_in(bureau, "secadmin"))
    before, written = database(), Written()
    with connection.execute_wrapper(written):
        for who in readers:
            for name in READABLE:
                for ask in (who.get, who.head):
                    ask(PLACES[name])
                    assert written.statements == [], name
    assert database() == before


def test_what_a_page_writes_by_being_read_is_seen(bureau: Bureau) -> None:
    written = Written()
    with connection.execute_wrapper(written):
        Account._base_manager.filter(pk=uuid4()).update(must_change_password=False)
    assert len(written.statements) == 1


def test_no_signed_in_answer_may_be_kept_and_every_page_is_ours(bureau: Bureau) -> None:
    reader = functools.cache(lambda username: signed_in(bureau, username))
    for name in READABLE:
        who = reader_of(site_policy().declared(name, "GET")[0])
        answer = reader(who or SEES_MOST).get(PLACES[name])
        assert answer["Cache-Control"] == "no-store", name
        assert answer.status_code in {200, 302, 503, ANSWERS.get(name)}, name
        assert directives(answer.headers)["default-src"] == ["'none'"], name
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert page.count("<h1") == 1, name
            assert '<html lang="zh-CN">' in page, name
            assert not re.search(r"<(?:input|select|textarea)(?![^>]*hidden)(?![^>]*id=)", page), name


def test_a_stranger_gets_a_public_page_the_log_in_or_nothing(bureau: Bureau) -> None:
    for name in READABLE:
        answer = Client().get(PLACES[name])
        if any(row.shared for row in site_policy().declared(name, "GET")):
            if answer.status_code == ANSWERS.get(name):
                continue
            assert answer.status_code == 200, name
            assert "public" in answer["Cache-Control"].split(", "), name
        else:
            assert answer["Cache-Control"] == "no-store", name


def test_no_page_is_read_by_a_method_that_only_acts(bureau: Bureau) -> None:
    client = signed_in(bureau, "li")
    for name in set(NAMES) - set(READABLE):
        assert client.get(PLACES[name]).status_code == 403, name


def test_every_page_that_acts_refuses_a_form_from_elsewhere(bureau: Bureau) -> None:
    client = signed_in(bureau, "li")
    client.handler.enforce_csrf_checks = True
    before = database()
    acting = [name for name in NAMES if site_policy().declared(name, "POST")]
    assert acting
    for name in acting:
        answer = client.post(PLACES[name], {"username": "li"})
        assert answer.status_code == 403, name
        assert "表单已失效" in answer.content.decode(), name
    assert database() == before
