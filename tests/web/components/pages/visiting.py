"""Going about in that site as somebody of the bureau."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.http import HttpResponse
from django.test import Client

from shuangsuiji.foundation.accounts import session_times
from tests.conftest import NOW
from tests.foundation.accounts.bureau import Bureau, build
from tests.web.components.pages import urls

HERE = Path(__file__).resolve().parent


class Visitor:
    """One signed-in browser that fills hidden fields in as a form would."""

    def __init__(self, bureau: Bureau, username: str) -> None:
        self.client = Client()
        self.client.force_login(bureau.account(username))
        session = self.client.session
        session_times.begin(session, at=NOW, second_factor=True)
        session.save()

    def get(self, address: str) -> HttpResponse:
        answer: HttpResponse = self.client.get(address)  # type: ignore[assignment]
        return answer

    def send(self, page: str, action: str = "", **fields: Any) -> HttpResponse:
        """Open a page, take the form that posts to `action` (or to the page itself), send it."""
        text = self.get(page).content.decode()
        wanted = re.escape(f' action="{action}"') if action else "(?![^>]*action=)"
        form = re.search(rf'<form[^>]*method="post"{wanted}[^>]*>(.*?)</form>', text, re.DOTALL)
        assert form, f"no form for {action or page}"
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group(1)))
        answer: HttpResponse = self.client.post(action or page, {**hidden, **fields})  # type: ignore[assignment]
        return answer


@pytest.fixture
def visit(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Visitor]:
    """`visit("li")` is the clerk."""
    policy = tmp_path / "policy.toml"
    policy.write_text(
        site_settings.SHUANGSUIJI_ACCESS_POLICY.read_text(encoding="utf-8")
        + (HERE / "policy.toml").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    settings.SHUANGSUIJI_ACCESS_POLICY = policy
    settings.ROOT_URLCONF = "tests.web.components.pages.urls"
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    urls.done.clear()
    urls.rows_wanted.clear()
    bureau = build(NOW)
    made: dict[str, Visitor] = {}
    return lambda username: made.setdefault(username, Visitor(bureau, username))
