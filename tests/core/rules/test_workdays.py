"""Working days: the calendars against a second source, years without calendar, and files that contradict themselves."""

from datetime import date

import chinese_calendar
import pytest

from shuangsuiji.core.rules.workdays import (
    CalendarError,
    WorkingDay,
    add_working_days,
    calendars_of,
    is_working_day,
    load_calendar,
    packaged_calendars,
    working_days_between,
)
from tests.core.rules.claims import DAY, days, every_day_agrees_with_a_second_source
from tests.core.rules.late_calendar import NEXT_YEAR, NOTICE


def test_every_day_2019_to_2026_agrees_with_a_second_source() -> None:
    every_day_agrees_with_a_second_source()


def test_the_days_a_notice_names_in_the_december_before_agree_too() -> None:
    for on in (date(2018, 12, 29), date(2018, 12, 30), date(2018, 12, 31)):
        assert is_working_day(on) == (chinese_calendar.is_workday(on), False)


def test_the_extended_spring_festival_of_2020_is_off() -> None:
    assert [is_working_day(on).value for on in days(date(2020, 1, 31), date(2020, 2, 4))] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_2026_has_the_days_the_domain_page_lists() -> None:
    off = [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)]
    on = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
    named = {date(2026, month, day): False for month, first, last in off for day in range(first, last + 1)}
    named |= {date(2026, month, day): True for month, day in on}
    assert packaged_calendars()[2026].days == named


def test_every_year_2019_to_2026_names_its_notice_and_says_whether_the_number_is_checked() -> None:
    assert list(packaged_calendars()) == list(range(2019, 2027))
    for year, calendar in packaged_calendars().items():
        assert calendar.year == year
        for notice in calendar.notices:
            assert notice.number.startswith("国办发明电〔20")
            assert notice.number.endswith("号")
            assert notice.issued_on.year in (year - 1, year)
            assert notice.covers
            assert notice.seen
            assert isinstance(notice.checked, bool)


@pytest.mark.parametrize(
    ("on", "worked"),
    [
        (date(2031, 1, 1), False),
        (date(2031, 5, 1), False),
        (date(2031, 5, 2), False),
        (date(2031, 5, 5), True),
        (date(2031, 10, 1), False),
        (date(2031, 10, 2), False),
        (date(2031, 10, 3), False),
        (date(2031, 10, 4), False),
        (date(2031, 10, 6), True),
        (date(2031, 1, 4), False),
        (date(2031, 1, 23), True),
    ],
)
def test_a_year_without_calendar_knows_weekends_and_fixed_holidays_only(on: date, worked: bool) -> None:
    assert is_working_day(on) == WorkingDay(worked, True)


def test_a_calendar_loaded_later_decides_its_year_and_the_december_it_names() -> None:
    known = {**packaged_calendars(), **calendars_of(load_calendar(NEXT_YEAR))}
    assert is_working_day(date(2026, 12, 31)) == WorkingDay(True, False)
    assert is_working_day(date(2026, 12, 31), known) == WorkingDay(False, False)
    assert is_working_day(date(2027, 1, 9), known) == WorkingDay(True, False)
    assert is_working_day(date(2027, 1, 9)) == WorkingDay(False, True)


def test_of_two_calendars_for_one_year_the_later_counts() -> None:
    amended = load_calendar(NEXT_YEAR.replace("to = 2027-01-03", "to = 2027-01-04"))
    known = calendars_of(load_calendar(NEXT_YEAR), amended)
    assert known[2027] is amended


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("year = 2027", "", "缺少年份或通知文号"),
        (NOTICE, "", "缺少年份或通知文号"),
        ("to = 2027-01-03", "to = 2026-12-30", "结束日期早于开始日期"),
        ("from = 2026-12-31", "from = 2026-11-30", "年外的日期 2026-11-30"),
        ("[2027-01-09]", "[2028-01-09]", "年外的日期 2028-01-09"),
        ("[2027-01-09]", "[2027-01-02]", "2027-01-02 出现两次"),
        ("[2027-01-09]", "[2027-01-08]", "2027-01-08 不是周末"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(old: str, new: str, complaint: str) -> None:
    assert load_calendar(NEXT_YEAR).year == 2027
    with pytest.raises(CalendarError, match=complaint):
        load_calendar(NEXT_YEAR.replace(old, new))


def test_no_days_later_is_the_day_itself_and_fewer_are_refused() -> None:
    assert add_working_days(date(2026, 10, 1), 0) == (date(2026, 10, 1), False)
    with pytest.raises(ValueError, match="不能为负"):
        add_working_days(date(2026, 10, 1), -1)


def test_counting_back_and_forth_agrees() -> None:
    start = date(2026, 9, 11)
    for count in range(40):
        end, _ = add_working_days(start, count)
        assert working_days_between(start, end) == count
        assert working_days_between(end, start) == -count
    assert working_days_between(start, start + DAY) == 0
