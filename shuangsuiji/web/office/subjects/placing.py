"""乡镇区划表: the table that places areas, earlier ones, and writing it anew.

Source: 第十条; 30-domain §4.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.registry.actions.set_towns import set_towns
from shuangsuiji.stages.registry.queries import subjects
from shuangsuiji.stages.registry.queries import towns as queries
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.components.refusals import form_status, told_in
from shuangsuiji.web.office.subjects.forms import TownsForm
from shuangsuiji.web.office.subjects.views import crumbs, ways

_TABLE = ("乡镇区划表", "subjects:towns")


def table(request: HttpRequest) -> HttpResponse:
    """乡镇区划表"""
    own = subjects.department_of(own_department(request))
    page = page_of(request, queries.tables_of(own), order=("-at", "-id"))
    told = {"table": queries.town_table(own), "page": page, "crumbs": crumbs((_TABLE[0], "")), "ways": ways(request)}
    return render(request, "office/subjects/towns.html", told)


def edit(request: HttpRequest) -> HttpResponse:
    """修改乡镇区划表"""
    standing = queries.town_table(subjects.department_of(own_department(request)))
    lines = "\n".join(f"{name} {code}" for name, code in standing.rows) if standing is not None else ""
    shown = {"rows": lines, "seen": f"{standing.pk}" if standing is not None else ""}
    form = TownsForm(request.POST or None, initial=shown)
    if form.is_valid():
        with told_in(request, form):
            made = set_towns(**form.cleaned_data, actor=acting(request), at=now(request))
            messages.success(request, f"已登记 {len(made.rows)} 行；此后导入、登记、修改区域的，按本表计代码。")
            return redirect(_TABLE[1])
    way = crumbs((_TABLE[0], reverse(_TABLE[1])), ("修改", ""))
    told = {"form": form, "heading": "修改乡镇区划表", "act": "登记区划表", "crumbs": way, "back": reverse(_TABLE[1])}
    return render(request, "office/subjects/form.html", told, status=form_status(form))
