"""Classes: the overview, the province's file, own scales, what is done without class, fusion with its preview.

Source: 第六条（一）, 第六条末款; E06-5, E06-6, E06-14.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.sheets.classes import read_classes
from shuangsuiji.foundation.sheets.readings import RosterReading
from shuangsuiji.stages.registry.actions.decide_unclassified import decide_unclassified
from shuangsuiji.stages.registry.actions.draft_fusion import draft_fusion
from shuangsuiji.stages.registry.actions.import_classes import ClassList, import_classes
from shuangsuiji.stages.registry.actions.set_fusion import set_fusion
from shuangsuiji.stages.registry.actions.set_scale import set_scale
from shuangsuiji.stages.registry.queries import classes as queries
from shuangsuiji.stages.registry.queries import libraries, subjects
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
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
from shuangsuiji.web.office.subjects import forms
from shuangsuiji.web.office.subjects.views import crumbs, ways

_OVERVIEW = ("信用风险分类", "subjects:classes")
_UNKNOWN_SHOWN = 100


def _own(request: HttpRequest) -> Department:
    return subjects.department_of(own_department(request))


def _kind(request: HttpRequest) -> SheetKind:
    """A file of classes; a file of the own system is read through the scale in force."""
    scale = queries.scale_in_force(_own(request), localdate(now(request)))
    levels = scale.mapping if scale is not None else {}

    def read(path: Path, excluded: Excluded, at: datetime, about: Mapping[str, Any]) -> RosterReading[Any]:
        own = levels if about.get("source") == "本系统" else {}
        return read_classes(path, at=localdate(at), levels=own, exclude_rows=dict(excluded))

    return SheetKind(
        "classes",
        "信用风险分类",
        "第六条（一）",
        read=read,
        report="subjects:classes_report",
        exclude="subjects:classes_exclude",
        confirm="subjects:classes_confirm",
        act="确认导入 {n} 户的分类",
        consequence="全部行一次写入；名录库中没有的代码不写入，列在报告和结果中。",
        back="subjects:classes",
        page="office/subjects/classes_report.html",
    )


def overview(request: HttpRequest) -> HttpResponse:
    """信用风险分类"""
    own = _own(request)
    told = {
        "standing": subjects.standing(own, localdate(now(request))),
        "decision": libraries.unclassified_decision(own),
        "scales": queries.scales_of(own),
        "rules": queries.fusion_rules(own),
        "drafts": queries.fusion_drafts(own),
        "crumbs": crumbs((_OVERVIEW[0], "")),
        "ways": ways(request),
    }
    return render(request, "office/subjects/classes.html", told)


def upload_classes(request: HttpRequest) -> HttpResponse:
    """导入信用风险分类"""
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return upload(request, _kind(request), form=forms.ClassesForm(*given), crumbs=_way(("导入", "")))


def classes_report(request: HttpRequest, draft: UUID) -> HttpResponse:
    """检查报告"""
    kind = _kind(request)
    told: dict[str, Any] = {}
    if draft_of(request, kind, draft).report.get("usable") and "download" not in request.GET:
        unknown = queries.unknown_codes(_own(request), confirmed(request, kind, draft).reading)
        told = {"unknown": unknown[:_UNKNOWN_SHOWN], "unknown_count": len(unknown)}
    return report(request, kind, draft, crumbs=_way(("检查报告", "")), **told)


def exclude_rows(request: HttpRequest, draft: UUID) -> HttpResponse:
    """按行排除"""
    return exclude(request, _kind(request), draft)


def confirm_classes(request: HttpRequest, draft: UUID) -> HttpResponse:
    """确认导入分类"""
    done = confirmed(request, _kind(request), draft)
    taken = import_classes(classes=_classes(done), actor=acting(request), at=now(request))
    finish(done)
    moved = taken.change.changed if taken.change else 0
    text = f"已登记 {taken.records} 项分类，{moved} 户的类别变动，{len(taken.unknown)} 个代码不在名录库。"
    messages.success(request, text) if taken.records else messages.info(request, f"没有新的分类。{text}")
    return redirect("subjects:change", taken.change.ordinal) if taken.change else redirect("subjects:classes")


def _classes(done: Confirmed) -> ClassList:
    about = done.draft.about
    return ClassList(done.reading, about.get("source", ""), about.get("document", ""), date.fromisoformat(about["on"]))


def scale(request: HttpRequest) -> HttpResponse:
    """登记自有分级对照表"""
    form = forms.ScaleForm(request.POST or None)
    if form.is_valid():
        set_scale(**form.cleaned_data, actor=acting(request), at=now(request))
        return _done(request, "已登记对照表。")
    return _form(request, form, "登记自有分级对照表", "登记对照表")


def unclassified(request: HttpRequest) -> HttpResponse:
    """决定未分类对象的处理"""
    form = forms.UnclassifiedForm(request.POST or None)
    if form.is_valid():
        decide_unclassified(**form.cleaned_data, actor=acting(request), at=now(request))
        return _done(request, "已记录决定。")
    return _form(request, form, "决定未分类对象的处理", "记录决定")


def propose_fusion(request: HttpRequest) -> HttpResponse:
    """起草通用加专业融合规则"""
    form = forms.FusionForm(request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        made = draft_fusion(matrix=given.pop("exceptions"), **given, actor=acting(request), at=now(request))
        messages.success(request, "已起草，请核对预览后交分管负责人启用。")
        return redirect("subjects:fusion_preview", made.pk)
    return _form(request, form, "起草融合规则", "保存并预览")


def fusion_preview(request: HttpRequest, draft: UUID) -> HttpResponse:
    """融合规则预览"""
    found = _draft(request, draft)
    moving = queries.preview_of(found)
    told = {
        "draft": found,
        "moves": moving,
        "digest": queries.moves_digest(moving),
        "form": forms.OpinionForm(),
        "crumbs": _way(("融合规则预览", "")),
    }
    return render(request, "office/subjects/fusion.html", told)


def activate_fusion(request: HttpRequest, draft: UUID) -> HttpResponse:
    """启用融合规则"""
    found, form = _draft(request, draft), forms.OpinionForm(request.POST)
    opinion = form.cleaned_data["opinion"] if form.is_valid() else ""
    rule = set_fusion(
        draft=found.pk,
        preview=request.POST.get("preview", "")[:64],
        opinion=opinion,
        actor=acting(request),
        at=now(request),
    )
    return _done(request, f"已启用，自 {rule.effective_from} 起生效，{rule.preview_count} 户将变动。")


def _draft(request: HttpRequest, key: UUID) -> Any:
    found = queries.one_draft(key, own_department(request))
    if found is None:
        raise Http404
    return found


def _way(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((_OVERVIEW[0], reverse(_OVERVIEW[1])), *more)


def _form(request: HttpRequest, form: Any, heading: str, act: str) -> HttpResponse:
    told = {"form": form, "heading": heading, "act": act, "crumbs": _way((heading, "")), "back": reverse(_OVERVIEW[1])}
    return render(request, "office/subjects/form.html", told)


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_OVERVIEW[1])
