"""更新确认: how both registries stand, the rows that changed, the keeper's confirmation, the second signature.

Source: 第十条; C10-2, C10-5; 70-interface §4.
"""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.foundation.ledger.audit import note
from shuangsuiji.foundation.papers.rendering import render_pdf
from shuangsuiji.stages.plans.queries import tasks
from shuangsuiji.stages.registry.actions.confirm_registry import confirm_registry
from shuangsuiji.stages.registry.actions.sign_confirmation import sign_confirmation
from shuangsuiji.stages.registry.queries import inspectors as queries
from shuangsuiji.stages.registry.queries import records as papers
from shuangsuiji.stages.registry.queries.subjects import department_of
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.caller import account_of, address_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.refusals import form_status, told_in

LIST = ("更新确认", "registries:list")
_DIGEST = 64
_SHOWN = 500


class ConfirmForm(forms.Form):
    """What the keeper says; `seen` is the digest of the changes on the page."""

    task = forms.ChoiceField(
        label="为哪项任务",
        required=False,
        help_text="为某项任务确认的，记录写明任务和检查期；一般确认对此前建立的各项任务都有效。",
    )
    reason = forms.CharField(
        label="说明", max_length=200, required=False, help_text="数据来源较旧、名录库为空时必须写明理由。"
    )
    seen = forms.CharField(max_length=_DIGEST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, waiting: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = {f"{task.pk}": task for task in waiting}
        field: Any = self.fields["task"]
        field.choices = [("", "一般确认"), *((key, f"{task}") for key, task in self._waiting.items())]

    @property
    def words(self) -> dict[str, Any]:
        """What the act is told."""
        task, said = self._waiting.get(self.cleaned_data["task"]), self.cleaned_data
        of_task = {} if task is None else {"task_id": task.pk, "task_number": task.number}
        return {"seen": said["seen"], "reason": said["reason"], **of_task}


class SignForm(forms.Form):
    """What the second person says."""

    opinion = forms.CharField(label="意见", max_length=200, required=False)
    standing_in = forms.CharField(
        label="代行理由", max_length=200, required=False,
        help_text="股室负责人空缺或由其本人确认的，分管负责人代签；不填的，按任职登记写明。",
    )  # fmt: skip


def registries(request: HttpRequest) -> HttpResponse:
    """更新确认"""
    department = department_of(own_department(request))
    told = {"standing": list(queries.standing_of(department, now(request))), "crumbs": [(LIST[0], "")]}
    return render(request, "office/registries/list.html", told)


def records(request: HttpRequest) -> HttpResponse:
    """历次更新确认"""
    page = page_of(request, papers.confirmations_of(own_department(request)), order=("-at", "-id"))
    told = {"page": page, "crumbs": [(LIST[0], reverse(LIST[1])), ("历次确认", "")]}
    return render(request, "office/registries/records.html", told)


def record(request: HttpRequest, key: UUID) -> HttpResponse:
    """更新确认记录（PDF）"""
    found = papers.confirmation_with(key, own_department(request))
    if found is None:
        raise Http404
    paper = render_pdf(papers.FORM, papers.record_values(found, **tasks.paper_words(found.task_id)), at=found.at)
    note(
        "read", at=now(request), actor=account_of(request), object=f"registry_confirmation/{key}",
        detail={"form": paper.form_version}, ip=address_of(request),
    )  # fmt: skip
    response = HttpResponse(paper.content, content_type=paper.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'更新确认记录{paper.number}.pdf')}"
    return response


def registry(request: HttpRequest, kind: str) -> HttpResponse:
    """确认名录库"""
    found = _standing(request, kind)
    waiting = tasks.tasks_to_confirm(own_department(request))
    asked = {"seen": found.delta.digest, "task": request.GET.get("task", "")}
    form = ConfirmForm(request.POST or None, initial=asked, waiting=waiting)
    if form.is_valid():
        with told_in(request, form):
            made = confirm_registry(kind=kind, **form.words, actor=acting(request), at=now(request))
            messages.success(request, queries.outcome_of(made))
            return redirect("registries:list")
    act = "确认 {n} 行变动" if found.delta.live else "确认空的名录库"
    return _delta_page(request, found, form, f"更新确认{found.label}", act)


def sign(request: HttpRequest, draft: UUID) -> HttpResponse:
    """第二人签字"""
    waiting = queries.draft_confirmation(draft, own_department(request))
    if waiting is None:
        raise Http404
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            sign_confirmation(draft=draft, **form.cleaned_data, actor=acting(request), at=now(request))
            messages.success(request, "已签字，更新确认生效。")
            return redirect("registries:list")
    found = _standing(request, waiting.kind)
    return _delta_page(request, found, form, f"签认{found.label}", "签认 {n} 行变动")


def _standing(request: HttpRequest, kind: str) -> queries.Standing:
    department = department_of(own_department(request))
    for each in queries.standing_of(department, now(request)):
        if each.kind == kind:
            return each
    raise Http404


def _delta_page(
    request: HttpRequest, found: queries.Standing, form: forms.Form, heading: str, act: str
) -> HttpResponse:
    page, kept_out = page_of(request, found.delta.lines, order=("change", "ordinal")), found.delta.excluded
    told: dict[str, Any] = {
        "found": found, "form": form, "page": page, "rows": queries.shown_lines(page), "kept_out": kept_out[:_SHOWN],
        "heading": heading,
        "act": act.format(n=found.delta.count), "crumbs": [(LIST[0], reverse(LIST[1])), (found.label, "")],
    }  # fmt: skip
    return render(request, "office/registries/registry.html", told, status=form_status(form))
