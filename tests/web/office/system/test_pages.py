"""The pages of the three administrators: each does his own, nobody does two, a first password is shown once."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.models import Department, Post, Section
from shuangsuiji.foundation.accounts.queries import find_account, offices_on
from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from tests.foundation.accounts.bureau import Bureau, build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def bureau(monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """A bureau at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build(NOW)


def visitor(bureau: Bureau, username: str) -> Client:
    """Somebody signed in with a second factor."""
    client = Client()
    client.force_login(bureau.account(username), backend="shuangsuiji.foundation.accounts.backend.SessionBackend")
    session = client.session
    session_times.begin(session, at=NOW, second_factor=True)
    session.save()
    return client


def send(client: Client, view: str, *keys: object, **fields: str) -> "tuple[int, str]":
    """POST a form with a fresh key; status and page."""
    answer = client.post(reverse(view, args=keys), {KEY_FIELD: new_key(), **fields})
    return answer.status_code, answer.content.decode()


def test_the_system_administrator_enters_department_section_person_and_log_in(bureau: Bureau) -> None:
    client = visitor(bureau, "sysadmin")
    place = {"name": "平原县市场监督管理局", "code": "scjgj", "division": "410999", "from_on": "2026-11-24"}
    assert send(client, "system:add_department", **place)[0] == 302
    section = {"department": "scjgj", "code": "xyjg", "name": "信用监管股", "from_on": "2026-11-24"}
    assert send(client, "system:add_section", **section)[0] == 302
    assert Section.objects.get(code="xyjg").department == Department.objects.get(code="scjgj")
    status, page = send(client, "system:add_person", name="王一鸣", place="scjgj/xyjg", username="wang")
    assert status == 200
    password = re.search(r"<code>(Q7-[a-z0-9-]+)</code>", page)
    assert password is not None
    account = find_account("wang")
    assert account is not None
    assert account.check_password(password.group(1))
    assert password.group(1) not in client.get(reverse("system:person", args=(account.person_id,))).content.decode()


def test_the_security_administrator_appoints_and_ends(bureau: Bureau) -> None:
    client, person = visitor(bureau, "secadmin"), bureau.person("li")
    fields = {"office": "registry_keeper", "place": "rsj", "document": "平人社〔2026〕9号", "from_on": "2026-11-24"}
    assert send(client, "system:appoint", person.pk, **fields)[0] == 302
    assert offices_on(person, NOW.date()) == {"clerk", "registry_keeper"}
    post = Post.objects.get(person=person, office="registry_keeper")
    ended = {"to_on": "2026-11-30", "reason": "岗位调整"}
    assert send(client, "system:end_post", person.pk, post.pk, **ended)[0] == 302
    post.refresh_from_db()
    assert post.to_on == date(2026, 11, 30)


def test_an_account_is_closed_opened_unlocked_and_given_a_new_password(bureau: Bureau) -> None:
    client, person = visitor(bureau, "secadmin"), bureau.person("li")
    assert send(client, "system:disable", person.pk, reason="休假")[0] == 302
    assert bureau.account("li").disabled_at == NOW
    assert send(client, "system:enable", person.pk, reason="销假")[0] == 302
    assert bureau.account("li").disabled_at is None
    assert send(client, "system:unlock", person.pk)[0] == 302
    status, page = send(client, "system:reset", person.pk, reason="忘记密码")
    assert status == 200
    assert "<code>Q7-" in page
    assert send(client, "system:forget_factor", person.pk, reason="手机遗失")[0] in {302, 404, 422}


def test_a_role_is_given_only_to_who_holds_no_office(bureau: Bureau) -> None:
    client, person = visitor(bureau, "secadmin"), bureau.person("li")
    before = LogEvent.objects.count()
    status, page = send(client, "system:role", person.pk, role="audadmin", reason="接替")
    assert status == 422
    assert "第五条" in page
    assert LogEvent.objects.count() == before


@pytest.mark.parametrize("username", ["li", "zhou", "sysadmin", "audadmin"])
def test_nobody_else_appoints(bureau: Bureau, username: str) -> None:
    status, _ = send(visitor(bureau, username), "system:appoint", bureau.person("li").pk, office="deputy_head")
    assert status == 403
    assert AuditEntry.objects.filter(action="denied").exists()


def test_a_name_in_use_is_told_on_the_form_and_nothing_is_entered(bureau: Bureau) -> None:
    client, before = visitor(bureau, "sysadmin"), LogEvent.objects.count()
    status, page = send(client, "system:add_person", name="另一人", place="rsj", username="li")
    assert status == 422
    assert "已被使用" in page
    status, page = send(client, "system:add_person", name="另一人", place="rsj", username="x!")
    assert status == 200
    assert "用户名为 2 至 32 位" in page
    assert LogEvent.objects.count() == before


def test_the_audit_administrator_reads_the_access_log_and_nobody_else_does(bureau: Bureau) -> None:
    AuditEntry.objects.create(at=NOW, actor="li", action="log_in", object="", detail={"why": "tried"}, ip=None)
    assert "log_in" in visitor(bureau, "audadmin").get(reverse("system:access_log")).content.decode()
    assert visitor(bureau, "sysadmin").get(reverse("system:access_log")).status_code == 403


@pytest.mark.parametrize("view", ["system:departments", "system:people"])
def test_the_lists_show_what_there_is_with_a_constant_number_of_queries(
    bureau: Bureau, view: str, django_assert_max_num_queries: "pytest.FixtureRequest"
) -> None:
    client = visitor(bureau, "sysadmin")
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        page = client.get(reverse(view)).content.decode()
    assert "平原县人力资源和社会保障局" in page


def test_a_person_who_is_not_there_is_not_found(bureau: Bureau) -> None:
    client = visitor(bureau, "secadmin")
    missing = bureau.department.pk
    for view in ("system:person", "system:appoint", "system:role", "system:disable"):
        assert client.get(reverse(view, args=(missing,))).status_code == 404
    without = bureau.person("li")
    assert client.get(reverse("system:person", args=(without.pk,))).status_code == 200
