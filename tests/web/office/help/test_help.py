"""办事指引 is read off the tables: every act of every machine is on the page of each office that has a part in it."""

import pytest
from django.test import Client
from django.urls import reverse

from shuangsuiji.core.rules.guards import GUARDS
from shuangsuiji.core.rules.lifecycle import MACHINES
from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.roles import BUSINESS_OFFICES
from shuangsuiji.web.office.help import duties
from tests.conftest import NOW
from tests.foundation.accounts.bureau import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(monkeypatch: pytest.MonkeyPatch) -> Client:
    """The clerk, signed in."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client = Client()
    client.force_login(build(NOW).account("li"))
    session = client.session
    session_times.begin(session, at=NOW, second_factor=True)
    session.save()
    return client


@pytest.mark.parametrize("office", sorted(duties.offices()))
def test_the_page_of_an_office_has_each_of_its_acts_with_what_must_hold(clerk: Client, office: str) -> None:
    page = clerk.get(reverse("help:office", args=[office])).content.decode()
    for machine in MACHINES:
        for row in machine.rows:
            if office in row.offices.split():
                assert row.label in page
                assert all(GUARDS[guard] in page for guard in row.guards.split())


def test_every_act_is_on_somebodys_page() -> None:
    told = {line.act for office in duties.offices() for section in duties.sections_of(office) for line in section.lines}
    mine = {
        row.label for machine in MACHINES for row in machine.rows if set(row.offices.split()) & BUSINESS_OFFICES.keys()
    }
    assert told == mine


def test_ones_own_office_comes_first(clerk: Client) -> None:
    page = clerk.get(reverse("help:home")).content.decode()
    assert page.index("您今天担任的岗位") < page.index("查看办理事项")


@pytest.mark.parametrize("unknown", ["subject", "staff", "nobody"])
def test_what_is_no_office_has_no_page(clerk: Client, unknown: str) -> None:
    assert clerk.get(f"/office/help/{unknown}/").status_code == 404
