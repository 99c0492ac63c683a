"""The pages by which a published plan table comes into a plan's paper.

Source: 第七条; 30-domain §5; 70-interface §5 (Excel in).
"""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shuangsuiji.stages.items.queries import published_items
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.columns import terms_of
from shuangsuiji.stages.plans.queries.plans import department_names, paper_shown
from shuangsuiji.web.components.acting import acting
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.uploading import UploadForm, confirmed, exclude, finish, report, upload
from shuangsuiji.web.office.plans import shown
from shuangsuiji.web.office.plans.finding import own_plan
from shuangsuiji.web.office.plans.sheets import PLANS


class SheetForm(UploadForm):
    """The file, and the plan it goes into."""

    into = forms.UUIDField(widget=forms.HiddenInput)
    year = forms.IntegerField(widget=forms.HiddenInput)


def import_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """导入计划表"""
    found = own_plan(request, key)
    form = SheetForm(request.POST or None, request.FILES or None, initial={"into": key, "year": found.year})
    return upload(request, PLANS, form=form, crumbs=shown.crumbs(found, "导入计划表"))


def report_page(request: HttpRequest, draft: UUID) -> HttpResponse:
    """导入报告"""
    return report(request, PLANS, draft)


def exclude_rows(request: HttpRequest, draft: UUID) -> HttpResponse:
    """不导入的行"""
    return exclude(request, PLANS, draft)


def confirm_import(request: HttpRequest, draft: UUID) -> HttpResponse:
    """确认导入"""
    done = confirmed(request, PLANS, draft)
    plan = own_plan(request, UUID(done.draft.about["into"]))
    items = {item.name: item.code for item in published_items()}
    departments = {name: code for code, name in department_names().items()}
    lines = [terms_of(entry, items, departments) for entry in done.reading.require()]
    version = paper_shown(plan).version
    drafting.write_lines(plan_id=plan.pk, version=version, lines=lines, actor=acting(request), at=now(request))
    finish(done)
    messages.success(request, f"已导入 {len(lines)} 行；请逐行核对事项、比例和频次。")
    return redirect("plans:plan", plan.pk)
