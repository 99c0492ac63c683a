"""Which days are worked: the State Council's yearly arrangement as data, and a provisional answer where a year has none yet.

Source: 第十九条（三）（四）; 00-decisions, reading 2; `calendar/2019.toml` and following, each with its notice's number.
Takes: dates (a `today` is always an argument). Gives: `WorkingDay(value, provisional)`. Never: raises for want of a calendar.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

from shuangsuiji.core.rules.parameters import texts
from shuangsuiji.core.rules.provision import source

_DAY = timedelta(days=1)
_SATURDAY = 5


class CalendarError(ValueError):
    """A calendar file contradicts itself; the text says where, in Chinese."""


class WorkingDay(NamedTuple):
    """Whether a day is worked; `provisional` when its year's arrangement is not published yet."""

    value: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """The document an arrangement stands in. `checked` False: the number is yet to be compared with the official copy."""

    number: str
    issued_on: date
    covers: str
    checked: bool
    seen: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """One year's arrangement: its notices, and every day it names → worked or not.

    A notice may name days at the end of the year before (元旦); they count there.
    """

    year: int
    notices: tuple[Notice, ...]
    days: Mapping[date, bool]


Calendars = Mapping[int, Calendar]


def load_calendar(text: str) -> Calendar:
    """Read one year from TOML text.

    Raises CalendarError for a year without notice, a day outside the year and the December before it, a holiday that
    ends before it begins, a make-up day that is no weekend, and a day named twice.
    """
    raw = tomllib.loads(text)
    year = raw.get("year")
    if not isinstance(year, int) or not raw.get("notice"):
        raise CalendarError("日历缺少年份或通知文号")
    notices = tuple(
        Notice(entry["number"], entry["issued_on"], entry["covers"], entry["checked"], entry["seen"])
        for entry in raw["notice"]
    )
    days: dict[date, bool] = {}
    for on, worked in _named_days(raw.get("holiday", [])):
        if on.year != year and (on.year, on.month) != (year - 1, 12):
            raise CalendarError(f"{year} 年日历含有年外的日期 {on}")
        if on in days:
            raise CalendarError(f"{year} 年日历中 {on} 出现两次")
        if worked and on.weekday() < _SATURDAY:
            raise CalendarError(f"{year} 年日历中 {on} 不是周末，不能是调休上班日")
        days[on] = worked
    return Calendar(year, notices, MappingProxyType(days))


def _named_days(holidays: list[dict[str, Any]]) -> Iterator[tuple[date, bool]]:
    for holiday in holidays:
        on, last = holiday["from"], holiday["to"]
        if last < on:
            raise CalendarError(f"{holiday['name']} 的结束日期早于开始日期")
        while on <= last:
            yield on, False
            on += _DAY
        for made_up in holiday["make_up"]:
            yield made_up, True


def calendars_of(*loaded: Calendar) -> Calendars:
    """Key calendars by year; of two for one year the later argument counts (an amended arrangement)."""
    return MappingProxyType({calendar.year: calendar for calendar in loaded})


@cache
def packaged_calendars() -> Calendars:
    """The calendars that come with the program. Read once; works inside a zip archive too."""
    folder = resources.files(__package__).joinpath("calendar")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return calendars_of(*(load_calendar(entry.read_text("utf-8")) for entry in files))


@cache
def _fixed_holidays() -> frozenset[str]:
    return frozenset(texts("fixed_holidays"))


@source("第十九条（三）", "第十九条（四）")
def is_working_day(on: date, calendars: Calendars | None = None) -> WorkingDay:
    """Whether `on` is worked by the arrangement of its year, or provisionally by weekends and fixed-date holidays.

    A day that the next year's notice names (the end of December) is taken from there.
    """
    known = packaged_calendars() if calendars is None else calendars
    weekday = on.weekday() < _SATURDAY
    for year in (on.year + 1, on.year):
        if year in known and on in known[year].days:
            return WorkingDay(known[year].days[on], False)
    if on.year in known:
        return WorkingDay(weekday, False)
    return WorkingDay(weekday and on.strftime("%m-%d") not in _fixed_holidays(), True)


@source("第十九条（三）", "第十九条（四）")
def add_working_days(start: date, count: int, calendars: Calendars | None = None) -> tuple[date, bool]:
    """The `count`-th working day after `start` (the first day is not counted), and whether it is provisional.

    `count` 0 is `start` itself, worked or not. Raises ValueError for a negative count.
    Provisional when any day passed over belongs to a year whose arrangement is not published.
    """
    if count < 0:
        raise ValueError(f"工作日数不能为负：{count}")
    on, provisional = start, False
    while count:
        on += _DAY
        day = is_working_day(on, calendars)
        provisional = provisional or day.provisional
        count -= day.value
    return on, provisional


@source("第十九条（四）")
def working_days_between(start: date, end: date, calendars: Calendars | None = None) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is the earlier."""
    if end < start:
        return -working_days_between(end, start, calendars)
    span = (start + _DAY * step for step in range(1, (end - start).days + 1))
    return sum(is_working_day(on, calendars).value for on in span)
