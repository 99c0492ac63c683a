"""Reading the registry: the list, one firm, the changes; and looking at what is personal, which is written down.

Source: 第六条（一）, 第十条, 第二十四条; 70-interface §4.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.foundation.ledger.audit import note
from shuangsuiji.stages.registry.queries import subjects as queries
from shuangsuiji.stages.registry.queries.wording import shown_line
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.caller import account_of, address_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import export, is_export
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.roles import roles_of
from shuangsuiji.web.components.site_policy import site_policy
from shuangsuiji.web.office.subjects import columns
from shuangsuiji.web.office.subjects.forms import RevealForm, SubjectFilter

READ = "read"
LIST = ("检查对象名录库", "subjects:list")


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the list to here."""
    return [(LIST[0], reverse(LIST[1])), *more]


def ways(request: HttpRequest) -> list[tuple[str, str]]:
    """The pages of the registry beside each other, those the caller may read."""
    pages = (
        LIST,
        ("信用风险分类", "subjects:classes"),
        ("变更记录", "subjects:changes"),
        ("重复核对", "subjects:duplicates"),
        ("乡镇区划表", "subjects:towns"),
    )
    roles = roles_of(request)
    return [(label, reverse(view)) for label, view in pages if site_policy().row_for(view, "GET", roles) is not None]


def subject_list(request: HttpRequest) -> HttpResponseBase:
    """检查对象名录库"""
    form, code = SubjectFilter(request), own_department(request)
    rows = form.narrow(queries.registry_of(code, removed="removed" in form.given))
    if is_export(request):
        personal = columns.PERSONAL if "personal" in request.GET else ()
        asked = rows.select_related("key").order_by("identity") if personal else rows.order_by("identity")
        return export(
            request, asked, (*columns.SUBJECTS, *personal), name="检查对象名录", back=reverse("subjects:list")
        )
    page = page_of(request, rows, order=("name_key",), sortable=("name_key", "identity", "established_on", "source_on"))
    told = {
        "form": form,
        "page": page,
        "crumbs": [(LIST[0], "")],
        "standing": _standing(request, code),
        "ways": ways(request),
    }
    return render(request, "office/subjects/list.html", told)


def _standing(request: HttpRequest, code: str) -> queries.Standing:
    return queries.standing(queries.department_of(code), localdate(now(request)))


def found_subject(request: HttpRequest, key: UUID) -> Any:
    """The row the address names, where the caller may see it. Raises Http404, the same for none and for another's."""
    found = queries.one_subject(key, own_department(request), offices_held(request))
    if found is None:
        raise Http404
    return found


def firm_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """一企一档"""
    return shown_firm(request, found_subject(request, key), RevealForm())


def shown_firm(
    request: HttpRequest, subject: Any, form: RevealForm, personal: dict[str, str] | None = None
) -> HttpResponse:
    """The page of one firm; `personal` only where somebody asked with a purpose."""
    found = queries.firm(subject)
    told = {
        "firm": found,
        "subject": subject,
        "lines": [(line.change, shown_line(line)) for line in found.lines],
        "reveal_form": form,
        "personal": personal,
        "today": localdate(now(request)),
        "crumbs": crumbs((subject.name, "")),
        "own": subject.department.code == own_department(request),
    }
    return render(request, "office/subjects/subject.html", told)


def reveal(request: HttpRequest, key: UUID) -> HttpResponse:
    """查看个人信息"""
    subject, form = found_subject(request, key), RevealForm(request.POST)
    if not form.is_valid():
        return shown_firm(request, subject, form)
    detail = {"purpose": form.cleaned_data["purpose"], "columns": sorted(subject.personal)}
    note(
        READ, at=now(request), actor=account_of(request), object=f"subject/{subject.pk}", detail=detail,
        ip=address_of(request),
    )  # fmt: skip
    return shown_firm(request, subject, form, subject.personal)


def changes(request: HttpRequest) -> HttpResponse:
    """名录库变更记录"""
    rows = queries.changes_of(queries.department_of(own_department(request)))
    page = page_of(request, rows, order=("-ordinal",))
    told = {"page": page, "totals": queries.totals(rows), "crumbs": crumbs(("变更记录", "")), "ways": ways(request)}
    return render(request, "office/subjects/changes.html", told)


def change(request: HttpRequest, ordinal: int) -> HttpResponseBase:
    """一次变更"""
    found = queries.one_change(own_department(request), ordinal, offices_held(request))
    if found is None:
        raise Http404
    if is_export(request):
        lines = [shown_line(line) for line in found.lines.order_by("ordinal")]
        return export(request, lines, columns.LINES, name=f"名录库变更第{ordinal}次")
    page = page_of(request, found.lines.all(), order=("ordinal",))
    told = {"change": found, "page": page, "lines": [shown_line(line) for line in page]}
    way = crumbs(("变更记录", reverse("subjects:changes")), (f"第 {ordinal} 次", ""))
    return render(request, "office/subjects/change.html", {**told, "crumbs": way})
