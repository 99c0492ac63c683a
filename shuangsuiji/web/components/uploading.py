"""Sheets into the system: upload, a report row by row, rows kept out by name, then 确认 N 行. Nothing is imported in between.

Source: 第十条 (E10-3); 20-house §7 (sheet in); 70-interface §5 (Excel in). Takes: a stranger's file, a `SheetKind` that says how it
is read. Gives: the pages in between, and at the end a reading for the stage's one act. The file is read in the limited process of
`foundation.sheets`, again at every step: what counts is the file, never what a page says about it.
Never: half a list; somebody else's draft.
"""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS
from shuangsuiji.foundation.sheets.readings import RosterReading
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.report import verdict, write_workbook
from shuangsuiji.web.components import jobs
from shuangsuiji.web.components.caller import account_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.models import UploadDraft

KEPT_FOR = timedelta(hours=24)
SHOWN = 200
_ALWAYS_SHOWN = {"总行数", "可用", "错误"}
_SHORTEST_REASON = 2
# A row of a registry, as a workbook or as text, has a hundred to two hundred bytes.
_BYTES_OF_A_ROW = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMS = ".xlsx,.xls,.ods,.csv"

Excluded = Mapping[Any, str]
Read = Callable[[Path, Excluded, datetime, Mapping[str, Any]], RosterReading[Any]]


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One kind of list. `read(path, excluded, at, about)` gives the reading and raises SheetRefused.

    `report` and `exclude` name the addresses of those two pages, each with the one argument `draft`; `confirm` that of the act.
    `page` is the report's template, where a stage extends it.
    `later`, where a stage has it, puts the reading of a long list off to a process of its own and gives the address that tells how far
    it is.
    `act` is the button's words with `{n}` for the number of rows; `consequence` the sentence above it.
    """

    key: str
    title: str
    article: str
    read: Read
    report: str
    exclude: str
    confirm: str
    act: str = "确认导入 {n} 行"
    consequence: str = "全部行一次写入，任何一行不成则都不写入。"
    template: str = ""
    back: str = ""
    page: str = "components/sheet_report.html"
    about: tuple[str, ...] = ()
    later: "Callable[[HttpRequest, UploadDraft], str] | None" = None
    crumbs: tuple[tuple[str, str], ...] = field(default=())


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="选择文件",
        help_text="支持 xlsx、xls、ods、csv；只检查，不会立即写入。",
        widget=forms.FileInput(attrs={"accept": _FORMS}),
    )


class ExcludeForm(forms.Form):
    """Rows kept out by name. `rows`: row numbers as the report shows them, parted by commas or blanks."""

    sheet = forms.CharField(label="工作表", required=False, max_length=64)
    rows = forms.CharField(label="行号", max_length=2000, help_text="可写多行，用逗号或空格分开，例如：5、12、30")
    reason = forms.CharField(label="不导入的理由", min_length=_SHORTEST_REASON, max_length=200)

    def clean_rows(self) -> list[int]:
        """Whole numbers from 1."""
        words = self.cleaned_data["rows"].replace("，", " ").replace("、", " ").replace(",", " ").split()
        if not words or not all(
            word.isascii() and word.isdigit() and 0 < int(word) <= DEFAULT_LIMITS.rows for word in words
        ):
            raise forms.ValidationError("请填写报告中的行号，例如：5、12。")
        return sorted({int(word) for word in words})


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the stage's act takes: a usable reading of exactly the file that was shown, and the draft to be ended."""

    draft: UploadDraft
    reading: RosterReading[Any]

    @property
    def content(self) -> bytes:
        """The file, to be kept as evidence where the stage wants it."""
        return self.draft.file()


def upload(request: HttpRequest, kind: SheetKind, *, form: forms.Form | None = None, **context: Any) -> HttpResponse:
    """The page with the file's field (GET) and its reading (POST), which leads to the report.

    A `form` of the stage with more fields than the file extends UploadForm; its other values are kept in `draft.about`.
    """
    form = form or UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _take(request, kind, form)
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect(_next(request, kind, draft))
    told = {
        "form": form,
        "kind": kind,
        "heading": f"导入{kind.title}",
        "crumbs": (*kind.crumbs, ("导入", "")),
        **context,
    }
    return render(request, "components/upload.html", told)


def report(request: HttpRequest, kind: SheetKind, draft: UUID, **context: Any) -> HttpResponse:
    """The report of a draft; `?download=xlsx` gives it as a workbook with the bad cells marked."""
    found = draft_of(request, kind, draft)
    if request.GET.get("download") == "xlsx":
        return _workbook(request, kind, found)
    return _report_page(request, kind, found, ExcludeForm(auto_id="exclude_%s"), **context)


def exclude(request: HttpRequest, kind: SheetKind, draft: UUID, **context: Any) -> HttpResponse:
    """Keep rows out by name, or (`undo`) let all in again; the file is read anew, and the report shown."""
    found = draft_of(request, kind, draft)
    if kind.later is not None and jobs.is_under_way(found.pk, now(request)):
        return redirect(kind.later(request, found))
    form = ExcludeForm(request.POST, auto_id="exclude_%s")
    if "undo" in request.POST:
        found.excluded = []
    elif form.is_valid():
        given = form.cleaned_data
        fresh = [[given["sheet"], row, given["reason"]] for row in given["rows"]]
        kept = [each for each in found.excluded if [*each[:2]] not in [each[:2] for each in fresh]]
        found.excluded = [*kept, *fresh]
    else:
        return _report_page(request, kind, found, form, **context)
    return redirect(_next(request, kind, found))


def confirmed(request: HttpRequest, kind: SheetKind, draft: UUID) -> Confirmed:
    """The reading for the act, made anew from the file. Raises Http404; RosterUnusable where errors are left."""
    found = draft_of(request, kind, draft)
    reading = _reading(request, kind, found)
    reading.require()
    return Confirmed(found, reading)


def finish(done: Confirmed) -> None:
    """The act is done: the draft is thrown away, and with it what has expired meanwhile."""
    UploadDraft.objects.filter(pk=done.draft.pk).delete()


def forget_before(at: datetime) -> int:
    """Throw away drafts that nobody confirmed, and what is told of long ones; how many drafts."""
    jobs.forget_before(at - KEPT_FOR)
    return UploadDraft.objects.filter(expires_at__lt=at).delete()[0]


def draft_of(request: HttpRequest, kind: SheetKind, draft: UUID) -> UploadDraft:
    """The caller's own draft of that kind. Raises Http404 for another's and for what has expired."""
    own = UploadDraft.objects.filter(account=account_of(request), kind=kind.key, expires_at__gt=now(request))
    found = own.filter(pk=draft).first()
    if found is None:
        raise Http404
    return found


def _take(request: HttpRequest, kind: SheetKind, form: forms.Form) -> UploadDraft:
    """Read the file, then keep it. Raises SheetRefused; then nothing is kept."""
    file: UploadedFile[Any] = form.cleaned_data["file"]
    if (file.size or 0) > DEFAULT_LIMITS.file_bytes:
        raise SheetRefused("文件太大", "请删去图片和多余的工作表，或拆分成几个文件")
    at = now(request)
    about = {
        name: str(value) for name, value in form.cleaned_data.items() if name != "file" and value not in (None, "")
    }
    forget_before(at)
    draft = UploadDraft(
        account=account_of(request), kind=kind.key, filename=Path(file.name or "").name[:200],
        about=about, at=at, expires_at=at + KEPT_FOR,
    )  # fmt: skip
    draft.keep(file.read())
    return draft


def _next(request: HttpRequest, kind: SheetKind, draft: UploadDraft) -> str:
    """Read the draft now, or see to it that it is read; the address where the reader goes on."""
    if kind.later is not None and is_long(draft):
        draft.report, draft.difference = {}, {}
        draft.save()
        return kind.later(request, draft)
    note_reading(draft, _reading(request, kind, draft))
    return reverse(kind.report, kwargs={"draft": draft.pk})


def is_long(draft: UploadDraft) -> bool:
    """Whether reading it would keep a browser waiting: told by its size, because nothing here looks into a stranger's file."""
    rows: int = settings.SHUANGSUIJI_ROWS_IN_REQUEST
    return len(draft.content) > rows * _BYTES_OF_A_ROW


def note_reading(draft: UploadDraft, reading: RosterReading[Any]) -> None:
    """Keep what a reading said of the file, for the report."""
    draft.digest = reading.digest
    draft.report = {**reading.as_dict(), "verdict": verdict(reading)}
    draft.report["findings_shown"] = draft.report.pop("findings")[:SHOWN]
    draft.save()


def _reading(request: HttpRequest, kind: SheetKind, draft: UploadDraft) -> RosterReading[Any]:
    with as_file(draft) as path:
        return kind.read(path, excluded_of(draft), now(request), draft.about)


def excluded_of(draft: UploadDraft) -> dict[Any, str]:
    """Rows kept out, as `foundation.sheets` takes them: (sheet, row) or row → reason."""
    return {((sheet, row) if sheet else row): reason for sheet, row, reason in draft.excluded}


@contextmanager
def as_file(draft: UploadDraft) -> Any:
    """The draft's bytes as a file under a name of ours with the sender's ending, for as long as it is read."""
    ending = Path(draft.filename).suffix.lower()
    with tempfile.TemporaryDirectory(prefix="shuangsuiji-") as folder:
        path = Path(folder) / f"upload{ending if ending in _FORMS.split(',') else ''}"
        path.write_bytes(draft.file())
        yield path


def _report_page(
    request: HttpRequest, kind: SheetKind, draft: UploadDraft, form: ExcludeForm, **context: Any
) -> HttpResponse:
    counts = draft.report.get("counts", {})
    told = {
        "heading": f"导入{kind.title}：检查报告",
        "crumbs": (*kind.crumbs, ("检查报告", "")),
        "kind": kind,
        "draft": draft,
        "report": draft.report,
        "figures": [(name, count) for name, count in counts.items() if count or name in _ALWAYS_SHOWN],
        "findings": draft.report.get("findings_shown", []),
        "hidden": sum(each["count"] for each in draft.report.get("faults", []))
        - len(draft.report.get("findings_shown", [])),
        "exclude_form": form,
        "exclude_url": reverse(kind.exclude, kwargs={"draft": draft.pk}),
        "confirm_url": reverse(kind.confirm, kwargs={"draft": draft.pk}),
        "act": kind.act.format(n=counts.get("可用", 0)),
    }
    return render(request, kind.page, {**told, **context})


def _workbook(request: HttpRequest, kind: SheetKind, draft: UploadDraft) -> HttpResponse:
    with as_file(draft) as path:
        reading = kind.read(path, excluded_of(draft), now(request), draft.about)
        target = path.with_name("report.xlsx")
        write_workbook(reading, target, source=path)
        content = target.read_bytes()
    response = HttpResponse(content, content_type=_XLSX)
    name = f"检查报告-{Path(draft.filename).stem}.xlsx"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
