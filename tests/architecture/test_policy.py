"""The policy against the site: every page has a row, every row a page, and every cell is what this table says (80-reliability E1).

The table below is kept by hand beside `policy.toml`, so that a slip in one of the two turns red. A new page is one line here and
one row there.
"""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils.module_loading import import_string

from shuangsuiji.web.components.addresses import addresses, gaps
from shuangsuiji.web.components.middleware import policy as layer
from shuangsuiji.web.components.policy import ANYBODY, ROLES, SIGNED_IN, Policy, PolicyError, PolicyRow
from shuangsuiji.web.components.site_policy import site_policy
from tests.architecture.expected_access import EXPECTED, REPEATABLE, SHARED

ASKED = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# Whoever has an office is signed in; whoever asks is anybody.
CALLERS = {
    "nobody": frozenset({ANYBODY}),
    **{role: frozenset({ANYBODY, SIGNED_IN, role}) for role in sorted(ROLES - {ANYBODY})},
}
PASSES, LOG_IN, DENIED = "passes", "log-in", "denied"


def patterns() -> list[URLPattern | URLResolver]:
    return get_resolver(settings.ROOT_URLCONF).url_patterns


def outcome(policy: Policy, view: str, method: str, roles: frozenset[str]) -> str:
    """What the layer before the view does with such a request."""
    request: Any = SimpleNamespace(
        method=method,
        resolver_match=SimpleNamespace(view_name=view),
        user=SimpleNamespace(is_authenticated=SIGNED_IN in roles),
        get_full_path=lambda: "/",
        roles=roles,
    )
    try:
        answer = layer.PolicyMiddleware(lambda request: HttpResponse()).process_view(request, lambda: None, (), {})
    except PermissionDenied:
        return DENIED
    return PASSES if answer is None else LOG_IN


def expected(view: str, method: str, roles: frozenset[str]) -> str:
    """The same from the hand-kept table."""
    named = EXPECTED.get(view, {}).get("GET" if method == "HEAD" else method, "")
    if roles.intersection(named.split()):
        return PASSES
    return LOG_IN if named and SIGNED_IN not in roles and method in {"GET", "HEAD"} else DENIED


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No database here: what is written about denials has its own tests; nor records."""
    monkeypatch.setattr(layer, "note_denied", lambda *args, **kwargs: None)
    monkeypatch.setattr(layer, "_check_state", lambda *args: None)


def differing(policy: Policy, monkeypatch: pytest.MonkeyPatch, views: set[str] | None = None) -> list[tuple[str, ...]]:
    """Cells where a policy does something else than the table."""
    monkeypatch.setattr(layer, "site_policy", lambda: policy)
    names = views or {each.name for each in addresses(patterns())} | set(EXPECTED)
    return [
        (view, method, caller)
        for view in sorted(names)
        for method in ASKED
        for caller, roles in CALLERS.items()
        if outcome(policy, view, method, roles) != expected(view, method, roles)
    ]


def test_every_page_has_a_row_and_every_row_a_page() -> None:
    assert list(gaps(site_policy(), patterns())) == []


def test_every_page_has_a_name_of_its_own() -> None:
    names = [each.name for each in addresses(patterns())]
    assert len(set(names)) == len(names)


def test_every_cell_of_the_policy_is_as_the_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert differing(site_policy(), monkeypatch) == []


def test_only_these_pages_may_be_kept_by_caches() -> None:
    assert {row.view for row in site_policy().rows if row.shared} == SHARED


def test_only_these_posts_need_no_key() -> None:
    assert {row.view for row in site_policy().rows if not row.needs_key} == REPEATABLE


def test_every_row_that_asks_about_a_state_names_a_function_that_takes_a_request() -> None:
    for row in site_policy().rows:
        if row.record:
            assert "request" in inspect.signature(import_string(row.record)).parameters, row


def test_no_page_is_exempt_from_the_guard_against_foreign_forms() -> None:
    exempt = [each.name for each in addresses(patterns()) if getattr(each.view, "csrf_exempt", False)]
    assert exempt == []


def test_a_page_that_nobody_declared_is_found() -> None:
    planted = [*patterns(), path("planted/", lambda request: HttpResponse(), name="planted")]
    assert list(gaps(site_policy(), planted)) == ["网址 /planted/（planted）没有列入授权表，一律拒绝"]


def test_a_page_without_a_name_is_found() -> None:
    planted = [*patterns(), path("planted/", lambda request: HttpResponse())]
    assert list(gaps(site_policy(), planted)) == ["网址 /planted/ 没有名称，授权表无法列出"]


def test_a_row_without_a_page_is_found() -> None:
    policy = Policy.of((*site_policy().rows, PolicyRow("gone:page", ("GET",), ("clerk",))))
    assert list(gaps(policy, patterns())) == ["授权表中的 gone:page 没有对应的网址"]


def test_the_layers_stand_in_their_order() -> None:
    order = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    for before, after in (
        ("HeadersMiddleware", "CSPMiddleware"),
        ("CSPMiddleware", "SecurityMiddleware"),
        ("SecurityMiddleware", "WhiteNoiseMiddleware"),
        ("WhiteNoiseMiddleware", "SessionMiddleware"),
        ("SessionMiddleware", "ReadOnlyMiddleware"),
        ("AuthenticationMiddleware", "ReadOnlyMiddleware"),
        ("CsrfViewMiddleware", "PolicyMiddleware"),
        ("ReadOnlyMiddleware", "RefusalMiddleware"),
        ("RefusalMiddleware", "PolicyMiddleware"),
        ("PolicyMiddleware", "IdempotencyMiddleware"),
    ):
        assert order.index(before) < order.index(after), f"{before} stands outside of {after}"
    assert order[0] == "HeadersMiddleware"
    assert order[-1] == "IdempotencyMiddleware"


# ----------------------------------------------------------------------------------------------------------------- mutants


def mutants(policy: Policy) -> Iterator[tuple[str, Policy]]:
    """Every policy that differs by one slip: a row gone, a role gone or added, a method gone or added."""
    for number, row in enumerate(policy.rows):
        for name, changed in _slips(row):
            rows = (*policy.rows[:number], *((changed,) if changed else ()), *policy.rows[number + 1 :])
            try:
                yield f"{row.view} {name}", Policy.of(rows)
            except PolicyError:  # two rows for one cell: the loader kills this one itself
                continue


def _slips(row: PolicyRow) -> Iterator[tuple[str, PolicyRow | None]]:
    yield "without its row", None
    for role in row.roles:
        yield f"without {role}", replace(row, roles=tuple(each for each in row.roles if each != role))
    for role in sorted(ROLES - set(row.roles)):
        # Whom a wider role lets in already, a narrower one beside it does not let in anew.
        if ANYBODY not in row.roles and (SIGNED_IN not in row.roles or role == ANYBODY):
            yield f"also for {role}", replace(row, roles=(*row.roles, role))
        yield f"only for {role}", replace(row, roles=(role,))
    for method in ("GET", "POST"):
        others = tuple(each for each in row.methods if each != method)
        yield f"with or without {method}", replace(row, methods=others if method in row.methods else (*others, method))


def test_at_least_fifty_slips_in_the_policy_are_all_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = list(mutants(site_policy()))
    survivors = [name for name, mutant in tried if not differing(mutant, monkeypatch, {name.split()[0]})]
    assert len(tried) >= 50
    assert survivors == []
