"""Six digits after RFC 6238, and recovery codes."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts import second_factor
from shuangsuiji.foundation.accounts.actions.change_password import NotYours
from shuangsuiji.foundation.accounts.actions.enrol_second_factor import enrol_second_factor, remove_second_factor
from shuangsuiji.foundation.accounts.models import RecoveryCode, SecondFactor
from shuangsuiji.foundation.accounts.queries import own_actor
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from tests.foundation.accounts.bureau import authenticator, enrol

SECRET = b"12345678901234567890"
# RFC 6238, appendix B, SHA-1: seconds since 1970 and the last six of the eight digits printed there.
PRINTED = [
    (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
    (2_000_000_000, "279037"), (20_000_000_000, "353130"),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "code"), PRINTED)
def test_the_codes_are_those_of_the_standard(seconds, code):
    assert second_factor.matching_step(SECRET, code, at=datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_lie_one_step_off(at, steps, fits):
    code = authenticator(SECRET, at + timedelta(seconds=30 * steps))
    assert (second_factor.matching_step(SECRET, code, at=at) is not None) is fits


@pytest.mark.parametrize("code", ["", "28708", "2870820", "28708a", "２８７０８２", "٢٨٧٠٨٢", "287 08"])
def test_what_is_not_six_digits_never_fits(code):
    assert second_factor.matching_step(SECRET, code, at=datetime.fromtimestamp(59, UTC)) is None


def test_blanks_between_digits_do_not_matter():
    assert second_factor.matching_step(SECRET, " 287 082 ", at=datetime.fromtimestamp(59, UTC)) == 1


def test_the_address_in_the_qr_code_names_secret_account_and_issuer():
    address = second_factor.address(SECRET, username="李", issuer="双随机一公开监管平台")
    assert address.startswith("otpauth://totp/")
    assert base64.b32encode(SECRET).decode() in address
    assert second_factor.written(SECRET).replace(" ", "") == base64.b32encode(SECRET).decode()


def test_secrets_and_recovery_codes_differ_every_time():
    assert len({second_factor.new_secret() for _ in range(50)}) == 50
    assert len({code for _ in range(20) for code in second_factor.new_recovery_codes()}) == 200
    assert all(second_factor.digest_of(code) for code in second_factor.new_recovery_codes())


@pytest.mark.parametrize("code", ["", "123456", "not-base-32-!", "AAAA"])
def test_what_is_no_recovery_code_opens_nothing(code):
    assert second_factor.digest_of(code) != second_factor.digest_of(second_factor.new_recovery_codes()[0])


@pytest.mark.django_db
def test_secret_and_codes_are_not_in_the_tables(bureau, at):
    codes = enrol(bureau, "sun")
    factor = SecondFactor.objects.get()
    stored = bytes(factor.secret_sealed) + "".join(RecoveryCode.objects.values_list("digest", flat=True)).encode()
    assert bureau.secrets["sun"] not in stored
    for code in codes:
        assert code.encode() not in stored
    assert second_factor.codes_left(factor) == 10
    assert second_factor.accept(bureau.account("sun"), codes[0], at=at) == "recovery"
    assert second_factor.codes_left(factor) == 9


@pytest.mark.django_db
def test_an_account_without_a_factor_accepts_no_code(bureau, at):
    assert second_factor.accept(bureau.account("li"), "287082", at=at) == ""
    enrol(bureau, "li")
    assert second_factor.accept(bureau.account("li"), "", at=at) == ""


@pytest.mark.django_db
def test_the_code_used_at_enrolment_does_not_open_afterwards(bureau, at):
    enrol(bureau, "sun", at=at + timedelta(minutes=2))
    assert second_factor.accept(bureau.account("sun"), bureau.code("sun", at), at=at) == ""
    later = at + timedelta(seconds=30)
    assert second_factor.accept(bureau.account("sun"), bureau.code("sun", later), at=later) == "totp"


@pytest.mark.django_db
def test_enrolling_anew_replaces_the_old_one(bureau, at):
    old = enrol(bureau, "sun")
    new = enrol(bureau, "sun")
    assert SecondFactor.objects.filter(removed_at__isnull=True).count() == 1
    assert second_factor.accept(bureau.account("sun"), old[0], at=at) == ""
    assert second_factor.accept(bureau.account("sun"), new[0], at=at) == "recovery"


@pytest.mark.django_db
def test_nobody_enrols_for_another_or_with_a_wrong_code(bureau, at):
    account = bureau.account("sun")
    secret = second_factor.new_secret()
    arguments = {"account": account.pk, "secret": secret, "at": at}
    with pytest.raises(NotYours):
        enrol_second_factor(code=authenticator(secret, at), actor=bureau.actor("li"), **arguments)
    with pytest.raises(RuleViolation, match="验证码不正确"):
        enrol_second_factor(code="000000", actor=own_actor(account, at), **arguments)
    assert not SecondFactor.objects.exists()


@pytest.mark.django_db
def test_only_the_security_administrator_or_the_machine_takes_a_factor_away(bureau, at):
    enrol(bureau, "sun")
    arguments = {"account": bureau.account("sun").pk, "reason": "丢失", "at": at}
    for username in ("sysadmin", "audadmin", "li", "sun"):
        with pytest.raises(RuleViolation):
            remove_second_factor(actor=bureau.actor(username), **arguments)
    remove_second_factor(actor=Actor("rsj", MACHINE), **arguments)
    assert second_factor.factor_of(bureau.account("sun")) is None
    remove_second_factor(actor=bureau.actor("secadmin"), **arguments)


@pytest.mark.django_db
def test_after_erasure_the_secret_opens_nothing(bureau, at):
    from shuangsuiji.foundation.ledger.models import SubjectKey

    enrol(bureau, "sun")
    SubjectKey.objects.filter(id=bureau.person("sun").key_id).update(dek_wrapped=None, erased_at=at)
    assert second_factor.accept(bureau.account("sun"), bureau.code("sun", at), at=at) == ""


@pytest.mark.django_db
def test_a_secret_on_its_way_belongs_to_one_account(bureau):
    carried = second_factor.carried(bureau.account("sun"), SECRET)
    assert SECRET.hex() not in carried
    assert second_factor.uncarried(bureau.account("sun"), carried) == SECRET
    assert second_factor.uncarried(bureau.account("li"), carried) is None
    assert second_factor.uncarried(bureau.account("sun"), "") is None
    assert second_factor.uncarried(bureau.account("sun"), "zz") is None
