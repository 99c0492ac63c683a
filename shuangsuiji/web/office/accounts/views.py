"""The pages of `accounts`, a function each.

Source: 80-reliability E7, E11–E13; 70-interface §4.
"""

from http import HTTPStatus
from typing import Any, cast

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from shuangsuiji.foundation.accounts import second_factor
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.accounts import forms, qr, sessions, steps, words

_FORGET = '"cache", "cookies", "storage"'


@sensitive_post_parameters()
def log_in(request: HttpRequest) -> HttpResponse:
    """登录"""
    if request.user.is_authenticated:
        return redirect(sessions.next_address(request))
    form = forms.LogInForm(request.POST or None)
    return (form.is_valid() and steps.with_password(request, form)) or _page(request, "log_in", form)


@sensitive_post_parameters()
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """输入验证码"""
    account = sessions.awaiting_code(request)
    if account is None:
        return sessions.to("accounts:log_in", request)
    form = forms.CodeForm(request.POST or None)
    return (form.is_valid() and steps.with_code(request, form, account)) or _page(request, "second_factor", form)


@sensitive_post_parameters()
def confirm(request: HttpRequest) -> HttpResponse:
    """再次确认身份"""
    form = forms.ConfirmForm(request.POST or None)
    done = form.is_valid() and steps.with_password_again(request, form, _own(request))
    return done or _page(request, "confirm", form)


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """修改密码"""
    form = forms.ChangePasswordForm(request.POST or None)
    done = form.is_valid() and steps.with_new_password(request, form, _own(request))
    return done or _page(request, "change_password", form, forced=_own(request).must_change_password)


@sensitive_post_parameters()
def enrol(request: HttpRequest) -> HttpResponse:
    """登记动态口令"""
    account = _own(request)
    if not sessions.recently_authenticated(request, now(request)):
        return sessions.ask_again(request)
    form = forms.CodeForm(request.POST or None)
    codes = steps.with_first_code(request, form, account) if form.is_valid() else None
    if codes is not None:
        return _page(request, "recovery_codes", form, codes=codes)
    secret = steps.secret_to_enrol(request, account)
    address = second_factor.address(secret, username=account.username, issuer=steps.ISSUER)
    return _page(request, "enrol", form, qr=qr.picture(address), secret=second_factor.written(secret))


def log_out(request: HttpRequest) -> HttpResponse:
    """退出"""
    sessions.leave(request, "log_out")
    response = redirect("accounts:log_in")
    response["Clear-Site-Data"] = _FORGET
    return response


def _own(request: HttpRequest) -> Account:
    """The account that is signed in; the policy lets nobody else come here."""
    return cast("Account", request.user)


def _page(request: HttpRequest, name: str, form: Form, **more: Any) -> HttpResponse:
    """A page with its form; what had to wait says so in its status."""
    outcome = getattr(form, "outcome", None)
    context = {"form": form, "next": sessions.next_address(request), **more}
    response = render(request, f"office/accounts/{name}.html", context)
    if outcome is not None and outcome.until is not None:
        response.status_code = HTTPStatus(words.STATUS[outcome.verdict])
        response["Retry-After"] = str(words.seconds_until(outcome, now(request)))
    return response
