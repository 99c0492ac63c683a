"""Reading the registry of inspectors: the list, one person, one's own row.

Source: 第十条, 第十五条, 第二十四条; 70-interface §4. Looking at one person is written down.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Account, Person
from shuangsuiji.foundation.ledger.audit import note
from shuangsuiji.stages.registry.queries import inspectors as queries
from shuangsuiji.stages.registry.queries import moves
from shuangsuiji.stages.registry.queries.subjects import department_of
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.caller import account_of, address_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.office.inspectors.forms import InspectorFilter

READERS = frozenset({"registry_keeper", "section_head", "clerk", "deputy_head", "principal_head", "auditor"})
LIST = ("执法人员名录库", "inspectors:list")
# The exported roll in the columns of F7. A name goes out only with a purpose.
COLUMNS = (
    Column("单位", lambda row: row.department.name, width=24),
    Column("股室", lambda row: row.section),
    Column("证件编号", lambda row: row.number.removeprefix("cert:"), width=20),
    Column("证件类型", queries.kind_of_certificate, width=14),
    Column("有效期至", lambda row: row.valid_to, width=12),
    Column("可查事项", queries.fields_of, width=24),
    Column("状态", lambda row: row.get_state_display(), width=12),
    Column("最多组数", lambda row: row.cap, width=10),
    Column("是否专家", lambda row: "是" if row.is_expert else "否", width=10),
    Column("数据来源", lambda row: row.source, width=24),
    Column("数据日期", lambda row: row.source_on, width=12),
)
NAMED = (Column("姓名", lambda row: row.person.name, personal=True, width=12), *COLUMNS)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the list to here."""
    return [(LIST[0], reverse(LIST[1])), *more]


def inspector_list(request: HttpRequest) -> HttpResponseBase:
    """执法人员名录库"""
    form, code = InspectorFilter(request.GET), own_department(request)
    rows = form.narrow(queries.inspectors_of(code))
    if is_export(request):
        columns = NAMED if request.GET.get("table") == "named" else COLUMNS
        found = queries.with_papers(rows).order_by("number")
        return export(request, found, columns, name="执法检查人员名录", back=reverse(LIST[1]))
    page = page_of(request, rows, order=("valid_to", "number"), sortable=("valid_to", "number"))
    told = {
        "form": form, "page": page, "crumbs": [(LIST[0], "")], "today": localdate(now(request)),
        "arriving": moves.arriving_at(code) if "registry_keeper" in offices_held(request) else [],
    }  # fmt: skip
    return render(request, "office/inspectors/list.html", told)


def print_roll(request: HttpRequest) -> HttpResponse:
    """打印执法检查人员名录"""
    form, department = InspectorFilter(request.GET), department_of(own_department(request))
    rows = list(queries.with_papers(form.narrow(queries.inspectors_of(department.code))).order_by("section", "number"))
    note(
        "read", at=now(request), actor=account_of(request), object=f"inspectors/{department.code}",
        detail={"rows": len(rows)}, ip=address_of(request),
    )  # fmt: skip
    told = {
        "rows": [(row, queries.kind_of_certificate(row), queries.fields_of(row)) for row in rows], "form": form,
        "department": department, "heading": "执法检查人员名录", "printed_at": now(request), "today": localdate(now(request)),
        "back": reverse(LIST[1]),
    }  # fmt: skip
    return render(request, "office/inspectors/print.html", told)


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user.person


def found_inspector(request: HttpRequest, key: UUID) -> Any:
    """The row the address names: of the own department for its offices, one's own for an inspector. Raises Http404."""
    found = queries.inspector_page(key, own_department(request))
    own = found is not None and found.person == _person(request)
    if found is None or not (own or READERS & offices_held(request)):
        raise Http404
    return found


def inspector_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """一人一档"""
    row = found_inspector(request, key)
    note(
        "read", at=now(request), actor=account_of(request), object=f"inspector/{row.pk}", detail={},
        ip=address_of(request),
    )  # fmt: skip
    told = {
        "row": row,
        "fields": queries.fields_of(row),
        "stays": moves.stays_of(row.person),
        "lines": [(line, queries.told(line)) for line in queries.changes_with(row)],
        "crumbs": crumbs((row.person.name, "")),
        "today": localdate(now(request)),
    }
    return render(request, "office/inspectors/inspector.html", told)


def mine(request: HttpRequest) -> HttpResponse:
    """我的执法信息"""
    row = queries.own_row(_person(request))
    if row is None:
        raise Http404
    return redirect("inspectors:inspector", row.pk)
