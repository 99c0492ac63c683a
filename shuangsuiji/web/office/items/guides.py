"""The pages of guides: written by the department's clerk, published by its section head.

Source: 第十七条.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.stages.items import queries
from shuangsuiji.stages.items.actions.write_guide import publish_guide, write_guide
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.office.items.finding import own_item
from shuangsuiji.web.office.items.forms import GuideForm

LIST = ("抽查工作指引", "items:guides")


def guides(request: HttpRequest) -> HttpResponse:
    """本部门各事项的指引"""
    rows = queries.published_items().filter(owner__code=own_department(request))
    page = page_of(request, rows, order=("category", "ordinal"))
    guided = queries.guided_codes(row.code for row in page)
    return render(
        request,
        "office/items/guides.html",
        {"heading": LIST[0], "crumbs": [(LIST[0], "")], "page": page, "guided": guided},
    )


def guide(request: HttpRequest, code: str) -> HttpResponse:
    """一份指引和它的草稿"""
    item = own_item(request, code)
    told = {"item": item, "guide": queries.guide_of(code), "draft": queries.guide_draft(code)}
    return render(request, "office/items/guide.html", {"heading": "抽查工作指引", "crumbs": _trail(item), **told})


def write(request: HttpRequest, code: str) -> HttpResponse:
    """编写指引"""
    item, draft = own_item(request, code), queries.guide_draft(code)
    form = GuideForm(request.POST or None, initial=_initial(draft or queries.guide_of(code), draft))
    if form.is_valid():
        given = form.cleaned_data
        contents = {name: given[name] for name in ("basis", "procedure", "content", "method")}
        write_guide(
            item_code=code, contents=contents, points=form.lines(), read=given["read"] or 0,
            actor=acting(request), at=now(request),
        )  # fmt: skip
        messages.success(request, "已保存草稿；由股室负责人公布后生效。")
        return redirect("items:guide", code)
    context = {"heading": "编写指引", "crumbs": _trail(item), "form": form, "act": "保存草稿", "back": _address(code)}
    return render(request, "office/items/form.html", context)


def publish(request: HttpRequest, code: str) -> HttpResponse:
    """公布指引"""
    own_item(request, code)
    made = publish_guide(
        item_code=code, read=int(request.POST.get("version") or 0), actor=acting(request), at=now(request)
    )
    messages.success(request, f"已公布第 {made.number} 版；此后开始的检查使用新版，进行中的检查仍用原版。")
    return redirect("items:guide", code)


def _initial(shown: Any, draft: Any) -> dict[str, Any]:
    if shown is None:
        return {"read": 0}
    pairs = draft.points if draft is not None else [(point.text, point.default_text) for point in shown.points.all()]
    lines = [f"{text} | {default}" if default else text for text, default in pairs]
    texts = {name: getattr(shown, name) for name in ("basis", "procedure", "content", "method")}
    return {**texts, "points": "\n".join(lines), "read": draft.version if draft is not None else 0}


def _trail(item: Any) -> list[tuple[str, str]]:
    return [(LIST[0], reverse(LIST[1])), (item.name[:30], "")]


def _address(code: str) -> str:
    return reverse("items:guide", args=(code,))
