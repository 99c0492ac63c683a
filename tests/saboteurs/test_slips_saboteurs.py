"""Takes the guards of problems and suggestions away one at a time; the test that proves the guard must then turn red.

Source: 第三条; 80-reliability E4.
"""

from collections.abc import Callable
from typing import Any

import pytest

from shuangsuiji.core.rules.finding import judge
from shuangsuiji.stages.plans.actions import close_slip, withdraw_slip
from shuangsuiji.stages.plans.models import Slip, SlipFile
from shuangsuiji.stages.plans.queries import slips
from tests.articles import test_article_03
from tests.stages.cast import County
from tests.stages.conftest import county
from tests.web.office.slips import test_pages

pytestmark = pytest.mark.django_db
__all__ = ["county"]
HOLDS = judge("E03-1", "第三条", True, required="", actual="", refusal="", remedy="")


def must_turn_red(body: Callable[..., Any], county: County) -> None:
    """The named test fails now."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        body(county)


def test_private_slips_shown_to_everybody_are_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slips, "slips_for", lambda department, offices, person: Slip.objects.all())
    must_turn_red(test_article_03.test_c03_2_a_private_slip_is_read_by_the_section_and_by_whoever_raised_it, county)
    must_turn_red(test_article_03.test_an_open_slip_is_read_by_the_department_and_by_no_other, county)


def test_closing_unanswered_slips_is_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close_slip, "check_slip_answered", lambda answers: HOLDS)
    must_turn_red(test_article_03.test_e03_1_a_slip_is_not_closed_without_an_answer, county)


def test_answers_of_an_earlier_round_that_count_are_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close_slip, "answers_of", lambda slip: slip.messages.filter(act="answer_slip").count())
    must_turn_red(test_article_03.test_e03_1_what_was_asked_again_needs_a_new_answer, county)


def test_withdrawals_without_a_reason_are_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(withdraw_slip, "check_slip_withdrawal", lambda reason: HOLDS)
    must_turn_red(test_article_03.test_e03_2_nothing_is_removed_and_a_withdrawal_says_why, county)


def test_files_opened_by_whoever_knows_their_key_are_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: county.at)
    monkeypatch.setattr(slips, "file_of", lambda slip, key: SlipFile.objects.select_related("file").get(pk=key))
    must_turn_red(test_pages.test_a_file_of_a_slip_that_is_not_seen_is_not_there, county)


def test_files_of_private_slips_shown_to_everybody_are_noticed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: county.at)
    monkeypatch.setattr(slips, "slips_for", lambda department, offices, person: Slip.objects.all())
    must_turn_red(test_pages.test_a_file_of_a_slip_that_is_not_seen_is_not_there, county)
