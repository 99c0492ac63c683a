"""What the checks of all lists share: saying something about a cell, reading text, dates, sources.

Source: 第十条.
Never: repeats the value of a cell that may be somebody's identity card number.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from shuangsuiji.foundation.sheets.cells import Cell, ErrorCell, Formula, shown, text_of
from shuangsuiji.foundation.sheets.codes import CodeReading
from shuangsuiji.foundation.sheets.columns import ColumnSet
from shuangsuiji.foundation.sheets.dates import DateReading, read_date
from shuangsuiji.foundation.sheets.findings import ARTICLE, Fault, FindingBook, Level, RowFinding
from shuangsuiji.foundation.sheets.limits import Limits
from shuangsuiji.foundation.sheets.reader import Event, Progress, Source, events, load
from shuangsuiji.foundation.sheets.readings import Entry, ExcludedRow, RosterReading, RowSelection, counted
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.tables import Layout, Record, Tables
from shuangsuiji.foundation.sheets.texts import cleaned, is_nothing, lost_letters, private_letters

# Entries handed to a sink at once: a million of them would not fit into memory.
CHUNK_ROWS = 10_000
STALE_SOURCE_DAYS = 90
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_HIDDEN_VALUE = "（不显示）"
PERSONAL_CHARACTERS = 200
_BETWEEN = re.compile(r"[、,，;；|]+")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a list comes from, for rows that do not say so themselves. `required` makes its absence an error (E10-6)."""

    source: str = ""
    source_on: datetime.date | None = None
    required: bool = False


# Takes entries in chunks, and which columns each sheet has. Nothing it was given may be used unless the reading ends usable.
Sink = Callable[[list[Entry], Mapping[str, frozenset[str]]], None]


def columns_of(layout: Layout) -> frozenset[str]:
    """The keys of the columns a sheet has, personal ones that are carried among them."""
    return frozenset(layout.positions) | frozenset(layout.personal)


class RowCheck(Generic[Entry]):
    """Takes records one by one, gives entries at the end. Subclasses read one kind of list."""

    def __init__(
        self, tables: Tables, book: FindingBook, *, at: datetime.date, limits: Limits, excluded: RowSelection
    ) -> None:
        """`at` is the day of the check: whatever depends on today depends on it."""
        self.entries: list[Entry] = []
        self.sink: Sink[Entry] | None = None
        self.excluded: list[ExcludedRow] = []
        self.at = at
        self.date1904 = False
        self._tables = tables
        self._book = book
        self._limits = limits
        self._selection = excluded
        self._formulas: dict[tuple[str, str], list[int]] = {}
        self._oldest_source: datetime.date | None = None

    # ---- to be written by the subclasses

    code_keys: tuple[str, ...] = ()

    def read(self, record: Record) -> None:
        """Check one row, and append its entry when it has no error."""
        raise NotImplementedError

    def close(self) -> None:
        """Say what only the whole list shows."""
        raise NotImplementedError

    # ---- the way of a row

    def take(self, record: Record) -> None:
        """Exclude the row when a person named it, otherwise read it."""
        reason = self._selection.reason(record.sheet, record.row)
        if reason is not None:
            self._exclude(record, reason)
            return
        self._odd_cells(record)
        self.read(record)
        if self.sink is not None and len(self.entries) >= CHUNK_ROWS:
            self._hand_on()

    def _hand_on(self) -> None:
        """Give the entries so far to the sink; what they are worth only the end tells."""
        if self.sink is not None and self.entries:
            self.sink(self.entries, {name: columns_of(layout) for name, layout in self._tables.layouts.items()})
            self.entries = []

    def finish(self) -> None:
        """After the last row."""
        for (sheet, key), rows in self._formulas.items():
            self._say_formulas(sheet, key, rows)
        for row in self._selection.unmet():
            where = f"表“{row[0]}”第 {row[1]} 行" if isinstance(row, tuple) else f"第 {row} 行"
            self.say_list("error", Fault.EXCLUDED_ROW, f"要排除的{where}不在数据中", "请核对行号")
        if not self._tables.rows_seen and self._tables.layouts:
            self.say_list("error", Fault.NO_ROWS, "表头之下没有数据行", "请填写后再导入")
        self.close()
        self._hand_on()

    def _exclude(self, record: Record, reason: str) -> None:
        code = next((shown(record.cells.get(key)) for key in self.code_keys if record.cells.get(key) is not None), "")
        self.excluded.append(ExcludedRow(record.sheet, record.row, shown(record.cells.get("name")), code, reason))
        because = f"：{reason}" if reason else ""
        self.say(record, "", "note", Fault.EXCLUDED_ROW, f"按名排除，未入库{because}")

    def _odd_cells(self, record: Record) -> None:
        for key, cell in record.cells.items():
            if isinstance(cell, ErrorCell) and key not in self.code_keys:
                self.say(record, key, "error", Fault.ERROR_CELL, f"单元格是错误值 {shown(cell)}", "请改为实际的值")
            elif isinstance(cell, Formula) and key not in self.code_keys:
                if cell.value is None:
                    reason = "单元格是公式，文件里没有保存它的结果"
                    self.say(record, key, "error", Fault.FORMULA, reason, "请选中该列，复制后选择性粘贴为“数值”")
                else:
                    self._formulas.setdefault((record.sheet, key), []).append(record.row)

    def _say_formulas(self, sheet: str, key: str, rows: list[int]) -> None:
        layout = self._tables.layouts[sheet]
        reason = f"{len(rows)} 个单元格是公式，读入的是上次保存的结果"
        self._book.add(
            RowFinding(
                sheet, rows[0], layout.title(key), "", "warning", "E10-3", reason,
                "请核对，最好粘贴为“数值”后重新导入", fault=Fault.FORMULA, position=layout.positions[key],
            )
        )  # fmt: skip

    # ---- saying

    def say(
        self,
        record: Record,
        key: str,
        level: Level,
        fault: Fault,
        reason: str,
        remedy: str = "",
        *,
        code: str = "E10-3",
        secret: bool = False,
        article: str = "",
    ) -> None:
        """Note a finding about the cell `key` of this row; about the whole row when `key` is empty."""
        layout = self._tables.layouts[record.sheet]
        value = _HIDDEN_VALUE if secret else shown(record.cells.get(key))
        article = article or (self._tables.columns.column(key).article if key else ARTICLE)
        position = layout.positions.get(key, -1)
        self._book.add(
            RowFinding(
                record.sheet,
                record.row,
                layout.title(key),
                value,
                level,
                code,
                reason,
                remedy,
                article,
                fault,
                position,
            )
        )

    def say_list(self, level: Level, fault: Fault, reason: str, remedy: str = "", *, code: str = "E10-3") -> None:
        """Note a finding about the list as a whole."""
        self._book.add(RowFinding("", 0, "", "", level, code, reason, remedy, fault=fault))

    def say_code(self, record: Record, key: str, reading: CodeReading) -> None:
        """Pass on what `codes` remarked."""
        for remark in reading.remarks:
            self.say(record, key, remark.level, remark.fault, remark.reason, remark.remedy, secret=reading.secret)

    def in_error(self, record: Record) -> bool:
        """Whether this row already has an error."""
        return (record.sheet, record.row) in self._book.rows_in_error

    def has(self, record: Record, key: str) -> bool:
        """Whether this row's sheet has the column."""
        return key in self._tables.layouts[record.sheet].positions

    # ---- reading cells

    def text(self, record: Record, key: str) -> str:
        """A free-text cell, cleaned without remark; empty for placeholders."""
        cell = record.cells.get(key)
        if cell is None:
            return ""
        plain = cleaned(text_of(cell)).text
        return "" if is_nothing(plain) else plain

    def personal(self, record: Record) -> dict[str, str]:
        """The personal cells that are carried, cleaned; no finding ever speaks of them."""
        found = {}
        for key, cell in record.personal.items():
            text = "" if isinstance(cell, ErrorCell) else cleaned(text_of(cell)).text[:PERSONAL_CHARACTERS]
            if not is_nothing(text):
                found[key] = text
        return found

    def listed(self, record: Record, key: str) -> tuple[str, ...]:
        """A cell that names several things, in order and each once."""
        words = (word.strip() for word in _BETWEEN.split(self.text(record, key)))
        return tuple(dict.fromkeys(word for word in words if word))

    def name(self, record: Record, what: str) -> str:
        """The cell `name`: required, with every repair remarked and every sign of lost letters refused."""
        cell = record.cells.get("name")
        raw = _name_text(cell)
        if raw is None:
            self.say(record, "name", "error", Fault.NAME, f"{what}不是文本单元格", "请按登记的全称填写")
            return ""
        result = cleaned(raw)
        if is_nothing(result.text):
            if self.has(record, "name"):
                self.say(record, "name", "error", Fault.REQUIRED_CELL, f"{what}为空", "请填写")
            return ""
        self._judge_name(record, what, result.text)
        if result.repairs:
            self.say(record, "name", "warning", Fault.TEXT_CLEANED, f"{what}已规范：{'，'.join(result.repairs)}")
        return result.text

    def _judge_name(self, record: Record, what: str, name: str) -> None:
        lost = lost_letters(name)
        if isinstance(record.cells.get("name"), Formula):
            self.say(record, "name", "error", Fault.FORMULA, f"{what}是公式", "请选中该列，复制后选择性粘贴为“数值”")
        elif lost:
            reason = f"{what}含“{lost}”，有字在转码时丢失或成了乱码"
            self.say(record, "name", "error", Fault.TEXT_DAMAGED, reason, "请从原系统重新导出为 .xlsx，生僻字核对原件")
        elif name.startswith(_FORMULA_SIGNS):
            self.say(record, "name", "error", Fault.NAME, f"{what}以公式符号开头", "请按登记的全称填写")
        elif len(name) > self._limits.name_characters:
            self.say(record, "name", "error", Fault.NAME, f"{what}长达 {len(name)} 字", "请检查各列是否错位")
        private = private_letters(name)
        if private:
            reason = f"{what}含造字区字符 {private}，在别的电脑上显示不出或显示成别的字"
            self.say(record, "name", "warning", Fault.RARE_CHARACTER, reason, "请改用标准编码的汉字")

    def day(self, record: Record, key: str, *, partial: Level = "error") -> DateReading:
        """A date cell; a date that does not exist is an error, one without day is of level `partial`."""
        reading = read_date(record.cells.get(key), date1904=self.date1904)
        if reading.problem:
            level = partial if reading.partial else "error"
            self.say(record, key, level, Fault.DATE, reading.problem, reading.remedy)
        elif reading.repaired:
            self.say(record, key, "warning", Fault.DATE, reading.repaired, "请核对")
        return reading

    def provenance(self, record: Record, default: Provenance) -> tuple[str, datetime.date | None]:
        """Source and its date of this row, or of the whole list."""
        source = self.text(record, "source") or default.source
        on = self.day(record, "source_date").on or default.source_on
        if on and (self._oldest_source is None or on < self._oldest_source):
            self._oldest_source = on
        if not source and self.has(record, "source"):
            self.say(
                record, "source", "error" if default.required else "warning", Fault.SOURCE, "缺少数据来源", code="E10-6"
            )
        return source, on


def _name_text(cell: Cell) -> str | None:
    value = cell.value if isinstance(cell, Formula) else cell
    if value is None or isinstance(cell, ErrorCell):
        return ""
    return value if isinstance(value, str) else None


def check_provenance(
    check: RowCheck[Entry], default: Provenance, dates: Iterable[datetime.date | None], *, has_column: bool
) -> None:
    """Say when nobody told where the list comes from, or when it is old."""
    if not default.source and not has_column:
        level: Level = "error" if default.required else "warning"
        check.say_list(
            level,
            Fault.SOURCE,
            "没有说明数据来源",
            "请加“数据来源”“数据日期”列，或用 --source、--source-date 写明",
            code="E10-6",
        )
    oldest = min((on for on in dates if on), default=None)
    if oldest and (check.at - oldest).days > STALE_SOURCE_DAYS:
        reason = f"数据日期 {oldest} 距今已超过 {STALE_SOURCE_DAYS} 天"
        check.say_list("warning", Fault.STALE, reason, "请取得新的名录，或在更新确认时说明理由")


MakeCheck = Callable[[Tables, FindingBook], RowCheck[Entry]]
Opened = tuple[Source, Iterable[Event]]


def read_roster(
    path: Path,
    columns: ColumnSet,
    make: MakeCheck[Entry],
    *,
    at: datetime.date,
    encoding: str | None,
    limits: Limits,
    progress: Progress | None,
    carried: frozenset[str] = frozenset(),
    sink: Sink[Entry] | None = None,
) -> RosterReading[Entry]:
    """Read one file with one kind of check. What is wrong with the file itself is a finding, too; nothing is raised.

    `carried`: personal columns handed on with the entries. `sink` takes the entries in chunks instead of the reading.
    """

    def opened() -> Opened:
        content, source = load(path, limits)
        return source, events(content, source, encoding=encoding, limits=limits, progress=progress)

    nothing = Source(path.name, "", 0)
    return read_opened(opened, nothing, columns, make, at=at, limits=limits, carried=carried, sink=sink)


def read_opened(
    opened: Callable[[], Opened],
    source: Source,
    columns: ColumnSet,
    make: MakeCheck[Entry],
    *,
    at: datetime.date,
    limits: Limits,
    carried: frozenset[str] = frozenset(),
    sink: Sink[Entry] | None = None,
) -> RosterReading[Entry]:
    """Read rows wherever they come from. `source` stands in the reading where `opened` is refused."""
    book = FindingBook(limits.findings)
    tables = Tables(columns, book, limits, carried=carried)
    check = make(tables, book)
    check.sink = sink
    try:
        source, stream = opened()
        for record in tables.records(stream):
            check.date1904 = source.date1904
            check.take(record)
        check.finish()
    except SheetRefused as refusal:
        # What was found before the refusal is about a part of the file only: the refusal stands alone.
        book = FindingBook(limits.findings)
        book.add(refusal.as_finding())
        tables.rows_seen = tables.rows_skipped = 0
        check.excluded.clear()
    for note in source.notes:
        book.add(RowFinding("", 0, "", "", "warning", "E10-3", note, "", fault=Fault.FILE))
    usable = not book.levels["error"]
    return RosterReading(
        kind=columns.kind,
        title=columns.title,
        source=source,
        sheets=tuple(tables.layouts),
        entries=tuple(check.entries) if usable else (),
        findings=book.in_order(tables.sheets),
        counts=counted(book, total=tables.rows_seen, skipped=tables.rows_skipped, excluded=len(check.excluded)),
        faults=tuple((fault, level, count) for (fault, level), count in book.faults.most_common()),
        at=at,
        excluded=tuple(check.excluded),
        omitted=book.omitted,
        layouts={
            name: {layout.titles[key]: position for key, position in layout.positions.items()}
            for name, layout in tables.layouts.items()
        },
        columns={name: columns_of(layout) for name, layout in tables.layouts.items()},
    )
