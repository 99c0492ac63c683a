"""The session of somebody who signs in: from the right password to the last page.

Source: 80-reliability E7 (the session's key changes at every step up), E13, §4. What it counts is in `foundation.accounts.session_times`.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.signing_in import account_label
from shuangsuiji.foundation.ledger.audit import note
from shuangsuiji.web.components.caller import address_of
from shuangsuiji.web.components.clock import now

BACKEND = "shuangsuiji.foundation.accounts.backend.SessionBackend"
# How long a right password waits for its code.
CODE_WITHIN = timedelta(minutes=5)
_PENDING = "ssj_pending"
_FRONT_DOOR = "/"


def next_address(request: HttpRequest) -> str:
    """Where to go afterwards: a path of this site, or the front door. Never another host."""
    wanted = request.POST.get("next") or request.GET.get("next") or _FRONT_DOOR
    good = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if good and wanted.startswith("/") else _FRONT_DOOR


def to(view: str, request: HttpRequest) -> HttpResponseRedirect:
    """To a page of ours that leads on to where this request was going."""
    return redirect(f"{reverse(view)}?{urlencode({'next': next_address(request)})}")


def await_code(request: HttpRequest, account: Account) -> None:
    """The password was right, the code is still to come: nobody is signed in yet."""
    request.session.flush()
    request.session[_PENDING] = {"account": str(account.pk), "at": now(request).timestamp()}


def awaiting_code(request: HttpRequest) -> Account | None:
    """Whose code is awaited in this session; None where nobody's is, or no longer."""
    pending = request.session.get(_PENDING)
    if pending is None or now(request) - datetime.fromtimestamp(pending["at"], UTC) > CODE_WITHIN:
        return None
    found: Account | None = (
        Account.objects.filter(pk=pending["account"]).select_related("person__key", "person__department").first()
    )
    return found


def enter(request: HttpRequest, account: Account, *, second_factor: bool) -> None:
    """Sign in: a new session key, its times, the account's last use."""
    at = now(request)
    request.session.pop(_PENDING, None)
    login(request, account, backend=BACKEND)
    session_times.begin(request.session, at=at, second_factor=second_factor)
    account.seen(at)


def leave(request: HttpRequest, why: str) -> None:
    """Sign out and write down why."""
    label = account_label(request.user) if isinstance(request.user, Account) else ""
    logout(request)
    note(f"session.{why}", at=now(request), actor=label, ip=address_of(request))


def recently_authenticated(request: HttpRequest, at: datetime) -> bool:
    """Whether the password or a code was given within the profile's minutes: asked before acts that weigh (E13)."""
    return session_times.recently_confirmed(request.session, settings.PROFILE, at=at)


def ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the password once more, and back to the page this request was for."""
    return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': request.get_full_path()})}")
