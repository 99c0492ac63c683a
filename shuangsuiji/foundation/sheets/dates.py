"""Dates as clerks and spreadsheets write them; a day that does not exist is refused, never moved.

Source: `30-domain` §12; serial days of the 1900 and 1904 systems (ECMA-376 part 1 §18.17.4).
Gives: a date, or "permanent", or a reason in Chinese.
"""

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from shuangsuiji.foundation.sheets.cells import Cell, ErrorCell, Formula, shown
from shuangsuiji.foundation.sheets.texts import INVISIBLE, is_nothing

_PERMANENT_WORDS = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限"})
_PERMANENT_YEAR = 9999
_EPOCH_1900 = datetime.date(1899, 12, 30)
_EPOCH_1904 = datetime.date(1904, 1, 1)
_FIRST_SAFE_SERIAL = 61  # serial 60 is a 29 February 1900 that never was, and shifts all before it
_LAST_SERIAL = 2_958_465  # 9999-12-31
_FIRST_SAFE_DAY = datetime.date(1900, 3, 2)
_TEXT_SERIALS = range(20_000, 80_000)  # 1954 … 2119: five digits in a text cell are read as a serial only here

_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)?")
_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME_OF_DAY = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|\+08:?00)?$")
_HOW = "请写成 2026-02-12 的形式"


@dataclass(frozen=True, slots=True)
class DateReading:
    """One date cell read: at most one of `on`, `permanent`, `problem`; none of them means the cell is empty."""

    on: datetime.date | None = None
    permanent: bool = False
    problem: str = ""
    remedy: str = ""
    partial: bool = False
    repaired: str = ""


def read_date(cell: Cell, *, date1904: bool = False) -> DateReading:
    """Read one cell of a date column."""
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None:
        return DateReading()
    if isinstance(cell, ErrorCell | bool):
        return DateReading(problem=f"“{shown(cell)}”不是日期", remedy=_HOW)
    if isinstance(cell, datetime.date):
        return _date_cell(cell)
    if isinstance(cell, int | float):
        return _number(float(cell), date1904=date1904)
    return _text(cell)


def _date_cell(day: datetime.date) -> DateReading:
    if day.year == _PERMANENT_YEAR:
        return DateReading(permanent=True)
    if day < _FIRST_SAFE_DAY:
        return DateReading(problem=f"日期 {day} 在 1900 年 3 月以前，多为空值或数字误设为日期格式", remedy=_HOW)
    return DateReading(on=day)


def _number(number: float, *, date1904: bool) -> DateReading:
    if number == 0:
        return DateReading()
    if not math.isfinite(number):
        return DateReading(problem=f"数字 {number} 不是日期", remedy=_HOW)
    number = float(math.floor(number))  # a serial's fraction is the time of day
    if number > _LAST_SERIAL:
        eight = _EIGHT.fullmatch(str(int(number)) if number < 10**9 else "")
        if eight:
            return _day(eight[1], eight[2], eight[3])
        return DateReading(problem=f"数字 {number:.0f} 不是日期", remedy=_HOW)
    if number < (1 if date1904 else _FIRST_SAFE_SERIAL):
        return DateReading(problem=f"日期序号 {number:.0f} 在 1900 年 3 月以前，无法确认是哪一天", remedy=_HOW)
    if 1900 <= number <= 2200:
        return DateReading(problem=f"只有年份 {number:.0f}，缺少月日", remedy=_HOW, partial=True)
    return _serial(int(number), date1904=date1904)


def _serial(number: int, *, date1904: bool) -> DateReading:
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    try:
        day = epoch + datetime.timedelta(days=number)
    except OverflowError:
        return DateReading(problem=f"日期序号 {number} 超出范围", remedy=_HOW)
    if day.year == _PERMANENT_YEAR:
        return DateReading(permanent=True)
    return DateReading(on=day, repaired=f"数字 {number} 按日期序号读作 {day}")


@lru_cache(maxsize=8192)
def _text(raw: str) -> DateReading:
    spaced = unicodedata.normalize("NFKC", INVISIBLE.sub("", raw)).strip().removeprefix("'")
    text = "".join(_TIME_OF_DAY.sub("", spaced).split())
    if is_nothing(text):
        return DateReading()
    if text in _PERMANENT_WORDS:
        return DateReading(permanent=True)
    eight = _EIGHT.fullmatch(text)
    if eight:
        return _day(eight[1], eight[2], eight[3])
    if text.isascii() and text.isdigit() and len(text) == 5 and int(text) in _TEXT_SERIALS:
        return _serial(int(text), date1904=False)
    parts = _DAY.fullmatch(text)
    if parts is None:
        return DateReading(problem=f"“{shown(raw)}”不是能确认的日期", remedy=_HOW)
    if parts[3] is None:
        missing = "缺少日" if parts[2] else "缺少月日"
        return DateReading(problem=f"“{shown(raw)}”{missing}", remedy=_HOW, partial=True)
    return _day(parts[1], parts[2], parts[3])


def _day(year: str, month: str, day: str) -> DateReading:
    if int(year) == _PERMANENT_YEAR:
        return DateReading(permanent=True)
    try:
        on = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return DateReading(problem=f"{int(year)} 年 {int(month)} 月 {int(day)} 日不存在", remedy="请核对原件后改正")
    if on < _FIRST_SAFE_DAY:
        return DateReading(problem=f"日期 {on} 过早", remedy="请核对原件后改正")
    return DateReading(on=on)
