"""The site that the walk visits: a bureau at work, one live server, one session per person; all of it taken away afterwards.

Time stands at `NOW` for the server, so that pages say the same every day. `tests.browser.addresses` adds what pages need.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from pytest_django.live_server_helper import LiveServer

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, BUSINESS_OFFICES
from shuangsuiji.foundation.ledger import gate, keys
from shuangsuiji.web.components.policy import ANYBODY, PolicyRow
from tests.foundation.accounts.bureau import BEGAN, Bureau, build

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HERE = Path(__file__).resolve().parent
# Who holds every business office but those of the persons beside him: he sees most of any page.
SEES_MOST, DEPUTY, HEAD = "li", "sun", "zhou"
OF_OTHERS = {"deputy_head": DEPUTY, "principal_head": HEAD, "section_head": "zheng"}


@dataclass
class Site:
    """`url` of the server; `made` is where address functions keep what they made, by a name of their own."""

    url: str
    bureau: Bureau
    made: dict[str, Any] = field(default_factory=dict)
    _sessions: dict[str, str] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """The moment of every act."""
        return self.bureau.at

    def once(self, name: str, make: Any) -> Any:
        """What `make()` gives, made the first time only: several pages share one record."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def session(self, username: str) -> str:
        """The session cookie of somebody who has signed in with a second factor."""
        if username not in self._sessions:
            client = Client()
            client.force_login(self.bureau.account(username))
            session = client.session
            session_times.begin(session, at=self.at, second_factor=True)
            session.save()
            self._sessions[username] = str(session.session_key)
        return self._sessions[username]


def reader_of(row: PolicyRow) -> str:
    """The user name that reads a page of this policy row; empty for a stranger."""
    if ANYBODY in row.roles:
        return ""
    if {"signed_in", *BUSINESS_OFFICES} & set(row.roles) - OF_OTHERS.keys():
        return SEES_MOST
    held = next(role for role in row.roles)
    return held if held in ADMINISTRATORS else OF_OTHERS[held]


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Site]:
    """Build, serve, stop. Needs a database of its own, unblocked."""
    policy = folder / "policy.toml"
    policy.write_text(
        settings.SHUANGSUIJI_ACCESS_POLICY.read_text(encoding="utf-8")
        + (HERE / "gallery" / "policy.toml").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    patch = pytest.MonkeyPatch()
    patch.setattr("django.utils.timezone.now", lambda: NOW)
    patch.setattr(gate, "not_started", lambda: ())
    if not settings.SHUANGSUIJI_WRAPPING_KEY_FILE.exists():
        keys.create_wrapping_key(settings.SHUANGSUIJI_WRAPPING_KEY_FILE)
    gate.forget()
    with override_settings(SHUANGSUIJI_ACCESS_POLICY=policy, ROOT_URLCONF="tests.browser.gallery.urls"):
        bureau = build(NOW)
        appoint_to_everything(bureau)
        server = LiveServer("127.0.0.1")
        server._live_server_modified_settings.enable()
        try:
            yield Site(server.url, bureau)
        finally:
            server.stop()
            server._live_server_modified_settings.disable()
            patch.undo()
            gate.forget()


def appoint_to_everything(bureau: Bureau) -> None:
    """Give the clerk every other office that nobody else of the bureau holds."""
    for office in BUSINESS_OFFICES.keys() - OF_OTHERS.keys() - {"clerk"}:
        appoint(
            person=bureau.person(SEES_MOST).pk, office=office, department="rsj", from_on=BEGAN,
            document="平人社任〔2026〕2号", actor=bureau.actor("secadmin"), at=bureau.at,
        )  # fmt: skip
