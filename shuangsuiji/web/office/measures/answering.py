"""The pages on which the class of a firm is told to a body that honours firms: search, answer, print, list.

Source: 第六条（四） (C06-13); 70-interface §4 (`measures/`). The class is seen only on the answer, which is kept.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.plans.actions.query_class import query_class
from shuangsuiji.stages.plans.queries import class_queries, measures
from shuangsuiji.stages.registry.queries import subjects
from shuangsuiji.web.components.acting import acting, offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.office.measures import forms

HEADING = "评先评优查询"
_MOST = 20
NONE = "未分类"
COLUMNS = (
    Column("编号", lambda row: row.number, width=22),
    Column("答复时间", lambda row: row.at),
    Column("查询单位", lambda row: row.organisation, width=28),
    Column("用途", lambda row: row.purpose, width=36),
    Column("查询对象", lambda row: row.name, width=36),
    Column("信用风险分类", lambda row: f"{row.risk_class}类" if row.risk_class else NONE),
    Column("分类来源", lambda row: row.class_source),
    Column("分类日期", lambda row: row.class_on),
    Column("部门", lambda row: row.department.name, width=28),
)


def query_list(request: HttpRequest) -> HttpResponseBase:
    """评先评优查询"""
    form = forms.QueryFilter(request.GET)
    rows = form.narrow(class_queries.answers_for(own_department(request), offices_held(request)))
    if is_export(request):
        return export(request, rows, COLUMNS, name=f"{HEADING}记录")
    page = page_of(request, rows, order=("-at",))
    told = {"heading": HEADING, "crumbs": _trail(), "form": form, "page": page}
    return render(request, "office/measures/queries.html", told)


def ask(request: HttpRequest) -> HttpResponse:
    """选择查询对象"""
    form = forms.FirmForm(request.GET)
    words = form.given.get("q", "")
    registry = subjects.registry_of(own_department(request))
    rows = subjects.search(registry, words) if words else registry.none()
    found = list(rows.order_by("name_key", "pk")[: _MOST + 1])
    told = {"form": form, "words": words, "found": found[:_MOST], "more": len(found) > _MOST, "most": _MOST}
    told |= {"heading": "选择查询对象", "crumbs": _trail("选择查询对象")}
    return render(request, "office/measures/ask.html", told)


def query(request: HttpRequest, key: UUID) -> HttpResponse:
    """答复评先评优查询"""
    firm = subjects.registry_of(own_department(request)).filter(pk=key).first()
    if firm is None:
        raise Http404
    form = forms.QueryForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            made = query_class(subject=firm.pk, **form.cleaned_data, actor=acting(request), at=now(request))
            messages.success(request, f"已答复，编号 {made.number}。")
            return redirect("measures:answer", made.pk)
    told = {"heading": f"答复查询：{firm.name}", "crumbs": _trail("答复"), "form": form, "act": "查询并答复"}
    return render(
        request, "office/measures/form.html", {**told, "back": reverse("measures:ask")}, status=form_status(form)
    )


def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """评先评优查询答复"""
    found = class_queries.answer_for(key, own_department(request), offices_held(request))
    if found is None:
        raise Http404
    told = {"heading": "信用风险分类查询答复", "answer": found, "rows": _said(found), "number": found.number}
    told |= {"printed_at": now(request), "back": reverse("measures:queries")}
    return render(request, "office/measures/answer.html", told)


def _said(found: Any) -> list[tuple[str, Any]]:
    subject = found.subject
    return [
        ("查询单位", found.organisation),
        ("用途", found.purpose),
        ("查询对象", found.name),
        ("代码", subject.uscc or subject.reg_no or subject.object_no),
        ("信用风险分类", f"{found.risk_class}类" if found.risk_class else "尚无信用风险分类"),
        ("分类来源", found.class_source or "—"),
        ("分类日期", f"{found.class_on}" if found.class_on else "—"),
        ("答复部门", found.department.name),
        ("答复人", measures.people([found.answered_by]).get(found.answered_by, "")),
    ]


def _trail(*more: str) -> list[tuple[str, str]]:
    trail = [("分类监管措施", reverse("measures:list")), (HEADING, reverse("measures:queries") if more else "")]
    return [*trail, *((each, "") for each in more)]
