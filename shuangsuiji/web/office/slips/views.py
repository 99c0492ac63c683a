"""The pages of 问题与建议, a function each.

Source: 第三条; 70-interface §4, §5.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.stages.plans.actions.answer_slip import answer_slip
from shuangsuiji.stages.plans.actions.close_slip import close_slip
from shuangsuiji.stages.plans.actions.raise_slip import raise_slip
from shuangsuiji.stages.plans.actions.reopen_slip import reopen_slip
from shuangsuiji.stages.plans.actions.withdraw_slip import withdraw_slip
from shuangsuiji.stages.plans.queries import slips
from shuangsuiji.web.components.acting import acting, offices_held, own_department, own_person
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.components.scans import file_answer
from shuangsuiji.web.office.slips import forms

HEADING = "问题与建议"
COLUMNS = (
    Column("编号", lambda slip: slip.number, width=22),
    Column("类别", lambda slip: slip.get_kind_display()),
    Column("标题", lambda slip: slip.title, width=40),
    Column("提出部门", lambda slip: slip.department.name, width=28),
    Column("提出日期", lambda slip: slip.asked_on),
    Column("答复提醒日", lambda slip: slip.due_on),
    Column("状态", lambda slip: slip.status_label),
)


def slip_list(request: HttpRequest) -> HttpResponseBase:
    """问题与建议"""
    form = forms.SlipFilter(request.GET)
    rows = form.narrow(slips.slips_for(own_department(request), offices_held(request), own_person(request)))
    if is_export(request):
        return export(request, rows, COLUMNS, name=HEADING)
    page = page_of(request, rows, order=("-year", "-number"), sortable=("number", "due_on"))
    told = {"heading": HEADING, "crumbs": [(HEADING, "")], "form": form, "page": page}
    return render(request, "office/slips/list.html", {**told, "today": localdate(now(request))})


def add(request: HttpRequest) -> HttpResponse:
    """提出问题或建议"""
    form = forms.RaiseForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with told_in(request, form):
            made = raise_slip(**form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, f"已提出，编号 {made.number}；协调股室答复后会出现在您的待办中。", made)
    return _form(request, form, "提出问题或建议", "提出", reverse("slips:list"))


def slip(request: HttpRequest, key: UUID) -> HttpResponse:
    """一件问题或建议"""
    found = _slip_of(request, key)
    mine = found.department.code == own_department(request)
    told = {"slip": found, "said": slips.messages_of(found), "mine": mine, "today": localdate(now(request))}
    return render(request, "office/slips/slip.html", {"heading": found.title, "crumbs": _trail(found), **told})


def file(request: HttpRequest, key: UUID, file: UUID) -> HttpResponse:
    """下载附件"""
    found = slips.file_of(_slip_of(request, key), file)
    return file_answer(found.file if found else None)


def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """答复"""
    return _act(request, key, forms.AnswerForm, answer_slip, "答复")


def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    """再次提出"""
    return _act(request, key, forms.ReopenForm, reopen_slip, "再次提出")


def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """办结"""
    return _act(request, key, forms.CloseForm, close_slip, "办结")


def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """撤回"""
    return _act(request, key, forms.WithdrawForm, withdraw_slip, "撤回")


def _act(
    request: HttpRequest, key: UUID, kind: Callable[..., Any], act: Callable[..., Any], label: str
) -> HttpResponse:
    found, form = _slip_of(request, key), kind(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            act(slip_id=found.pk, **form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, f"已{label}。", found)
    return _form(request, form, f"{label}：{found.title}", label, _address(found), found)


def _slip_of(request: HttpRequest, key: UUID) -> Any:
    found = slips.slip_for(key, own_department(request), offices_held(request), own_person(request))
    if found is None:
        raise Http404
    return found


def _address(found: Any) -> str:
    return reverse("slips:slip", args=(found.pk,))


def _trail(found: Any) -> list[tuple[str, str]]:
    return [(HEADING, reverse("slips:list")), (found.number, "")]


def _done(request: HttpRequest, told: str, found: Any) -> HttpResponse:
    messages.success(request, told)
    return redirect("slips:slip", found.pk)


def _form(request: HttpRequest, form: Any, heading: str, act: str, back: str, found: Any = None) -> HttpResponse:
    trail = [(HEADING, reverse("slips:list")), *([(found.number, _address(found))] if found else [])]
    told = {"heading": heading, "crumbs": [*trail, (act, "")], "form": form, "act": act, "back": back, "record": found}
    return render(request, "office/slips/form.html", told, status=form_status(form))
