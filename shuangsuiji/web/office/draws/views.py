"""The pages of a ceremony, a function each.

Source: 第十三条（二）, 第十四条; 70-interface §4 (抽取大厅), §5 (check answers before 冻结、抽取).
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.core.draw.beacon import DRAND
from shuangsuiji.core.draw.ceremony import ABORTED
from shuangsuiji.core.draw.record import write_document
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.disclosure.actions.publish_proof import publish_proof
from shuangsuiji.stages.draws.actions.abort_draw import abort_draw
from shuangsuiji.stages.draws.actions.commit import commit
from shuangsuiji.stages.draws.actions.draw import draw
from shuangsuiji.stages.draws.actions.freeze import freeze
from shuangsuiji.stages.draws.actions.open_row import open_all, open_row
from shuangsuiji.stages.draws.actions.plan_draw import plan_draw
from shuangsuiji.stages.draws.actions.record_public_number import note_public_number, record_public_number
from shuangsuiji.stages.draws.actions.record_shadow import record_shadow
from shuangsuiji.stages.draws.actions.reveal import reveal
from shuangsuiji.stages.draws.actions.void_draw import void_draw
from shuangsuiji.stages.draws.queries.ceremony import candidates
from shuangsuiji.stages.draws.queries.draws import draw_of
from shuangsuiji.stages.draws.queries.forecast import forecast
from shuangsuiji.stages.draws.queries.recorded import recorded
from shuangsuiji.stages.plans.queries.tasks import task_for
from shuangsuiji.web.components.acting import acting, offices_held, own_department, own_person
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.paper_answers import is_pdf, paper_content, pdf_answer
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.office.draws import forms, papers, shown
from shuangsuiji.web.office.draws.words import SOURCES
from shuangsuiji.web.office.tasks import shown as tasks_shown

SEEDLESS = ("PLANNED", "FROZEN", "COMMITTED", "REVEALED")


def hall(request: HttpRequest, key: UUID) -> HttpResponse:
    """抽取大厅"""
    task = _task(request, key)
    told = {"heading": "抽取大厅", "crumbs": tasks_shown.crumbs(task, "抽取大厅")}
    return render(request, "office/draws/hall.html", {**told, **shown.hall(request, task)})


def plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """发布抽取公告"""
    task, at = _task(request, key), now(request)
    seen = forecast(task, at)
    people = {label: candidates(task, label, at) for label in seen.content["contributors"]}
    form = forms.PlanForm(request.POST or None, content=seen.content, people=people, at=at, teams=seen.teams)
    if form.is_valid():
        with told_in(request, form):
            made = plan_draw(task_id=key, terms=form.terms(), actor=acting(request), at=at)
            return _done(request, f"已公告第 {made.ordinal} 次抽取；下一步冻结名录。", key)
    words = "公告一经发布，各方、时间、公开随机数的来源和期号不能再改；须改的只能由主要负责人中止后重新公告。"
    rows = [("任务", f"{task}"), ("公开数来源", SOURCES[form.source]), *seen.rows]
    return _page(request, task, form, "发布抽取公告", "发布公告", words, rows)


def freeze_rosters(request: HttpRequest, key: UUID) -> HttpResponse:
    """冻结名录"""
    task, found = _standing(request, key)
    if request.method == "POST":
        freeze(draw_id=found.pk, actor=acting(request), at=now(request))
        return _done(request, "名录已冻结；请各方提交承诺。", key)
    rows = [*shown.plan_rows(found), *forecast(task, now(request)).rows]
    words = "冻结后名录、类别、排除情况都不能再改；各方的承诺都对应这一份名录（第十四条）。"
    return _page(request, task, None, "冻结名录", "冻结名录", words, rows)


def commit_number(request: HttpRequest, key: UUID) -> HttpResponse:
    """提交承诺"""
    task, found = _standing(request, key)
    form = forms.CommitForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            commit(draw_id=found.pk, **form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, "承诺已提交。请保管好随机数，揭示时要用同一个。", key)
    return _secret_page(request, task, found, form, "提交承诺", "commit")


def reveal_number(request: HttpRequest, key: UUID) -> HttpResponse:
    """揭示"""
    task, found = _standing(request, key)
    form = forms.RevealForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            reveal(draw_id=found.pk, **form.cleaned_data, actor=acting(request), at=now(request))
            return _done(request, "已揭示，与承诺相符。", key)
    return _secret_page(request, task, found, form, "揭示", "reveal")


def number(request: HttpRequest, key: UUID) -> HttpResponse:
    """录入公开随机数"""
    task, found = _standing(request, key)
    standing = shown.hall(request, task)["standing"]
    source, second = found.plan["beacon"]["source"], standing.number_draft is not None
    form = forms.NumberForm(request.POST or None, request.FILES or None, source=source, second=second)
    if form.is_valid():
        final = record_shadow if found.state == ABORTED else record_public_number
        act = final if second or source == DRAND else note_public_number
        with told_in(request, form):
            act(draw_id=found.pk, entry=form.entry(), actor=acting(request), at=now(request))
            said = (
                "公开随机数已录入，种子已定，可以抽取。"
                if act is record_public_number
                else "已录入，请另一人核对录入。"
            )
            return _done(request, said, key)
    words = "一期只认方案写定的那一期；录入后种子即定，任何人不能再改。"
    return _page(request, task, form, "录入公开随机数", "录入", words, shown.number_rows(found, standing))


def run(request: HttpRequest, key: UUID) -> HttpResponse:
    """抽取"""
    task, found = _standing(request, key)
    if request.method == "POST":
        made = draw(draw_id=found.pk, actor=acting(request), at=now(request))
        return _done(request, f"已抽取 {made.result.subjects} 户；名单一经产生不得更改（第十四条）。", key)
    standing = shown.hall(request, task)["standing"]
    rows = [*shown.plan_rows(found), *shown.number_rows(found, standing)]
    words = "名单由种子唯一确定，任何人都能复算出同一份；产生后不得更改（第十四条）。"
    return _page(request, task, None, "抽取", "抽取", words, rows)


def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """中止或作废抽取"""
    task, found = _standing(request, key)
    form = forms.EndForm(request.POST or None)
    heading = "中止抽取" if found.state in SEEDLESS else "作废抽取"
    if form.is_valid():
        act = abort_draw if found.state in SEEDLESS else void_draw
        with told_in(request, form):
            act(draw_id=found.pk, ground=form.ground(), actor=acting(request), at=now(request))
            return _done(request, f"已{heading[:2]}；原因公开，下一次抽取另行编号。", key)
    words = "原因和次数公开，原有全部数据保留；重新抽取另行编号（第十四条）。"
    return _page(request, task, form, heading, heading, words, shown.plan_rows(found), danger=True)


def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """公示抽取证明"""
    task, found = _standing(request, key)
    if request.method == "POST":
        made = publish_proof(draw_id=found.pk, actor=acting(request), at=now(request))
        return _done(request, f"已公示抽取证明第 {made.version} 版，任何人可在公示网站复算。", key)
    words = "公示后任何人可以下载全部公开记录并复算；已公示的各版都保留。记录中没有企业和人员的名称、代码。"
    rows = [*shown.plan_rows(found), ("状态", found.state_label)]
    return _page(request, task, None, "公示抽取证明", "公示", words, rows)


def opening(request: HttpRequest, key: UUID) -> HttpResponse:
    """出具一户的抽取凭证"""
    task, found = _standing(request, key)
    form = forms.OpeningForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            bundles = open_row(draw_id=found.pk, **form.cleaned_data, actor=acting(request), at=now(request))
            content = b"".join(write_document(each) for each in bundles[:1])
            headers = {"Content-Disposition": 'attachment; filename="ssj-opening.json"'}
            return HttpResponse(content, "application/json", headers=headers)
    words = "凭证只交给该单位本人；它可在公示网站核对自己是否在名录中、是否抽中。每次出具都入日志。"
    return _page(request, task, form, "出具抽取凭证", "出具凭证", words, shown.plan_rows(found))


def print_record(request: HttpRequest, key: UUID) -> HttpResponse:
    """打印抽取记录"""
    task, found = _standing(request, key)
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    if is_pdf(request) and published is not None and hasattr(found, "result"):
        values = papers.record_values(shown.hall(request, task), recorded(found), published)
        return pdf_answer(paper_content("draw_record", values, at=now(request)), f"{found.number}抽取记录")
    told = {"heading": "抽取记录", "printed_at": now(request), "back": _address(key), "number": found.number}
    return render(
        request, "office/draws/print.html", {**told, **shown.hall(request, task), "plan_rows": shown.plan_rows(found)}
    )


def auditor(request: HttpRequest, key: UUID) -> HttpResponse:
    """审计记录（含封存密钥和名录内容）"""
    task, found = _standing(request, key)
    form = forms.PurposeForm(request.POST or None)
    if form.is_valid():
        with told_in(request, form):
            content = open_all(draw_id=found.pk, **form.cleaned_data, actor=acting(request), at=now(request))
            name = f"auditor-draw-{found.number.replace('/', '_')}.json"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(content, "application/json", headers=headers)
    words = "审计记录含封存密钥和全部名录，能还原每一户的类别，不得外传。每次打开都入日志。"
    return _page(request, task, form, "审计记录", "打开并下载", words, shown.plan_rows(found))


def _task(request: HttpRequest, key: UUID) -> Any:
    found = task_for(key, own_department(request), offices_held(request))
    if found is None:
        raise Http404
    return found


def _standing(request: HttpRequest, key: UUID) -> tuple[Any, Any]:
    """The task and its newest draw."""
    task = _task(request, key)
    found = draw_of(task)
    if found is None:
        raise Http404
    return task, found


def _page(
    request: HttpRequest, task: Any, form: Any, heading: str, act: str, words: str, rows: Any, *, danger: bool = False
) -> HttpResponse:
    told = {"heading": heading, "crumbs": tasks_shown.crumbs(task, heading), "rows": rows, "form": form, "act": act}
    more = {"consequence": words, "back": _address(task.pk), "record": None, "danger": danger}
    return render(request, "office/draws/confirm.html", {**told, **more}, status=form_status(form))


def _secret_page(request: HttpRequest, task: Any, found: Any, form: Any, heading: str, step: str) -> HttpResponse:
    mine = found.contributors.filter(person=own_person(request)).first()
    told = {"heading": heading, "crumbs": tasks_shown.crumbs(task, heading), "form": form, "back": _address(task.pk)}
    more = {"draw": found, "freeze": getattr(found, "freeze", None), "mine": mine, "step": step, "record": None}
    return render(request, "office/draws/secret.html", {**told, **more}, status=form_status(form))


def _address(key: Any) -> str:
    return reverse("draws:hall", args=(key,))


def _done(request: HttpRequest, told: str, key: Any) -> HttpResponse:
    messages.success(request, told)
    return redirect("draws:hall", key)
