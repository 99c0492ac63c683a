"""Read a published plan table: the county's of ten columns, and those of elsewhere with two or three more.

Source: 第七条; form F4; `30-domain` §5 (columns and texts really seen).
Takes: a path and the plan's year. Gives: `RosterReading[PlanEntry]`; shares, draws and classes stay text.
Never: a number read out of a free text; a day that the text does not have.
"""

import calendar
import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path

from shuangsuiji.foundation.sheets.cells import Formula, text_of
from shuangsuiji.foundation.sheets.checking import RowCheck, read_roster
from shuangsuiji.foundation.sheets.columns import PLANS
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Progress
from shuangsuiji.foundation.sheets.readings import PlanEntry, RosterReading, RowKey, RowSelection
from shuangsuiji.foundation.sheets.tables import Record, Tables

Period = tuple[datetime.date, datetime.date]
_DAYS = ("from_on", "to_on")
_KEYS = tuple(field.name for field in fields(PlanEntry) if field.name not in {"sheet", "row", *_DAYS})
_BETWEEN = re.compile(r"\s*(?:\.\.|—+|–|~|～|至|到|-{2,})\s*")
_POINT = re.compile(r"(?:([0-9]{4})[-./年])?([0-9]{1,2})(?:月|[-./月]([0-9]{1,2})日?)?")
_MOST_MONTHS = 12


class PlanCheck(RowCheck[PlanEntry]):
    """The checks of one plan table."""

    code_keys = ("number",)
    year = 0

    def __init__(
        self, tables: Tables, book: FindingBook, *, at: datetime.date, limits: Limits, excluded: RowSelection, year: int
    ) -> None:
        """`year` is the plan's: months without a year are its months."""
        super().__init__(tables, book, at=at, limits=limits, excluded=excluded)
        self.year = year

    def read(self, record: Record) -> None:
        """Check one row: the task must have a name; a period that cannot be read is remarked and left open."""
        cells = {key: self._kept(record, key) for key in _KEYS}
        if not cells["name"]:
            self.say(record, "name", "error", Fault.REQUIRED_CELL, "任务名称为空", "请填写", article="第七条")
        period = period_of(cells["period"], self.year)
        if cells["period"] and period is None:
            reason = "起止时间写法不能识别，导入后留空"
            self.say(
                record,
                "period",
                "warning",
                Fault.REQUIRED_CELL,
                reason,
                "请导入后在计划行中填写起止日期",
                article="第十一条",
            )
        if not self.in_error(record):
            first, last = period or (None, None)
            self.entries.append(PlanEntry(sheet=record.sheet, row=record.row, from_on=first, to_on=last, **cells))

    def close(self) -> None:
        """The table as a whole has nothing more to say."""

    def _kept(self, record: Record, key: str) -> str:
        cell = record.cells.get(key)
        return text_of(cell.value if isinstance(cell, Formula) else cell).strip()


def period_of(text: str, year: int) -> Period | None:
    """First and last day of `3月—12月`, `2026-02-24..2026-11-30`, `2026-01..2026-11`; None for anything else."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if len(parts) != 2:
        return None
    first, last = (_POINT.fullmatch(part) for part in parts)
    if first is None or last is None:
        return None
    start, end = _day(first, year, last=False), _day(last, int(first[1] or year), last=True)
    return (start, end) if start is not None and end is not None and start <= end else None


def _day(found: re.Match[str], year: int, *, last: bool) -> datetime.date | None:
    """The day that a point names; a month alone is its first or last day."""
    year, month = int(found[1] or year), int(found[2])
    if not 1 <= month <= _MOST_MONTHS:
        return None
    length = calendar.monthrange(year, month)[1]
    day = int(found[3]) if found[3] else (length if last else 1)
    return datetime.date(year, month, day) if 1 <= day <= length else None


def read_plans(
    path: Path,
    *,
    year: int,
    at: datetime.date,
    encoding: str | None = None,
    exclude_rows: Collection[RowKey] | Mapping[RowKey, str] = (),
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> RosterReading[PlanEntry]:
    """Read a plan table (F4). Whatever is wrong with the file is a finding; nothing is raised for it."""
    return read_roster(
        Path(path),
        PLANS,
        lambda tables, book: PlanCheck(
            tables, book, at=at, limits=limits, excluded=RowSelection(exclude_rows), year=year
        ),
        at=at,
        encoding=encoding,
        limits=limits,
        progress=progress,
    )
