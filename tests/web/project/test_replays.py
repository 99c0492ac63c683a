"""Every address that acts, sent three times with the key of one form, acts once (80-reliability B5).

A new page takes part by being in the policy. Its view is replaced by one that counts: what is tried is everything that stands around it,
with the real addresses and the real policy. A POST that the policy excuses from the key is held to the reviewed list of those.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.web.components import idempotency
from shuangsuiji.web.components.middleware import idempotency as idempotency_layer
from shuangsuiji.web.components.middleware import policy as layer
from shuangsuiji.web.components.policy import ANYBODY, SIGNED_IN
from shuangsuiji.web.components.site_policy import site_policy
from tests.architecture.expected_access import REPEATABLE
from tests.foundation.accounts.bureau import build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
# One value for each kind of argument that an address may have.
SAMPLES = {"int": 1, "uuid": UUID(int=1), "str": "x", "slug": "x", "path": "x"}


def patterns(found: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its name, namespaces in front."""
    for each in found or get_resolver(settings.ROOT_URLCONF).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", each


def acting() -> list[tuple[str, URLPattern]]:
    """Those that act and must carry a key."""
    return [
        (name, pattern)
        for name, pattern in patterns()
        if any(row.needs_key for row in site_policy().declared(name, "POST"))
    ]


def address_of(name: str, pattern: URLPattern) -> str:
    converters = pattern.pattern.converters
    values = {
        argument: SAMPLES.get(type(converter).__name__.removesuffix("Converter").lower().replace("string", "str"), "x")
        for argument, converter in converters.items()
    }
    return reverse(name, kwargs=values or None)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody signed in who may do everything; records are in whatever state the act wants."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client = Client()
    client.force_login(build(NOW).account("li"))
    session = client.session
    session_times.begin(session, at=NOW, second_factor=True)
    session.save()
    everything = frozenset({ANYBODY, SIGNED_IN, *(role for row in site_policy().rows for role in row.roles)})
    monkeypatch.setattr(layer, "roles_of", lambda request: everything)
    monkeypatch.setattr(layer, "_check_state", lambda *_: None)
    return client


def sent_three_times(
    client: Client, name: str, pattern: URLPattern, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, list[HttpResponse]]:
    """How often the page acted, and what it answered."""
    acted: list[str] = []

    def act(_request: HttpRequest, **_: Any) -> HttpResponse:
        acted.append(name)
        return HttpResponseRedirect(f"/done/{len(acted)}")

    monkeypatch.setattr(pattern, "callback", act)
    form = {"idempotency_key": idempotency.new_key()}
    answers: list[Any] = [client.post(address_of(name, pattern), form) for _ in range(3)]
    return len(acted), answers


def test_every_page_that_acts_acts_once_for_one_form(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert acting()
    for name, pattern in acting():
        acted, answers = sent_three_times(client, name, pattern, monkeypatch)
        assert acted == 1, name
        assert [each.status_code for each in answers] == [302, 303, 303], name
        assert {each["Location"] for each in answers} == {"/done/1"}, name


def test_a_form_without_a_key_acts_nowhere(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, pattern in acting():
        monkeypatch.setattr(pattern, "callback", lambda *_, **__: HttpResponse("办成"))
        assert client.post(address_of(name, pattern)).status_code == 400, name


def test_without_the_layer_that_takes_keys_every_page_acts_three_times(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The saboteur of the test above."""
    monkeypatch.setattr(idempotency_layer.IdempotencyMiddleware, "process_view", lambda *_: None)
    name, pattern = acting()[0]
    assert sent_three_times(client, name, pattern, monkeypatch)[0] == 3


def test_what_may_be_repeated_was_looked_at_and_agreed() -> None:
    excused = {row.view for row in site_policy().rows if "POST" in row.methods and not row.needs_key}
    assert excused == set(REPEATABLE)
