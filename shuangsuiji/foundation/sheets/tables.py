"""Find the header of each sheet, map its columns, and hand on the rows as records.

Source: `30-domain` §4, §12: headers by synonym, in one row or two, repeated, below titles.
Takes: events of `reader`. Gives: `Record`s; findings about sheets, headers and shapes of rows.
Never: a column guessed from its content.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from shuangsuiji.foundation.sheets.cells import Cell, shown
from shuangsuiji.foundation.sheets.columns import Column, ColumnSet, Use, header_forms
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook, Level, RowFinding
from shuangsuiji.foundation.sheets.limits import Limits
from shuangsuiji.foundation.sheets.reader import Event, Sheet
from shuangsuiji.foundation.sheets.texts import cleaned, word

_LEGEND_SHEETS = ("说明", "填表说明", "填写说明", "导入说明", "字典", "代码表")
_TOTALS = frozenset({"合计", "总计", "小计"})
_FOOTERS = (
    "合计:",
    "总计:",
    "填表人",
    "制表人",
    "审核人",
    "填报单位",
    "制表单位",
    "填报日期",
    "制表日期",
    "说明:",
    "注:",
    "备注:",
    "※由",  # the last line of our own exports
)
EXAMPLE_MARK = "（示例）"
_ROWS_NAMED = 8
_MOST_REMEMBERED = 10_000
_LONGEST_HEADER = 60
Row = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of data: cells by column key. Only columns that are read are here; personal ones apart, and only where asked for."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]
    personal: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Layout:
    """Where the columns of one sheet are: position by key, and the header as written there."""

    sheet: str
    row: int
    width: int = 0  # columns up to the last header
    positions: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    personal: dict[str, int] = field(default_factory=dict)  # personal columns that are carried, never shown

    def title(self, key: str) -> str:
        """The header of this column as the file writes it."""
        return self.titles.get(key, "")


class Tables:
    """Turns the events of one file into records; remembers each sheet's layout."""

    def __init__(
        self, columns: ColumnSet, book: FindingBook, limits: Limits, *, carried: frozenset[str] = frozenset()
    ) -> None:
        """`book` receives what is wrong with sheets, headers and shapes of rows; `carried`: personal columns to hand on."""
        self._carried = carried
        self.columns = columns
        self.layouts: dict[str, Layout] = {}
        self.sheets: list[str] = []
        self.rows_seen = 0
        self.rows_skipped = 0
        self._book = book
        self._limits = limits
        self._headers = columns.headers()
        self._looked_up: dict[str, Column | None] = {}

    def records(self, events: Iterable[Event]) -> Iterator[Record]:
        """All rows of data of all sheets that have a header."""
        sheet: Sheet | None = None
        rows: list[Row] = []
        layout: Layout | None = None
        for event in events:
            if isinstance(event, Sheet):
                yield from self._finish(sheet, rows, layout)
                sheet, rows, layout = event, [], None
                self.sheets.append(event.name)
            elif sheet is not None and layout is not None:
                yield from self._record(sheet, layout, event)
            elif sheet is not None:
                rows.append(event)
                if len(rows) == self._limits.header_rows:
                    layout = self._open(sheet, rows)
                    if layout:
                        yield from self._after_header(sheet, layout, rows)
        yield from self._finish(sheet, rows, layout)
        if not self.layouts and not self._refused():
            self._no_header()

    def say(
        self,
        level: Level,
        fault: Fault,
        reason: str,
        remedy: str = "",
        *,
        sheet: str = "",
        row: int = 0,
        column: str = "",
        value: str = "",
        code: str = "E10-3",
    ) -> None:
        """Note a finding about the file, a sheet or a row's shape."""
        self._book.add(RowFinding(sheet, row, column, value, level, code, reason, remedy, fault=fault))

    def _refused(self) -> bool:
        return self._book.levels["error"] > 0

    def _finish(self, sheet: Sheet | None, rows: list[Row], layout: Layout | None) -> Iterator[Record]:
        """End of a sheet: short sheets are looked at only now."""
        if sheet is None or layout is not None or sheet.name in self.layouts:
            return
        if not sheet.visible:
            self.say(
                "note", Fault.HIDDEN, f"工作表“{sheet.name}”是隐藏的，未读入", "如需导入请取消隐藏", sheet=sheet.name
            )
            return
        if len(rows) >= self._limits.header_rows or not rows:
            return
        found = self._open(sheet, rows)
        if found:
            yield from self._after_header(sheet, found, rows)

    # ---- header

    def _open(self, sheet: Sheet, rows: list[Row]) -> Layout | None:
        """Look for the header among the first rows; remark what is odd about it."""
        found = self._find(rows)
        if found is None:
            self._headless(sheet, rows)
            return None
        row, titles = found
        layout = Layout(sheet.name, row, max(titles) + 1)
        self.layouts[sheet.name] = layout
        for position, text in titles.items():
            self._place(layout, position, text)
        self._missing(layout)
        self._sheet_marks(sheet, layout)
        return layout

    def _find(self, rows: list[Row]) -> tuple[int, dict[int, str]] | None:
        """The row, or the pair of rows, with the most known columns: at least two of them, one a required one."""
        best: tuple[int, int, dict[int, str]] | None = None
        for index, (number, cells) in enumerate(rows):
            titles = self._titles(cells)
            score = self._score(titles)
            if best is None or score > best[0]:
                best = (score, number, titles)
            if index + 1 < len(rows) and score:
                below = self._titles(rows[index + 1][1])
                if self._known_share(below):
                    both = titles | {position: text for position, text in below.items() if self._lookup(text)}
                    if self._score(both) > best[0]:
                        best = (self._score(both), rows[index + 1][0], both)
        if best is None or best[0] < 2:
            return None
        return best[1], best[2]

    def _titles(self, cells: list[Cell]) -> dict[int, str]:
        texts = (
            (position, cell)
            for position, cell in enumerate(cells)
            if isinstance(cell, str) and len(cell) <= _LONGEST_HEADER
        )
        return {position: text for position, cell in texts if (text := cleaned(cell).text)}

    def _known_share(self, titles: dict[int, str]) -> bool:
        """A second header row consists mostly of headers; a row of data does not."""
        known = sum(1 for text in titles.values() if self._lookup(text))
        return known > 0 and known * 2 >= len(titles)

    def _score(self, titles: dict[int, str]) -> int:
        keys = {column.key for text in titles.values() if (column := self._lookup(text))}
        return len(keys) if any(self.columns.is_required(key) for key in keys) else 0

    def _lookup(self, text: str) -> Column | None:
        if text not in self._looked_up:
            if len(self._looked_up) > _MOST_REMEMBERED:
                self._looked_up.clear()
            forms = header_forms(text)
            self._looked_up[text] = next((self._headers[form] for form in forms if form in self._headers), None)
        return self._looked_up[text]

    def _place(self, layout: Layout, position: int, text: str) -> None:
        column = self._lookup(text)
        if column is None:
            reason = f"不认识的列“{shown(text)}”，未读入"
            self.say("note", Fault.UNKNOWN_COLUMN, reason, sheet=layout.sheet, row=layout.row, column=shown(text))
        elif column.use is not Use.READ:
            self._unread(layout, column, text, position)
        elif column.key in layout.positions:
            self._book.add(
                RowFinding(
                    layout.sheet, layout.row, shown(text), "", "error", "E10-3",
                    f"“{shown(text)}”与“{layout.titles[column.key]}”都是“{column.title}”列，不知以哪一列为准",
                    "请只保留一列", column.article, Fault.HEADER, position,
                )
            )  # fmt: skip
        else:
            layout.positions[column.key] = position
            layout.titles[column.key] = shown(text)

    def _unread(self, layout: Layout, column: Column, text: str, position: int) -> None:
        sheet, row, title = layout.sheet, layout.row, shown(text)
        if column.use is Use.PERSONAL and column.key in self._carried:
            self._carry(layout, column, title, position)
        elif column.use is Use.PERSONAL:
            self.say(
                "note",
                Fault.PERSONAL_COLUMN,
                "与抽取无关的个人信息列，抽取名录不读入",
                sheet=sheet,
                row=row,
                column=title,
            )
        elif column.use is Use.DROPPED:
            reason = "依最小必要原则不得导入的列，已丢弃，未读入任何值"
            self.say(
                "warning", Fault.FORBIDDEN_COLUMN, reason, "请在来源文件中删去该列", sheet=sheet, row=row, column=title
            )
        else:
            reason = "不得按黑白名单增减可抽取人员"
            remedy = "应回避的在“回避对象”列填写检查对象代码，不在岗的在“状态”列写明，删去该列后重新导入"
            self.say("error", Fault.FORBIDDEN_COLUMN, reason, remedy, sheet=sheet, row=row, column=title)

    def _carry(self, layout: Layout, column: Column, title: str, position: int) -> None:
        """Remember a personal column. Of two for the same thing the first is taken, aloud."""
        if column.key in layout.personal:
            reason = "同一内容已有一列，本列未读入"
        else:
            reason = "个人信息列，加密保存，不参加抽取"
            layout.personal[column.key] = position
        self.say("note", Fault.PERSONAL_COLUMN, reason, sheet=layout.sheet, row=layout.row, column=title)

    def _missing(self, layout: Layout) -> None:
        for group in self.columns.needed:
            if any(key in layout.positions for key in group):
                continue
            columns = [self.columns.column(key) for key in group]
            title = "或".join(f"“{column.title}”" for column in columns)
            names = "、".join(dict.fromkeys(name for column in columns for name in column.names))
            self._book.add(
                RowFinding(
                    layout.sheet, layout.row, "", "", "error", "E10-3",
                    f"缺少必需的列{title}", f"请补上，列名可用：{names}", columns[0].article, Fault.HEADER,
                )
            )  # fmt: skip

    def _headless(self, sheet: Sheet, rows: list[Row]) -> None:
        """A sheet without header is passed over, aloud, when another sheet has one."""
        legend = any(sheet.name.startswith(name) for name in _LEGEND_SHEETS)
        level: Level = "note" if legend or len(rows) < 2 else "warning"
        reason = f"工作表“{sheet.name}”中没有找到表头，未读入" if sheet.name else "没有找到表头"
        self.say(level, Fault.SHEET, reason, sheet=sheet.name)

    def _no_header(self) -> None:
        names = [self.columns.column(group[0]).title for group in self.columns.needed]
        example = "、".join(names)
        self.say(
            "error",
            Fault.HEADER,
            f"前 {self._limits.header_rows} 行中没有找到{self.columns.title}的表头",
            f"表头至少应有：{example}；可用 roster template 生成模板",
        )

    # ---- what a sheet hides

    def _sheet_marks(self, sheet: Sheet, layout: Layout) -> None:
        hidden = sorted(row for row in sheet.hidden_rows if row > layout.row)
        if hidden:
            reason = f"有 {len(hidden)} 行被隐藏或筛选掉（{_named(hidden)}），已一并读入"
            self.say("warning", Fault.HIDDEN, reason, "请确认这些行应在名录内，或按行号排除", sheet=sheet.name)
        unseen = [layout.titles[key] for key, at in layout.positions.items() if at in sheet.hidden_columns]
        if unseen:
            self.say("note", Fault.HIDDEN, f"隐藏的列也已读入：{'、'.join(unseen)}", sheet=sheet.name)
        read = set(layout.positions.values())
        for top, left, bottom, right in sheet.merged:
            if bottom > layout.row and read & set(range(left, right + 1)):
                self._merged(sheet, layout, max(top, layout.row + 1), bottom)

    def _merged(self, sheet: Sheet, layout: Layout, top: int, bottom: int) -> None:
        rows = f"第 {top} 行" if top == bottom else f"第 {top}—{bottom} 行"
        reason = f"{rows}有合并单元格，只有左上角一格有值"
        self.say("error", Fault.MERGED, reason, "请取消合并，把每一格都填上", sheet=sheet.name, row=top)

    # ---- rows

    def _after_header(self, sheet: Sheet, layout: Layout, rows: list[Row]) -> Iterator[Record]:
        for row in rows:
            if row[0] > layout.row:
                yield from self._record(sheet, layout, row)

    def _record(self, sheet: Sheet, layout: Layout, row: Row) -> Iterator[Record]:
        number, cells = row
        width = len(cells)
        picked = {key: cells[at] if at < width else None for key, at in layout.positions.items()}
        if all(_is_blank(cell) for cell in picked.values()):
            return
        reason = self._why_skipped(layout, picked)
        if reason:
            self.rows_skipped += 1
            self.say("note", Fault.SKIPPED_ROW, reason, sheet=sheet.name, row=number)
            return
        self.rows_seen += 1
        self._shifted(layout, number, cells)
        personal = {key: cells[at] for key, at in layout.personal.items() if at < width}
        yield Record(sheet.name, number, picked, personal)

    def _why_skipped(self, layout: Layout, picked: Mapping[str, Cell]) -> str:
        texts = {key: cell for key, cell in picked.items() if isinstance(cell, str) and cell}
        name = texts.get("name", "")
        if name.strip().startswith(EXAMPLE_MARK):
            return "模板的示例行，已跳过"
        if (self._repeats_header("name", name) or not name) and self._is_header(texts):
            return "重复的表头行，已跳过"
        filled = [cell for cell in picked.values() if not _is_blank(cell)]
        if len(filled) > 2 or _is_code_like(picked):
            return ""
        first = word(filled[0])
        if first in _TOTALS or first.startswith(_FOOTERS):
            return f"表尾行“{shown(first)}”，已跳过"
        return ""

    def _is_header(self, texts: Mapping[str, str]) -> bool:
        repeats = sum(1 for key, text in texts.items() if self._repeats_header(key, text))
        return repeats >= 2 and repeats * 2 >= len(texts)

    def _repeats_header(self, key: str, text: str) -> bool:
        if not 0 < len(text) <= _LONGEST_HEADER:
            return False
        column = self._lookup(text)
        return column is not None and column.key == key

    def _shifted(self, layout: Layout, number: int, cells: list[Cell]) -> None:
        """Values beyond the last header: the row has most likely slipped to the right."""
        extra = [cell for cell in cells[layout.width :] if not _is_blank(cell)]
        if extra and not layout.sheet:  # only text files have no sheet name, and only there a comma can shift a row
            reason = f"本行比表头多出 {len(extra)} 列，各列可能已错位"
            remedy = "请检查该行名称中的逗号是否加了引号"
            self.say("error", Fault.SHIFTED_ROW, reason, remedy, row=number, value=shown(extra[0]))


def _is_blank(cell: Cell) -> bool:
    if isinstance(cell, str) and cell[:1].isalnum():
        return False
    return cell is None or (isinstance(cell, str) and not cleaned(cell).text)


def _is_code_like(picked: Mapping[str, Cell]) -> bool:
    return any(not _is_blank(picked.get(key)) for key in ("uscc", "reg_no", "code", "certificate"))


def _named(rows: list[int]) -> str:
    named = "、".join(str(row) for row in rows[:_ROWS_NAMED])
    return f"第 {named} 行" + (f"等 {len(rows)} 行" if len(rows) > _ROWS_NAMED else "")
