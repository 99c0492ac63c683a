"""The pages of the measures register, a function each.

Source: 第六条（四）; 70-interface §4 (`measures/`).
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.stages.plans.actions.close_year import close_year
from shuangsuiji.stages.plans.actions.record_measure import record_measure
from shuangsuiji.stages.plans.queries import measures
from shuangsuiji.stages.registry.queries.subjects import department_of
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.components.scans import file_answer
from shuangsuiji.web.office.measures import forms

HEADING = "分类监管措施"
NOT_DONE = "未落实"
COLUMNS = (
    Column("年度", lambda row: row[0]),
    Column("风险分类", lambda row: f"{row[1].risk_class}类"),
    Column("监管措施", lambda row: row[1].measure, width=36),
    Column("落实情况", lambda row: "已落实" if row[2] else NOT_DONE),
    Column("依据种类", lambda row: row[2] and row[2].get_kind_display()),
    Column("文号或说明", lambda row: row[2] and row[2].reference, width=40),
    Column("落实日期", lambda row: row[2] and row[2].on),
    Column("登记时间", lambda row: row[2] and row[2].at),
)


def measure_list(request: HttpRequest) -> HttpResponseBase:
    """分类监管措施"""
    department, today = own_department(request), localdate(now(request))
    form = forms.YearFilter(request.GET)
    year = form.given.get("year") or today.year
    lines = measures.register(department, year)
    if is_export(request):
        return export(request, _rows(year, lines), COLUMNS, name=f"{year}年度{HEADING}落实记录")
    told = {"form": form, "year": year, "lines": lines, "years": measures.years_of(department, today.year)}
    done = sum(1 for line in lines if line.evidence)
    told |= {"closing": measures.closing_of(department, year), "over": year < today.year}
    told |= {"done": done, "open": len(lines) - done, "heading": HEADING, "crumbs": [(HEADING, "")]}
    return render(request, "office/measures/list.html", told)


def add(request: HttpRequest) -> HttpResponse:
    """登记落实情况"""
    first = {"measure": request.GET.get("measure", ""), "on": localdate(now(request))}
    form = forms.MeasureForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        with told_in(request, form):
            made = record_measure(**form.terms(), actor=acting(request), at=now(request))
            return _done(request, f"已记入 {made.year} 年度。", made.year)
    return _form(request, form, "登记落实情况", "登记")


def record(request: HttpRequest, key: UUID) -> HttpResponse:
    """一条落实记录"""
    found = _record(request, key)
    closed = measures.closing_of(own_department(request), found.year) is not None
    told = {"record": found, "rows": _facts(found), "stands": not hasattr(found, "replaced_by"), "closed": closed}
    return render(request, "office/measures/record.html", {**told, "heading": found.measure, "crumbs": _trail(found)})


def correct(request: HttpRequest, key: UUID) -> HttpResponse:
    """更正落实记录"""
    found = _record(request, key)
    form = forms.CorrectionForm(request.POST or None, request.FILES or None, initial=_initial(found))
    if form.is_valid():
        with told_in(request, form):
            made = record_measure(**form.terms(), replaces=key, actor=acting(request), at=now(request))
            return _done(request, "已更正；原记录保留，可在留痕中查看。", made.year)
    return _form(request, form, "更正落实记录", "更正", found)


def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """下载附件"""
    return file_answer(_record(request, key).file)


def report(request: HttpRequest, year: int) -> HttpResponse:
    """分类监管措施年度报告"""
    department = own_department(request)
    closing = measures.closing_of(department, year)
    lines = measures.report_of(measures.register(department, year)) if closing is None else closing.report
    told = {"year": year, "lines": lines, "closing": closing, "printed_at": now(request), "back": _list_of(year)}
    told |= {"heading": f"{year}年度{HEADING}落实记录", "department": department_of(department)}
    return render(request, "office/measures/report.html", told)


def close(request: HttpRequest, year: int) -> HttpResponse:
    """办结年度措施记录"""
    form, department = forms.CloseForm(request.POST or None), own_department(request)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            close_year(year=year, actor=acting(request), at=now(request))
            return _done(request, f"{year}年度已办结，年度报告已形成。", year)
    lines = measures.register(department, year)
    told = {
        "heading": f"办结{year}年度措施记录",
        "crumbs": _trail(None, f"办结{year}年度"),
        "form": form,
        "act": "办结年度",
    }
    told |= {"rows": _counted(lines), "lines": measures.report_of(lines), "back": _list_of(year)}
    told |= {"consequence": "办结后形成年度报告，该年度不能再登记或更正；没有依据的措施在报告中列为未落实。"}
    return render(request, "office/measures/close.html", told, status=form_status(form))


# --------------------------------------------------------------------------------------------------------------- pieces


def _rows(year: int, lines: list[measures.MeasureLine]) -> list[tuple[int, measures.MeasureLine, Any]]:
    """A row per piece of evidence, and one per measure without any."""
    return [(year, line, each) for line in lines for each in line.evidence or (None,)]


def _counted(lines: list[measures.MeasureLine]) -> list[tuple[str, str]]:
    return [(f"{each}类", f"{count} 条依据") for each, count in measures.evidence_counts(lines).items()]


def _record(request: HttpRequest, key: UUID) -> Any:
    found = measures.measure_record(key, own_department(request))
    if found is None:
        raise Http404
    return found


def _initial(found: Any) -> dict[str, Any]:
    plain = {name: getattr(found, name) for name in ("kind", "reference", "on")}
    return {**plain, "measure": f"{found.risk_class}:{found.measure}"}


def _facts(found: Any) -> list[tuple[str, Any]]:
    name = measures.people([found.recorded_by]).get(found.recorded_by, "")
    facts = [
        ("年度", f"{found.year}"),
        ("风险分类", f"{found.risk_class}类"),
        ("依据种类", found.get_kind_display()),
        ("文号或说明", found.reference),
        ("落实日期", f"{found.on}"),
        ("登记人", name),
    ]
    return facts + ([("更正理由", found.reason)] if found.reason else [])


def _list_of(year: int) -> str:
    return f"{reverse('measures:list')}?year={year}"


def _trail(found: Any = None, *more: str) -> list[tuple[str, str]]:
    trail = [(HEADING, reverse("measures:list"))]
    if found is not None:
        address = reverse("measures:record", args=(found.pk,)) if more else ""
        trail += [(f"{found.year}年度", _list_of(found.year)), ("落实记录", address)]
    return [*trail, *((each, "") for each in more)]


def _done(request: HttpRequest, words: str, year: int) -> HttpResponse:
    messages.success(request, words)
    return redirect(_list_of(year))


def _form(request: HttpRequest, form: Any, heading: str, act: str, found: Any = None) -> HttpResponse:
    back = reverse("measures:list") if found is None else reverse("measures:record", args=(found.pk,))
    told = {"heading": heading, "crumbs": _trail(found, act), "form": form, "act": act, "back": back}
    return render(request, "office/measures/form.html", told, status=form_status(form))
