"""The pages of the wizard, a function each.

Source: 第三条, 第五条; 70-interface §5 (check answers with an act-naming button).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from shuangsuiji.foundation.accounts.queries import is_founded
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.setup import founding
from shuangsuiji.web.office.setup.carrying import carried, opened
from shuangsuiji.web.office.setup.forms import BureauForm, PeopleForm

STEPS = ("本局与股室", "人员与职务", "核对", "初始密码")


def bureau(request: HttpRequest) -> HttpResponse:
    """第一步：本局与股室"""
    _only_when_empty()
    form = BureauForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.typed()
        return _page(request, "people", PeopleForm(sections=typed["sections"]), typed=typed, here=1)
    return _page(request, "bureau", form, here=0)


def people(request: HttpRequest) -> HttpResponse:
    """第二步：人员与职务"""
    _only_when_empty()
    typed = opened(request.POST.get("carried", ""))
    if typed is None:
        return redirect("setup:bureau")
    form = PeopleForm(request.POST, sections=typed["sections"])
    if not form.is_valid():
        return _page(request, "people", form, typed=typed, here=1)
    return _check(request, {**typed, "people": form.typed()})


def found(request: HttpRequest) -> HttpResponse:
    """第三步：核对后建立；第四步：初始密码，只显示这一次"""
    _only_when_empty()
    typed = opened(request.POST.get("carried", ""))
    if typed is None or "people" not in typed:
        return redirect("setup:bureau")
    try:
        everybody = founding.found(typed, at=now(request))
    except ValidationError as error:
        return _check(request, typed, faults=error.messages)
    return _page(request, "done", None, typed=typed, here=3, holders=everybody)


def _only_when_empty() -> None:
    if is_founded():
        raise Http404


def _check(request: HttpRequest, typed: dict[str, Any], faults: list[str] | None = None) -> HttpResponse:
    more = {"holders": founding.holders(typed), "remarks": founding.remarks(typed), "faults": faults or []}
    return _page(request, "check", None, typed=typed, here=2, **more)


def _page(
    request: HttpRequest, name: str, form: Any, *, typed: dict[str, Any] | None = None, **more: Any
) -> HttpResponse:
    context = {"form": form, "typed": typed, "carried": carried(typed) if typed else "", "step_names": STEPS, **more}
    return render(request, f"office/setup/{name}.html", context)
