"""Rows become workbooks, byte for byte the same wherever they are written.

Takes: a sheet's name, its headers, widths and rows of text, whole numbers and dates. Gives: an xlsx file.
Never: the time of writing, the user's name, a code stored as a number.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Cell = str | int | date | None
# The oldest day a zip archive can name; nobody takes it for a real date.
_LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's creation date carries no zone


def write_sheet(path: Path, title: str, headers: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> None:
    """Write one sheet with a frozen, filterable header row to `path`, replacing what was there.

    `headers` are (text, column width in characters). Text stays text whatever it looks like, dates are real dates.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": title, "author": "双随机、一公开监管平台（演示数据）", "created": _LONG_AGO})
    heading = book.add_format(
        {"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    )
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet = book.add_worksheet(title)
    last_row = 0
    for column, (text, width) in enumerate(headers):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, text, heading)
    for last_row, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(last_row, column, cell)
            elif isinstance(cell, int):
                sheet.write_number(last_row, column, cell)
            elif cell is not None:
                sheet.write_datetime(last_row, column, cell, day)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last_row, len(headers) - 1)
    book.close()
    path.write_bytes(_stored(buffer.getvalue()))


def _stored(archive: bytes) -> bytes:
    """The same workbook with its parts stored, not compressed: deflated bytes differ from one zlib build to another."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for part in source.infolist():
            target.writestr(zipfile.ZipInfo(part.filename, _LONG_AGO.timetuple()[:6]), source.read(part))
    return buffer.getvalue()
