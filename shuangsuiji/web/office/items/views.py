"""The pages of lists, versions and items, a function each.

Source: 第二条, 第四条, 第六条; 70-interface §4, §5.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.items import queries
from shuangsuiji.stages.items.actions import edit_draft
from shuangsuiji.stages.items.actions.approve_version import approve_version
from shuangsuiji.stages.items.actions.discard_version import discard_version
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.mark_special import mark_special
from shuangsuiji.stages.items.actions.retire_item import retire_item
from shuangsuiji.stages.plans.queries.coverage import planned_codes
from shuangsuiji.web.components.acting import acting, offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.office.items import forms, sheets
from shuangsuiji.web.office.items.finding import item_of, own_item_in_force, own_version, version_of

LIST = ("抽查事项清单", "items:list")


def item_lists(request: HttpRequest) -> HttpResponse:
    """清单与版本"""
    lists = queries.lists_for(own_department(request), offices_held(request))
    versions = [each for each in queries.versions_of(lists) if _may_read(request, each)]
    return _page(request, "list", LIST[0], (), versions=versions)


def draft(request: HttpRequest) -> HttpResponse:
    """起草新版本"""
    form = forms.DraftForm(request.POST or None)
    if form.is_valid():
        made = draft_version(**form.cleaned_data, actor=acting(request), at=now(request))
        return _done(request, f"已起草第 {made.number} 版；请导入或逐项填写。", made)
    return _form(request, form, "起草新版本", "起草新版本", reverse("items:list"))


def version(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """一个版本的全部事项"""
    found = version_of(request, key)
    form = forms.ItemFilter(request.GET, facets=queries.facets(found))
    rows = form.narrow(queries.rows_of(found))
    if is_export(request):
        columns = sheets.TABLES.get(request.GET.get("table", ""), sheets.TABLES["nine"])
        return export(request, rows, columns, name=f"{found.item_list.title}第{found.number}版")
    return _page(
        request, "version", str(found), (), found, form=form, page=_rows(request, rows), **_standing(request, found)
    )


def print_version(request: HttpRequest, key: UUID) -> HttpResponse:
    """打印清单"""
    found = version_of(request, key)
    told = {"version": found, "rows": queries.rows_of(found), "heading": str(found), "printed_at": now(request)}
    return render(request, "office/items/print.html", {**told, "back": _address(found)})


def difference(request: HttpRequest, key: UUID) -> HttpResponse:
    """与上一版的差异"""
    found = version_of(request, key)
    former = queries.former_of(found)
    return _page(
        request, "difference", "与上一版的差异", (), found, former=former, changes=queries.difference(former, found)
    )


def item(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """一个事项"""
    found, row = item_of(request, key, code)
    more = {
        "marks": queries.marks_of(found.item_list).get(code, ()),
        "retired": queries.retired_of(found.item_list).get(code),
    }
    return _page(request, "item", row.name[:40], (), found, row=row, guide=queries.guide_of(code), **more)


def add_item(request: HttpRequest, key: UUID) -> HttpResponse:
    """添加事项"""
    found = own_version(request, key)
    form = forms.ItemForm(
        request.POST or None, categories=queries.facets(found)["category"], initial={"owner": own_department(request)}
    )
    if form.is_valid():
        _write(request, found, form)
        return _done(request, "已添加事项。", found)
    return _form(request, form, "添加事项", "保存事项", _address(found), found)


def edit_item(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """修改事项"""
    found, row = item_of(request, key, code)
    own_version(request, key)
    initial = {name: getattr(row, name) for name in queries.TERMS} | {"owner": row.owner.code}
    form = forms.ItemForm(request.POST or None, categories=queries.facets(found)["category"], initial=initial)
    if form.is_valid():
        _write(request, found, form, code)
        return _done(request, "已保存事项。", found)
    return _form(request, form, "修改事项", "保存事项", _address(found), found, record=row)


def remove_item(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """从草稿中去掉一项"""
    found = own_version(request, key)
    item_of(request, key, code)
    edit_draft.remove_item(version=key, code=code, actor=acting(request), at=now(request))
    return _done(request, "已从草稿中去掉该事项。", found)


def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """送审"""
    found, form = own_version(request, key), forms.SendForm(request.POST or None)
    if form.is_valid():
        edit_draft.send_version(version=key, **form.cleaned_data, actor=acting(request), at=now(request))
        return _done(request, "已送分管负责人审批。", found)
    told = {"consequence": "送审后，审批期间不能修改；须修改的，由审批人退回。", "findings": _failing(found)}
    return _confirm(request, found, form, "送审", f"送审 {queries.rows_of(found).count()} 项", **told)


def return_draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """退回草稿"""
    found, form = own_version(request, key), forms.ReturnForm(request.POST or None)
    if form.is_valid():
        edit_draft.return_draft(version=key, **form.cleaned_data, actor=acting(request), at=now(request))
        return _done(request, "已退回起草人。", found)
    return _form(request, form, "退回草稿", "退回", _address(found), found)


def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """批准清单版本"""
    found, form = own_version(request, key), forms.OpinionForm(request.POST or None)
    if form.is_valid():
        approve_version(
            version=key, seen=request.POST.get("seen", ""), **form.cleaned_data, actor=acting(request), at=now(request)
        )
        return _done(request, "已批准，可以公布。", found)
    former = queries.former_of(found)
    more = {"changes": queries.difference(former, found), "former": former, "seen": queries.digest_of(found)}
    told = "批准后内容固定，不能再改；有误的，弃用后另建新版本。"
    return _confirm(
        request,
        found,
        form,
        "批准清单版本",
        f"批准第 {found.number} 版",
        consequence=told,
        findings=_failing(found),
        **more,
    )


def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """弃用已批准的版本"""
    found, form = own_version(request, key), forms.ReasonForm(request.POST or None)
    if form.is_valid():
        discard_version(version=key, **form.cleaned_data, actor=acting(request), at=now(request))
        return _done(request, "已弃用；请另建新版本。", found)
    return _form(request, form, "弃用已批准的版本", "弃用该版本", _address(found), found)


def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """公布清单"""
    found, form = own_version(request, key), forms.PublishForm(request.POST or None)
    if form.is_valid():
        notice = publish_items(version=key, **form.cleaned_data, actor=acting(request), at=now(request))
        return _done(request, f"已公布，索引号 {notice.index_no}。", found)
    told = "公布后在公示网站立即可见，不能修改或撤下；有变化的，公布新版本。"
    return _confirm(
        request,
        found,
        form,
        "公布清单",
        f"公布 {found.item_count} 项",
        consequence=told,
        former=queries.former_of(found),
    )


def mark(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """标明特殊行业、重点领域"""
    found, form = own_item_in_force(request, key, code), forms.MarkForm(request.POST or None)
    if form.is_valid():
        mark_special(
            item_list=found.item_list_id, code=code, **form.cleaned_data, actor=acting(request), at=now(request)
        )
        return _done(request, "已标明。", found)
    return _form(request, form, "标明特殊行业、重点领域", "标明", _address(found), found)


def retire(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """停用事项"""
    found, form = own_item_in_force(request, key, code), forms.RetireForm(request.POST or None)
    if form.is_valid():
        retire_item(
            item_list=found.item_list_id, code=code, **form.cleaned_data, actor=acting(request), at=now(request)
        )
        return _done(request, "已停用；已建立的任务不受影响，下一版不再列入。", found)
    return _form(request, form, "停用事项", "停用该事项", _address(found), found)


def _may_read(request: HttpRequest, found: Any) -> bool:
    return bool(found.status != "DRAFT" or found.item_list.department.code == own_department(request))


def _write(request: HttpRequest, found: Any, form: forms.ItemForm, code: str = "") -> None:
    request.field_labels = {name: field.label for name, field in form.fields.items()}  # type: ignore[attr-defined]
    read = int(request.POST.get("version") or 0)
    edit_draft.write_item(
        version=found.pk, code=code, read=read, terms=form.terms(), owner=form.cleaned_data["owner"],
        actor=acting(request), at=now(request),
    )  # fmt: skip


def _rows(request: HttpRequest, rows: Any) -> Any:
    return page_of(request, rows, order=("ordinal",), sortable=("ordinal", "category", "code"), sizes=(50, 100, 200))


def _standing(request: HttpRequest, found: Any) -> dict[str, Any]:
    """What the version's page says besides its items: gaps of a draft, marks, retired items, whether it is one's own."""
    return {
        "own": found.item_list.department.code == own_department(request),
        "draft": getattr(found, "draft", None) if found.status == "DRAFT" else None,
        "failing": _failing(found) if found.status == "DRAFT" else [],
        "marked": set(queries.marks_of(found.item_list)),
        "retired": set(queries.retired_of(found.item_list)),
        "guided": queries.guided_codes(queries.rows_of(found).values_list("code", flat=True)),
        **_unused(request, found),
    }


def _unused(request: HttpRequest, found: Any) -> dict[str, Any]:
    """Items in force that no public plan of the year takes up (第四条, 全面覆盖)."""
    if found.status != "PUBLISHED":
        return {}
    year = day_of(now(request)).year
    codes = set(queries.rows_of(found).values_list("code", flat=True)) - set(queries.retired_of(found.item_list))
    return {"year": year, "unused": codes - planned_codes(year)}


def _failing(found: Any) -> list[Any]:
    return [finding for finding in queries.findings_of(found) if not finding.satisfied]


def _address(found: Any) -> str:
    return reverse("items:version", args=(found.pk,))


def _done(request: HttpRequest, told: str, found: Any) -> HttpResponse:
    messages.success(request, told)
    return redirect("items:version", found.pk)


def _form(
    request: HttpRequest, form: Any, heading: str, act: str, back: str, found: Any = None, record: Any = None
) -> HttpResponse:
    return _page(request, "form", heading, (), found, form=form, act=act, back=back, record=record)


def _confirm(request: HttpRequest, found: Any, form: Any, heading: str, act: str, **more: Any) -> HttpResponse:
    rows = [
        ("清单", found.item_list.title),
        ("版本", f"第 {found.number} 版"),
        ("事项数", queries.rows_of(found).count()),
    ]
    return _page(request, "confirm", heading, (), found, form=form, act=act, back=_address(found), rows=rows, **more)


def _page(request: HttpRequest, name: str, heading: str, crumbs: Any, found: Any = None, **more: Any) -> HttpResponse:
    trail = [(LIST[0], reverse(LIST[1]))] if name != "list" else []
    if found is not None and name != "version":
        trail.append((str(found), _address(found)))
    context = {"heading": heading, "crumbs": [*trail, *crumbs, (heading, "")], "version": found, **more}
    return render(request, f"office/items/{name}.html", context)
