"""The first-run wizard, as somebody walks it who never saw a terminal."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from shuangsuiji.foundation.accounts import setup_code
from shuangsuiji.foundation.accounts.models import Account, Department, Person, Post, Section
from shuangsuiji.foundation.accounts.queries import find_account, offices_on
from shuangsuiji.foundation.ledger.models import AuditEntry
from shuangsuiji.web.office.setup.forms import NEEDED, SPARE_ROWS, WELCOME

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PEOPLE = {
    "sysadmin": ("钱系统", "qian"),
    "secadmin": ("赵安全", "zhao"),
    "audadmin": ("冯审计", "feng"),
    "principal_head": ("周正言", "zhou"),
    "deputy_head": ("孙立群", "sun"),
    "section_head": ("郑守一", "zheng"),
    "clerk": ("李明德", "li"),
    "registry_keeper": ("吴广闻", "wu"),
    "coordinator": ("李明德", "li"),
}


@pytest.fixture
def code(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of an installation that nobody has set up."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    settings.SHUANGSUIJI_HOME = tmp_path
    return setup_code.make(tmp_path)


def bureau_fields(code: str, **other: str) -> dict[str, str]:
    """The first page, well filled in."""
    sections = {
        "section_code_0": "bgs",
        "section_name_0": "办公室",
        "section_code_1": "ldjc",
        "section_name_1": "监察股",
    }
    named = {"name": "平原县人力资源和社会保障局", "code": "rsj", "division": "410999", "document": "平人社〔2026〕1号"}
    return {"setup_code": code, **named, **sections, **other}


def people_fields(**other: str) -> dict[str, str]:
    """The second page, well filled in."""
    fields = {}
    for number, office in enumerate(NEEDED):
        fields[f"name_{number}"], fields[f"username_{number}"] = PEOPLE[office]
    return {**fields, f"section_{NEEDED.index('clerk')}": "ldjc", **other}


def carried(page: str) -> str:
    """What the page carries on."""
    found = re.search(r'name="carried" value="([^"]+)"', page)
    assert found is not None, page
    return found.group(1)


def walk(code: str, **other: str) -> tuple[Client, str]:
    """To the check page; answers it and the client."""
    client = Client()
    second = client.post("/setup/", bureau_fields(code)).content.decode()
    check = client.post("/setup/people/", {**people_fields(**other), "carried": carried(second)})
    return client, check.content.decode()


def test_an_empty_installation_becomes_a_bureau_with_sections_people_and_offices(code: str) -> None:
    client, check = walk(code)
    for word in ("平原县人力资源和社会保障局", "监察股", "李明德", "承办股室经办人、调解仲裁与劳动监察股", "8 个账户"):
        assert word in check
    answer = client.post("/setup/found/", {"carried": carried(check)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert Section.objects.count() == 2
    assert Account.objects.count() == 8
    clerk = find_account("li")
    assert clerk is not None
    assert offices_on(clerk.person, NOW.date()) == {"clerk", "coordinator"}
    assert Post.objects.get(office="clerk").section == Section.objects.get(code="ldjc")
    password = re.search(r"<code>(Q7-[a-z0-9-]+)</code>", page)
    assert password is not None
    assert find_account("qian").check_password(password.group(1))  # type: ignore[union-attr]


def test_it_is_gone_once_there_is_a_bureau(code: str, settings: Any) -> None:
    client, check = walk(code)
    client.post("/setup/found/", {"carried": carried(check)})
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/found/", {"carried": carried(check)}).status_code == 404
    assert Department.objects.count() == 1
    assert not setup_code.known(settings.SHUANGSUIJI_HOME)


def test_whoever_does_not_know_the_code_gets_no_further(code: str) -> None:
    answer = Client().post("/setup/", bureau_fields("aaaaa-bbbbb-ccccc"))
    page = answer.content.decode()
    assert "安装码不对" in page
    assert 'name="carried"' not in page


def test_a_later_page_cannot_be_entered_with_a_text_of_ones_own(code: str) -> None:
    for url in ("/setup/people/", "/setup/found/"):
        answer = Client().post(url, {**people_fields(), "carried": "forged"})
        assert (answer.status_code, answer["Location"]) == (302, "/setup/")
    second = Client().post("/setup/", bureau_fields(code)).content.decode()
    assert Client().post("/setup/found/", {"carried": carried(second)})["Location"] == "/setup/"
    assert not Department.objects.exists()


def test_an_administrator_holds_no_other_office(code: str) -> None:
    place = NEEDED.index("clerk")
    _, page = walk(code, **{f"name_{place}": "钱系统", f"username_{place}": "qian"})
    assert "三类管理员互不兼任" in page
    assert 'name="carried"' in page


def test_one_user_name_is_one_person(code: str) -> None:
    place = NEEDED.index("coordinator")
    _, page = walk(code, **{f"name_{place}": "另一人", f"username_{place}": "li"})
    assert "已给了另一个人" in page


def test_a_spare_row_needs_office_name_and_user_name(code: str) -> None:
    spare = len(NEEDED) + len(WELCOME)
    assert SPARE_ROWS > 0
    _, page = walk(code, **{f"name_{spare}": "何适之"})
    assert "一行须同时写明职务、姓名和用户名" in page
    _, page = walk(code, **{f"name_{spare}": "何适之", f"username_{spare}": "he", f"office_{spare}": "inspector"})
    assert "执法检查人员" in page
    assert "9 个账户" in page


def test_a_section_has_a_code_and_a_name_of_its_own(code: str) -> None:
    page = Client().post("/setup/", bureau_fields(code, section_code_2="jgjj")).content.decode()
    assert "须同时填写" in page
    page = Client().post("/setup/", bureau_fields(code, section_code_2="bgs", section_name_2="机关")).content.decode()
    assert "已用于另一个股室" in page


def test_who_would_approve_his_own_requests_is_told_so(code: str) -> None:
    place = NEEDED.index("deputy_head")
    _, page = walk(code, **{f"name_{place}": "李明德", f"username_{place}": "li"})
    assert "不能自己审批" in page


def test_nothing_is_written_before_the_last_page(code: str) -> None:
    walk(code)
    assert not Department.objects.exists()
    assert not Person.objects.exists()
    assert not AuditEntry.objects.filter(action="denied").exists()


def test_the_front_door_of_an_empty_installation_leads_to_the_wizard(code: str) -> None:
    assert Client().get("/")["Location"] == "/setup/"
