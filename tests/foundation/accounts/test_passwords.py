"""What a password must be, in both profiles."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import get_password_validators, validate_password
from django.core.exceptions import ValidationError

from shuangsuiji.foundation.accounts.actions.change_password import NotYours, change_password, reset_password
from shuangsuiji.foundation.accounts.models import PasswordHistory
from shuangsuiji.foundation.accounts.passwords import PasswordRules, character_classes, too_old
from shuangsuiji.foundation.accounts.queries import own_actor
from shuangsuiji.web.project.profiles import PROFILES
from tests.foundation.accounts.bureau import password_of

pytestmark = pytest.mark.django_db
GOOD = "Qingshan-8-lvshui"


def faults(password, account, profile):
    try:
        validate_password(password, account, get_password_validators(PROFILES[profile].password_validators))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "classes"), [("abc", 1), ("aBc", 2), ("aB1", 3), ("aB1-", 4), ("山水", 1), ("", 0)]
)
def test_classes_of_characters_are_counted(password, classes):
    assert character_classes(password) == classes


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_good_password_passes(bureau, profile):
    assert faults(GOOD, bureau.account("li"), profile) == ""


@pytest.mark.parametrize("profile", sorted(PROFILES))
@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("Qing-8-shan", "须有 12 至 128 个字符"),
        ("password1234", "太常见"),
        ("Qingshan-8-lvshui" * 8, "须有 12 至 128 个字符"),
        ("Shuangsuiji-2026", "容易被猜中"),
        ("Rsj-12345-Rsj!", "容易被猜中"),
        ("410999-Abc-xyz", "容易被猜中"),
        ("李明德-Abcdef-123", "容易被猜中"),
        ("Tel-13900000000", "容易被猜中"),
        ("ＲＳＪ-Abcdef-123", "容易被猜中"),
    ],
)
def test_a_password_with_one_thing_wrong_is_refused_in_both_profiles(bureau, profile, password, told):
    assert told in faults(password, bureau.account("li"), profile)


def test_only_djbh3_counts_classes(bureau):
    assert "至少 3 类" in faults("qingshan lvshui", bureau.account("li"), "djbh3")
    assert faults("qingshan lvshui", bureau.account("li"), "modern") == ""


def test_the_form_says_what_is_asked():
    text = PasswordRules(12, 3, 5).get_help_text()
    assert "至少 3 类" in text
    assert "最近 5 次" in text
    assert "类" not in PasswordRules(12).get_help_text()


def change(bureau, username, password, at):
    account = bureau.account(username)
    return change_password(account=account.pk, password=password, actor=own_actor(account, at), at=at)


def test_the_last_five_passwords_are_remembered_and_no_more(bureau, at):
    used = [password_of("li"), *(f"Qingshan-{number}-lvshui" for number in range(7))]
    for number, password in enumerate(used[1:]):
        change(bureau, "li", password, at + timedelta(minutes=number))
    assert PasswordHistory.objects.filter(account=bureau.account("li")).count() == 5
    for password in used[-6:]:
        assert "最近 5 次" in faults(password, bureau.account("li"), "djbh3")
    for password in used[:-6]:
        assert faults(password, bureau.account("li"), "djbh3") == ""
    assert faults(used[-2], bureau.account("li"), "modern") == ""


def test_modern_keeps_no_old_hashes(bureau, at, settings):
    settings.PROFILE = PROFILES["modern"]
    change(bureau, "li", GOOD, at)
    assert not PasswordHistory.objects.exists()


def test_a_password_grows_old_in_djbh3_only(bureau, at, settings):
    account = bureau.account("li")
    for name, old in (("djbh3", True), ("modern", False)):
        settings.PROFILE = PROFILES[name]
        assert not too_old(account, at + timedelta(days=89))
        assert too_old(account, at + timedelta(days=90)) is old


def test_nobody_changes_anothers_password(bureau, at):
    with pytest.raises(NotYours):
        change_password(account=bureau.account("li").pk, password=GOOD, actor=bureau.actor("sun"), at=at)


def test_a_reset_obeys_the_same_rules_and_asks_for_a_change(bureau, at):
    arguments = {"account": bureau.account("li").pk, "reason": "忘记", "actor": bureau.actor("secadmin"), "at": at}
    with pytest.raises(ValidationError):
        reset_password(password="short", **arguments)  # noqa: S106 - a bad one
    assert reset_password(password=GOOD, **arguments).must_change_password


def test_without_an_account_the_words_of_the_house_still_count():
    with pytest.raises(ValidationError, match="容易被猜中"):
        PasswordRules(12).validate("shuangsuiji-2026")
    PasswordRules(12, 0, 5).validate(GOOD)
