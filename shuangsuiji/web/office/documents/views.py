"""The pages of rule documents, a function each.

Source: 第一条.
"""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.stages.items import queries
from shuangsuiji.stages.items.actions.end_basis import end_basis
from shuangsuiji.stages.items.actions.register_basis import register_basis
from shuangsuiji.web.components.acting import acting
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.components.scans import scan_answer
from shuangsuiji.web.office.documents.forms import DocumentFilter, DocumentForm, EndForm

HEADING = "依据文件"
COLUMNS = (
    Column("文号", lambda row: row.number, width=24),
    Column("文件名称", lambda row: row.title, width=48),
    Column("效力级别", lambda row: row.get_level_display()),
    Column("制定机关", lambda row: row.issuing_body, width=24),
    Column("施行日期", lambda row: row.from_on),
    Column("失效日期", lambda row: row.to_on),
)


def documents(request: HttpRequest) -> HttpResponseBase:
    """依据文件"""
    form = DocumentFilter(request.GET)
    rows = form.narrow(queries.documents())
    if is_export(request):
        return export(request, rows, COLUMNS, name=HEADING)
    page = page_of(request, rows, order=("level", "number"), sortable=("number", "level", "from_on"))
    told = {"heading": HEADING, "crumbs": [(HEADING, "")], "form": form, "page": page, "today": day_of(now(request))}
    return render(request, "office/documents/list.html", told)


def add(request: HttpRequest) -> HttpResponse:
    """登记依据文件"""
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            with told_in(request, form):
                register_basis(**form.cleaned_data, actor=acting(request), at=now(request))
                messages.success(request, "已登记。")
                return redirect("documents:list")
        except ValidationError as error:
            form.add_error(None, error.messages)
    return _form(request, form, "登记依据文件", "登记")


def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """标注失效日期"""
    found = queries.documents().filter(pk=key).first()
    if found is None:
        raise Http404
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            end_basis(document=key, **form.cleaned_data, actor=acting(request), at=now(request))
        except ValidationError as error:
            form.add_error("to_on", error.messages)
        else:
            messages.success(request, "已标注；已印发的文书不受影响。")
            return redirect("documents:list")
    return _form(request, form, f"标注{found}的失效日期", "标注失效日期")


def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """下载文件原件"""
    found = queries.documents().filter(pk=key).first()
    return scan_answer(found.file_digest if found else "")


def _form(request: HttpRequest, form: Form, heading: str, act: str) -> HttpResponse:
    back = reverse("documents:list")
    told = {"heading": heading, "crumbs": [(HEADING, back), (heading, "")], "form": form, "act": act, "back": back}
    return render(request, "office/items/form.html", told, status=form_status(form))
