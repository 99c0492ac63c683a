"""The pages on which plans are read: list, one plan, print, differences.

Source: 第六条（三）, 第七条, 第八条; 70-interface §4, §5.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from shuangsuiji.stages.disclosure.actions.publish_plan import publishing_office
from shuangsuiji.stages.plans.queries import plans
from shuangsuiji.stages.plans.queries.content import content_of, difference
from shuangsuiji.stages.plans.queries.submissions import paper_of_plan
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.paper_answers import is_pdf, paper_content, pdf_answer
from shuangsuiji.web.office.plans import forms, papers, shown
from shuangsuiji.web.office.plans.finding import content_seen, plan_of

HEADING = "抽查计划"
COLUMNS = (
    Column("计划编号", lambda plan: plan.number),
    Column("计划名称", lambda plan: plan.draft.title if plan.status == "DRAFT" else plan.title, width=40),
    Column("年度", lambda plan: plan.year, width=8),
    Column("种类", lambda plan: plan.get_kind_display()),
    Column("发起部门", lambda plan: plan.department.name, width=30),
    Column("状态", lambda plan: plan.status_label),
    Column("报送方式", lambda plan: "纸质" if plan.stands_on_paper else ""),
    Column("公示日期", lambda plan: plan.published_on),
)


def plan_list(request: HttpRequest) -> HttpResponseBase:
    """抽查计划"""
    form = forms.PlanFilter(request.GET)
    rows = form.narrow(plans.plans_for(own_department(request), offices_held(request)))
    if is_export(request):
        return export(request, rows, COLUMNS, name=HEADING)
    page = page_of(request, rows, order=("-year", "number"), sortable=("year", "number", "title"))
    told = {"heading": HEADING, "crumbs": [(HEADING, "")], "form": form, "page": page}
    return render(request, "office/plans/list.html", told)


def plan(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """一份计划"""
    found = plan_of(request, key)
    content, paper = content_seen(request, found)
    if is_pdf(request):
        return _paper_answer(request, found, None if paper else plans.version_in_force(found))
    if is_export(request):
        return export(request, _rows(found, content), TABLE, name=f"{found.number}年度抽查计划表")
    told = shown.told(request, found, content, paper)
    own = found.department.code == own_department(request)
    more = {
        "may_decide": own and offices_held(request) & {"clerk", "deputy_head"},
        "heading": content["title"],
        "crumbs": shown.crumbs(found),
        "own": own,
        "content": content,
        "submission": paper_of_plan(found),
        "publishing_office": publishing_office(found),
    }
    asked = paper is not None and own_department(request) in paper.participants and bool(paper.sent_digest)
    return render(request, "office/plans/plan.html", {**told, **more, "asked": asked})


def print_plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """打印年度抽查计划表"""
    found = plan_of(request, key)
    content, _ = content_seen(request, found)
    words = shown.Words([content])
    told = {
        "heading": content["title"],
        "plan": found,
        "head": shown.head_rows(found, content, words),
        "lines": _rows(found, content),
        "number": found.number,
        "printed_at": now(request),
        "back": reverse("plans:plan", args=(found.pk,)),
    }
    return render(request, "office/plans/print.html", told)


def differences(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """变更前后对照"""
    found = plan_of(request, key)
    after = found.versions.filter(number=number).first()
    if after is None:
        raise Http404
    if is_pdf(request):
        return _paper_answer(request, found, after)
    before = found.versions.filter(number=number - 1).first()
    contents = [before.content if before else None, after.content]
    changed = difference(before.content, after.content) if before else []
    told = {"plan": found, "version": after, "former": before, "heading": f"{after.title}：与上一版对照"}
    rows = shown.differences(changed, shown.Words([each for each in contents if each]))
    trail = shown.crumbs(found, "变更对照")
    return render(request, "office/plans/differences.html", {**told, "changes": rows, "crumbs": trail})


def amendment(request: HttpRequest, key: UUID) -> HttpResponse:
    """正在办理的变更"""
    found = plan_of(request, key)
    content, paper = content_seen(request, found)
    before = found.versions.filter(number=paper.base_number).first() if paper and paper.base_number else None
    if before is None:
        raise Http404
    changed = shown.differences(difference(before.content, content_of(paper)), shown.Words([before.content, content]))
    told = {"plan": found, "version": None, "former": before, "heading": "正在办理的变更：与已公示的对照"}
    return render(
        request,
        "office/plans/differences.html",
        {**told, "changes": changed, "crumbs": shown.crumbs(found, "变更对照")},
    )


def _paper_answer(request: HttpRequest, plan: Any, version: Any) -> HttpResponse:
    """Form F4 of a version, or of the paper where there is none."""
    made = papers.plan_table(plan, version, now(request))
    return pdf_answer(paper_content("plan_table", made.values, at=made.at), made.name)


def _rows(found: Any, content: Any) -> list[dict[str, Any]]:
    """The lines of form F4."""
    words = shown.Words([content])
    lines = [shown.line_row(line, words, (), ()) for line in content["lines"]]
    return [{**line, "plan": found, "type": "、".join(words.of("draw_type", line["draw_type"]))} for line in lines]


TABLE = (
    Column("计划编号", lambda line: f"{line['plan'].number}-{line['ordinal']:02d}", width=20),
    Column("任务名称", lambda line: line["task_name"], width=30),
    Column("抽查类型", lambda line: line["type"]),
    Column("抽查对象", lambda line: line["subject_range"], width=24),
    Column("发起部门", lambda line: line["plan"].department.name, width=28),
    Column("参与部门", lambda line: line["participant_words"], width=28),
    Column("抽查比例（数量）", lambda line: "；".join(line["quota_words"]) or line["ratio_text"], width=36),
    Column("检查方式", lambda line: line["method_words"]),
    Column("起止时间", lambda line: f"{line['from_on']} 至 {line['to_on']}", width=26),
    Column("抽查事项", lambda line: "；".join(line["item_names"]), width=40),
    Column("备注", lambda line: line["remark"]),
)
