"""A participant without an account confirms its registries on paper: recorded with its scan, vouched for by another person.

Source: 第十条; 70-interface §4. Of the other department's registry only counts are shown, never a row.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.plans.actions.confirm_paper_confirmation import confirm_paper_confirmation
from shuangsuiji.stages.plans.actions.record_paper_confirmation import ConfirmationPaper, record_paper_confirmation
from shuangsuiji.stages.plans.queries.confirmations import registries_of
from shuangsuiji.stages.plans.queries.tasks import task_for
from shuangsuiji.stages.registry.queries import delta_since
from shuangsuiji.web.components.acting import acting, offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.office.tasks import forms, shown


def record_confirmation(request: HttpRequest, key: UUID, department: str, kind: str) -> HttpResponse:
    """登记纸质更新确认"""
    task = _own_task(request, key)
    found = _standing(request, task, lambda each: (each.department.code, each.kind) == (department, kind))
    delta = delta_since(found.department, kind)
    form = forms.ConfirmationPaperForm(request.POST or None, request.FILES or None, initial={"seen": delta.digest})
    if form.is_valid():
        said = dict(form.cleaned_data)
        of_registry = {"department": department, "kind": kind, "seen": said.pop("seen")}
        with told_in(request, form):
            paper = ConfirmationPaper(**said)
            record_paper_confirmation(task_id=key, **of_registry, paper=paper, actor=acting(request), at=now(request))
            return _done(request, "已登记，待分管负责人核对确认。", key)
    words = "核对确认之前不算数；名录库此后又有变动的，须重新登记。"
    return _page(request, task, form, "登记纸质更新确认", "登记", words, _rows(found, delta))


def vouch(request: HttpRequest, key: UUID, paper: UUID) -> HttpResponse:
    """核对纸质更新确认"""
    task = _own_task(request, key)
    found = _standing(request, task, lambda each: each.paper is not None and each.paper.pk == paper)
    form = forms.VouchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            confirm_paper_confirmation(
                task_id=key, paper=paper, **form.cleaned_data, actor=acting(request), at=now(request)
            )
            return _done(request, "已确认纸质更新确认，与在平台上确认的同样有效。", key)
    words = "请对照纸质件核对文号、签字、日期和扫描件。确认后即为该部门的更新确认，有效期从签字日期起算。"
    rows = [*_paper_rows(found.paper), *_rows(found, delta_since(found.department, found.kind))]
    return _page(request, task, form, "核对纸质更新确认", "确认纸质更新确认", words, rows)


def _own_task(request: HttpRequest, key: UUID) -> Any:
    found = task_for(key, own_department(request), offices_held(request))
    if found is None or found.department.code != own_department(request):
        raise Http404
    return found


def _standing(request: HttpRequest, task: Any, chosen: Any) -> Any:
    for each in registries_of(task, now(request)):
        if each.without_account and chosen(each):
            return each
    raise Http404


def _rows(found: Any, delta: Any) -> list[tuple[str, Any]]:
    changes = f"新增 {delta.added}，变更 {delta.changed}，移出 {delta.removed}，未入库 {len(delta.excluded)}"
    return [
        ("部门", found.department.name),
        ("名录库", found.label),
        ("在库", f"{delta.live} 行" if delta.live else "空的名录库（0 行）"),
        ("自上次确认以来", f"{changes}；{'须第二人签字' if delta.needs_second else '无须第二人签字'}"),
    ]


def _paper_rows(paper: Any) -> list[tuple[str, Any]]:
    signers = "、".join(filter(None, (paper.signer, paper.second_signer)))
    return [
        ("文号", paper.number),
        ("签字", f"{signers}，{paper.signed_on:%Y-%m-%d}"),
        ("说明", paper.reason or "—"),
        ("扫描件摘要", paper.scan_digest),
    ]


def _page(
    request: HttpRequest, task: Any, form: Any, heading: str, act: str, words: str, rows: list[tuple[str, Any]]
) -> HttpResponse:
    told = {"heading": heading, "crumbs": shown.crumbs(task, heading), "rows": rows, "form": form, "act": act}
    more = {"record": task, "consequence": words, "back": reverse("tasks:task", args=(task.pk,))}
    return render(request, "office/tasks/paper.html", {**told, **more}, status=form_status(form))


def _done(request: HttpRequest, told: str, key: UUID) -> HttpResponse:
    messages.success(request, told)
    return redirect("tasks:task", key)
