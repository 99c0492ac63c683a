"""Writing one inspector's row: corrected, taken out; recusals, leave, training. One act per POST.

Source: 第十条, 第十五条, 第二十七条.
"""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.stages.registry.actions.add_inspector import add_inspector, entered
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.actions.edit_inspector import edit_inspector
from shuangsuiji.stages.registry.actions.record_leave import record_leave
from shuangsuiji.stages.registry.actions.record_training import record_training
from shuangsuiji.stages.registry.actions.remove_inspector import remove_inspector
from shuangsuiji.stages.registry.actions.transfer_inspector import Move, transfer_inspector
from shuangsuiji.stages.registry.queries import inspectors as queries
from shuangsuiji.stages.registry.queries import moves
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.office.inspectors import forms
from shuangsuiji.web.office.inspectors.views import crumbs, found_inspector

_MOST_DIGITS = 9


def add(request: HttpRequest) -> HttpResponse:
    """登记执法检查人员"""
    return _add(request, {"source_on": localdate(now(request))}, "登记执法检查人员")


def arrive(request: HttpRequest, transfer: UUID) -> HttpResponse:
    """登记调入人员"""
    found = moves.arrival_with(transfer, own_department(request))
    if found is None:
        raise Http404
    return _add(request, moves.arrival_cells(found), "登记调入人员")


def _add(request: HttpRequest, initial: dict[str, Any], heading: str) -> HttpResponse:
    form, on = forms.AddForm(request.POST or None, initial=initial), now(request)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("source", "source_on")}
        reading = entered(form.cells, **given, org=own_department(request), on=localdate(on))
        if form.accepts(reading.errors()):
            with told_in(request, form):
                reason = form.cleaned_data["reason"]
                change = add_inspector(cells=form.cells, **given, reason=reason, actor=acting(request), at=on)
                messages.success(request, "已登记。")
                return redirect("inspectors:inspector", change.lines.get().record_id)
    told = {
        "form": form, "heading": heading, "act": "登记 1 人", "back": reverse("inspectors:list"),
        "crumbs": crumbs(("登记", "")),
    }  # fmt: skip
    return render(request, "office/inspectors/form.html", told, status=form_status(form))


def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """修改人员"""
    row = _live(request, key)
    form = forms.EditForm(request.POST or None, initial=queries.terms_of(row))
    if form.is_valid():
        given = {**form.cleaned_data, "qualifications": form.cleaned_data["qualifications"].split()}
        with told_in(request, form):
            edit_inspector(inspector=row.pk, version=_version(request), **given, actor=acting(request), at=now(request))
            return _back(request, row, "已修改。")
    return _form(request, form, row, "修改", "保存修改")


def transfer(request: HttpRequest, key: UUID) -> HttpResponse:
    """调往其他部门"""
    row, today = _live(request, key), localdate(now(request))
    others = moves.destination_choices(own_department(request), today)
    form = forms.TransferForm(request.POST or None, initial={"on": today}, departments=others)
    if form.is_valid():
        said = form.cleaned_data
        with told_in(request, form):
            transfer_inspector(
                inspector=row.pk, version=_version(request), move=Move(said["to_department"], said["on"], said["document"]),
                reason=said["reason"], actor=acting(request), at=now(request),
            )  # fmt: skip
            return _back(
                request, row, "已调出；对方名录库管理员登记后即列入其名录库。在本部门的任职请安全管理员登记免职。"
            )
    return _form(request, form, row, "调往其他部门", "调出 1 人")


def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """移出名录库"""
    row = _live(request, key)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            remove_inspector(
                inspector=row.pk, version=_version(request), reason=form.cleaned_data["reason"], actor=acting(request),
                at=now(request),
            )  # fmt: skip
            return _back(request, row, "已移出名录库。")
    return _form(request, form, row, "移出", "移出 1 人")


def recusal(request: HttpRequest, key: UUID) -> HttpResponse:
    """申报回避"""
    row = _live(request, key)
    form = forms.RecusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            made = declare_recusal(
                inspector=row.pk, subjects=form.cleaned_data["codes"], ground=form.cleaned_data["ground"],
                actor=acting(request), at=now(request),
            )  # fmt: skip
            return _back(request, row, f"已申报：{made.count} 户须回避。" if made.count else "已申报：无须回避。")
    return _form(request, form, row, "申报回避", "提交申报")


def leave(request: HttpRequest, key: UUID) -> HttpResponse:
    """登记请假"""
    row = _live(request, key)
    form = forms.LeaveForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            record_leave(inspector=row.pk, **form.cleaned_data, actor=acting(request), at=now(request))
            return _back(request, row, "已登记请假。")
    return _form(request, form, row, "登记请假", "登记")


def training(request: HttpRequest, key: UUID) -> HttpResponse:
    """登记培训"""
    row = _live(request, key)
    form = forms.TrainingForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            record_training(inspectors=[row.pk], **form.cleaned_data, actor=acting(request), at=now(request))
            return _back(request, row, "已登记培训。")
    return _form(request, form, row, "登记培训", "登记")


def _live(request: HttpRequest, key: UUID) -> Any:
    row = found_inspector(request, key)
    if not row.is_live:
        raise Http404
    return row


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0


def _back(request: HttpRequest, row: Any, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("inspectors:inspector", row.pk)


def _form(request: HttpRequest, form: django_forms.Form, row: Any, heading: str, act: str) -> HttpResponse:
    back = reverse("inspectors:inspector", args=[row.pk])
    told = {
        "form": form, "record": row, "heading": f"{heading}：{row.person.name}", "act": act, "back": back,
        "crumbs": crumbs((row.person.name, back), (heading, "")),
    }  # fmt: skip
    return render(request, "office/inspectors/form.html", told, status=form_status(form))
