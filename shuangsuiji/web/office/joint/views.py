"""All departments' plans of a year side by side: what was submitted, what is public, where they meet.

Source: 第七条, 第九条; 70-interface §4 (joint).
"""

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.stages.plans.queries import overview, plans
from shuangsuiji.stages.plans.queries.overlaps import settled
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.exporting import Column, export, is_export
from shuangsuiji.web.components.listing import FilterForm

HEADING = "联席会议"


class YearFilter(FilterForm):
    """The year that is looked at."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2999)


OVERLAPS = (
    Column("部门", lambda each: each.first.plan.department.name, width=30),
    Column("计划行", lambda each: each.first.task_name, width=30),
    Column("检查时间", lambda each: f"{each.first.window[0]} 至 {each.first.window[1]}", width=26),
    Column("相近部门", lambda each: each.second.plan.department.name, width=30),
    Column("相近计划行", lambda each: each.second.task_name, width=30),
    Column("相近检查时间", lambda each: f"{each.second.window[0]} 至 {each.second.window[1]}", width=26),
    Column("共同对象（户）", lambda each: each.common),
    Column("决定", lambda each: str(each.decision) if each.decision else "尚未决定", width=30),
)


def joint_list(request: HttpRequest) -> HttpResponseBase:
    """各部门计划汇总"""
    form = YearFilter(request.GET)
    year = form.given.get("year") or max(plans.years(), default=day_of(now(request)).year)
    overlaps = settled(overview.overlaps_of_year(year))
    if is_export(request):
        return export(request, overlaps, OVERLAPS, name=f"{year}年各部门计划重叠")
    rows = plans.plans_for(own_department(request), offices_held(request)).filter(year=year)
    told = {
        "heading": f"{year} 年各部门抽查计划",
        "crumbs": [(HEADING, "")],
        "form": form,
        "submitted": [each for each in rows if each.status == "SUBMITTED"],
        "plans": [each for each in rows if each.status != "SUBMITTED"],
        "total": len(rows),
        "overlaps": overlaps,
        "undecided": sum(each.decision is None for each in overlaps),
        "may_decide": "joint_office" in offices_held(request),
    }
    return render(request, "office/joint/list.html", told)
