"""The page on which it is decided whether two lines of plans that meet become one visit.

Source: 第九条; 70-interface §4 (joint: merge proposal). A department sees the lines of its own plans and what they meet; the office of the
joint meeting sees those of all confirmed plans.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.plans.actions.decide_overlap import Lines, decide_overlap
from shuangsuiji.stages.plans.queries import overlaps, plans
from shuangsuiji.web.components.acting import acting, offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.office.plans import forms

HEADING = "合并还是分开检查"


def overlap(request: HttpRequest, key: UUID, line: int, second: UUID, other: int) -> HttpResponse:
    """合并还是分开检查"""
    found = _found(request, key, line, second, other)
    form = forms.OverlapForm(request.POST or None)
    if form.is_valid():
        lines = Lines(key, line, second, other, request.POST.get("seen", ""))
        with told_in(request, form):
            decide_overlap(
                lines=lines, **form.cleaned_data, actor=acting(request, *_offices(request, found)), at=now(request)
            )
            messages.success(request, "已记录决定。")
            return redirect(request.path)
    return render(request, "office/plans/overlap.html", _told(request, found, form), status=form_status(form))


def _found(request: HttpRequest, key: UUID, line: int, second: UUID, other: int) -> Any:
    first, beside = plans.plan_with_paper(key), plans.plan_with_paper(second)
    if first is None or beside is None or not _visible(request, first, beside):
        raise Http404
    found = overlaps.overlap_between(first, line, beside, other)
    if found is None:
        raise Http404
    return found


def _visible(request: HttpRequest, first: Any, second: Any) -> bool:
    """One's own plans; another department's once confirmed, beside an own one or, for the office of the joint meeting, beside any."""
    foreign = [each for each in (first, second) if each.department.code != own_department(request)]
    may = len(foreign) < 2 or "joint_office" in offices_held(request)
    return may and all(overlaps.is_confirmed(each) for each in foreign)


def _offices(request: HttpRequest, found: Any) -> tuple[str, ...]:
    """In which office somebody of several decides: on his own department's lines as the department."""
    own = {found.first.plan.department.code, found.second.plan.department.code} == {own_department(request)}
    return ("clerk", "deputy_head", "joint_office") if own else ("joint_office", "clerk", "deputy_head")


def _told(request: HttpRequest, found: Any, form: Any) -> dict[str, Any]:
    own = [each.plan for each in (found.first, found.second) if each.plan.department.code == own_department(request)]
    back = reverse("plans:plan", args=(own[0].pk,)) if own else reverse("joint:list")
    return {
        "heading": HEADING,
        "crumbs": [("抽查计划", reverse("plans:list")), (HEADING, "")],
        "rows": [row for each in (found.first, found.second) for row in _rows(each)]
        + [("共同对象", f"{found.common} 户")],
        "decisions": overlaps.decisions_on(found),
        "digest": overlaps.lines_digest(found),
        "form": form,
        "act": "记录决定",
        "consequence": "决定留痕，不能删除，可以再作决定替代；计划行的对象、时间或事项变化后须重新决定。",
        "back": back,
    }


def _rows(line: Any) -> list[tuple[str, Any]]:
    words = [
        f"{line.plan.department.name}　{line.plan.number}-{line.ordinal:02d}",
        f"检查时间 {line.window[0]} 至 {line.window[1]}",
        f"抽查事项 {len(line.items)} 项",
    ]
    return [(line.task_name, words)]
