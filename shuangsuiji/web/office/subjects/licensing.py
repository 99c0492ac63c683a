"""Licences and special libraries come in by sheet: upload, report, rows kept out by number, 确认 N 行.

Source: 第六条（一）（二）, 第十条 (E10-3, E10-5, E10-6); form F9. Nothing is written before the last step, which is one act.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.foundation.sheets.licences import read_licences
from shuangsuiji.foundation.sheets.readings import RosterReading
from shuangsuiji.foundation.sheets.templates import template as sheet_template
from shuangsuiji.stages.registry.actions.import_licences import LicenceList, import_licences
from shuangsuiji.stages.registry.queries.classes import unknown_codes
from shuangsuiji.stages.registry.queries.subjects import department_of
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.uploading import (
    Excluded,
    SheetKind,
    confirmed,
    draft_of,
    exclude,
    finish,
    report,
    upload,
)
from shuangsuiji.web.office.subjects import forms
from shuangsuiji.web.office.subjects.views import crumbs

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IMPORT = ("导入许可证", "subjects:licences_import")
_UNKNOWN_SHOWN = 100


def _read(path: Path, excluded: Excluded, at: datetime, about: Mapping[str, Any]) -> RosterReading[Any]:
    return read_licences(path, at=localdate(at), exclude_rows=dict(excluded))


KIND = SheetKind(
    "licences",
    "许可证和专项库",
    "第六条（二）",
    read=_read,
    report="subjects:licences_report",
    exclude="subjects:licences_exclude",
    confirm="subjects:licences_confirm",
    act="确认导入 {n} 行许可证",
    consequence="全部行一次写入；同名同编号的按本表更新，表中没有的不停用；名录库中没有的代码不写入，列在报告和结果中。",
    template="subjects:licences_template",
    back="subjects:list",
    page="office/subjects/licences_report.html",
)


def upload_licences(request: HttpRequest) -> HttpResponse:
    """导入许可证和专项库"""
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return upload(request, KIND, form=forms.LicencesForm(*given), crumbs=crumbs((_IMPORT[0], "")))


def template(request: HttpRequest) -> HttpResponse:
    """许可证导入模板"""
    response = HttpResponse(sheet_template("licence"), content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('专项库导入表模板.xlsx')}"
    return response


def licences_report(request: HttpRequest, draft: UUID) -> HttpResponse:
    """许可证检查报告"""
    told: dict[str, Any] = {}
    if draft_of(request, KIND, draft).report.get("usable") and "download" not in request.GET:
        own = department_of(own_department(request))
        unknown = unknown_codes(own, confirmed(request, KIND, draft).reading)
        told = {"unknown": unknown[:_UNKNOWN_SHOWN], "unknown_count": len(unknown)}
    return report(request, KIND, draft, crumbs=crumbs((_IMPORT[0], reverse(_IMPORT[1])), ("检查报告", "")), **told)


def exclude_rows(request: HttpRequest, draft: UUID) -> HttpResponse:
    """按行排除许可证"""
    return exclude(request, KIND, draft)


def confirm_licences(request: HttpRequest, draft: UUID) -> HttpResponse:
    """确认导入许可证"""
    done = confirmed(request, KIND, draft)
    about = done.draft.about
    licences = LicenceList(done.reading, about.get("source", ""), date.fromisoformat(about["source_on"]))
    taken = import_licences(licences=licences, actor=acting(request), at=now(request))
    finish(done)
    text = f"新登记 {taken.added} 个许可证，更新 {taken.changed} 个，{len(taken.unknown)} 行的代码不在名录库。"
    if taken.change is None:
        messages.info(request, f"无变化：{text}")
        return redirect("subjects:list")
    messages.success(request, f"已导入：{text}")
    return redirect("subjects:change", taken.change.ordinal)
