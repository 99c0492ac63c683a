"""A list comes in: upload, report, rows kept out by name, difference, 确认 N 行.

Source: 第十条 (E10-3, E10-5, E10-6); 30-domain §12. Nothing is written before the last step, which is one act.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.foundation.sheets.readings import RosterReading
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.foundation.sheets.templates import template as sheet_template
from shuangsuiji.stages.registry.actions.import_subjects import SubjectList, import_subjects
from shuangsuiji.stages.registry.queries import preview, subjects
from shuangsuiji.stages.registry.queries.towns import towns_of
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.models import UploadJob
from shuangsuiji.web.components.uploading import (
    Confirmed,
    Excluded,
    SheetKind,
    confirmed,
    draft_of,
    exclude,
    finish,
    report,
    upload,
)
from shuangsuiji.web.office.subjects import long
from shuangsuiji.web.office.subjects.forms import NoteForm, RosterForm
from shuangsuiji.web.office.subjects.views import crumbs

COUNTY_DIGITS = 6
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _kind(request: HttpRequest) -> SheetKind:
    """How a list is read here: areas the county's table does not know get the department's own division."""
    own = subjects.department_of(own_department(request))
    county, towns = own.division[:COUNTY_DIGITS], towns_of(own)
    return SheetKind(
        long.KIND,
        "检查对象名录",
        "第十条",
        read=partial(_read, county, towns),
        report="subjects:report",
        exclude="subjects:exclude",
        confirm="subjects:confirm",
        template="subjects:template",
        back="subjects:list",
        page="office/subjects/report.html",
        later=long.put,
    )


def _read(
    county: str, towns: Mapping[str, str], path: Path, excluded: Excluded, at: datetime, about: Mapping[str, Any]
) -> RosterReading[Any]:
    return read_subjects(
        path,
        at=localdate(at),
        source=about.get("source", ""),
        source_on=day_of(about),
        source_required=True,
        county=county,
        towns=towns,
        exclude_rows=dict(excluded),
        personal=True,
    )


def upload_roster(request: HttpRequest) -> HttpResponse:
    """导入检查对象名录"""
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, way = RosterForm(*given), crumbs(("导入", ""))
    return upload(request, _kind(request), form=form, crumbs=way, under_way=long.under_way(request))


def template(request: HttpRequest) -> HttpResponse:
    """导入模板"""
    response = HttpResponse(sheet_template("subject"), content_type=_XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('检查对象名录模板.xlsx')}"
    return response


def roster_report(request: HttpRequest, draft: UUID) -> HttpResponse:
    """检查报告"""
    if not draft_of(request, _kind(request), draft).report:
        return redirect("subjects:import")
    way = crumbs(("导入", reverse("subjects:import")), ("检查报告", ""))
    return report(request, _kind(request), draft, crumbs=way)


def exclude_rows(request: HttpRequest, draft: UUID) -> HttpResponse:
    """按行排除"""
    return exclude(request, _kind(request), draft)


def difference(request: HttpRequest, draft: UUID) -> HttpResponse:
    """差异"""
    waiting = draft_of(request, _kind(request), draft)
    if not waiting.report.get("usable"):
        return redirect("subjects:report", draft)
    found = preview.Preview.of(waiting.difference) if waiting.difference else _compared(request, draft)
    way = crumbs(
        ("导入", reverse("subjects:import")), ("检查报告", reverse("subjects:report", args=[draft])), ("差异", "")
    )
    told = {
        "preview": found,
        "full_list": waiting.about.get("extent") == "full",
        "draft": waiting,
        "report": waiting.report,
        "form": NoteForm(),
        "crumbs": way,
    }
    return render(request, "office/subjects/difference.html", told)


def confirm(request: HttpRequest, draft: UUID) -> HttpResponse:
    """确认导入"""
    waiting = draft_of(request, _kind(request), draft)
    reason, seen_root = request.POST.get("reason", "")[:200], request.POST.get("seen_root", "")[:64]
    if waiting.difference:
        return redirect(long.put(request, waiting, UploadJob.Work.IMPORT, reason=reason, seen_root=seen_root))
    done = confirmed(request, _kind(request), draft)
    change = import_subjects(
        roster=_roster(done), actor=acting(request), at=now(request), reason=reason, seen_root=seen_root
    )  # fmt: skip
    finish(done)
    if change is None:
        messages.info(request, said_of(change))
        return redirect("subjects:list")
    messages.success(request, said_of(change))
    return redirect("subjects:change", ordinal=change.ordinal)


def said_of(change: Any) -> str:
    """The end of an import in one sentence."""
    if change is None:
        return "无变化：这份文件上次已经导入，名录库没有改动。"
    return f"已导入：新增 {change.added} 户，变更 {change.changed} 户，移出 {change.removed} 户，未变 {change.unchanged} 户。"


def _compared(request: HttpRequest, draft: UUID) -> preview.Preview:
    """The difference of a list that is short enough to be compared while the browser waits."""
    done = confirmed(request, _kind(request), draft)
    roster = _roster(done)
    return preview.preview_import(
        subjects.department_of(own_department(request)), done.reading, source=roster.source,
        source_on=roster.source_on, full_list=roster.full_list, at=now(request),
    )  # fmt: skip


def _roster(done: Confirmed) -> SubjectList:
    about = done.draft.about
    return SubjectList.of(
        done.reading, source=about.get("source", ""), source_on=day_of(about), full_list=about.get("extent") == "full"
    )


def day_of(about: Mapping[str, Any]) -> date | None:
    """The day the list was taken from where it comes from."""
    return date.fromisoformat(about["source_on"]) if about.get("source_on") else None
