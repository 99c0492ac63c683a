"""What each page of `accounts` does once its form is well filled in.

Source: 80-reliability E11–E13. Takes: request, form. Gives: the next page, or None with the reasons on the form.
"""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts import second_factor, session_times
from shuangsuiji.foundation.accounts.actions.change_password import change_password
from shuangsuiji.foundation.accounts.actions.enrol_second_factor import enrol_second_factor
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.queries import own_actor
from shuangsuiji.foundation.accounts.signing_in import Outcome, Verdict, try_again, try_code, try_password
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.web.components.caller import address_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.accounts import sessions, words

SECRET = "ssj_enrolling"  # noqa: S105 - the name of the place, not what is kept there
ISSUER = "双随机"


def with_password(request: HttpRequest, form: Form) -> HttpResponse | None:
    """Name and password: in, or on to the code."""
    given = form.cleaned_data
    outcome = try_password(given["username"], given["password"], address=address_of(request), at=now(request))
    if outcome.account is None:
        _tell(form, outcome, "log_in")
        return None
    if second_factor.factor_of(outcome.account) is not None:
        sessions.await_code(request, outcome.account)
        return sessions.to("accounts:second_factor", request)
    sessions.enter(request, outcome.account, second_factor=False)
    return redirect(sessions.next_address(request))


def with_code(request: HttpRequest, form: Form, account: Account) -> HttpResponse | None:
    """The second factor: in."""
    outcome = try_code(account, form.cleaned_data["code"], address=address_of(request), at=now(request))
    if outcome.verdict is not Verdict.GRANTED:
        _tell(form, outcome, "code")
        return None
    sessions.enter(request, account, second_factor=True)
    return redirect(sessions.next_address(request))


def with_password_again(request: HttpRequest, form: Form, account: Account) -> HttpResponse | None:
    """Confirmed: back to the act."""
    outcome = _try_own(request, form.cleaned_data["password"], account)
    if outcome.verdict is not Verdict.GRANTED:
        _tell(form, outcome, "password")
        return None
    request.session.cycle_key()
    session_times.confirm(request.session, at=now(request))
    return redirect(sessions.next_address(request))


def with_new_password(request: HttpRequest, form: Form, account: Account) -> HttpResponse | None:
    """A new password; other sessions of the account end, this one goes on under a new key."""
    outcome = _try_own(request, form.cleaned_data["old_password"], account)
    if outcome.verdict is not Verdict.GRANTED:
        _tell(form, outcome, "password", field="old_password")
        return None
    at = now(request)
    arguments: dict[str, Any] = {"account": account.pk, "password": form.cleaned_data["new_password"]}
    try:
        changed = attempt(change_password, **arguments, actor=own_actor(account, at), at=at)
    except ValidationError as error:
        form.add_error("new_password", error)
        return None
    update_session_auth_hash(request, changed)
    session_times.confirm(request.session, at=at)
    return redirect(sessions.next_address(request))


def with_first_code(request: HttpRequest, form: Form, account: Account) -> list[str] | None:
    """The authenticator shows the right digits: enrolled. Answers the recovery codes, which are shown once."""
    secret = second_factor.uncarried(account, request.session.get(SECRET, ""))
    at = now(request)
    if secret is None:
        form.add_error(None, "登记已过期，请扫描新的二维码后重新输入。")
        return None
    arguments: dict[str, Any] = {"account": account.pk, "secret": secret, "code": form.cleaned_data["code"]}
    try:
        codes = attempt(enrol_second_factor, **arguments, actor=own_actor(account, at), at=at)
    except RuleViolation as violation:
        form.add_error("code", str(violation))
        return None
    sessions.enter(request, account, second_factor=True)
    request.session.pop(SECRET, None)
    return codes


def secret_to_enrol(request: HttpRequest, account: Account) -> bytes:
    """The secret on offer in this session; a reload shows the same one."""
    secret = second_factor.uncarried(account, request.session.get(SECRET, ""))
    if secret is None:
        secret = second_factor.new_secret()
        request.session[SECRET] = second_factor.carried(account, secret)
    return secret


def _try_own(request: HttpRequest, password: str, account: Account) -> Outcome:
    return try_again(account, password, address=address_of(request), at=now(request))


def _tell(form: Form, outcome: Outcome, asked: str, field: str | None = None) -> None:
    """Put the reason on the form; the page takes its status from the outcome."""
    form.add_error(field, words.sentence(outcome, asked))
    form.outcome = outcome  # type: ignore[attr-defined]
