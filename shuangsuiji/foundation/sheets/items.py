"""Read a list of inspection items, of nine columns or eleven, or a joint list of six.

Source: 第二条, 第六条（三）; form F3; `30-domain` §5.
Takes: a path. Gives: `RosterReading[ItemEntry]`; ratio and frequency stay text.
Never: a number read out of a free text.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path

from shuangsuiji.foundation.sheets.cells import Formula, restored, text_of
from shuangsuiji.foundation.sheets.checking import RowCheck, read_roster
from shuangsuiji.foundation.sheets.columns import ITEMS
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Progress
from shuangsuiji.foundation.sheets.readings import ItemEntry, RosterReading, RowKey, RowSelection
from shuangsuiji.foundation.sheets.tables import Record, Tables
from shuangsuiji.foundation.sheets.texts import lost_letters

_KEYS = tuple(field.name for field in fields(ItemEntry) if field.name not in {"sheet", "row"})
_MAY_ASK = frozenset({"personnel", "remark", "basis", "name", "subject", "method", "ratio_text", "frequency_text"})


class ItemCheck(RowCheck[ItemEntry]):
    """The checks of one item list."""

    code_keys = ("number",)

    def __init__(
        self, tables: Tables, book: FindingBook, *, at: datetime.date, limits: Limits, excluded: RowSelection
    ) -> None:
        """Nothing beyond what every check takes."""
        super().__init__(tables, book, at=at, limits=limits, excluded=excluded)
        self._seen: dict[tuple[str, ...], tuple[str, int]] = {}

    def read(self, record: Record) -> None:
        """Check one row: the item's name and subject must be there, and no letter may be lost."""
        cells = {key: self._kept(record, key) for key in _KEYS}
        for key, what in (("name", "抽查事项"), ("subject", "检查对象")):
            if not cells[key] and self.has(record, key):
                self.say(record, key, "error", Fault.REQUIRED_CELL, f"{what}为空", "请填写")
        for key, text in cells.items():
            lost = lost_letters(text)
            if lost and not (key in _MAY_ASK and lost in "?？"):
                self.say(
                    record, key, "error", Fault.TEXT_DAMAGED, f"含“{lost}”，有字丢失或成了乱码", "请从原系统重新导出"
                )
        self._look_for_same(record, cells)
        if not self.in_error(record):
            self.entries.append(ItemEntry(sheet=record.sheet, row=record.row, **cells))

    def close(self) -> None:
        """The list as a whole has nothing more to say."""

    def _look_for_same(self, record: Record, cells: dict[str, str]) -> None:
        """A repeated row is remarked: two entries of one item would both be printed."""
        here = (record.sheet, record.row)
        sheet, row = self._seen.setdefault(tuple(cells.values()), here)
        if (sheet, row) != here:
            place = f"表“{sheet}”第 {row} 行" if sheet != record.sheet else f"第 {row} 行"
            reason = f"与{place}完全相同"
            self.say(record, "", "warning", Fault.DUPLICATE, reason, "请确认后保留其一", code="E10-5", article="第二条")

    def _kept(self, record: Record, key: str) -> str:
        """The cell's text with its line breaks (a legal basis may have several lines), as it was before an export made it harmless."""
        cell = record.cells.get(key)
        return restored(text_of(cell.value if isinstance(cell, Formula) else cell).strip()).strip()


def read_items(
    path: Path,
    *,
    at: datetime.date,
    encoding: str | None = None,
    exclude_rows: Collection[RowKey] | Mapping[RowKey, str] = (),
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> RosterReading[ItemEntry]:
    """Read an item list (F3). Whatever is wrong with the file is a finding; nothing is raised for it."""
    return read_roster(
        Path(path),
        ITEMS,
        lambda tables, book: ItemCheck(tables, book, at=at, limits=limits, excluded=RowSelection(exclude_rows)),
        at=at,
        encoding=encoding,
        limits=limits,
        progress=progress,
    )
