"""The pages of tasks and schemes, a function each.

Source: 第二条, 第六条（二）（三）, 第九条, 第十一条, 第十三条（一）; 70-interface §4, §5.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.stages.plans.actions.confirm_registries import confirm_registries
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.actions.record_consent import Paper
from shuangsuiji.stages.plans.actions.record_signature import confirm_signature, record_signature
from shuangsuiji.stages.plans.actions.revise_scheme import revise_scheme
from shuangsuiji.stages.plans.actions.sign_scheme import sign_scheme
from shuangsuiji.stages.plans.actions.withdraw_task import withdraw_task
from shuangsuiji.stages.plans.queries import schemes, tasks
from shuangsuiji.stages.plans.queries.meeting import overlaps_of
from shuangsuiji.stages.plans.queries.parties import departments_of
from shuangsuiji.stages.plans.scheme_drafting import edit_scheme, send_scheme
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.web.components.acting import acting, offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.paper_answers import is_pdf, paper_content, pdf_answer
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.components.scans import scan_answer
from shuangsuiji.web.office.tasks import forms, papers, shown

HEADING = shown.HEADING
COLUMNS = (
    Column("任务编号", lambda task: task.number, width=28),
    Column("任务名称", lambda task: task.name, width=40),
    Column("发起部门", lambda task: task.department.name, width=28),
    Column("检查开始", lambda task: task.from_on),
    Column("检查截止", lambda task: task.to_on),
    Column("状态", lambda task: task.status_label),
)


def task_list(request: HttpRequest) -> HttpResponseBase:
    """抽查任务"""
    form = forms.TaskFilter(request.GET)
    rows = form.narrow(tasks.tasks_for(own_department(request), offices_held(request)))
    if is_export(request):
        return export(request, rows, COLUMNS, name=HEADING)
    page = page_of(request, rows, order=("-year", "number"), sortable=("number", "from_on"))
    return render(
        request, "office/tasks/list.html", {"heading": HEADING, "crumbs": [(HEADING, "")], "form": form, "page": page}
    )


def choose(request: HttpRequest) -> HttpResponse:
    """从哪一行计划建立任务"""
    years = tasks.years_of_tasks(localdate(now(request)))
    lines = tasks.lines_for_tasks(own_department(request), years)
    trail = [(HEADING, reverse("tasks:list")), ("新建任务", "")]
    return render(
        request, "office/tasks/choose.html", {"heading": "新建任务", "crumbs": trail, "lines": lines, "years": years}
    )


def create(request: HttpRequest, line: UUID) -> HttpResponse:
    """核对并建立任务"""
    found = tasks.line_for_task(line, own_department(request))
    if found is None:
        raise Http404
    form = forms.NameForm(request.POST or None, initial={"name": found.task_name})
    if form.is_valid():
        with told_in(request, form):
            made = create_task(line_id=line, **form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, f"已建立任务 {made.number}；请核对方案后送会签。", made.pk)
    return _create_page(request, found, form)


def task(request: HttpRequest, key: UUID) -> HttpResponse:
    """一项任务"""
    found = _task_of(request, key)
    told = {"heading": found.name, "crumbs": shown.crumbs(found), **shown.detail(request, found)}
    return render(request, "office/tasks/task.html", told)


def print_scheme(request: HttpRequest, key: UUID) -> HttpResponse:
    """打印抽查方案"""
    found = _task_of(request, key)
    if is_pdf(request):
        values = papers.scheme_values(shown.detail(request, found), now(request))
        return pdf_answer(paper_content("scheme", values, at=now(request)), f"{found.number}抽查方案")
    told = {"heading": "抽查方案", "printed_at": now(request), "back": _address(key), "number": found.number}
    return render(request, "office/tasks/print.html", {**told, **shown.detail(request, found)})


def scheme(request: HttpRequest, key: UUID) -> HttpResponse:
    """编制方案"""
    found, form = _own_form(request, key)
    if form.is_valid():
        version = int(request.POST.get("version") or 0)
        edit_scheme(task_id=key, version=version, terms=form.terms(), actor=acting(request), at=now(request))
        return _done(request, "已保存方案。", key)
    return _form(request, found, form, "编制方案", "保存方案", tasks.scheme_draft_of(found))


def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """送会签"""
    draft = tasks.scheme_draft_of(_own_task(request, key))
    version = int(request.POST.get("version") or draft.version)
    send_scheme(task_id=key, version=version, actor=acting(request), at=now(request))
    return _done(request, "已送会签；各参与部门会签后，由分管负责人审批。", key)


def sign(request: HttpRequest, key: UUID) -> HttpResponse:
    """会签方案"""
    found, form = _task_of(request, key), forms.SignForm(request.POST or None)
    if own_department(request) not in [each.department.code for each in departments_of(found)]:
        raise Http404
    if form.is_valid():
        given = form.cleaned_data
        answer = Answer(request.POST.get("seen", ""), given["opinion"], given["standing_in"])
        with told_in(request, form):
            sign_scheme(
                task_id=key, agrees=given["agrees"] == "yes", answer=answer, actor=acting(request), at=now(request)
            )
            return _done(request, "已会签。" if given["agrees"] == "yes" else "已答复不同意。", key)
    return _sign_page(request, found, form)


def record_paper(request: HttpRequest, key: UUID, department: str) -> HttpResponse:
    """登记纸质会签"""
    found, form = _own_task(request, key), forms.PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        paper = Paper(given["agrees"] == "yes", given["number"], given["signed_on"], given["scan"])
        said = {"department": department, "seen": given["seen"], "paper": paper}
        with told_in(request, form):
            record_signature(task_id=key, **said, actor=acting(request), at=now(request))
            return _done(request, "已登记，待分管负责人核对确认。", key)
    form.initial["seen"] = schemes.scheme_digest(tasks.scheme_draft_of(found))
    return _form(request, found, form, "登记纸质会签", "登记")


def confirm_paper(request: HttpRequest, key: UUID, department: str) -> HttpResponse:
    """确认纸质会签"""
    _own_task(request, key)
    confirm_signature(task_id=key, department=department, actor=acting(request), at=now(request))
    return _done(request, "已确认纸质会签。", key)


def scan(request: HttpRequest, key: UUID, answer: UUID) -> HttpResponse:
    """打开纸质会签的扫描件"""
    found = _task_of(request, key)
    return scan_answer(next((paper.scan_digest for _, paper in schemes.papers_of(found) if paper.pk == answer), ""))


def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """确认两库已更新"""
    _own_task(request, key)
    confirm_registries(task_id=key, actor=acting(request), at=now(request))
    return _done(request, "两库已确认，可以发布抽取公告。", key)


def revise(request: HttpRequest, key: UUID) -> HttpResponse:
    """退回修改方案"""
    found, form = _own_task(request, key), forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            revise_scheme(task_id=key, **form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, "已退回修改，原会签失效。", key)
    return _form(request, found, form, "修改已会签的方案", "退回修改")


def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """撤销任务"""
    found, form = _own_task(request, key), forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(request, form):
            withdraw_task(task_id=key, **form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, "已撤销；任务编号不再使用。", key)
    return _form(request, found, form, "撤销任务", "撤销任务", danger=True)


def _task_of(request: HttpRequest, key: UUID) -> Any:
    found = tasks.task_for(key, own_department(request), offices_held(request))
    if found is None:
        raise Http404
    return found


def _own_task(request: HttpRequest, key: UUID) -> Any:
    found = _task_of(request, key)
    if found.department.code != own_department(request):
        raise Http404
    return found


def _own_form(request: HttpRequest, key: UUID) -> tuple[Any, forms.SchemeForm]:
    found = _own_task(request, key)
    draft = tasks.scheme_draft_of(found)
    joined = [each.department.name for each in departments_of(found) if each.role == "JOIN"]
    return found, forms.SchemeForm(request.POST or None, draft=draft, joined=joined, overlaps=overlaps_of(draft))


def _create_page(request: HttpRequest, line: Any, form: Any) -> HttpResponse:
    rows = [
        ("计划", f"{line.version.plan.number} {line.version.title}"),
        ("计划行", f"{line.number} {line.task_name}"),
        ("抽查对象", line.subject_range),
        ("检查时间", f"{line.from_on:%Y-%m-%d} 至 {line.to_on:%Y-%m-%d}"),
        ("抽查事项", "；".join(each.item.name for each in line.items.select_related("item"))),
    ]
    trail = [(HEADING, reverse("tasks:list")), ("新建任务", reverse("tasks:choose")), ("核对", "")]
    told = {"heading": "核对并建立任务", "crumbs": trail, "rows": rows, "form": form, "act": "建立任务", "record": None}
    words = "建立后得到任务编号；事项、部门和当日的规则随任务固定，方案可在会签前修改。"
    more = {"consequence": words, "back": reverse("tasks:choose")}
    return render(request, "office/tasks/confirm.html", {**told, **more}, status=form_status(form))


def _sign_page(request: HttpRequest, found: Any, form: Any) -> HttpResponse:
    told = {"heading": "会签方案", "crumbs": shown.crumbs(found, "会签方案"), **shown.detail(request, found)}
    seen = schemes.scheme_digest(told["paper"])
    words = "会签对应现在的方案内容；方案一变，会签即失效。"
    more = {
        "form": form,
        "seen": seen,
        "consequence": words,
        "act": "提交会签",
        "back": _address(found.pk),
        "record": found,
    }
    return render(request, "office/tasks/sign.html", {**told, **more}, status=form_status(form))


def _form(
    request: HttpRequest, found: Any, form: Any, heading: str, act: str, record: Any = None, *, danger: bool = False
) -> HttpResponse:
    told = {"heading": heading, "crumbs": shown.crumbs(found, heading), "form": form, "act": act, "danger": danger}
    more = {"back": _address(found.pk), "record": record or found}
    return render(request, "office/tasks/form.html", {**told, **more}, status=form_status(form))


def _address(key: Any) -> str:
    return reverse("tasks:task", args=(key,))


def _done(request: HttpRequest, told: str, key: Any) -> HttpResponse:
    messages.success(request, told)
    return redirect("tasks:task", key)
