"""The pages of a list's file on its way in: upload, report, what its words mean here, confirm.

Source: 第六条; 30-domain §5.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shuangsuiji.stages.items.actions.edit_draft import import_items
from shuangsuiji.stages.items.tables import rows_of
from shuangsuiji.web.components.acting import acting
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.uploading import Confirmed, confirmed, draft_of, exclude, finish, report, upload
from shuangsuiji.web.office.items import sheets
from shuangsuiji.web.office.items.finding import own_version
from shuangsuiji.web.office.items.forms import SheetForm
from shuangsuiji.web.office.items.mapping import MappingForm


def import_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """导入清单"""
    own_version(request, key)
    form = SheetForm(request.POST or None, request.FILES or None, initial={"into": key})
    return upload(request, sheets.ITEMS, form=form)


def report_page(request: HttpRequest, draft: UUID) -> HttpResponse:
    """导入报告"""
    usable = draft_of(request, sheets.ITEMS, draft).report.get("usable")
    mapping = _mapping(confirmed(request, sheets.ITEMS, draft)) if usable else None
    return report(request, sheets.ITEMS, draft, mapping=mapping)


def exclude_rows(request: HttpRequest, draft: UUID) -> HttpResponse:
    """不导入的行"""
    return exclude(request, sheets.ITEMS, draft)


def confirm_import(request: HttpRequest, draft: UUID) -> HttpResponse:
    """确认导入"""
    done = confirmed(request, sheets.ITEMS, draft)
    found = own_version(request, UUID(done.draft.about["into"]))
    mapping = _mapping(done, request.POST)
    if not mapping.is_valid():
        return report(request, sheets.ITEMS, draft, mapping=mapping)
    count = import_items(
        version=found.pk, rows=mapping.rows(), owners=mapping.owners(), replace=done.draft.about.get("replace") != "no",
        actor=acting(request), at=now(request),
    )  # fmt: skip
    finish(done)
    messages.success(request, f"已导入 {count} 项。")
    return redirect("items:version", found.pk)


def _mapping(done: Confirmed, posted: Any = None) -> MappingForm:
    return MappingForm(posted, rows=rows_of(done.reading.require()))
