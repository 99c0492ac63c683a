"""Read a list of inspection items, of nine columns or eleven, or a joint list of six.

Source: 第二条, 第六条（三）; form F3; `30-domain` §5.
Takes: a path. Gives: `RosterReading[ItemEntry]`; ratio and frequency stay text.
Never: a number read out of a free text.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import fields
from pathlib import Path

from shuangsuiji.foundation.sheets.cells import Formula, text_of
from shuangsuiji.foundation.sheets.checking import RowCheck, read_roster
from shuangsuiji.foundation.sheets.columns import ITEMS
from shuangsuiji.foundation.sheets.findings import Fault
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Progress
from shuangsuiji.foundation.sheets.readings import ItemEntry, RosterReading, RowKey, RowSelection
from shuangsuiji.foundation.sheets.tables import Record
from shuangsuiji.foundation.sheets.texts import lost_letters

_KEYS = tuple(field.name for field in fields(ItemEntry) if field.name not in {"sheet", "row"})
_MAY_ASK = frozenset({"personnel", "remark", "basis", "name", "subject", "method", "ratio_text", "frequency_text"})


class ItemCheck(RowCheck[ItemEntry]):
    """The checks of one item list."""

    code_keys = ("number",)

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
        if not self.in_error(record):
            self.entries.append(ItemEntry(sheet=record.sheet, row=record.row, **cells))

    def close(self) -> None:
        """Repeated rows are remarked: two entries of one item would both be printed."""
        seen: dict[tuple[str, ...], int] = {}
        for entry in self.entries:
            content = tuple(getattr(entry, key) for key in _KEYS)
            first = seen.setdefault(content, entry.row)
            if first != entry.row:
                reason = f"与第 {first} 行完全相同"
                self.say_list(
                    "warning", Fault.DUPLICATE, f"第 {entry.row} 行{reason}", "请确认后保留其一", code="E10-5"
                )

    def _kept(self, record: Record, key: str) -> str:
        """The cell's text with its line breaks: a legal basis may have several lines."""
        cell = record.cells.get(key)
        return text_of(cell.value if isinstance(cell, Formula) else cell).strip()


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
