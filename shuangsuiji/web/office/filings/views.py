"""The pages of filings, a function each.

Source: 第八条; 70-interface §4, §5.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.disclosure.actions.publish_filing import publish_filing
from shuangsuiji.stages.plans.actions.confirm_paper_filing import confirm_paper_filing
from shuangsuiji.stages.plans.actions.file_ad_hoc import file_ad_hoc
from shuangsuiji.stages.plans.actions.record_paper_filing import FilingPaper, record_paper_filing
from shuangsuiji.stages.plans.actions.request_filing import request_filing
from shuangsuiji.stages.plans.actions.return_filing import return_filing
from shuangsuiji.stages.plans.queries import filings
from shuangsuiji.stages.plans.queries.tasks import task_for
from shuangsuiji.web.components.acting import acting, offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.components.scans import scan_answer
from shuangsuiji.web.office.filings import forms, shown

HEADING = "临时性抽查备案"
COLUMNS = (
    Column("备案号", lambda filing: filing.number, width=22),
    Column("任务编号", lambda filing: filing.task.number, width=28),
    Column("任务名称", lambda filing: filing.task.name, width=40),
    Column("发起部门", lambda filing: filing.task.department.name, width=28),
    Column("交办（转办）机关", lambda filing: filing.task.line.version.plan.source_body, width=28),
    Column("来文文号", lambda filing: filing.task.line.version.plan.source_document, width=24),
    Column("报送日期", lambda filing: filing.requested_on),
    Column("备案日期", lambda filing: filing.filed_on),
    Column("备案方式", lambda filing: "纸质" if filing.on_paper else ""),
    Column("状态", lambda filing: filing.status_label),
)


def filing_list(request: HttpRequest) -> HttpResponseBase:
    """临时性抽查备案"""
    form = forms.FilingFilter(request.GET)
    rows = form.narrow(filings.filings_for(own_department(request), offices_held(request)))
    if is_export(request):
        return export(request, rows, COLUMNS, name=HEADING)
    page = page_of(request, rows, order=("-requested_on", "task__number"), sortable=("number", "requested_on"))
    told = {"heading": HEADING, "crumbs": [(HEADING, "")], "form": form, "page": page}
    return render(request, "office/filings/list.html", told)


def filing(request: HttpRequest, key: UUID) -> HttpResponse:
    """一件备案"""
    found = _filing_of(request, key)
    own, held = found.task.department.code == own_department(request), offices_held(request)
    paper = filings.paper_shown(found)
    told = {"filing": found, "task": found.task, "clerk": own and "clerk" in held, "paper": paper}
    more = {"heading": found.task.name, "crumbs": _crumbs(found), "rows": shown.task_rows(found.task)}
    said = [*shown.filing_rows(found), *(shown.paper_rows(paper) if paper and not found.on_paper else ())]
    head = own and not held.isdisjoint(("deputy_head", "principal_head"))
    return render(request, "office/filings/filing.html", {**told, **more, "said": said, "head": head})


def print_form(request: HttpRequest, key: UUID) -> HttpResponse:
    """打印备案表"""
    found = _filing_of(request, key)
    rows = [*shown.task_rows(found.task), *shown.filing_rows(found)]
    told = {"heading": "临时性抽查备案表", "rows": rows, "filing": found, "number": found.number}
    return render(request, "office/filings/print.html", {**told, "printed_at": now(request), "back": _address(key)})


def ask(request: HttpRequest, task: UUID) -> HttpResponse:
    """报送备案"""
    found, form = _own_task(request, task), forms.RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            made = request_filing(task_id=task, **form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, "已报送联席会议办公室备案；备案、公示后方可抽取。", made.pk)
    words = "报送后由联席会议办公室核对来源和来文，编号备案；来源不符的会退回并写明理由。"
    back = reverse("tasks:task", args=(task,))
    return _confirm(request, found, form, "报送备案", "报送备案", words, back)


def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """备案"""
    found = _filing_of(request, key)
    if request.method == "POST":
        filed = file_ad_hoc(filing_id=key, actor=acting(request), at=now(request))
        return _done(request, f"已备案，备案号 {filed.number}；请公示。", key)
    words = "备案后编号不能更改，来源种类和备案号记入公开日志；备案公示后任务方可抽取。"
    return _confirm(request, found.task, None, "备案", "备案", words, _address(key))


def send_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """退回备案"""
    found, form = _filing_of(request, key), forms.ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            return_filing(filing_id=key, **form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, "已退回，发起部门可以补正后重新报送。", key)
    words = "退回理由由发起部门看到；任务仍不能抽取。"
    return _confirm(request, found.task, form, "退回备案", "退回备案", words, _address(key))


def record_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """登记纸质备案"""
    found, form = _own_filing(request, key), forms.PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        paper = FilingPaper(**form.cleaned_data)
        with told_in(request, form):
            record_paper_filing(filing_id=key, paper=paper, actor=acting(request), at=now(request))
            return _done(request, "已登记，待分管负责人核对确认。", key)
    told = {"heading": "登记纸质备案", "crumbs": _crumbs(found), "form": form, "act": "登记", "back": _address(key)}
    return render(request, "office/filings/form.html", told, status=form_status(form))


def confirm_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """确认纸质备案"""
    found, form = _own_filing(request, key), forms.VouchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "version": _version(request)}
        with told_in(request, form):
            filed = confirm_paper_filing(filing_id=key, **said, actor=acting(request), at=now(request))
            return _done(request, f"已确认，备案号 {filed.number}（纸质）；请经办人公示。", key)
    paper = filings.paper_of(found)
    rows = [*(shown.paper_rows(paper) if paper else ()), *shown.task_rows(found.task)]
    words = "请对照纸质件核对备案号、日期和扫描件。确认后即为已备案，备案号不能更改，记入公开日志。"
    told = {"rows": rows, "record": found, "scan": paper and reverse("filings:scan", args=(key,))}
    return _confirm(request, found.task, form, "确认纸质备案", "确认纸质备案", words, _address(key), **told)


def scan(request: HttpRequest, key: UUID) -> HttpResponse:
    """打开纸质备案的扫描件"""
    paper = filings.paper_shown(_filing_of(request, key))
    return scan_answer(paper.scan_digest if paper else "")


def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """公示备案"""
    found, form = _filing_of(request, key), forms.PublishForm(request.POST or None)
    actor = acting(request, "clerk" if found.on_paper else "joint_office")
    if form.is_valid():
        with told_in(request, form):
            notice = publish_filing(filing_id=key, **form.cleaned_data, actor=actor, at=now(request))
            return _done(request, f"已公示，索引号 {notice.index_no}。", key)
    words = "公示后在公示网站立即可见，不能修改或撤下；只公示来源、来文、备案号和抽查内容。"
    return _confirm(request, found.task, form, "公示备案", "公示备案", words, _address(key))


def _filing_of(request: HttpRequest, key: UUID) -> Any:
    found = filings.filing_for(key, own_department(request), offices_held(request))
    if found is None:
        raise Http404
    return found


def _own_filing(request: HttpRequest, key: UUID) -> Any:
    found = _filing_of(request, key)
    if found.task.department.code != own_department(request):
        raise Http404
    return found


def _own_task(request: HttpRequest, key: UUID) -> Any:
    found = task_for(key, own_department(request), offices_held(request))
    if found is None or found.department.code != own_department(request):
        raise Http404
    return found


def _version(request: HttpRequest) -> int:
    """The version the form was shown with."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _confirm(
    request: HttpRequest, task: Any, form: Any, heading: str, act: str, words: str, back: str, **told_too: Any
) -> HttpResponse:
    trail = [(HEADING, reverse("filings:list")), (heading, "")]
    told = {"heading": heading, "crumbs": trail, "rows": shown.task_rows(task), "form": form, "act": act}
    status = form_status(form) if form is not None else 200
    more = {"consequence": words, "back": back, "record": None}
    return render(request, "office/filings/confirm.html", {**told, **more, **told_too}, status=status)


def _crumbs(found: Any) -> list[tuple[str, str]]:
    return [(HEADING, reverse("filings:list")), (found.number or found.task.number, "")]


def _address(key: Any) -> str:
    return reverse("filings:filing", args=(key,))


def _done(request: HttpRequest, told: str, key: Any) -> HttpResponse:
    messages.success(request, told)
    return redirect("filings:filing", key)
