"""Signing in, as somebody at the page does it."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from shuangsuiji.foundation.accounts.actions.disable_account import disable_account
from shuangsuiji.foundation.accounts.actions.unlock_account import unlock_account
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.models import AuditEntry
from tests.foundation.accounts.bureau import enrol
from tests.web.office.accounts.visiting import CODE, ENROL, LOG_IN, LOG_OUT, PASSWORD, PROBE, sign_in

pytestmark = pytest.mark.django_db


def is_in(client: Client) -> bool:
    return client.get(PROBE).status_code == 200


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


# ------------------------------------------------------------------------------------------------------ the plain road


def test_who_is_not_signed_in_is_led_to_the_log_in_and_back(client, bureau):
    led = client.get(PROBE)
    assert led.status_code == 302
    assert led["Location"] == f"{LOG_IN}?next={PROBE}"
    page = client.get(led["Location"])
    assert page.status_code == 200
    assert "<h1>登录</h1>" in page.content.decode()
    back = sign_in(client, "li", next=PROBE)
    assert back["Location"] == PROBE
    assert client.get(PROBE).content == b"in li"
    assert actions() == ["log_in.granted"]


def test_a_name_may_be_typed_in_other_case_and_width(client, bureau):
    assert sign_in(client, "  ＬＩ ", "Wuyue-9-xia-213").status_code == 302
    assert is_in(client)


def test_who_is_in_is_led_on_from_the_log_in_page(client, bureau):
    sign_in(client, "li")
    assert client.get(f"{LOG_IN}?next={PROBE}")["Location"] == PROBE


def test_signing_in_changes_the_sessions_key(client, bureau):
    client.get(LOG_IN)
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, "li")
    assert client.session.session_key != before


def test_log_out_is_a_post_and_empties_the_browser(client, bureau):
    sign_in(client, "li")
    assert client.get(LOG_OUT).status_code == 403
    assert is_in(client)
    out = client.post(LOG_OUT)
    assert out["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not is_in(client)
    assert actions()[-1] == "session.log_out"


def test_forms_ask_for_the_token_against_foreign_sites(bureau):
    strict = Client(enforce_csrf_checks=True)
    for address in (LOG_IN, CODE, ENROL, PASSWORD, LOG_OUT):
        assert strict.post(address, {"username": "li"}).status_code == 403


FOREIGN = [
    "https://evil.example/", "//evil.example", "///evil.example", "http:evil.example", "https:evil.example", "\\\\evil.example",
    "/\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "http://testserver@evil.example/",
    "https://testserver.evil.example/", "//testserver@evil.example", "ftp://evil.example", "\thttps://evil.example", "  //evil.example",
    "https:///evil.example", "http:///evil.example", "/\t/evil.example", "%2f%2fevil.example//x://", "////evil.example", "http://[::1]/x",
    "\x00//evil.example", "https://evil.example\\@testserver/", "//evil%E3%80%82example", "vbscript:x", "mailto:a@b.example",
    "http://evil.example:80\\@testserver", "https://evil.example#testserver", "https://evil.example?testserver", "\r\n//evil.example",
    "/\\/evil.example", "\\/evil.example", "//\\evil.example", "https://0x7f.1/", "http://evil.example/office/", "wss://evil.example",
    "//evil.example/%2e%2e", "http://testserver:1@evil.example", "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("target", FOREIGN)
def test_nobody_is_led_to_another_host(client, bureau, target):
    landed = sign_in(client, "li", next=target)
    assert landed.status_code == 302
    as_browsers_read_it = urljoin("http://testserver/office/log-in/", landed["Location"].replace("\\", "/").strip())
    assert urlsplit(as_browsers_read_it)[:2] == ("http", "testserver")


# --------------------------------------------------------------------------------------------- the same for everybody


def test_a_wrong_password_an_unknown_name_and_a_closed_account_read_the_same(client, bureau, clock):
    disable_account(account=bureau.account("zheng").pk, reason="", actor=bureau.actor("secadmin"), at=clock.at)
    names = (b"li", b"nobody", b"zheng")
    pages = [
        sign_in(client, "li", "wrong").content,
        sign_in(client, "nobody", "wrong").content,
        sign_in(client, "zheng").content,
    ]
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    told = {token.sub(b"", page).replace(b'value="%s"' % name, b"") for page, name in zip(pages, names, strict=True)}
    assert len(told) == 1
    assert "用户名或密码不正确，或该账户不能使用" in pages[0].decode()


def test_an_unknown_name_costs_as_much_work_as_a_known_one(client, bureau, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    worked = []
    honest = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *given: (worked.append(1), honest(*given))[1])
    counts = []
    for name in ("li", "nobody"):
        worked.clear()
        sign_in(client, name, "wrong")
        counts.append(len(worked))
    assert counts[0] == counts[1] > 0


def test_what_was_typed_is_nowhere_kept(client, bureau):
    from django.db import connection

    typed = "my-secret-in-the-wrong-box"
    sign_in(client, typed, "another-secret")
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, stamps FROM throttle")
        throttles = str(cursor.fetchall())
    audit = str(list(AuditEntry.objects.values_list("actor", "action", "object", "detail")))
    for text in (typed, "another-secret"):
        assert text not in throttles + audit


# -------------------------------------------------------------------------------------------------------------- locks


def test_five_failures_lock_the_name_for_half_an_hour(client, bureau, clock):
    for _ in range(4):
        assert sign_in(client, "li", "wrong").status_code == 200
    fifth = sign_in(client, "li", "wrong")
    assert fifth.status_code == 429
    assert fifth["Retry-After"] == "1800"
    assert "17:30" in fifth.content.decode()
    clock.forward(minutes=29)
    assert sign_in(client, "li").status_code == 429
    clock.forward(minutes=1)
    assert sign_in(client, "li").status_code == 302
    assert actions() == ["log_in.refused"] * 4 + ["log_in.locked", "log_in.locked", "log_in.granted"]


def test_a_name_nobody_has_locks_alike(client, bureau):
    answers = [sign_in(client, "nobody", "wrong") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2


def test_four_failures_and_the_right_one_start_anew(client, bureau):
    for _ in range(3):
        for _ in range(4):
            sign_in(client, "li", "wrong")
        assert sign_in(client, "li").status_code == 302
        client.post(LOG_OUT)


def test_failures_further_apart_than_the_window_do_not_add_up(client, bureau, clock):
    for _ in range(12):
        assert sign_in(client, "li", "wrong").status_code == 200
        clock.forward(minutes=4)


def test_the_security_administrator_unlocks(client, bureau, clock):
    for _ in range(5):
        sign_in(client, "li", "wrong")
    unlock_account(account=bureau.account("li").pk, actor=bureau.actor("secadmin"), at=clock.at)
    assert sign_in(client, "li").status_code == 302
    assert "account.unlocked" in actions()


def test_an_address_beyond_its_share_is_slowed_and_others_behind_it_still_come_in(client, bureau, clock):
    for number in range(20):
        assert sign_in(client, f"guess{number}", "wrong").status_code == 200
    slowed = sign_in(client, "li")
    assert slowed.status_code == 429
    assert slowed["Retry-After"] == "5"
    assert "网络地址" in slowed.content.decode()
    clock.forward(seconds=5)
    assert sign_in(client, "li").status_code == 302
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert sign_in(elsewhere, "zheng").status_code == 302


def test_a_stranger_cannot_keep_the_only_administrator_out(client, bureau, clock):
    stranger = Client(REMOTE_ADDR="10.6.6.6")
    for _ in range(8):
        last = sign_in(stranger, "secadmin", "wrong")
    assert last.status_code == 429
    assert sign_in(client, "secadmin").status_code == 302


def test_the_only_administrator_locks_himself_out_for_half_an_hour_at_most_and_the_machine_unlocks(
    client, bureau, clock
):
    for _ in range(6):
        sign_in(client, "secadmin", "wrong")
    assert sign_in(client, "secadmin").status_code == 429
    clock.forward(minutes=30)
    assert sign_in(client, "secadmin").status_code == 302


def test_unlocking_from_the_machine_reaches_the_only_administrator_at_his_own_address(client, bureau, clock):
    for _ in range(6):
        sign_in(client, "secadmin", "wrong")
    unlock_account(account=bureau.account("secadmin").pk, actor=Actor("rsj", MACHINE), at=clock.at)
    assert sign_in(client, "secadmin").status_code == 302


# ------------------------------------------------------------------------------------------------------ second factor


def test_an_approver_comes_in_with_password_and_code(client, bureau, clock):
    enrol(bureau, "sun")
    asked = sign_in(client, "sun", next=PROBE)
    assert asked["Location"] == f"{CODE}?next=%2Foffice%2Fprobe%2F"
    assert SESSION_KEY not in client.session
    assert not is_in(client)
    assert "<h1>输入验证码</h1>" in client.get(CODE).content.decode()
    passed = client.post(CODE, {"code": bureau.code("sun", clock.at), "next": PROBE})
    assert passed["Location"] == PROBE
    assert is_in(client)
    assert actions()[-2:] == ["log_in.granted", "second_factor.granted"]


def test_the_code_page_without_a_right_password_leads_back(client, bureau, clock):
    enrol(bureau, "sun")
    assert client.get(CODE)["Location"].startswith(LOG_IN)
    assert client.post(CODE, {"code": bureau.code("sun", clock.at)})["Location"].startswith(LOG_IN)
    sign_in(client, "sun")
    clock.forward(minutes=6)
    assert client.post(CODE, {"code": bureau.code("sun", clock.at)})["Location"].startswith(LOG_IN)
    assert not is_in(client)


def test_a_code_opens_once(client, bureau, clock):
    enrol(bureau, "sun")
    code = bureau.code("sun", clock.at)
    sign_in(client, "sun")
    assert client.post(CODE, {"code": code}).status_code == 302
    again = Client()
    sign_in(again, "sun")
    assert again.post(CODE, {"code": code}).status_code == 200
    assert not is_in(again)
    clock.forward(seconds=30)
    assert again.post(CODE, {"code": bureau.code("sun", clock.at)}).status_code == 302


def test_guessing_codes_locks_the_codes(client, bureau, clock):
    enrol(bureau, "sun")
    sign_in(client, "sun")
    answers = [client.post(CODE, {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    assert client.post(CODE, {"code": bureau.code("sun", clock.at)}).status_code == 429


def test_a_recovery_code_opens_once(client, bureau):
    codes = enrol(bureau, "sun")
    assert len(set(codes)) == 10
    sign_in(client, "sun")
    assert client.post(CODE, {"code": codes[3].upper().replace("-", " ")}).status_code == 302
    again = Client()
    sign_in(again, "sun")
    assert again.post(CODE, {"code": codes[3]}).status_code == 200
    assert again.post(CODE, {"code": codes[4]}).status_code == 302


@pytest.mark.parametrize("username", ["sun", "zhou", "zheng", "sysadmin", "secadmin", "audadmin"])
def test_administrators_and_approvers_must_enrol_before_anything_else(client, bureau, username):
    sign_in(client, username)
    assert client.get(PROBE)["Location"] == ENROL


def test_a_clerk_need_not_but_may(client, bureau):
    sign_in(client, "li")
    assert is_in(client)
    assert client.get(ENROL).status_code == 200


def test_enrolling_by_the_page_opens_the_rest_and_shows_recovery_codes_once(client, bureau, clock):
    from shuangsuiji.foundation.accounts import second_factor
    from shuangsuiji.web.office.accounts.steps import SECRET
    from tests.foundation.accounts.bureau import authenticator

    sign_in(client, "sun")
    page = client.get(ENROL).content.decode()
    secret = second_factor.uncarried(bureau.account("sun"), client.session[SECRET])
    assert second_factor.written(secret) in page
    assert '<path d="M' in page
    assert client.get(ENROL).content.decode().count(second_factor.written(secret)) == 1
    assert secret.hex() not in client.session[SECRET]
    assert "验证码不正确" in client.post(ENROL, {"code": "000000"}).content.decode()
    done = client.post(ENROL, {"code": authenticator(secret, clock.at), "next": PROBE}).content.decode()
    assert "保存恢复码" in done
    assert done.count("<li>") == 10
    assert is_in(client)
    assert SECRET not in client.session
    again = Client()
    assert sign_in(again, "sun")["Location"].startswith(CODE)


def test_a_secret_that_left_the_session_cannot_be_enrolled(client, bureau, clock):
    sign_in(client, "sun")
    assert "登记已过期" in client.post(ENROL, {"code": "123456"}).content.decode()


def test_enrolling_asks_who_it_is_when_the_log_in_was_a_while_ago(client, bureau, clock):
    sign_in(client, "sun")
    clock.forward(minutes=6)
    assert client.get(ENROL)["Location"].startswith("/office/account/confirm/")
