"""Ends sessions that are over, and holds those signed in to what they still owe: a new password, a second factor.

Source: 80-reliability E7 (a disabled account is dead at the next request), E13, §4 (idle 15 minutes, absolute 12 hours).
Stands after Django's authentication and before the guard of reading requests: ending a session is a write.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.passwords import too_old
from shuangsuiji.foundation.accounts.queries import day_of, needs_second_factor
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.policy import ANYBODY
from shuangsuiji.web.components.site_policy import site_policy
from shuangsuiji.web.office.accounts.sessions import leave

# A page that loads itself anew to tell how far a job is says so in its address: nobody used it.
BY_ITSELF = "auto"
# Pages that serve to give what is owed, and the way out.
_OPEN_TO_DEBTORS = frozenset(
    {"accounts:change_password", "accounts:enrol", "accounts:confirm", "accounts:log_out", "accounts:log_in"}
)


class SessionMiddleware:
    """Runs on every request; costs nothing without a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End what is over; the policy then treats the request as anybody's."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _look_at(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the request pass; a page for anybody is never held back."""
        assert request.resolver_match is not None
        assert request.method is not None
        name = request.resolver_match.view_name
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, Account):
            return None
        if name in _OPEN_TO_DEBTORS or _for_anybody(name, request.method):
            return None
        owed = still_owed(request, request.user)
        return redirect(owed) if owed else None


def _look_at(request: HttpRequest) -> None:
    """Only with a session's cookie: a public page read without one stays the same for everybody."""
    if isinstance(request.user, Account):
        why = reason_to_end(request, request.user)
        if why:
            leave(request, why)
        elif BY_ITSELF not in request.GET:
            session_times.touch(request.session, at=now(request))
    elif SESSION_KEY in request.session:
        leave(request, "disabled")


def reason_to_end(request: HttpRequest, account: Account) -> str:
    """Why the session is over: the account's end, the session's age; empty where it goes on."""
    at = now(request)
    if not account.usable(at, day_of(at)):
        return "disabled"
    return session_times.over(request.session, settings.PROFILE, at=at)


def still_owed(request: HttpRequest, account: Account) -> str:
    """The page (its URL name) where something must be done first; empty where nothing is owed."""
    at = now(request)
    if account.must_change_password or too_old(account, at):
        return "accounts:change_password"
    if needs_second_factor(account, day_of(at)) and not session_times.second_factor_given(request.session):
        return "accounts:enrol"
    return ""


def _for_anybody(name: str, method: str) -> bool:
    return any(ANYBODY in row.roles for row in site_policy().declared(name, method))
