"""Takes the guards at the door away one at a time; the test that proves the guard must then turn red.

Source: 80-reliability B5, E1–E3, E6, E9, J7; 20-house §7.
"""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django.fixtures import Settings

from shuangsuiji.web.components import drafts, idempotency, refusals
from shuangsuiji.web.components.middleware import headers, reading
from shuangsuiji.web.components.middleware import policy as policy_layer
from shuangsuiji.web.components.policy import Policy, load_policy
from shuangsuiji.web.portal.log import views as log_views
from tests.web.components import (
    stage,
    test_headers,
    test_idempotency,
    test_policy_at_the_door,
    test_reading,
    test_refusals,
)

pytestmark = pytest.mark.django_db
Body = Callable[..., Any]


@pytest.fixture
def site(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The small site of the tests of the layers."""
    return stage.open_site(settings, tmp_path, monkeypatch)


def must_turn_red(body: Body, *arguments: Any) -> None:
    """The named test fails now."""
    with pytest.raises((AssertionError, KeyError, stage.AuditEntry.DoesNotExist)):
        body(*arguments)


def without(view: str) -> Policy:
    """The small site's policy with one page's rows taken out."""
    whole = load_policy(stage.POLICY)
    return Policy.of(tuple(row for row in whole.rows if row.view != view))


@pytest.mark.parametrize(
    ("view", "body"),
    [
        ("stage:page", test_policy_at_the_door.test_a_role_with_a_row_gets_the_page),
        ("stage:draw", test_policy_at_the_door.test_an_act_passes_in_the_state_that_allows_it),
        ("stage:harmless", test_idempotency.test_a_post_that_says_why_it_is_harmless_needs_no_key),
    ],
)
def test_a_row_that_is_gone_is_a_door_that_is_shut(
    site: Client, monkeypatch: pytest.MonkeyPatch, view: str, body: Body
) -> None:
    body(site)
    stage.acts_done.clear()
    monkeypatch.setattr(policy_layer, "site_policy", lambda: without(view))
    assert site.get("/page/", headers={"X-Test-Account": "nobody-known"}).status_code == 403
    must_turn_red(body, site)


def test_a_policy_that_lets_the_undeclared_pass_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_layer, "_denied", lambda request, declared: None)
    must_turn_red(test_policy_at_the_door.test_a_view_without_a_row_is_403_for_everybody_and_never_runs, site)
    must_turn_red(test_policy_at_the_door.test_a_method_without_a_row_is_403, site, "delete")


def test_a_policy_that_takes_everybody_for_everything_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = frozenset({"anybody", "signed_in", "clerk", "deputy_head"})
    monkeypatch.setattr(policy_layer, "roles_of", lambda request: everything)
    must_turn_red(test_policy_at_the_door.test_a_role_without_a_row_gets_403_and_a_denied_line, site)
    must_turn_red(test_policy_at_the_door.test_somebody_without_log_in_who_wants_to_act_is_denied, site)


def test_a_state_that_nobody_asks_for_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_layer, "check_act", lambda *asked: SimpleNamespace(satisfied=True))
    must_turn_red(
        test_policy_at_the_door.test_an_act_in_another_state_is_refused_with_the_article_and_the_next_step, site
    )


def test_answering_403_for_a_foreign_record_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(request: Any, task_id: str) -> Any:
        if task_id == "foreign":
            raise PermissionDenied
        return None

    monkeypatch.setattr(stage, "task_of", telling)
    must_turn_red(test_policy_at_the_door.test_a_foreign_record_and_one_that_is_not_there_give_the_same_bytes, site)


@pytest.mark.parametrize("layer", [policy_layer, refusals])
def test_a_refusal_that_leaves_no_line_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch, layer: Any) -> None:
    monkeypatch.setattr(layer, "note_denied", lambda *arguments, **more: None)
    if layer is policy_layer:
        must_turn_red(test_policy_at_the_door.test_a_role_without_a_row_gets_403_and_a_denied_line, site)
    else:
        must_turn_red(test_refusals.test_a_refusal_of_the_rules_leaves_one_denied_line_and_nothing_else, site)


@pytest.mark.django_db(transaction=True)
def test_a_get_that_may_write_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "may_run", lambda sql: True)
    must_turn_red(test_reading.test_a_get_that_saves_is_refused_and_leaves_nothing, site)


@pytest.mark.django_db(transaction=True)
def test_a_guard_that_is_not_put_on_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SAFE_METHODS", frozenset())
    must_turn_red(test_reading.test_a_get_that_saves_is_refused_and_leaves_nothing, site)


def test_keys_that_nobody_remembers_are_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    forgetful = SimpleNamespace(pk=0)
    monkeypatch.setattr(idempotency, "claim", lambda *arguments, **more: forgetful)
    must_turn_red(test_idempotency.test_three_sendings_of_one_form_act_once_and_lead_to_one_place, site)


def test_a_form_that_needs_no_key_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "is_key", lambda text: True)
    must_turn_red(test_idempotency.test_a_form_without_key_is_refused, site)


def test_a_key_that_is_let_go_after_an_error_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from shuangsuiji.web.components.middleware import idempotency as layer

    monkeypatch.setattr(layer, "_conclude", lambda claimed, request, response: idempotency.release(claimed))
    with pytest.raises(stage.IdempotencyKey.DoesNotExist):
        test_refusals.test_refusals_let_the_key_go_and_an_error_keeps_it(site)


def test_a_draft_that_repeats_a_password_is_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_is_secret", lambda name: False)
    must_turn_red(test_refusals.test_passwords_and_codes_are_never_shown_again, site, "busy")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURE_CONTENT_TYPE_NOSNIFF", False),
        ("SECURE_REFERRER_POLICY", None),
        ("SECURE_CROSS_ORIGIN_OPENER_POLICY", None),
        ("CONTENT_SECURITY_POLICY", {"DIRECTIVES": {"default-src": ["'self'", "'unsafe-inline'"]}}),
        ("CONTENT_SECURITY_POLICY", {}),
    ],
)
def test_a_header_that_is_gone_is_seen(site: Client, settings: Settings, name: str, value: object) -> None:
    set_production(settings)
    test_headers.test_every_answer_carries_the_whole_set(site, "/page/", 200)
    setattr(settings, name, value)
    must_turn_red(test_headers.test_every_answer_carries_the_whole_set, site_anew(), "/page/", 200)


@pytest.mark.parametrize(
    "layer", ["CSPMiddleware", "SecurityMiddleware", "HeadersMiddleware", "XFrameOptionsMiddleware"]
)
def test_a_layer_that_is_gone_is_seen(site: Client, settings: Settings, layer: str) -> None:
    set_production(settings)
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if not each.endswith(layer)]
    must_turn_red(test_headers.test_every_answer_carries_the_whole_set, site_anew(), "/nowhere/", 404)


def test_a_content_policy_inside_of_the_static_files_is_seen(site: Client, settings: Settings) -> None:
    set_production(settings)
    inner = [each for each in settings.MIDDLEWARE if not each.endswith("CSPMiddleware")]
    settings.MIDDLEWARE = [*inner, "csp.middleware.CSPMiddleware"]
    must_turn_red(test_headers.test_every_answer_carries_the_whole_set, site_anew(), "/static/theme.css", 200)


def test_personal_pages_that_caches_may_keep_are_seen(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(headers, "_may_be_kept", lambda request, response: True)
    with pytest.raises((AssertionError, KeyError)):
        test_headers.test_what_is_not_the_same_for_everybody_is_kept_by_nobody(site, "/page/")


def test_paths_that_nobody_parses_are_seen(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(site_settings.SHUANGSUIJI_LOG_FOLDER)
    folder.mkdir(parents=True)
    monkeypatch.setattr(log_views, "tile_bytes", lambda below, tile_path: (below / tile_path).read_bytes())
    key = Path(site_settings.SHUANGSUIJI_WRAPPING_KEY_FILE)
    assert key.parent == folder.parent
    assert client.get(f"/log/../{key.name}").content == key.read_bytes()
    monkeypatch.undo()
    assert client.get(f"/log/../{key.name}").status_code == 404


def set_production(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True


def site_anew() -> Client:
    """A client whose layers are built from the settings as they are now."""
    return Client(raise_request_exception=False)
