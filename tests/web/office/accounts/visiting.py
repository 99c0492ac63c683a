"""Visiting the pages of accounts: their addresses, a clock that the test turns, the form of the log-in page."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from shuangsuiji.web.office.accounts import sessions
from tests.foundation.accounts.bureau import password_of

OURS = "shuangsuiji.web.office.accounts.middleware.SessionMiddleware"
BEFORE = "shuangsuiji.web.components.middleware.reading.ReadOnlyMiddleware"
LOG_IN = "/office/log-in/"
CODE = "/office/log-in/code/"
ENROL = "/office/account/second-factor/"
PASSWORD = "/office/account/password/"  # noqa: S105 - an address
CONFIRM = "/office/account/confirm/"
LOG_OUT = "/office/log-out/"
PROBE = "/office/probe/"


class Clock:
    """What the pages take for the time."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **amount: float) -> None:
        self.at += timedelta(**amount)


def turn_clock(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the requests and of the session table alike."""
    made = Clock(at)
    monkeypatch.setattr("django.utils.timezone.now", made)
    return made


def wire(settings: Any) -> None:
    """Our pages, with the whole of the site's middleware; as the project wires them."""
    middleware = list(site.MIDDLEWARE)
    if OURS not in middleware:
        middleware.insert(middleware.index(BEFORE), OURS)
    settings.MIDDLEWARE = middleware
    settings.ROOT_URLCONF = "tests.web.office.accounts.site"
    settings.SHUANGSUIJI_ACCESS_POLICY = Path(__file__).parent / "policy.toml"
    settings.AUTHENTICATION_BACKENDS = [sessions.BACKEND]
    settings.LOGIN_URL = "accounts:log_in"


def sign_in(client: Client, username: str, password: str | None = None, **more: Any) -> Any:
    """Post the form of the log-in page."""
    posted = {"username": username, "password": password_of(username) if password is None else password, **more}
    return client.post(LOG_IN, posted)
