"""Lists out of the system: xlsx or csv, every cell harmless, who took it and why on the last line and in the access log.

Source: 第二十四条 (E24-2); 70-interface §5 (Excel out). Takes: the request, rows, columns. Gives: the answer to a GET: the file, or
first the page that asks for the purpose where a column is personal.
Raises: RuleViolation (E24-2) for personal columns of more rows than one person may take on his own.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import quote

import xlsxwriter
from django import forms
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.core.rules.parameters import number
from shuangsuiji.foundation.ledger.audit import note
from shuangsuiji.foundation.sheets.cells import neutral
from shuangsuiji.web.components.caller import account_of, address_of
from shuangsuiji.web.components.clock import now

EXPORTED = "export"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"
_BATCH = 2_000
_SHORTEST_PURPOSE = 4
_WIDEST = 48
Answer = TypeVar("Answer", bound=HttpResponseBase)
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Column:
    """`title` as the bureau's form has it; `value` row → text, number, day or None. `personal`: concerns a natural person."""

    title: str
    value: Callable[[Any], Any]
    personal: bool = False
    width: int = 18


class PurposeForm(forms.Form):
    """Why personal data is taken out."""

    purpose = forms.CharField(
        label="导出用途",
        min_length=_SHORTEST_PURPOSE,
        max_length=100,
        help_text="写明办理什么事项，例如：2026 年第 3 次抽查派发。用途和导出人记入访问日志，并写在文件末行。",
    )


def export(
    request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", columns: Sequence[Column], *, name: str, back: str = ""
) -> HttpResponseBase:
    """Answer a request for an export. `?export=csv` gives csv, anything else xlsx; `name` is the file's name without day.

    With personal columns: asks for `?purpose=`, refuses more than the cap (E24-2). Writes the access log before the first row.
    """
    personal = [column.title for column in columns if column.personal]
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    purpose = ""
    if personal:
        require(_within_cap(total))
        form = PurposeForm(request.GET if "purpose" in request.GET else None, auto_id="export_%s")
        if not form.is_valid():
            return _ask_purpose(request, form, name=name, personal=personal, total=total, back=back)
        purpose = form.cleaned_data["purpose"]
    is_csv = request.GET.get("export") == "csv"
    note(
        EXPORTED,
        at=now(request),
        actor=account_of(request),
        object=name,
        detail={"rows": total, "form": "csv" if is_csv else "xlsx", "personal": personal, "purpose": purpose},
        ip=address_of(request),
    )
    mark = _watermark(request, total, purpose)
    filename = f"{name}-{timezone.localtime(now(request)):%Y%m%d-%H%M}"
    found = rows.iterator(chunk_size=_BATCH) if isinstance(rows, QuerySet) else iter(rows)
    return _as_csv(found, columns, filename, mark) if is_csv else _as_xlsx(found, columns, filename, mark, name)


def is_export(request: HttpRequest) -> bool:
    """Whether the list's own address asks for its export (`{% export_link %}` without an address)."""
    return "export" in request.GET


def _within_cap(total: int) -> Any:
    most = number("export_rows")
    return judge(
        "E24-2",
        "第二十四条",
        total <= most,
        required=most,
        actual=total,
        refusal=f"导出 {total} 行超过 {most} 行，须经批准（第二十四条）。",
        remedy="请先筛选到办理所需的范围，或去掉个人信息列后导出。",
    )


def _ask_purpose(request: HttpRequest, form: PurposeForm, **told: Any) -> HttpResponse:
    kept = [(key, value) for key, values in request.GET.lists() for value in values if key != "purpose"]
    context = {"form": form, "kept": kept, "path": request.path, "heading": f"导出{told['name']}", **told}
    return render(request, "components/export_purpose.html", context)


def _watermark(request: HttpRequest, total: int, purpose: str) -> str:
    at = timezone.localtime(now(request))
    why = f"，用途：{purpose}" if purpose else ""
    return f"※ 由 {request.user} 于 {at:%Y-%m-%d %H:%M} 导出，共 {total} 行{why}；仅限办理公务使用"


def _cell(value: Any) -> str | int:
    """A harmless cell: whole numbers stay numbers, everything else is text that no spreadsheet runs."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return neutral(str(value))


class _Line:
    """A place to write that gives back what was written: csv, line by line."""

    def write(self, text: str) -> str:
        return text


def _as_csv(rows: Iterable[Any], columns: Sequence[Column], filename: str, mark: str) -> StreamingHttpResponse:
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield _BOM + writer.writerow([neutral(column.title) for column in columns])
        for row in rows:
            yield writer.writerow([_cell(column.value(row)) for column in columns])
        yield writer.writerow([neutral(mark)])

    return _named(StreamingHttpResponse(lines(), content_type=_CSV), f"{filename}.csv")


def _as_xlsx(rows: Iterable[Any], columns: Sequence[Column], filename: str, mark: str, title: str) -> HttpResponseBase:
    """Rows go to disk as they are written, then the file goes out piece by piece."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        page = workbook.add_worksheet(_sheet_name(title))
        head = workbook.add_format({"bold": True, "bg_color": "#E8EEF5", "border": 1, "text_wrap": True})
        text = workbook.add_format({"num_format": "@", "valign": "top"})
        page.freeze_panes(1, 0)
        page.set_footer(f"&L{mark.replace('&', '&&')[:200]}&R第 &P 页 共 &N 页")
        for place, column in enumerate(columns):
            page.set_column(place, place, min(column.width, _WIDEST), text)
            page.write_string(0, place, neutral(column.title), head)
        line = 0
        for line, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                value = _cell(column.value(row))
                if isinstance(value, int):
                    page.write_number(line, place, value)
                else:
                    page.write_string(line, place, value, text)
        page.write_string(line + 1, 0, neutral(mark))
    file.seek(0, io.SEEK_SET)
    return _named(FileResponse(file, content_type=_XLSX), f"{filename}.xlsx")


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "导出"


def _named(response: Answer, filename: str) -> Answer:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response
