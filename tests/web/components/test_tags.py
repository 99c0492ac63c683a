"""Template tags: each word of the rules from its one source."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from shuangsuiji.core.rules.lifecycle import TASK
from shuangsuiji.core.rules.parameters import ParameterError, parameters
from shuangsuiji.core.rules.provision import ProvisionError
from shuangsuiji.web.components import standing
from shuangsuiji.web.components.idempotency import is_key
from shuangsuiji.web.components.templatetags.house import parameter

TOKEN = {"csrf_token": "t"}


def rendered(text: str, **context: object) -> str:
    return Template("{% load house %}" + text).render(Context(context))


def task(status: str) -> SimpleNamespace:
    return SimpleNamespace(machine=TASK, status=status, status_label=TASK.states[status], version=4)


def test_a_percentage_and_a_period_carry_their_units() -> None:
    assert rendered('{% parameter "sample_floor.C" %}') == "10%"
    assert rendered('{% parameter "referral_days" %}').endswith("个工作日")


@pytest.mark.parametrize("name", list(parameters()))
def test_every_parameter_can_be_shown(name: str) -> None:
    assert parameter(name)


def test_a_parameter_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ParameterError):
        rendered('{% parameter "sample_floor.E" %}')


@pytest.mark.parametrize(("status", "tone"), [("CREATED", "new"), ("FROZEN", "begun"), ("ARCHIVED", "done")])
def test_a_state_is_its_chinese_word_in_the_color_of_its_place_on_the_road(status: str, tone: str) -> None:
    shown = rendered("{% state record %}", record=task(status))
    assert shown == f'<span class="tag tag-{tone}">{TASK.states[status]}</span>'


def test_a_citation_links_to_its_line() -> None:
    assert (
        rendered('{% article "第十九条（四）" %}') == '<a class="article" href="/open/rules/#art-19">第十九条（四）</a>'
    )


def test_a_citation_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ProvisionError):
        rendered('{% article "第19条" %}')


def test_the_fields_of_an_act_are_token_version_and_a_new_key_each_time() -> None:
    shown = [rendered("{% act_fields record %}", record=task("FROZEN"), **TOKEN) for _ in range(2)]
    keys = [each.split('name="idempotency_key" value="')[1].split('"')[0] for each in shown]
    assert 'name="csrfmiddlewaretoken" value="t"' in shown[0]
    assert 'name="version" value="4"' in shown[0]
    assert keys[0] != keys[1]
    assert all(map(is_key, keys))


def test_a_form_that_creates_has_no_version() -> None:
    assert 'name="version"' not in rendered("{% act_fields %}", **TOKEN)


def test_long_digests_are_shortened_and_short_ones_are_not() -> None:
    assert rendered("{{ digest|short_digest }}", digest="0123456789abcdef0123456789abcdef") == "0123456789ab…abcdef"
    assert rendered("{{ digest|short_digest }}", digest="0123456789abcdef") == "0123456789abcdef"


def test_a_moment_is_shown_as_an_office_clock_shows_it() -> None:
    assert rendered("{{ at|clock }}", at=datetime(2026, 11, 24, 16, 30, tzinfo=UTC)) == "2026-11-25 00:30"


@pytest.mark.parametrize("told", [[], ["日志暂停：<分叉>"]])
def test_the_banner_stands_on_every_office_page_when_there_is_something_to_say(
    told: list[str], monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    from django.contrib.auth.models import AnonymousUser
    from django.template.loader import get_template

    monkeypatch.setattr(standing, "warnings", lambda at: told)
    request = rf.get("/office/")
    request.user = AnonymousUser()
    page = get_template("components/office.html").render({}, request)
    assert ('class="banner"' in page) == bool(told)
    assert "<分叉>" not in page
