"""Takes the guards of the filing of ad-hoc tasks away one at a time; the test that proves the guard must then turn red.

Source: 第八条; 80-reliability E4.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError

from shuangsuiji.core.rules import schemes
from shuangsuiji.stages.disclosure.actions import publish_filing
from shuangsuiji.stages.plans.actions import (
    confirm_paper_filing,
    file_ad_hoc,
    record_paper_filing,
    request_filing,
    return_filing,
)
from shuangsuiji.stages.plans.models import Filing
from shuangsuiji.stages.plans.queries import filings, tasks
from shuangsuiji.stages.plans.signing import holds
from tests.stages.cast import County, build_county
from tests.stages.plans import test_filings, test_paper_filings
from tests.stages.plans.planning import prepare

pytestmark = pytest.mark.django_db
HOLDS = holds("第八条", "不看")
EVERYTHING = {"task_is_ad_hoc": HOLDS, "source_if_ad_hoc": HOLDS, "task_before_draw": HOLDS, "filing_numbered": HOLDS}


@pytest.fixture
def ready(at: datetime, db: None) -> County:
    """A bureau that can plan."""
    county = build_county(at)
    prepare(county)
    return county


def must_turn_red(body: Callable[..., Any], county: County) -> None:
    """The named test fails now."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        body(county)


def test_tasks_that_are_ready_without_their_filing_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "filing_finding", lambda task: HOLDS)
    must_turn_red(
        test_filings.test_c08_1_each_missing_part_keeps_the_task_from_its_draw_and_with_all_of_them_it_is_ready, ready
    )


def test_tasks_that_are_ready_before_the_publication_are_noticed(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filings, "check_filed", lambda *, filed, published: HOLDS if filed else filings_refuse())
    must_turn_red(
        test_filings.test_c08_1_each_missing_part_keeps_the_task_from_its_draw_and_with_all_of_them_it_is_ready, ready
    )


def filings_refuse() -> Any:
    """The answer for a task that is not filed."""
    return schemes.check_filed(filed=False, published=False)


def test_filing_what_needs_none_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_filing, "asking_findings", lambda task: EVERYTHING)
    must_turn_red(test_filings.test_a_task_of_the_years_plan_needs_no_filing_and_gets_none, ready)


def test_publishing_for_a_task_that_was_withdrawn_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish_filing, "asking_findings", lambda task: EVERYTHING)
    must_turn_red(test_filings.test_a_withdrawn_task_is_neither_filed_nor_published, ready)


def test_a_filing_that_leaves_its_task_untouched_is_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_ad_hoc, "move", lambda record, act, **rest: record)
    must_turn_red(test_filings.test_each_step_is_taken_once_and_in_order, ready)


def test_returns_without_a_reason_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(return_filing, "reason_given", lambda reason, citation: HOLDS)
    must_turn_red(test_filings.test_what_is_not_acceptable_goes_back_with_its_reason_and_may_be_asked_for_again, ready)


def test_numbers_with_gaps_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    number = file_ad_hoc._number

    def with_gaps(filing: Filing, office: Any, at: datetime) -> None:
        number(filing, office, at)
        filing.ordinal = 2 * (filing.ordinal or 1)
        filing.save(update_fields=["ordinal"])

    monkeypatch.setattr(file_ad_hoc, "_number", with_gaps)
    must_turn_red(test_filings.test_numbers_of_the_year_have_no_gaps, ready)


def test_filings_shown_to_everybody_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filings, "FILING_READERS", frozenset({"clerk", "joint_office"}))
    must_turn_red(test_filings.test_the_department_and_the_joint_office_see_a_filing_and_others_do_not, ready)


def test_papers_confirmed_by_who_recorded_them_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirm_paper_filing, "vouched_by_another", lambda paper, actor: HOLDS)
    # The database says no where the rule does not.
    with pytest.raises(IntegrityError):
        test_paper_filings.test_who_recorded_a_paper_does_not_confirm_it(ready)


@pytest.mark.parametrize(
    "body",
    [
        test_paper_filings.test_a_paper_without_number_or_of_an_impossible_day_is_refused,
        test_paper_filings.test_the_number_of_one_filing_is_not_that_of_another,
    ],
)
def test_papers_that_cannot_be_are_noticed(
    ready: County, monkeypatch: pytest.MonkeyPatch, body: Callable[[County], None]
) -> None:
    for act in (record_paper_filing, confirm_paper_filing):
        monkeypatch.setattr(act, "require_credible", lambda filing, number, filed_on, at: None)
    with pytest.raises((AssertionError, pytest.fail.Exception, IntegrityError)):
        body(ready)


def test_papers_of_another_department_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = record_paper_filing.filing_locked
    monkeypatch.setattr(record_paper_filing, "filing_locked", lambda key, department: locked(key))
    must_turn_red(test_paper_filings.test_only_the_clerk_of_the_department_records_a_paper, ready)


def test_filings_on_paper_published_by_anybody_are_noticed(ready: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish_filing, "publisher_of", lambda filing, actor: HOLDS)
    must_turn_red(test_paper_filings.test_who_filed_it_publishes_it, ready)
