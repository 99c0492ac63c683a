"""Takes away one guard of accounts and log-in at a time; the attack that it stops must then succeed.

Source: 80-reliability E7, E11–E13. An attack that fails even without its guard would prove nothing about the guard.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client

from shuangsuiji.core.rules.finding import RuleViolation, judge
from shuangsuiji.foundation.accounts import passwords, second_factor, session_times, signing_in
from shuangsuiji.foundation.accounts.actions import appoint as appointing
from shuangsuiji.foundation.accounts.actions import disable_account as disabling
from shuangsuiji.foundation.accounts.actions import grant_role as granting
from shuangsuiji.foundation.accounts.actions.change_password import change_password
from shuangsuiji.foundation.accounts.backend import SessionBackend
from shuangsuiji.foundation.accounts.models import Account, Post, RecoveryCode, SecondFactor
from shuangsuiji.foundation.accounts.queries import own_actor
from shuangsuiji.foundation.accounts.throttle import charge
from shuangsuiji.foundation.ledger import triggers
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.web.office.accounts import middleware, sessions, steps
from tests.foundation.accounts import test_at_once
from tests.foundation.accounts.bureau import Bureau, build, enrol, password_of
from tests.web.office.accounts.visiting import CODE, PROBE, Clock, sign_in, turn_clock, wire

DAY = date(2026, 11, 24)
NEW = "Shanshui-7-qing-feng"


@pytest.fixture
def clock(at, monkeypatch) -> Clock:
    return turn_clock(at, monkeypatch)


@pytest.fixture
def bureau(settings, clock, db) -> Bureau:
    wire(settings)
    return build(clock.at)


def is_in(client: Client) -> bool:
    return client.get(PROBE).status_code == 200


# --------------------------------------------------------------------------------------- the attacks: True where one succeeds


def guessing_a_password(bureau: Bureau, clock: Clock) -> bool:
    """The sixth guess is right."""
    client = Client()
    for _ in range(5):
        sign_in(client, "li", "wrong")
    return sign_in(client, "li").status_code == 302


def guessing_a_code(bureau: Bureau, clock: Clock) -> bool:
    """The sixth code is right."""
    enrol(bureau, "sun")
    client = Client()
    sign_in(client, "sun")
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    return client.post(CODE, {"code": bureau.code("sun", clock.at)}).status_code == 302


def keeping_the_only_administrator_out(bureau: Bureau, clock: Clock) -> bool:
    """A stranger fails five times in his name."""
    for _ in range(5):
        sign_in(Client(REMOTE_ADDR="10.6.6.6"), "secadmin", "wrong")
    return sign_in(Client(), "secadmin").status_code == 429


def flooding_from_one_address(bureau: Bureau, clock: Clock) -> bool:
    """Forty names in one second."""
    return all(sign_in(Client(), f"guess{number}", "wrong").status_code == 200 for number in range(40))


def telling_names_apart_by_work(bureau: Bureau, clock: Clock) -> bool:
    """A name nobody has costs no hashing."""
    worked = []
    honest = MD5PasswordHasher.encode
    patch = pytest.MonkeyPatch()
    patch.setattr(MD5PasswordHasher, "encode", lambda *given: (worked.append(1), honest(*given))[1])
    counts = []
    for name in ("li", "nobody"):
        worked.clear()
        sign_in(Client(), name, "wrong")
        counts.append(len(worked))
    patch.undo()
    return counts[0] != counts[1]


def approving_with_a_password_alone(bureau: Bureau, clock: Clock) -> bool:
    """An approver who never enrolled."""
    client = Client()
    sign_in(client, "sun")
    return is_in(client)


def skipping_the_code_page(bureau: Bureau, clock: Clock) -> bool:
    """An enrolled clerk's password alone."""
    enrol(bureau, "li")
    client = Client()
    sign_in(client, "li")
    return is_in(client)


def using_a_code_twice(bureau: Bureau, clock: Clock) -> bool:
    """Read over a shoulder."""
    enrol(bureau, "sun")
    code = bureau.code("sun", clock.at)
    return all(second_factor.accept(bureau.account("sun"), code, at=clock.at) for _ in range(2))


def using_a_recovery_code_twice(bureau: Bureau, clock: Clock) -> bool:
    """Found in the waste paper."""
    code = enrol(bureau, "sun")[0]
    return all(second_factor.accept(bureau.account("sun"), code, at=clock.at) for _ in range(2))


def planting_ones_own_secret(bureau: Bureau, clock: Clock) -> bool:
    """Somebody who writes the database copies his own sealed secret into another's row."""
    enrol(bureau, "li")
    enrol(bureau, "sun")
    own = SecondFactor.objects.get(account=bureau.account("li"))
    PLANTED[0] = bureau.secrets["li"]
    triggers.remove(connection)
    SecondFactor._base_manager.filter(account=bureau.account("sun")).update(secret_sealed=own.secret_sealed)
    try:
        return bool(second_factor.accept(bureau.account("sun"), bureau.code("li", clock.at), at=clock.at))
    except KeyUnusable:
        return False


def working_on_after_being_disabled(bureau: Bureau, clock: Clock) -> bool:
    """The session was open."""
    client = Client()
    sign_in(client, "li")
    disabling.disable_account(account=bureau.account("li").pk, reason="", actor=bureau.actor("secadmin"), at=clock.at)
    return is_in(client)


def finding_a_session_unattended(bureau: Bureau, clock: Clock) -> bool:
    """After a quarter of an hour."""
    client = Client()
    sign_in(client, "li")
    clock.forward(minutes=16)
    return is_in(client)


def fixing_the_session(bureau: Bureau, clock: Clock) -> bool:
    """The key planted before the log-in is the key after it."""
    client = Client()
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client, "li")
    return client.session.session_key == session.session_key


def acting_without_confirming(bureau: Bureau, clock: Clock) -> bool:
    """The page asks who it is after five minutes."""
    client = Client()
    sign_in(client, "li")
    clock.forward(minutes=6)
    return client.get("/office/weighty/").content == b"weighty"


def leading_to_another_host(bureau: Bureau, clock: Clock) -> bool:
    """By a prepared link."""
    return "evil.example" in sign_in(Client(), "li", next="//evil.example/")["Location"]


def using_the_old_password_again(bureau: Bureau, clock: Clock) -> bool:
    """Changed, and changed back."""
    account = bureau.account("li")
    try:
        for password in (NEW, password_of("li")):
            change_password(account=account.pk, password=password, actor=own_actor(account, clock.at), at=clock.at)
    except ValidationError:
        return False
    return True


def keeping_the_first_password(bureau: Bureau, clock: Clock) -> bool:
    """Whoever gave it knows it."""
    Account._base_manager.update(must_change_password=True)
    client = Client()
    sign_in(client, "li")
    return is_in(client)


def granting_oneself(bureau: Bureau, clock: Clock) -> bool:
    """The security administrator makes himself system administrator."""
    person = bureau.person("secadmin")
    try:
        granting.grant_role(person=person.pk, role="sysadmin", reason="", actor=bureau.actor("secadmin"), at=clock.at)
    except RuleViolation:
        return False
    return True


def disabling_the_last_administrator(bureau: Bureau, clock: Clock) -> bool:
    """Nobody would be left."""
    try:
        disabling.disable_account(
            account=bureau.account("audadmin").pk, reason="", actor=bureau.actor("secadmin"), at=clock.at
        )
    except RuleViolation:
        return False
    return True


def holding_one_office_twice(bureau: Bureau, clock: Clock) -> bool:
    """Two posts of a kind at one time, each with an end."""
    arguments = {
        "person": bureau.person("li").pk, "office": "inspector", "department": "rsj", "document": "x",
        "to_on": DAY + timedelta(days=9), "actor": bureau.actor("secadmin"), "at": clock.at,
    }  # fmt: skip
    try:
        appointing.appoint(from_on=DAY, **arguments)
        appointing.appoint(from_on=DAY + timedelta(days=1), **arguments)
    except RuleViolation:
        return False
    return True


# ------------------------------------------------------------------------------------------------- the guards, taken away


def forgetful(model: Any, **values: Any) -> Callable[..., str]:
    """Accepts codes without remembering what was used."""
    honest = second_factor.accept

    def accept(account: Account, code: str, *, at: Any) -> str:
        model._base_manager.update(**values)
        return honest(account, code, at=at)

    return accept


def uncounted_address(key: str, limit: Any, *, at: Any) -> Any:
    """Counts names only."""
    return None if key.startswith("address:") else charge(key, limit, at=at)


PLANTED = [b""]
FINE = judge("ACC-4", "第五条", True, required=0, actual=0, refusal="", remedy="")
Sabotage = tuple[Callable[[Bureau, Clock], bool], list[tuple[Any, str, Any]]]
SABOTAGES: list[Sabotage] = [
    (guessing_a_password, [(signing_in, "charge", lambda *_, **__: None)]),
    (guessing_a_code, [(signing_in, "charge", lambda *_, **__: None)]),
    (keeping_the_only_administrator_out, [(signing_in, "is_only_administrator", lambda *_: False)]),
    (flooding_from_one_address, [(signing_in, "charge", uncounted_address)]),
    (telling_names_apart_by_work, [(signing_in, "check_password", lambda raw, fit: fit != "!" and Account(password=fit).check_password(raw))]),
    (approving_with_a_password_alone, [(middleware, "needs_second_factor", lambda *_: False)]),
    (skipping_the_code_page, [(steps.second_factor, "factor_of", lambda _: None)]),
    (using_a_code_twice, [(second_factor, "accept", forgetful(SecondFactor, last_step=0))]),
    (using_a_recovery_code_twice, [(second_factor, "accept", forgetful(RecoveryCode, used_at=None))]),
    (planting_ones_own_secret, [(second_factor.keys, "unseal", lambda *_, **__: PLANTED[0])]),
    (working_on_after_being_disabled, [
        (Account, "usable", lambda *_: True),
        (SessionBackend, "get_user", lambda _, key: Account.objects.get(pk=key)),
    ]),
    (finding_a_session_unattended, [(session_times, "over", lambda *_, **__: "")]),
    (fixing_the_session, [(SessionBase, "cycle_key", lambda _: None)]),
    (acting_without_confirming, [(session_times, "recently_confirmed", lambda *_, **__: True)]),
    (leading_to_another_host, [(sessions, "url_has_allowed_host_and_scheme", lambda *_, **__: True)]),
    (using_the_old_password_again, [(passwords.PasswordRules, "_earlier", lambda *_: iter(()))]),
    (keeping_the_first_password, [(middleware, "still_owed", lambda *_: "")]),
    (granting_oneself, [(granting, "require_another", lambda *_: None), (granting, "require_not_last", lambda *_: None)]),
    (disabling_the_last_administrator, [(disabling, "require_not_last", lambda *_: None)]),
    (holding_one_office_twice, [(appointing, "_no_overlap", lambda *_: FINE)]),
]  # fmt: skip


@pytest.mark.parametrize("attack", [attack for attack, _ in SABOTAGES], ids=lambda attack: attack.__name__)
def test_with_every_guard_in_place_the_attack_fails(attack, bureau, clock):
    assert not attack(bureau, clock)


@pytest.mark.parametrize(("attack", "guards"), SABOTAGES, ids=[attack.__name__ for attack, _ in SABOTAGES])
def test_without_its_guard_the_attack_succeeds(attack, guards, bureau, clock, monkeypatch):
    for place, name, instead in guards:
        monkeypatch.setattr(place, name, instead)
    assert attack(bureau, clock)


# ------------------------------------------------------------------------------- administrators apart: the database's guard


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("held", [True, False], ids=["constraint in place", "constraint dropped"])
def test_only_the_constraint_keeps_an_administrator_out_of_an_office_when_our_rule_is_gone(at, held, monkeypatch):
    bureau = build(at)
    monkeypatch.setattr(appointing, "_staff", lambda _: FINE)
    constraint = next(each for each in Post._meta.constraints if each.name == "post_not_for_administrators")
    arguments = {
        "person": bureau.person("sysadmin").pk, "office": "clerk", "department": "rsj", "from_on": DAY, "document": "x",
        "actor": bureau.actor("secadmin"), "at": at,
    }  # fmt: skip
    if held:
        with pytest.raises(IntegrityError):
            appointing.appoint(**arguments)
        return
    try:
        _drop(constraint)
        appointing.appoint(**arguments)
        assert Post.objects.filter(person__role="sysadmin").exists()
    finally:
        _empty_and_restore(constraint)


def _drop(constraint: Any) -> None:
    """On SQLite Django writes the table anew from what the model says."""
    Post._meta.constraints = [each for each in Post._meta.constraints if each != constraint]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Post, constraint)
    triggers.install(connection)


def _empty_and_restore(constraint: Any) -> None:
    triggers.remove(connection)
    Post._base_manager.filter(person__role="sysadmin").delete()
    Post._meta.constraints = [*Post._meta.constraints, constraint]
    with connection.schema_editor() as editor:
        editor.add_constraint(Post, constraint)
    triggers.install(connection)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locked", [True, False], ids=["with the common lock", "without it"])
def test_only_the_common_lock_keeps_two_administrators_from_disabling_each_other(at, locked, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite 一次只有一个写入者，没有这种竞争；在 PostgreSQL 上运行")
    both_have_looked = Barrier(2)
    honest = disabling.require_not_last

    def look_and_wait(account: Account, moment: Any) -> None:
        honest(account, moment)
        with suppress(BrokenBarrierError):
            both_have_looked.wait(timeout=2)

    monkeypatch.setattr(disabling, "require_not_last", look_and_wait)
    if locked:
        test_at_once.test_two_who_would_disable_each_other_do_not_both(at)
        return
    monkeypatch.setattr(disabling, "lock_administrators", lambda: None)
    with pytest.raises(AssertionError):
        test_at_once.test_two_who_would_disable_each_other_do_not_both(at)
