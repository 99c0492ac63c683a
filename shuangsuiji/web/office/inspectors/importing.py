"""A roll comes in: upload, report, rows kept out by number, 确认 N 行.

Source: 第十条 (E10-3, E10-5, E10-6); form F7. Nothing is written before the last step, which is one act.
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

from shuangsuiji.foundation.sheets.inspectors import read_inspectors
from shuangsuiji.foundation.sheets.readings import RosterReading
from shuangsuiji.foundation.sheets.templates import template as sheet_template
from shuangsuiji.stages.registry.actions.import_inspectors import InspectorRoll, import_inspectors
from shuangsuiji.stages.registry.queries.inspectors import department_words
from shuangsuiji.stages.registry.queries.moves import registered_numbers
from shuangsuiji.web.components.acting import acting
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.uploading import Excluded, SheetKind, confirmed, exclude, finish, report, upload
from shuangsuiji.web.office.inspectors.forms import RollForm
from shuangsuiji.web.office.inspectors.views import crumbs

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _read(path: Path, excluded: Excluded, at: datetime, about: Mapping[str, Any]) -> RosterReading[Any]:
    return read_inspectors(
        path,
        at=localdate(at),
        source=about.get("source", ""),
        source_on=_day(about),
        source_required=True,
        departments=department_words(),
        registered=registered_numbers(),
        exclude_rows=dict(excluded),
    )


KIND = SheetKind(
    "inspectors",
    "执法检查人员名录",
    "第十条",
    read=_read,
    report="inspectors:report",
    exclude="inspectors:exclude",
    confirm="inspectors:confirm",
    template="inspectors:template",
    back="inspectors:list",
)


def upload_roll(request: HttpRequest) -> HttpResponse:
    """导入执法检查人员名录"""
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return upload(request, KIND, form=RollForm(*given), crumbs=crumbs(("导入", "")))


def template(request: HttpRequest) -> HttpResponse:
    """导入模板"""
    response = HttpResponse(sheet_template("inspector"), content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('执法检查人员名录模板.xlsx')}"
    return response


def roll_report(request: HttpRequest, draft: UUID) -> HttpResponse:
    """检查报告"""
    way = crumbs(("导入", reverse("inspectors:import")), ("检查报告", ""))
    return report(request, KIND, draft, crumbs=way)


def exclude_rows(request: HttpRequest, draft: UUID) -> HttpResponse:
    """按行排除"""
    return exclude(request, KIND, draft)


def confirm(request: HttpRequest, draft: UUID) -> HttpResponse:
    """确认导入"""
    done = confirmed(request, KIND, draft)
    about = done.draft.about
    roll = InspectorRoll(done.reading, about.get("source", ""), _day(about), about.get("extent") == "full")
    change = import_inspectors(roll=roll, actor=acting(request), at=now(request))
    finish(done)
    if change is None:
        messages.info(request, "无变化：名录库没有改动。")
    else:
        counts = f"新增 {change.added} 人，变更 {change.changed} 人，移出 {change.removed} 人"
        messages.success(request, f"已导入：{counts}，未变 {change.unchanged} 人。")
    return redirect("inspectors:list")


def _day(about: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(about["source_on"]) if about.get("source_on") else None
