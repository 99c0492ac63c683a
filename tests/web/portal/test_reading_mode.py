"""长者模式: a cookie, the same pages, and never somebody else's copy out of a cache."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_is_switched_on_and_off_and_leads_back() -> None:
    client = Client()
    answer = client.get("/open/reading-mode/?mode=elder&next=/open/log/")
    assert (answer.status_code, answer["Location"]) == (302, "/open/log/")
    assert 'data-mode="elder"' in client.get("/open/").content.decode()
    client.get("/open/reading-mode/?mode=plain")
    assert "data-mode" not in client.get("/open/").content.decode()


def test_the_cookie_says_only_that() -> None:
    cookie = Client().get("/open/reading-mode/?mode=elder").cookies["mode"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("elder", True, "Lax")


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_it_leads_to_no_other_host(elsewhere: str) -> None:
    assert Client().get("/open/reading-mode/", {"next": elsewhere})["Location"] == "/open/"


def test_a_page_in_large_type_is_kept_by_no_cache_and_caches_tell_the_two_apart() -> None:
    client = Client()
    plain = client.get("/open/")
    assert "Cookie" in plain["Vary"]
    assert "public" in plain["Cache-Control"]
    client.get("/open/reading-mode/?mode=elder")
    assert client.get("/open/")["Cache-Control"] == "no-store"
