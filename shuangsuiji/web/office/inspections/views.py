"""The pages of dispatch, inspections and teams.

Source: 第十四条, 第十六条; 70-interface §4. Never: an inspection to somebody who does not need it.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.draws.queries.draws import draw_of
from shuangsuiji.stages.draws.queries.sealing import result_sealed
from shuangsuiji.stages.inspections.actions.dispatch import dispatch
from shuangsuiji.stages.inspections.queries import teams as teams_now
from shuangsuiji.stages.inspections.queries.inspections import inspection_for, inspections_for
from shuangsuiji.stages.plans.queries.tasks import task_for
from shuangsuiji.web.components.acting import acting, offices_held, own_department, own_person
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.office.inspections import forms
from shuangsuiji.web.office.tasks import shown as tasks_shown

HEADING = "检查"
COLUMNS = (
    Column("检查编号", lambda row: row.number, width=28),
    Column("任务名称", lambda row: row.task.name, width=40),
    Column("检查对象", lambda row: row.subject.name, width=40),
    Column("小组", lambda row: row.team.label if row.team else ""),
    Column("状态", lambda row: row.status_label),
)


def inspection_list(request: HttpRequest) -> HttpResponseBase:
    """检查列表"""
    form = forms.InspectionFilter(request.GET)
    rows = form.narrow(inspections_for(own_person(request), own_department(request), offices_held(request)))
    if is_export(request):
        return export(request, rows, COLUMNS, name=HEADING)
    page = page_of(request, rows, order=("task__number", "number"), sortable=("number",))
    return render(
        request,
        "office/inspections/list.html",
        {"heading": HEADING, "crumbs": [(HEADING, "")], "form": form, "page": page},
    )


def inspection(request: HttpRequest, key: UUID) -> HttpResponse:
    """一户检查"""
    found = inspection_for(key, own_person(request), own_department(request), offices_held(request))
    if found is None:
        raise Http404
    told = {"heading": found.subject.name, "crumbs": [(HEADING, reverse("inspections:list")), (found.number, "")]}
    members = teams_now.serving(found.team) if found.team else []
    parts = found.parts.select_related("department").order_by("department__code")
    return render(
        request, "office/inspections/inspection.html", {**told, "inspection": found, "members": members, "parts": parts}
    )


def dispatch_list(request: HttpRequest, key: UUID) -> HttpResponse:
    """派发"""
    task = _task(request, key)
    if request.method == "POST":
        dispatch(task_id=key, actor=acting(request), at=now(request))
        messages.success(request, "已派发；名单不得更改，检查小组可以开始预查。")
        return redirect("inspections:teams", key)
    draw = draw_of(task)
    if draw is None or task.status != "DRAWN":
        raise Http404
    sealed = result_sealed(draw, read_published(settings.SHUANGSUIJI_LOG_FOLDER))
    rows = [
        ("任务", f"{task}"),
        ("抽取编号", draw.number),
        ("检查对象", f"{draw.result.subjects} 户"),
        ("检查小组", f"{draw.result.teams} 组"),
        ("签名检查点", "抽取结果已进入" if sealed else "尚未进入，约一分钟后可以派发"),
    ]
    words = "派发后每户一份检查，名单和次序不得更改，也不能再作废（第十四条）。"
    told = {
        "heading": "派发",
        "crumbs": tasks_shown.crumbs(task, "派发"),
        "rows": rows,
        "act": f"派发 {draw.result.subjects} 户",
        "form": None,
    }
    return render(
        request,
        "office/draws/confirm.html",
        {**told, "consequence": words, "back": reverse("draws:hall", args=(key,)), "record": task},
    )


def teams(request: HttpRequest, key: UUID) -> HttpResponse:
    """检查小组和工作量"""
    task = _task(request, key)
    told = {"heading": "检查小组", "crumbs": tasks_shown.crumbs(task, "检查小组"), "task": task}
    may_ask = {"clerk", "team_leader"} & offices_held(request)
    found = {"teams": teams_now.teams_of(task), "workload": teams_now.workload(task), "may_ask": bool(may_ask)}
    return render(request, "office/inspections/teams.html", {**told, **found})


def _task(request: HttpRequest, key: UUID) -> Any:
    found = task_for(key, own_department(request), offices_held(request))
    if found is None:
        raise Http404
    return found
