"""Read a list of credit-risk classes: code, class or own level, day.

Source: 第六条（一）; E06-6. Takes: a path and, for a sector's own scale, its levels. Gives: `RosterReading[ClassEntry]`.
Never: a level that no table maps; a code that is guessed.
"""

import datetime
from collections.abc import Collection, Mapping
from pathlib import Path

from shuangsuiji.foundation.sheets.cells import shown
from shuangsuiji.foundation.sheets.checking import RowCheck, read_roster
from shuangsuiji.foundation.sheets.columns import CLASSES
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook
from shuangsuiji.foundation.sheets.identified import identity_of
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Progress
from shuangsuiji.foundation.sheets.readings import ClassEntry, RosterReading, RowKey, RowSelection
from shuangsuiji.foundation.sheets.tables import Record, Tables
from shuangsuiji.foundation.sheets.texts import folded_word, word
from shuangsuiji.foundation.sheets.wordings import CLASS_WORDS, risk_class

_ARTICLE = "第六条（一）"


class ClassCheck(RowCheck[ClassEntry]):
    """The checks of one list of classes. `levels`: own level → class, where the list uses a sector's own scale."""

    code_keys = ("uscc", "reg_no", "code", "object_no")

    def __init__(
        self,
        tables: Tables,
        book: FindingBook,
        levels: Mapping[str, str],
        *,
        at: datetime.date,
        limits: Limits,
        excluded: RowSelection,
    ) -> None:
        """As every check, and the levels."""
        super().__init__(tables, book, at=at, limits=limits, excluded=excluded)
        self._levels = {folded_word(level): letter for level, letter in levels.items()}
        self._seen: dict[str, tuple[str, int]] = {}

    def read(self, record: Record) -> None:
        """Check one row."""
        identity = identity_of(self, record)
        level = word(record.cells.get("risk_class"))
        letter = self._letter(record, level)
        on = self.day(record, "class_date").on
        if on and on > self.at:
            self.say(record, "class_date", "warning", Fault.DATE, f"分类日期 {on} 晚于 {self.at}，到该日才生效")
        self._look_for_same(record, identity)
        if identity and letter and not self.in_error(record):
            name = self.text(record, "name")
            self.entries.append(ClassEntry(record.sheet, record.row, identity, name, level, letter, on))

    def close(self) -> None:
        """The list as a whole has nothing more to say; codes unknown here are the registry's to report."""

    def _letter(self, record: Record, level: str) -> str:
        own = self._levels.get(folded_word(level)) if level else None
        found = own or risk_class(level)
        if found:
            return found
        accepted = "、".join((*self._levels, *CLASS_WORDS))
        what = "风险分类为空" if not level else f"风险分类“{shown(level)}”无效"
        remedy = f"应为 A、B、C、D，可填：{accepted}；自有分级的先登记对照表"
        self.say(record, "risk_class", "error", Fault.RISK_CLASS, what, remedy, code="E06-6", article=_ARTICLE)
        return ""

    def _look_for_same(self, record: Record, identity: str) -> None:
        here = (record.sheet, record.row)
        sheet, row = self._seen.setdefault(identity, here) if identity else here
        if (sheet, row) != here:
            place = f"表“{sheet}”第 {row} 行" if sheet != record.sheet else f"第 {row} 行"
            reason = f"与{place}为同一主体"
            self.say(record, "", "error", Fault.DUPLICATE, reason, "请确认后保留其一", code="E10-5")


def read_classes(
    path: Path,
    *,
    at: datetime.date,
    levels: Mapping[str, str] | None = None,
    encoding: str | None = None,
    exclude_rows: Collection[RowKey] | Mapping[RowKey, str] = (),
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> RosterReading[ClassEntry]:
    """Read a list of classes. `levels`: own level → A–D. Whatever is wrong with the file is a finding."""
    return read_roster(
        Path(path),
        CLASSES,
        lambda tables, book: ClassCheck(
            tables, book, levels or {}, at=at, limits=limits, excluded=RowSelection(exclude_rows)
        ),
        at=at,
        encoding=encoding,
        limits=limits,
        progress=progress,
    )
