"""The first office page: for whoever is signed in, with the offices of today."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.backend import SessionBackend
from tests.foundation.accounts.bureau import Bureau, build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def bureau(monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """A bureau at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build(NOW)


def signed_in(bureau: Bureau, username: str) -> Client:
    """A client whose session has begun with a second factor."""
    client = Client()
    backend = f"{SessionBackend.__module__}.{SessionBackend.__qualname__}"
    client.force_login(bureau.account(username), backend=backend)
    session = client.session
    session_times.begin(session, at=NOW, second_factor=True)
    session.save()
    return client


def test_a_clerk_sees_account_department_and_office(bureau: Bureau) -> None:
    answer = signed_in(bureau, "li").get("/office/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for expected in ("li", "平原县人力资源和社会保障局", "承办股室经办人"):
        assert f"<dd>{expected}</dd>" in page
    assert answer["Cache-Control"] == "no-store"


def test_an_administrator_sees_only_his_role(bureau: Bureau) -> None:
    page = signed_in(bureau, "secadmin").get("/office/").content.decode()
    assert "<dd>安全管理员</dd>" in page


def test_the_way_out_is_a_post_from_our_own_page(bureau: Bureau) -> None:
    client = signed_in(bureau, "li")
    assert 'action="/office/log-out/"' in client.get("/office/").content.decode()
    assert client.post("/office/log-out/").status_code == 302
    assert client.get("/office/")["Location"] == "/office/log-in/?next=/office/"


def test_the_front_door_leads_who_is_signed_in_to_the_offices(bureau: Bureau) -> None:
    assert signed_in(bureau, "li").get("/")["Location"] == "/office/"


def test_an_account_disabled_meanwhile_is_out_at_the_next_request(bureau: Bureau) -> None:
    client = signed_in(bureau, "li")
    type(bureau.account("li"))._base_manager.filter(username="li").update(disabled_at=NOW)
    assert client.get("/office/").status_code == 302
