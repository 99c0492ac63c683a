"""The pages on which a plan is written: begun, its head, its lines, sent round; changed after publication.

Source: 第六条（三）, 第七条, 第八条, 第十一条.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.foundation.accounts.queries import choosable_departments, day_of
from shuangsuiji.stages.items.queries import documents_in_force, published_items
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.draft_plan import Source, draft_plan
from shuangsuiji.stages.plans.queries import plans
from shuangsuiji.stages.plans.queries.libraries import tags_known
from shuangsuiji.stages.plans.queries.policies import standings_on
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.refusals import form_status
from shuangsuiji.web.office.plans import forms, shown
from shuangsuiji.web.office.plans.finding import content_seen, line_of, own_plan

_LONGEST_NAME = 80


def add(request: HttpRequest) -> HttpResponse:
    """编制新计划"""
    first = {"kind": request.GET.get("kind", "OWN"), "year": day_of(now(request)).year + 1}
    form = forms.NewPlanForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        head = {name: given[name] for name in ("kind", "year", "title", "migrated")}
        made = draft_plan(**head, source=_source(given), actor=acting(request), at=now(request))
        messages.success(request, f"已建立计划 {made.number}；请填写依据、计划行后送会签。")
        return redirect("plans:plan", made.pk)
    trail = [("抽查计划", reverse("plans:list")), ("编制新计划", "")]
    return _form(request, form, "编制新计划", "建立计划", reverse("plans:list"), trail)


def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """修改计划整体内容"""
    found = own_plan(request, key)
    paper = plans.paper_shown(found)
    initial = {name: getattr(paper, name) for name in ("title", "participants", "basis")}
    form = forms.HeadForm(request.POST or None, initial=initial, joint=found.is_joint, **_choices(request))
    if form.is_valid():
        given = {"participants": (), **form.cleaned_data}
        drafting.edit_plan(plan_id=key, version=version_shown(request), reason=paper.reason, **given, **_who(request))
        return _done(request, "已保存。", key)
    return _form(request, form, "计划整体内容", "保存", _address(key), shown.crumbs(found, "整体内容"), paper)


def add_line(request: HttpRequest, key: UUID) -> HttpResponse:
    """添加计划行"""
    found = own_plan(request, key)
    paper = plans.paper_shown(found)
    form = _line_form(request, found, paper, _first(request, found))
    if form.is_valid():
        drafting.write_line(plan_id=key, version=version_shown(request), terms=form.terms(), **_who(request))
        return _done(request, "已添加一行。", key)
    return _line_page(request, found, paper, form, "添加计划行")


def edit_line(request: HttpRequest, key: UUID, line: UUID) -> HttpResponse:
    """修改计划行"""
    found, row = line_of(request, key, line)
    paper = plans.paper_shown(found)
    form = _line_form(request, found, paper, forms.initial_of(row))
    if form.is_valid():
        drafting.write_line(
            plan_id=key, version=version_shown(request), line_id=line, terms=form.terms(), **_who(request)
        )
        return _done(request, "已保存该行。", key)
    return _line_page(request, found, paper, form, "修改计划行", row)


def remove_line(request: HttpRequest, key: UUID, line: UUID) -> HttpResponse:
    """去掉计划行"""
    line_of(request, key, line)
    drafting.remove_line(plan_id=key, version=version_shown(request), line_id=line, **_who(request))
    return _done(request, "已去掉该行。", key)


def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """送会签"""
    found = own_plan(request, key)
    if request.method == "POST":
        drafting.send_plan(plan_id=key, version=version_shown(request), **_who(request))
        return _done(request, "已送会签；参与部门和分管负责人的待办中可见。", key)
    content, paper = content_seen(request, found)
    told = shown.told(request, found, content, paper)
    rows = shown.at_stake(request, found, content, paper)
    words = "送出后如再修改，须重新送会签；已作出的会签随之失效。"
    more = {"rows": rows, "act": f"送会签 {len(content['lines'])} 行", "consequence": words, "record": paper}
    return render(request, "office/plans/confirm.html", {**told, **more, **_frame(found, "送会签")})


def amend(request: HttpRequest, key: UUID) -> HttpResponse:
    """提出变更"""
    found, form = own_plan(request, key), forms.ReasonForm(request.POST or None)
    if form.is_valid():
        drafting.begin_amendment(plan_id=key, **form.cleaned_data, **_who(request))
        return _done(request, "请修改需要变更的内容，再送会签；公示前公众看到的仍是原计划。", key)
    return _form(request, form, "提出变更", "提出变更", _address(key), shown.crumbs(found, "提出变更"))


def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """放弃变更"""
    own_plan(request, key)
    drafting.drop_amendment(plan_id=key, **_who(request))
    return _done(request, "已放弃变更，计划恢复为已公示的内容。", key)


# --------------------------------------------------------------------------------------------------------------- pieces


def _source(given: dict[str, Any]) -> Source | None:
    if given["kind"] != "AD_HOC":
        return None
    return Source(given["source"], given["body"], given["document"], given["dated_on"], given["file"])


def _choices(request: HttpRequest) -> dict[str, Any]:
    """Departments that may take part, documents that may be cited today."""
    own = own_department(request)
    documents = [(f"{each.pk}", f"{each}") for each in documents_in_force(day_of(now(request)))]
    return {"departments": [each for each in choosable_departments() if each[0] != own], "documents": documents}


def _line_form(request: HttpRequest, plan: Any, paper: Any, initial: dict[str, Any]) -> forms.LineForm:
    names = plans.department_names()
    return forms.LineForm(
        request.POST or None,
        initial=initial,
        items=_items([plan.department.code, *paper.participants]),
        tags=tags_known(plan.department.code),
        participants=[(code, names.get(code, code)) for code in paper.participants],
        floors=standings_on(plan.department.code, initial["from_on"] or forms.year_window(plan.year)["from_on"]),
    )


def _items(departments: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Published items of these departments, by category."""
    groups: dict[str, dict[str, str]] = {}
    for code in departments:
        for item in published_items(code):
            groups.setdefault(item.category, {})[item.code] = item.name[:_LONGEST_NAME]
    return [(category, list(found.items())) for category, found in groups.items()]


def _first(request: HttpRequest, plan: Any) -> dict[str, Any]:
    """A new line as the policy would have it: nothing is typed twice."""
    window = forms.year_window(plan.year)
    quotas = {
        f"{each}_{name}": value
        for each, found in standings_on(plan.department.code, window["from_on"]).items()
        for name, value in (("ratio", percent(found.floor.ratio)), ("frequency", found.frequency.draws))
    }
    del request
    return {**window, **quotas, "methods": ["M1"], "draw_type": "UNTARGETED", "level_mode": "own", "repeat": "usual"}


def _line_page(
    request: HttpRequest, plan: Any, paper: Any, form: forms.LineForm, heading: str, row: Any = None
) -> HttpResponse:
    told = {"plan": plan, "paper": paper, "form": form, "heading": heading, "row": row, "back": _address(plan.pk)}
    return render(
        request, "office/plans/line.html", {**told, "crumbs": shown.crumbs(plan, heading)}, status=form_status(form)
    )


def _form(
    request: HttpRequest, form: Any, heading: str, act: str, back: str, trail: Any, record: Any = None
) -> HttpResponse:
    told = {"heading": heading, "crumbs": trail, "form": form, "act": act, "back": back, "record": record}
    return render(request, "office/plans/form.html", told, status=form_status(form))


def _frame(plan: Any, heading: str) -> dict[str, Any]:
    return {"heading": heading, "crumbs": shown.crumbs(plan, heading), "back": _address(plan.pk)}


def _done(request: HttpRequest, words: str, key: UUID) -> HttpResponse:
    messages.success(request, words)
    return redirect("plans:plan", key)


def _address(key: Any) -> str:
    return reverse("plans:plan", args=(key,))


def version_shown(request: HttpRequest) -> int:
    """The version the form was shown with; 0 for none."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": acting(request, drafting.OFFICE), "at": now(request)}
