"""The findings of one reading for people and machines: JSON, and a workbook with the offending cells marked.

Source: 第十条, E10-3; 60-stack §1 (xlsxwriter).
Takes: a reading and, for the marked rows, the file it was read from. Gives: a dict; an .xlsx file.
Never: a cell that a spreadsheet would run; a column that was not read (personal columns stay out of the report).
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import xlsxwriter

from shuangsuiji.foundation.sheets.cells import Cell, neutral, shown
from shuangsuiji.foundation.sheets.findings import LEVEL_NAMES, TABLE_FAULTS, RowFinding
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Sheet, events, load
from shuangsuiji.foundation.sheets.readings import Entry, RosterReading
from shuangsuiji.foundation.sheets.refusal import SheetRefused

_COLOURS = {"error": "#F8CBAD", "warning": "#FFE699", "note": "#DDEBF7"}
_FINDING_HEADERS = ("级别", "编号", "类别", "工作表", "行", "列", "原值", "问题", "怎么办", "依据")
_FINDING_WIDTHS = (8, 8, 20, 14, 8, 22, 28, 52, 52, 12)
# Rows go to disk as they are written; text that looks like a formula or a link stays text.
_WRITING = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_EXCLUDED_HEADERS = ("工作表", "行", "名称", "代码", "理由")

Marks = dict[tuple[str, int], dict[int, RowFinding]]


def to_json(reading: RosterReading[Entry]) -> str:
    """The reading as JSON text, without entries, ending in a line feed."""
    return json.dumps(reading.as_dict(), ensure_ascii=False, indent=2) + "\n"


def verdict(reading: RosterReading[Entry]) -> str:
    """The one sentence that comes first."""
    counts = reading.counts
    if reading.usable:
        kept_out = f"，按名排除 {counts['未入库']} 行" if counts["未入库"] else ""
        return f"可以使用：{reading.title} {counts['可用']} 行{kept_out}"
    return f"整批未导入：{counts['错误']} 处错误（第十条），改正后重新导入"


def write_workbook(
    reading: RosterReading[Entry], path: Path, *, source: Path | None = None, limits: Limits = DEFAULT_LIMITS
) -> None:
    """Write the report: 汇总, 问题清单, 未入库, and with `source` 标记 (rows in question, cells coloured).

    `source` must still be the file that was read; when its digest differs the sheet 标记 says so and stays empty.
    Raises OSError when `path` cannot be written.
    """
    with path.open("wb") as stream, xlsxwriter.Workbook(stream, _WRITING) as workbook:
        formats = _formats(workbook)
        _summary(workbook, formats, reading)
        _findings(workbook, formats, reading)
        _excluded(workbook, formats, reading)
        if source is not None:
            _marked(workbook, formats, reading, source, limits)


def _formats(workbook: Any) -> dict[str, Any]:
    base = {"font_name": "宋体", "valign": "top", "num_format": "@"}
    formats = {
        level: workbook.add_format({**base, "bg_color": colour, "border": 1}) for level, colour in _COLOURS.items()
    }
    formats["head"] = workbook.add_format({**base, "bold": True, "bg_color": "#D9D9D9", "border": 1, "text_wrap": True})
    formats["text"] = workbook.add_format({**base, "text_wrap": True})
    formats["title"] = workbook.add_format({**base, "bold": True, "font_size": 14})
    return formats


def _summary(workbook: Any, formats: dict[str, Any], reading: RosterReading[Entry]) -> None:
    page = workbook.add_worksheet("汇总")
    page.set_column(0, 0, 24)
    page.set_column(1, 2, 40)
    page.write_string(0, 0, neutral(verdict(reading)), formats["title"])
    about = [
        ("文件", reading.source.name),
        ("SHA-256", reading.digest),
        ("名录", reading.title),
        ("编码", reading.encoding or reading.source.form),
        ("检查日期", reading.at.isoformat()),
        *((name, str(count)) for name, count in reading.counts.items()),
    ]
    row = 2
    for name, value in about:
        page.write_string(row, 0, name, formats["head"])
        page.write_string(row, 1, neutral(value), formats["text"])
        row += 1
    row += 1
    for column, head in enumerate(("问题类别", "级别", "处数")):
        page.write_string(row, column, head, formats["head"])
    for fault, level, count in reading.faults:
        row += 1
        page.write_string(row, 0, fault.value, formats[level])
        page.write_string(row, 1, LEVEL_NAMES[level], formats[level])
        page.write_number(row, 2, count)


def _findings(workbook: Any, formats: dict[str, Any], reading: RosterReading[Entry]) -> None:
    page = workbook.add_worksheet("问题清单")
    page.freeze_panes(1, 0)
    for column, (head, width) in enumerate(zip(_FINDING_HEADERS, _FINDING_WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, head, formats["head"])
    for row, finding in enumerate(reading.findings, start=1):
        values = (
            LEVEL_NAMES[finding.level], finding.code, finding.fault.value, finding.sheet, str(finding.row or ""),
            finding.column, finding.value, finding.reason, finding.remedy, finding.article,
        )  # fmt: skip
        for column, value in enumerate(values):
            page.write_string(row, column, neutral(value), formats[finding.level if column == 0 else "text"])
    if reading.omitted:
        row = len(reading.findings) + 1
        page.write_string(row, 0, f"另有 {reading.omitted} 处未逐条列出", formats["text"])
    page.autofilter(0, 0, len(reading.findings), len(_FINDING_HEADERS) - 1)


def _excluded(workbook: Any, formats: dict[str, Any], reading: RosterReading[Entry]) -> None:
    if not reading.excluded:
        return
    page = workbook.add_worksheet("未入库")
    page.set_column(0, 4, 28)
    for column, head in enumerate(_EXCLUDED_HEADERS):
        page.write_string(0, column, head, formats["head"])
    for row, excluded in enumerate(reading.excluded, start=1):
        values = (excluded.sheet, str(excluded.row), excluded.name, excluded.code, excluded.reason)
        for column, value in enumerate(values):
            page.write_string(row, column, neutral(value), formats["text"])


def _marked(
    workbook: Any, formats: dict[str, Any], reading: RosterReading[Entry], source: Path, limits: Limits
) -> None:
    """Rows with errors or warnings once more, in the columns that were read; the file is read a second time."""
    page = workbook.add_worksheet("标记")
    marks = _marks(reading)
    try:
        content, again = load(source, limits)
        if again.digest != reading.digest:
            page.write_string(0, 0, "来源文件已改变，不能标记", formats["text"])
            return
        _write_rows(
            page, formats, reading, marks, events(content, again, encoding=reading.encoding or None, limits=limits)
        )
    except SheetRefused as refusal:
        page.write_string(0, 0, neutral(str(refusal)), formats["text"])


def _marks(reading: RosterReading[Entry]) -> Marks:
    """Per row and position the gravest finding; position −1 colours the row's number."""
    marks: Marks = defaultdict(dict)
    for finding in reversed(reading.findings):  # errors come first in a row, so the last one written is the gravest
        if finding.row and finding.level != "note" and finding.fault not in TABLE_FAULTS:
            marks[finding.sheet, finding.row][finding.position] = finding
    return marks


def _write_rows(page: Any, formats: dict[str, Any], reading: RosterReading[Entry], marks: Marks, stream: Any) -> None:
    line = 0
    sheet = ""
    for event in stream:
        if isinstance(event, Sheet):
            sheet = event.name
            if sheet in reading.layouts:
                line = _write_headers(page, formats, line, sheet, reading.layouts[sheet])
            continue
        number, cells = event
        found = marks.get((sheet, number))
        if found and sheet in reading.layouts:
            _write_row(page, formats, line, number, cells, reading.layouts[sheet], found)
            line += 1


def _write_headers(page: Any, formats: dict[str, Any], line: int, sheet: str, layout: Any) -> int:
    if sheet:
        page.write_string(line, 0, neutral(f"工作表：{sheet}"), formats["title"])
        line += 1
    for column, head in enumerate(("原行号", *layout)):
        page.set_column(column, column, 24)
        page.write_string(line, column, neutral(head), formats["head"])
    return line + 1


def _write_row(
    page: Any,
    formats: dict[str, Any],
    line: int,
    number: int,
    cells: list[Cell],
    layout: Any,
    found: dict[int, RowFinding],
) -> None:
    whole = found.get(-1)
    page.write_string(line, 0, str(number), formats[whole.level if whole else "text"])
    for column, position in enumerate(layout.values(), start=1):
        cell = cells[position] if position < len(cells) else None
        finding = found.get(position)
        text = finding.value if finding else shown(cell)
        page.write_string(line, column, neutral(text), formats[finding.level if finding else "text"])
