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
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.caller import account_of, address_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.office.inspectors.forms import InspectorFilter

READERS = frozenset({"registry_keeper", "section_head", "clerk", "deputy_head", "principal_head", "auditor"})
LIST = ("执法人员名录库", "inspectors:list")
# The printed and exported roll, without personal columns (F7).
COLUMNS = (
    Column("证件编号", lambda row: row.number.removeprefix("cert:"), width=20),
    Column("股室", lambda row: row.section),
    Column("有效期至", lambda row: row.valid_to, width=12),
    Column("状态", lambda row: row.get_state_display(), width=12),
    Column("最多组数", lambda row: row.cap, width=10),
    Column("数据来源", lambda row: row.source, width=24),
    Column("数据日期", lambda row: row.source_on, width=12),
)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the list to here."""
    return [(LIST[0], reverse(LIST[1])), *more]


def inspector_list(request: HttpRequest) -> HttpResponseBase:
    """执法人员名录库"""
    form, code = InspectorFilter(request.GET), own_department(request)
    rows = form.narrow(queries.inspectors_of(code))
    if is_export(request):
        return export(request, rows.order_by("number"), COLUMNS, name="执法检查人员名录", back=reverse(LIST[1]))
    page = page_of(request, rows, order=("valid_to", "number"), sortable=("valid_to", "number"))
    told = {"form": form, "page": page, "crumbs": [(LIST[0], "")], "today": localdate(now(request))}
    return render(request, "office/inspectors/list.html", told)


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
