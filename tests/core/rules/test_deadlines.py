"""Deadlines: anchors, every start day against a second source, the turn of the year, and how a deadline stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.rules.deadlines import (
    Deadline,
    check_confirmation,
    disclosure_due,
    due,
    referral_due,
    reminder,
)
from shuangsuiji.core.rules.workdays import Calendar, Calendars, calendars_of, load_calendar, packaged_calendars
from tests.core.rules.claims import DAY, days, every_deadline_agrees_with_a_second_source
from tests.core.rules.late_calendar import NEXT_YEAR


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        (disclosure_due(date(2026, 9, 11)), "2026-10-15"),
        (referral_due(date(2026, 9, 18)), "2026-09-29"),
        (referral_due(date(2026, 2, 11)), "2026-02-27"),
        (disclosure_due(date(2026, 12, 3)), "2026-12-31"),
        (disclosure_due(date(2026, 12, 4)), "暂定 2027-01-04"),
    ],
)
def test_the_anchors_hold(deadline: Deadline, expected: str) -> None:
    assert str(deadline) == expected


def test_every_start_day_2019_to_2026_agrees_with_a_second_source() -> None:
    every_deadline_agrees_with_a_second_source()


def test_all_starts_around_new_year_answer_with_the_next_calendar_absent_or_late() -> None:
    loaded = {**packaged_calendars(), **calendars_of(load_calendar(NEXT_YEAR))}
    for start in days(date(2026, 12, 1), date(2027, 1, 15)):
        for length in (7, 20):
            absent, late = due(start, length), due(start, length, loaded)
            assert absent.provisional is (absent.on.year > 2026)
            assert not late.provisional
            assert late.on.year in (2026, 2027)


def test_a_year_without_any_calendar_answers_provisionally() -> None:
    assert due(date(2031, 9, 30), 1, {}) == Deadline(date(2031, 10, 6), True)


CALENDARS = packaged_calendars()


def changed(on: date, worked: bool) -> Calendars:
    """The calendars with one day decided otherwise."""
    of_year = CALENDARS[on.year]
    return {**CALENDARS, on.year: Calendar(on.year, of_year.notices, {**of_year.days, on: worked})}


starts = st.dates(date(2019, 1, 1), date(2026, 10, 1))


@given(starts, st.integers(0, 40), st.integers(0, 60))
def test_the_start_day_is_not_counted_and_a_later_start_never_ends_earlier(
    start: date, length: int, later: int
) -> None:
    end = due(start, length).on
    assert end > start or length == 0
    assert due(start + timedelta(days=later), length).on >= end or length == 0


@given(starts, st.integers(1, 30), st.integers(1, 40))
def test_a_holiday_never_makes_it_earlier_and_a_make_up_day_never_later(start: date, length: int, offset: int) -> None:
    on = start + DAY * offset
    end = due(start, length).on
    assert due(start, length, changed(on, False)).on >= end
    assert due(start, length, changed(on, True)).on <= end


def test_the_last_day_is_in_time_and_the_next_is_late() -> None:
    deadline = disclosure_due(date(2026, 9, 11))
    assert (deadline.days_left(deadline.on), deadline.overdue(deadline.on)) == (0, False)
    assert (deadline.days_left(deadline.on + DAY), deadline.overdue(deadline.on + DAY)) == (-1, True)
    assert deadline.days_left(date(2026, 9, 11)) == 20


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2026, 9, 11), None),
        (date(2026, 9, 24), 10),
        (date(2026, 9, 30), 10),
        (date(2026, 10, 9), 5),
        (date(2026, 10, 13), 2),
        (date(2026, 10, 15), 0),
        (date(2026, 10, 16), None),
    ],
)
def test_the_reminder_ladder_answers_the_step_reached(today: date, step: int | None) -> None:
    assert reminder(disclosure_due(date(2026, 9, 11)), today) == step


def test_e10_2_a_confirmation_is_good_for_ten_working_days() -> None:
    confirmed = date(2026, 9, 11)
    assert check_confirmation(confirmed, date(2026, 9, 24)).satisfied
    finding = check_confirmation(confirmed, date(2026, 9, 28))
    assert (finding.code, finding.satisfied) == ("E10-2", False)
    assert "更新确认已超过 10 个工作日，请在本次抽查前重新确认（第十条）" in str(finding)
    assert "2026-09-24" in str(finding)
