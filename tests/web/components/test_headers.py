"""What every answer carries: pages, errors, redirects and static files alike (70-interface §11; 80-reliability C5, E9)."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from shuangsuiji.web.components.idempotency import new_key
from tests.web.components.header_score import directives, score

# The policy of 70-interface §11, word for word.
EXACT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
CLERK = {"X-Test-Account": "clerk"}
ADDRESSES = [
    ("/page/", 200),
    ("/page/?anonymous", 302),
    ("/public/", 200),
    ("/undeclared/", 403),
    ("/nowhere/", 404),
    ("/refuse/odd/", 400),
    ("/refuse/stale/", 409),
    ("/refuse/rule/", 422),
    ("/refuse/many/", 429),
    ("/refuse/broken/", 500),
    ("/refuse/busy/", 503),
    ("/page", 301),
    ("/static/theme.css", 200),
    ("/session/", 200),
]


@pytest.fixture
def production(site: Client, settings: Settings) -> Client:
    """The small site with what production adds."""
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE = True
    return site


def ask(site: Client, address: str) -> object:
    headers = {} if "anonymous" in address else CLERK
    answer = site.get(address, headers=headers, secure=True)
    if answer.streaming:  # a file; closing any other answer would close the test's database with it
        answer.close()
    return answer


@pytest.mark.parametrize(("address", "status"), ADDRESSES)
def test_every_answer_carries_the_whole_set(production: Client, address: str, status: int) -> None:
    answer = ask(production, address)
    assert answer.status_code == status  # type: ignore[attr-defined]
    headers = answer.headers  # type: ignore[attr-defined]
    assert directives(headers) == directives({"Content-Security-Policy": EXACT})
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(self), geolocation=(self)"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.parametrize(("address", "status"), ADDRESSES)
def test_a_header_checker_would_give_at_least_100(production: Client, address: str, status: int) -> None:
    answer = ask(production, address)
    points, why = score(answer.headers, answer.cookies)  # type: ignore[attr-defined]
    assert points >= 100, why


def test_the_score_is_not_easily_had() -> None:
    from http.cookies import SimpleCookie

    points, why = score({}, SimpleCookie("a=b"))
    assert points <= 0, why


@pytest.mark.parametrize(
    "address", ["/page/", "/nowhere/", "/undeclared/", "/refuse/rule/", "/refuse/broken/", "/session/", "/page"]
)
def test_what_is_not_the_same_for_everybody_is_kept_by_nobody(site: Client, address: str) -> None:
    assert ask(site, address).headers["Cache-Control"] == "no-store"  # type: ignore[attr-defined]


def test_the_answer_to_an_act_is_kept_by_nobody(site: Client) -> None:
    answer = site.post("/act/", {"idempotency_key": new_key()}, headers=CLERK)
    assert answer["Cache-Control"] == "no-store"


def test_a_page_tells_caches_that_fragments_differ(site: Client) -> None:
    assert "HX-Request" in ask(site, "/page/").headers["Vary"]  # type: ignore[attr-defined]


def test_a_static_file_may_be_kept(site: Client) -> None:
    assert "no-store" not in ask(site, "/static/theme.css").headers["Cache-Control"]  # type: ignore[attr-defined]


def test_a_path_that_only_looks_static_may_not_be_kept(site: Client) -> None:
    assert ask(site, "/static/nothing.css").headers["Cache-Control"] == "no-store"  # type: ignore[attr-defined]


def test_plain_http_is_led_to_https_with_the_same_headers(site: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = site.get("/page/")
    assert answer.status_code == 301
    assert answer["Location"] == "https://testserver/page/"
    assert directives(answer.headers) == directives({"Content-Security-Policy": EXACT})
    assert answer["Cache-Control"] == "no-store"
