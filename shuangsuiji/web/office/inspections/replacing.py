"""The pages of replacements: asked for, agreed to or refused, listed.

Source: 第十五条; 70-interface §4 (both names stay).
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.inspections.actions.replace_inspector import Answer, refuse_replacement, replace_inspector
from shuangsuiji.stages.inspections.actions.request_replacement import request_replacement
from shuangsuiji.stages.inspections.queries import teams as teams_now
from shuangsuiji.stages.plans.queries.tasks import task_for
from shuangsuiji.web.components.acting import acting, offices_answered_for, offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.office.inspections import forms

HEADING = "人员更换"


def replacement_list(request: HttpRequest) -> HttpResponse:
    """人员更换"""
    rows = teams_now.replacements_for(own_department(request))
    deciding = "deputy_head" in offices_answered_for(request)
    told = {"heading": HEADING, "crumbs": [(HEADING, "")], "rows": rows, "deciding": deciding}
    return render(request, "office/inspections/replacements.html", told)


def ask(request: HttpRequest, team: UUID, slot: int) -> HttpResponse:
    """申请更换"""
    found = teams_now.team_for(team)
    if found is None or task_for(found.task_id, own_department(request), offices_held(request)) is None:
        raise Http404
    people = [
        (each.pk, f"{each.person.name}（{each.number.removeprefix('cert:')}）")
        for each in teams_now.candidates_for(found, slot)
    ]
    form = forms.WishForm(request.POST or None, slot=slot, people=people)
    if form.is_valid():
        with told_in(request, form):
            request_replacement(team_id=team, wish=form.wish(), actor=acting(request), at=now(request))
            messages.success(request, "已申请，待该人员所在部门分管负责人决定。")
            return redirect("inspections:teams", found.task_id)
    place = teams_now.place_of(found, slot)
    rows = [("任务", f"{found.task}"), ("小组", found.label), ("原人员", place.inspector.person.name)]
    return _page(request, form, "申请更换", "提交申请", rows, reverse("inspections:teams", args=(found.task_id,)))


def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """决定更换"""
    found = teams_now.replacement_for(key, own_department(request))
    if found is None:
        raise Http404
    form = forms.AnswerForm(request.POST or None, initial={"seen": found.request.content_digest})
    if form.is_valid():
        given = dict(form.cleaned_data)
        act = replace_inspector if given.pop("agrees") == "yes" else refuse_replacement
        with told_in(request, form):
            act(replacement_id=key, answer=Answer(**given), actor=acting(request), at=now(request))
            messages.success(request, "已决定。抽取名单不变，更换另记在后。")
            return redirect("replacements:list")
    open_ = found.status == "REQUESTED"
    return _page(
        request,
        form if open_ else None,
        "人员更换",
        "提交意见",
        _rows(found),
        reverse("replacements:list"),
        act_shown=open_,
    )


def _rows(found: Any) -> list[tuple[str, Any]]:
    return [
        ("任务", f"{found.team.task}"),
        ("小组", found.team.label),
        ("原人员", found.outgoing.person.name),
        ("替换人员", found.substitute.person.name),
        ("情形", f"{found.get_ground()}：{found.text}"),
        ("状态", found.status_label),
    ]


def _page(
    request: HttpRequest, form: Any, heading: str, act: str, rows: Any, back: str, *, act_shown: bool = True
) -> HttpResponse:
    crumbs = [(HEADING, reverse("replacements:list")), (heading, "")]
    told = {
        "heading": heading,
        "crumbs": crumbs,
        "rows": rows,
        "form": form,
        "act": act if act_shown else "",
        "back": back,
    }
    words = "抽取名单不变，更换附记在后，公开的只有次数（第十五条）。"
    return render(
        request,
        "office/inspections/confirm.html",
        {**told, "consequence": words, "record": None},
        status=form_status(form),
    )
