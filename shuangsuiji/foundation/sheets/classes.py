"""Read a list of credit-risk classes: code, class or own level, day.

Source: 第六条（一）; E06-6. Takes: a path and, for a sector's own scale, its levels. Gives: `RosterReading[ClassEntry]`.
Never: a level that no table maps; a code that is guessed.
"""

import datetime
from collections.abc import Collection, Mapping
from pathlib import Path

from shuangsuiji.core.identifiers import is_subject_id
from shuangsuiji.foundation.sheets.cells import shown, text_of
from shuangsuiji.foundation.sheets.checking import RowCheck, read_roster
from shuangsuiji.foundation.sheets.codes import read_code
from shuangsuiji.foundation.sheets.columns import CLASSES
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook
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
        identity = self._identity(record)
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

    def _identity(self, record: Record) -> str:
        found: list[str] = []
        for key in ("uscc", "reg_no", "code"):
            if self.has(record, key):
                reading = read_code(record.cells.get(key), column=key)
                self.say_code(record, key, reading)
                found += [reading.id] if reading.id else []
        number = text_of(record.cells.get("object_no")).strip()
        if number and is_subject_id(f"obj:{number}"):
            found.append(f"obj:{number}")
        if not found and not self.in_error(record):
            reason = "没有可用的统一社会信用代码、注册号或对象编号"
            self.say(record, "", "error", Fault.NO_IDENTITY, reason, "请补填，或按行号排除")
        return next((each for each in found if each.startswith("uscc:")), found[0] if found else "")

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
