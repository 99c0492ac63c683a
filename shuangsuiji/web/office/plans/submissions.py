"""The pages of a submission on paper: recorded by the clerk, confirmed by the deputy head; the scans of it and of consents on paper.

Source: 第七条; 10-articles (acting on paper).
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.plans.actions.confirm_paper_submission import confirm_paper_submission
from shuangsuiji.stages.plans.actions.record_paper_submission import SubmissionPaper, record_paper_submission
from shuangsuiji.stages.plans.queries.plans import paper_shown
from shuangsuiji.stages.plans.queries.standing import consent_paper
from shuangsuiji.stages.plans.queries.submissions import paper_of_plan
from shuangsuiji.web.components.acting import acting
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.components.scans import scan_answer
from shuangsuiji.web.office.plans import forms, shown
from shuangsuiji.web.office.plans.finding import own_plan, plan_of
from shuangsuiji.web.office.plans.writing import version_shown


def record(request: HttpRequest, key: UUID) -> HttpResponse:
    """登记纸质报送"""
    found, form = own_plan(request, key), forms.SubmissionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        paper = SubmissionPaper(**form.cleaned_data)
        with told_in(request, form):
            record_paper_submission(plan_id=key, paper=paper, actor=acting(request), at=now(request))
            return _done(request, "已登记，待分管负责人核对确认。", key)
    told = {"heading": "登记纸质报送", "crumbs": shown.crumbs(found, "登记纸质报送"), "form": form, "act": "登记"}
    return render(request, "office/plans/form.html", {**told, "back": _address(key)}, status=form_status(form))


def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """确认纸质报送"""
    found, form = own_plan(request, key), forms.VouchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "version": version_shown(request)}
        with told_in(request, form):
            confirm_paper_submission(plan_id=key, **said, actor=acting(request), at=now(request))
            return _done(request, "已确认，计划已以纸质报送；请经办人公示。", key)
    return render(request, "office/plans/confirm.html", _told(request, found, form), status=form_status(form))


def scan(request: HttpRequest, key: UUID) -> HttpResponse:
    """打开纸质报送的扫描件"""
    paper = paper_of_plan(plan_of(request, key))
    return scan_answer(paper.scan_digest if paper else "")


def consent_scan(request: HttpRequest, key: UUID, answer: UUID) -> HttpResponse:
    """打开纸质会签的扫描件"""
    paper = consent_paper(plan_of(request, key), answer)
    return scan_answer(paper.scan_digest if paper else "")


def _told(request: HttpRequest, plan: Any, form: Any) -> dict[str, Any]:
    """The plan and its paper; a plan without any confirmed content has neither to be confirmed."""
    newest = plan.versions.order_by("-number").first()
    if newest is None:
        raise Http404
    return {
        "plan": plan,
        "record": plan,
        "rows": shown.at_stake(request, plan, newest.content, paper_shown(plan)),
        "form": form,
        "heading": "确认纸质报送",
        "act": "确认纸质报送",
        "consequence": "请对照纸质件核对文号、日期、扫描件和所附计划。确认后即为已报送，由本部门公示，公示中注明纸质。",
        "scan": reverse("plans:submission_scan", args=(plan.pk,)),
        "back": _address(plan.pk),
        "crumbs": shown.crumbs(plan, "确认纸质报送"),
    }


def _address(key: Any) -> str:
    return reverse("plans:plan", args=(key,))


def _done(request: HttpRequest, words: str, key: UUID) -> HttpResponse:
    messages.success(request, words)
    return redirect("plans:plan", key)
