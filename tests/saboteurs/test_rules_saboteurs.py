"""Breaks the rules' arithmetic one piece at a time; the very claim that the tests make must then fail.

A claim that survives its saboteur proves nothing. Source: 80-reliability G, J7; 第六条（三）, 第十九条（三）（四）.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules import deadlines, lifecycle, quotas, workdays
from shuangsuiji.core.rules.lifecycle import INSPECTION, Row
from shuangsuiji.core.rules.workdays import Calendars, WorkingDay
from tests.articles.test_article_14 import no_row_changes_the_drawn_list
from tests.core.rules.claims import (
    every_day_agrees_with_a_second_source,
    every_deadline_agrees_with_a_second_source,
    samples_are_exact_ceilings,
)

CLAIMS = (every_day_agrees_with_a_second_source, every_deadline_agrees_with_a_second_source, samples_are_exact_ceilings)


def must_fail(claim: Callable[[], None]) -> None:
    """The sabotage is seen."""
    with pytest.raises(AssertionError):
        claim()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_without_sabotage_the_claims_hold(claim: Callable[[], None]) -> None:
    claim()


def test_counting_the_start_day_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = workdays.add_working_days

    def count_the_start_day(start: date, count: int, calendars: Calendars | None = None) -> tuple[date, bool]:
        return honest(start - timedelta(days=1), count, calendars)

    monkeypatch.setattr(deadlines, "add_working_days", count_the_start_day)
    must_fail(every_deadline_agrees_with_a_second_source)


def test_knowing_weekends_only_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def weekends_only(on: date, calendars: Calendars | None = None) -> WorkingDay:
        return WorkingDay(on.weekday() < 5, False)

    monkeypatch.setattr(workdays, "is_working_day", weekends_only)
    must_fail(every_day_agrees_with_a_second_source)
    must_fail(every_deadline_agrees_with_a_second_source)


def test_forgetting_make_up_days_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = workdays.is_working_day

    def no_make_up_days(on: date, calendars: Calendars | None = None) -> WorkingDay:
        day = honest(on, calendars)
        return WorkingDay(day.value and on.weekday() < 5, day.provisional)

    monkeypatch.setattr(workdays, "is_working_day", no_make_up_days)
    must_fail(every_day_agrees_with_a_second_source)
    must_fail(every_deadline_agrees_with_a_second_source)


def test_one_wrong_day_in_eight_years_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = workdays.is_working_day

    def one_wrong_day(on: date, calendars: Calendars | None = None) -> WorkingDay:
        day = honest(on, calendars)
        return WorkingDay(not day.value, False) if on == date(2022, 4, 2) else day

    monkeypatch.setattr(workdays, "is_working_day", one_wrong_day)
    must_fail(every_day_agrees_with_a_second_source)
    must_fail(every_deadline_agrees_with_a_second_source)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda count, share: count * share.num // share.den,
        lambda count, share: round(count * share.num / share.den),
        lambda count, share: int(count * (share.num / share.den) + 0.9999999999999999),
        lambda count, share: count * share.num // share.den + 1,
    ],
    ids=["rounding down", "rounding to nearest", "a float", "one too many"],
)
def test_any_other_rounding_is_seen(wrong: Callable[[int, Ratio], int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "ceiling", wrong)
    must_fail(samples_are_exact_ceilings)


def test_a_row_that_swaps_a_subject_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    swap = Row("replace_subject", "调换对象", "ASSIGNED", "ASSIGNED", "第十四条", "clerk", "reason_given")
    tampered = lifecycle.Machine(
        INSPECTION.name, INSPECTION.label, INSPECTION.states, INSPECTION.terminal, (*INSPECTION.rows, swap)
    )
    no_row_changes_the_drawn_list()
    monkeypatch.setattr(lifecycle, "MACHINES", (tampered,))
    must_fail(no_row_changes_the_drawn_list)
