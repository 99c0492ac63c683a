"""Addresses and views; `done` is what the act of the sheet did."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import include, path

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.web.components import conflict, uploading
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.exporting import Column, export
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.project import urls as project

SHEET = uploading.SheetKind(
    "subjects",
    "检查对象",
    "第十条",
    read=lambda path, excluded, at, about: read_subjects(path, at=at.date(), exclude_rows=excluded),
    report="sheets:report",
    exclude="sheets:exclude",
    confirm="sheets:confirm",
    act="确认导入 {n} 户",
    back="office:home",
)
done: list[Any] = []
stored = {"name": "甲", "ratio": "10"}
people = [
    Column("账号", lambda row: row.pk.hex),
    Column("姓名", lambda row: row.name, personal=True),
    Column("公式", lambda row: "=1+1"),
]
rows_wanted: list[Any] = []


def upload(request: HttpRequest) -> HttpResponse:
    return uploading.upload(request, SHEET)


def report(request: HttpRequest, draft: UUID) -> HttpResponse:
    return uploading.report(request, SHEET, draft)


def exclude(request: HttpRequest, draft: UUID) -> HttpResponse:
    return uploading.exclude(request, SHEET, draft)


def confirm(request: HttpRequest, draft: UUID) -> HttpResponse:
    found = uploading.confirmed(request, SHEET, draft)
    done.append((acting(request), found.reading.require(), found.content, [*found.reading.excluded]))
    uploading.finish(found)
    messages.success(request, "已导入")
    return redirect("office:home")


def take_out(request: HttpRequest) -> HttpResponseBase:
    columns = people if "personal" in request.GET else [each for each in people if not each.personal]
    return export(request, rows_wanted or Person.objects.select_related("key").order_by("pk"), columns, name="人员")


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{acting(request).office} {own_department(request)}")


def stale(request: HttpRequest) -> HttpResponse:
    sent = {name: request.POST.get(name, "") for name in stored}
    if request.POST["version"] != "4":
        error = StaleVersion("x")
        error.version = 4
        error.differences = conflict.differences(stored, sent, {"name": "名称", "ratio": "户数"})
        raise error
    stored.update(sent)
    return redirect("office:home")


class OneForm(forms.Form):
    households = forms.IntegerField(label="抽查户数")


def refused(request: HttpRequest) -> HttpResponse:
    form = OneForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            require(
                judge(
                    "E06-3",
                    "第六条（三）",
                    form.cleaned_data["households"] >= 11,
                    required=11,
                    actual=form.cleaned_data["households"],
                    refusal="至少抽 11 户（第六条（三））。",
                    remedy="请增加户数。",
                )
            )
            return redirect("office:home")
    context = {"form": form, "heading": "户数"}
    return render(request, "components/export_purpose.html", context, status=form_status(form))


handler400, handler403, handler404, handler500 = (
    project.handler400,
    project.handler403,
    project.handler404,
    project.handler500,
)
_pages = [
    path("", upload, name="upload"),
    path("<uuid:draft>/", report, name="report"),
    path("<uuid:draft>/exclude/", exclude, name="exclude"),
    path("<uuid:draft>/confirm/", confirm, name="confirm"),
    path("export/", take_out, name="export"),
    path("who/", who, name="who"),
    path("stale/", stale, name="stale"),
    path("refused/", refused, name="refused"),
]
urlpatterns = [path("office/sheets/", include((_pages, "sheets"))), *project.urlpatterns]
