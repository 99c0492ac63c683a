"""The limited process in which a stranger's file is opened: `python -m shuangsuiji.foundation.sheets.child`.

Takes: on standard input one line of JSON (encoding, limits) and the file's bytes.
Gives: on standard output lines of JSON: `file`, then per sheet `sheet` and its rows `[number, [cells]]`, at last `end`;
or `refused`. Rows that hold nothing are not sent.
Never: opens a file, a socket or a process: before the bytes are looked at, no further descriptor can be had.
"""

import codecs
import csv
import io
import json
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from shuangsuiji.foundation.sheets import packages
from shuangsuiji.foundation.sheets.cells import WIRE, plain
from shuangsuiji.foundation.sheets.decoding import ENCODINGS, decode
from shuangsuiji.foundation.sheets.limits import Limits
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.sniffing import RESAVE, kind_of

Send = Callable[[object], None]
_DELIMITERS = (",", "\t", ";", "|")
_BROKEN = "文件不完整或已损坏，无法读取"
_MERGES_SENT = 10_000


def main() -> int:
    """Read the request and the file, answer, end."""
    request = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**request["limits"])
    _confine(limits)
    content = sys.stdin.buffer.read()
    _answer(content, request["encoding"], limits, _send_line)
    sys.stdout.buffer.flush()
    return 0


def _send_line(value: object) -> None:
    sys.stdout.buffer.write(WIRE.encode(value).encode() + b"\n")


def _confine(limits: Limits) -> None:
    """Memory, time, and no new descriptors, files or core dumps from here on."""
    for encoding in (*ENCODINGS, "ascii", "cp437"):  # a codec loads its module on first use, which needs a descriptor
        codecs.lookup(encoding)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        _, ceiling = resource.getrlimit(what)
        least = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(what, (least, least))


def _answer(content: bytes, encoding: str | None, limits: Limits, send: Send) -> None:
    """Everything that can go wrong with a file becomes one `refused` line."""
    try:
        read(content, encoding, limits, send)
    except SheetRefused as refusal:
        send({"refused": [refusal.reason, refusal.remedy, refusal.fault.name, refusal.sheet, refusal.row]})
    except MemoryError:
        send({"refused": ["读取所需内存超过上限", "请删去数据之外的单元格后另存为 .xlsx", "FILE", "", 0]})
    except PasswordError:
        send({"refused": ["文件设有打开密码，无法读取", "请去掉密码后另存为 .xlsx 再导入", "FILE", "", 0]})
    except CalamineError:
        send({"refused": [_BROKEN, RESAVE, "FILE", "", 0]})
    except BaseException as problem:  # a panic of the Rust parser derives from BaseException only
        if isinstance(problem, KeyboardInterrupt | SystemExit):
            raise
        send({"refused": [_BROKEN, RESAVE, "FILE", "", 0]})


def read(content: bytes, encoding: str | None, limits: Limits, send: Send) -> None:
    """Send what the file holds. Raises SheetRefused and whatever the parsers raise."""
    kind = kind_of(content)
    meter = _Meter(limits)
    if kind == "text":
        _send_text(content, encoding, meter, send)
    elif kind == "xls":
        send({"file": ["xls", "", [], False]})
        _send_workbook(content, [], meter, send)
    else:
        package = packages.inspect(content, limits)
        send({"file": [package.form, "", package.notes, package.date1904]})
        _send_workbook(content, package.marks, meter, send)
    send({"end": meter.rows})


@dataclass(slots=True)
class _Meter:
    """Counts rows and cells against the limits."""

    limits: Limits
    rows: int = 0
    cells: int = 0

    def row(self, sheet: str, number: int, cells: list[object]) -> None:
        self.rows += 1
        self.cells += len(cells)
        if self.rows > self.limits.rows:
            raise SheetRefused(
                f"数据超过 {self.limits.rows} 行", "请按乡镇或类别拆分成几个文件", sheet=sheet, row=number
            )
        if self.cells > self.limits.cells:
            raise SheetRefused(f"单元格超过 {self.limits.cells} 个", "请只保留需要的列", sheet=sheet, row=number)
        for cell in cells:
            if type(cell) is str and len(cell) > self.limits.cell_characters:
                raise SheetRefused(
                    f"有单元格长达 {len(cell)} 字，超过上限 {self.limits.cell_characters}",
                    "请检查该行是否缺少引号或粘贴了大段文字",
                    sheet=sheet,
                    row=number,
                )

    def width(self, sheet: str, columns: int) -> None:
        if columns > self.limits.columns:
            raise SheetRefused(
                f"有 {columns} 列，超过上限 {self.limits.columns}", "请删去数据右侧多余的列后另存", sheet=sheet
            )


def _send_workbook(content: bytes, marks: list[packages.SheetMarks], meter: _Meter, send: Send) -> None:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        sheets = workbook.sheets_metadata
        if len(sheets) > meter.limits.sheets:
            raise SheetRefused(f"有 {len(sheets)} 张工作表，超过上限 {meter.limits.sheets}", "请只保留需要导入的工作表")
        for index, about in enumerate(sheets):
            mark = marks[index] if len(marks) == len(sheets) else packages.SheetMarks()
            visible = about.visible == SheetVisibleEnum.Visible
            if not visible:
                send({"sheet": [about.name, False, [], [], []]})
                continue
            _send_sheet(workbook.get_sheet_by_index(index), mark, meter, send)


def _send_sheet(sheet: CalamineSheet, mark: packages.SheetMarks, meter: _Meter, send: Send) -> None:
    merged = [[top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    send({"sheet": [sheet.name, True, merged[:_MERGES_SENT], mark.hidden_rows, mark.hidden_columns]})
    if sheet.start is None or sheet.end is None:
        return
    meter.width(sheet.name, sheet.end[1] + 1)
    margin: list[object] = [None] * sheet.start[1]
    marked_rows = {row for row, _ in mark.formulas} | {row for row, _ in mark.errors}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = margin + [plain(value) for value in values]
        if number in marked_rows:
            _mark(cells, number, mark)
        if any(cell is not None for cell in cells):
            meter.row(sheet.name, number, cells)
            send([number, cells])


def _mark(cells: list[object], number: int, mark: packages.SheetMarks) -> None:
    for column, cell in enumerate(cells):
        if (number, column) in mark.errors:
            cells[column] = {"e": mark.errors[number, column]}
        elif (number, column) in mark.formulas:
            cells[column] = {"f": cell}


def _send_text(content: bytes, encoding: str | None, meter: _Meter, send: Send) -> None:
    text, encoding = decode(content, encoding)
    send({"file": ["csv", encoding, [], False]})
    send({"sheet": ["", True, [], [], []]})
    csv.field_size_limit(meter.limits.file_bytes + 1)  # cells are measured by the meter, with a sentence
    try:
        for number, row in enumerate(_rows(text), start=1):
            meter.width("", len(row))
            cells: list[object] = [cell or None for cell in row]
            if any(cell is not None for cell in cells):
                meter.row("", number, cells)
                send([number, cells])
    except csv.Error:
        raise SheetRefused("引号不成对，无法分清各列", "请检查含英文双引号的单元格，或另存为 .xlsx 再导入") from None


def _rows(text: str) -> Iterator[list[str]]:
    # newline="" leaves line ends to the csv module: LF, CR LF and the lone CR of old systems all end a row.
    return csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most columns."""
    head = "\n".join(text[:20_000].splitlines()[:20])
    return max(_DELIMITERS, key=head.count)


if __name__ == "__main__":
    sys.exit(main())
