"""How long a session lasts, what ends it, what it owes."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from shuangsuiji.foundation.accounts.actions.change_password import reset_password
from shuangsuiji.foundation.accounts.actions.disable_account import disable_account
from shuangsuiji.foundation.accounts.actions.enrol_second_factor import remove_second_factor
from shuangsuiji.foundation.accounts.actions.erase_person import erase_person
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent
from shuangsuiji.web.project.profiles import PROFILES
from tests.foundation.accounts.bureau import enrol, password_of
from tests.web.office.accounts.visiting import CODE, CONFIRM, ENROL, LOG_IN, PASSWORD, PROBE, sign_in

pytestmark = pytest.mark.django_db
NEW = "Shanshui-7-qing-feng"
WEIGHTY = "/office/weighty/"


def is_in(client: Client) -> bool:
    return client.get(PROBE).status_code == 200


def change(client, old, new, again=None, **more):
    return client.post(PASSWORD, {"old_password": old, "new_password": new, "again_password": again or new, **more})


# ------------------------------------------------------------------------------------------------------------- its end


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_session_unused_for_a_quarter_of_an_hour_is_over(client, bureau, clock, settings, profile):
    settings.PROFILE = PROFILES[profile]
    sign_in(client, "li")
    for _ in range(4):
        clock.forward(minutes=14)
        assert is_in(client)
    clock.forward(minutes=15)
    assert not is_in(client)
    assert AuditEntry.objects.latest("id").action == "session.idle"
    assert "sessionid" not in client.cookies or not client.cookies["sessionid"].value


def test_a_session_in_use_is_over_after_twelve_hours(client, bureau, clock):
    sign_in(client, "li")
    for _ in range(71):
        clock.forward(minutes=10)
        assert is_in(client)
    clock.forward(minutes=10)
    assert not is_in(client)
    assert AuditEntry.objects.latest("id").action == "session.absolute"


def test_a_page_for_anybody_answers_on_when_the_session_is_over(client, bureau, clock):
    sign_in(client, "li")
    clock.forward(minutes=20)
    assert client.get("/").content == b"door"


def test_a_disabled_account_is_dead_at_its_next_request(client, bureau, clock):
    sign_in(client, "li")
    assert is_in(client)
    disable_account(account=bureau.account("li").pk, reason="离职", actor=bureau.actor("secadmin"), at=clock.at)
    assert not is_in(client)
    assert AuditEntry.objects.latest("id").action == "session.disabled"
    assert sign_in(client, "li").status_code == 200


def test_an_account_ends_with_its_last_day(client, bureau, clock):
    Account._base_manager.filter(username="li").update(ends_on=clock.at.date())
    sign_in(client, "li")
    assert is_in(client)
    clock.forward(hours=7)  # 17:00 in Beijing became midnight
    sign_in(client, "li")
    assert not is_in(client)


def test_the_account_of_an_erased_person_is_dead(client, bureau, clock):
    from shuangsuiji.foundation.accounts.actions.end_post import end_post
    from shuangsuiji.foundation.accounts.models import Post

    sign_in(client, "li")
    person = bureau.person("li")
    yesterday = clock.at.date() - timedelta(days=1)
    end_post(post=Post.objects.get(person=person).pk, to_on=yesterday, actor=bureau.actor("secadmin"), at=clock.at)
    erase_person(
        person=person.pk,
        ground="pipl_47_2",
        retained_until=date(2020, 1, 1),
        reason="",
        actor=bureau.actor("secadmin"),
        at=clock.at,
    )
    assert not is_in(client)


def test_an_account_unused_for_a_quarter_of_a_year_is_closed_but_not_the_only_administrators(client, bureau, clock):
    clock.forward(days=91)
    assert sign_in(client, "li").status_code == 200
    assert sign_in(client, "secadmin").status_code == 302


def test_a_session_without_our_times_is_nobodys(client, bureau):
    client.force_login(bureau.account("li"))
    assert not is_in(client)
    assert AuditEntry.objects.latest("id").action == "session.unknown"


# -------------------------------------------------------------------------------------------------------- once more


def test_an_act_that_weighs_asks_who_it_is_after_five_minutes(client, bureau, clock):
    sign_in(client, "li")
    assert client.get(WEIGHTY).content == b"weighty"
    clock.forward(minutes=5, seconds=1)
    asked = client.get(WEIGHTY)
    assert asked["Location"] == f"{CONFIRM}?next=%2Foffice%2Fweighty%2F"
    assert "再次确认身份" in client.get(asked["Location"]).content.decode()
    assert "密码不正确" in client.post(CONFIRM, {"password": "wrong", "next": WEIGHTY}).content.decode()
    before = client.session.session_key
    assert client.post(CONFIRM, {"password": password_of("li"), "next": WEIGHTY})["Location"] == WEIGHTY
    assert client.session.session_key != before
    assert client.get(WEIGHTY).content == b"weighty"


def test_guessing_at_the_confirmation_is_counted(client, bureau):
    sign_in(client, "li")
    answers = [client.post(CONFIRM, {"password": "wrong"}).status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    assert client.post(CONFIRM, {"password": password_of("li")}).status_code == 429


# ------------------------------------------------------------------------------------------------------------- passwords


def test_a_first_password_must_be_changed_before_anything_else(client, bureau, clock):
    Account._base_manager.filter(username="li").update(must_change_password=True)
    sign_in(client, "li")
    assert client.get(PROBE)["Location"] == PASSWORD
    assert "这是初始密码" in client.get(PASSWORD).content.decode()
    assert client.get("/").content == b"door"
    assert change(client, password_of("li"), NEW, next=PROBE)["Location"] == PROBE
    assert is_in(client)
    assert LogEvent.objects.latest("seq").type == "account.changed"


def test_changing_the_password_ends_the_other_sessions(client, bureau):
    elsewhere = Client()
    sign_in(elsewhere, "li")
    sign_in(client, "li")
    change(client, password_of("li"), NEW)
    assert is_in(client)
    assert not is_in(elsewhere)
    assert sign_in(Client(), "li").status_code == 200
    assert sign_in(Client(), "li", NEW).status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong", NEW, NEW, "密码不正确"),
        (password_of("li"), NEW, NEW + "x", "不一致"),
        (password_of("li"), "Short-1", "Short-1", "须有 12 至 128 个字符"),
        (password_of("li"), password_of("li"), password_of("li"), "最近 5 次"),
        (password_of("li"), "Suiji-2026-abc!", "Suiji-2026-abc!", "容易被猜中"),
    ],
)
def test_a_new_password_with_one_thing_wrong_is_refused_in_a_sentence(client, bureau, old, new, again, told):
    sign_in(client, "li")
    before = bureau.account("li").password
    assert told in change(client, old, new, again).content.decode()
    assert bureau.account("li").password == before


def test_djbh3_asks_for_a_new_password_after_ninety_days_and_modern_does_not(client, bureau, clock, settings):
    for name, led in (("djbh3", True), ("modern", False)):
        settings.PROFILE = PROFILES[name]
        Account._base_manager.update(password_changed_at=clock.at - timedelta(days=90), last_seen_at=clock.at)
        visitor = Client()
        sign_in(visitor, "li")
        assert (visitor.get(PROBE).status_code == 302) is led


def test_a_reset_password_is_good_for_one_log_in(client, bureau, clock):
    for _ in range(5):
        sign_in(client, "li", "wrong")
    reset_password(
        account=bureau.account("li").pk, password=NEW, reason="忘记", actor=bureau.actor("secadmin"), at=clock.at
    )
    assert sign_in(client, "li", NEW).status_code == 302
    assert client.get(PROBE)["Location"] == PASSWORD


def test_a_lost_phone_is_enrolled_anew_after_the_administrator_took_the_old_one_away(client, bureau, clock):
    codes = enrol(bureau, "sun")
    remove_second_factor(
        account=bureau.account("sun").pk, reason="手机丢失", actor=bureau.actor("secadmin"), at=clock.at
    )
    assert sign_in(client, "sun")["Location"] == "/"
    assert client.get(PROBE)["Location"] == ENROL
    enrol(bureau, "sun")
    again = Client()
    sign_in(again, "sun")
    assert again.post(CODE, {"code": codes[0]}).status_code == 200


# ------------------------------------------------------------------------------------------------------------- the pages


def test_every_page_has_one_heading_labels_on_its_fields_and_no_style_or_script(client, bureau):
    pages = [client.get(LOG_IN), sign_in(client, "li", "wrong")]
    enrol(bureau, "sun")
    waiting = Client()
    sign_in(waiting, "sun")
    pages.append(waiting.get(CODE))
    sign_in(client, "li")
    pages += [client.get(address) for address in (PASSWORD, CONFIRM, ENROL)]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert text.count("<h1>") == 1
        assert 'lang="zh-CN"' in text
        assert "style=" not in text
        assert "<script" not in text
        assert "onclick" not in text
        assert page["Cache-Control"] == "no-store"
        for name in ("username", "password", "code", "old_password", "new_password", "again_password"):
            if f'id="id_{name}"' in text:
                assert f'for="id_{name}"' in text


def test_every_address_of_ours_is_in_the_policy_of_this_test(settings):
    from shuangsuiji.web.components.site_policy import site_policy
    from shuangsuiji.web.office.accounts.urls import urlpatterns

    for pattern in urlpatterns:
        assert reverse(f"accounts:{pattern.name}").startswith("/office/")
        assert site_policy().declared(f"accounts:{pattern.name}", "POST")
