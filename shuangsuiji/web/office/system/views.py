"""The pages of the three administrators, a function each.

Source: 第三条, 第五条, 第二十四条; 70-interface §4 (`system/`). Every act names its administrator in the policy file.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.foundation.accounts import queries
from shuangsuiji.foundation.accounts.models import Account, Person
from shuangsuiji.foundation.ledger.audit import entries
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.listing import page_of
from shuangsuiji.web.office.system import acting, forms

_PEOPLE = ("人员与账户", "system:people")
_PLACES = ("部门与股室", "system:departments")


def departments(request: HttpRequest) -> HttpResponse:
    """部门与股室"""
    return _page(request, "departments", title=_PLACES[0], departments=queries.all_departments())


def add_department(request: HttpRequest) -> HttpResponse:
    """登记部门"""
    form = forms.DepartmentForm(request.POST or None, initial={"from_on": queries.day_of(now(request))})
    if form.is_valid():
        acting.enter_department(request, form)
    if form.is_bound and form.is_valid():
        return _done(request, "已登记部门。", "system:departments")
    return _form(request, form, "登记部门", "登记部门", _PLACES)


def add_section(request: HttpRequest) -> HttpResponse:
    """登记股室"""
    form = forms.SectionForm(request.POST or None, initial={"from_on": queries.day_of(now(request))})
    if form.is_valid():
        acting.enter_section(request, form)
    if form.is_bound and form.is_valid():
        return _done(request, "已登记股室。", "system:departments")
    return _form(request, form, "登记股室", "登记股室", _PLACES)


def people(request: HttpRequest) -> HttpResponse:
    """人员与账户"""
    page = page_of(request, queries.everybody(), order=("department__code", "id"))
    return _page(request, "people", title=_PEOPLE[0], page=page, today=queries.day_of(now(request)))


def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """一名人员"""
    return _person_page(request, _person(key))


def add_person(request: HttpRequest) -> HttpResponse:
    """登记人员"""
    form = forms.PersonForm(request.POST or None)
    made = acting.enter_person(request, form) if form.is_valid() else None
    if made is not None:
        return _person_page(request, _person(made[0].pk), slip=made[1])
    return _form(request, form, "登记人员", "登记人员", _PEOPLE)


def open_account(request: HttpRequest, key: UUID) -> HttpResponse:
    """开立账户"""
    form, found = forms.AccountForm(request.POST or None), _person(key)
    slip = acting.open_log_in(request, form, found) if form.is_valid() else None
    if slip is not None:
        return _person_page(request, _person(key), slip=slip)
    return _form(request, form, f"为{found.name}开立账户", "开立账户", _PEOPLE, found)


def appoint(request: HttpRequest, key: UUID) -> HttpResponse:
    """登记任职"""
    found = _person(key)
    form = forms.PostForm(request.POST or None, initial={"from_on": queries.day_of(now(request))})
    if form.is_valid():
        acting.enter_post(request, form, found)
        return _done(request, "已登记任职。", "system:person", found)
    return _form(request, form, f"登记{found.name}的任职", "登记任职", _PEOPLE, found)


def end_post(request: HttpRequest, key: UUID, post: UUID) -> HttpResponse:
    """免去任职"""
    found = _person(key)
    initial = {"to_on": queries.day_of(now(request))}
    given = {**request.POST.dict(), "post": post} if request.method == "POST" else None
    form = forms.EndPostForm(given, initial={**initial, "post": post})
    if form.is_valid():
        acting.close_post(request, form)
        return _done(request, "已登记免职日期。", "system:person", found)
    return _form(request, form, f"免去{found.name}的任职", "登记免职", _PEOPLE, found)


def role(request: HttpRequest, key: UUID) -> HttpResponse:
    """授予或免去管理员身份"""
    found = _person(key)
    form = forms.RoleForm(request.POST or None, initial={"role": found.role})
    if form.is_valid():
        acting.change_role(request, form, found)
        return _done(request, "已变更身份。", "system:person", found)
    return _form(request, form, f"变更{found.name}的身份", "变更身份", _PEOPLE, found)


def disable(request: HttpRequest, key: UUID) -> HttpResponse:
    """停用账户"""
    return _switch(request, key, on=False)


def enable(request: HttpRequest, key: UUID) -> HttpResponse:
    """启用账户"""
    return _switch(request, key, on=True)


def reset(request: HttpRequest, key: UUID) -> HttpResponse:
    """重置密码"""
    form, found = forms.ReasonForm(request.POST or None), _person(key)
    if form.is_valid():
        slip = acting.new_password(request, form, _account(found))
        return _person_page(request, _person(key), slip=slip)
    return _form(request, form, f"重置{found.name}的密码", "重置密码", _PEOPLE, found)


def forget_factor(request: HttpRequest, key: UUID) -> HttpResponse:
    """撤销动态口令"""
    form, found = forms.ReasonForm(request.POST or None), _person(key)
    if form.is_valid():
        acting.forget_factor(request, form, _account(found))
        return _done(request, "已撤销动态口令，下次登录时重新登记。", "system:person", found)
    return _form(request, form, f"撤销{found.name}的动态口令", "撤销动态口令", _PEOPLE, found)


def unlock(request: HttpRequest, key: UUID) -> HttpResponse:
    """解除登录锁定"""
    found = _person(key)
    acting.unlock(request, _account(found))
    return _done(request, "已解除登录锁定。", "system:person", found)


def access_log(request: HttpRequest) -> HttpResponse:
    """访问日志"""
    return _page(request, "access_log", title="访问日志", page=page_of(request, entries(), order=("-id",)))


def _switch(request: HttpRequest, key: UUID, *, on: bool) -> HttpResponse:
    word = "启用" if on else "停用"
    form, found = forms.ReasonForm(request.POST or None), _person(key)
    if form.is_valid():
        acting.switch_account(request, form, _account(found), on=on)
        return _done(request, f"已{word}账户。", "system:person", found)
    return _form(request, form, f"{word}{found.name}的账户", f"{word}账户", _PEOPLE, found)


def _person(key: Any) -> Person:
    found = queries.person_of(key)
    if found is None:
        raise Http404
    return found


def _account(person: Person) -> Account:
    found: Account | None = getattr(person, "account", None)
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, told: str, view: str, person: Person | None = None) -> HttpResponse:
    messages.success(request, told)
    return redirect(view, person.pk) if person else redirect(view)


def _person_page(request: HttpRequest, found: Person, slip: acting.Slip | None = None) -> HttpResponse:
    today = queries.day_of(now(request))
    more = {"person": found, "slip": slip, "today": today, "offices": queries.posts_on(found, today)}
    return _page(request, "person", title=found.name, crumbs=[(_PEOPLE[0], reverse(_PEOPLE[1]))], **more)


def _form(
    request: HttpRequest, form: Form, title: str, act: str, place: tuple[str, str], person: Person | None = None
) -> HttpResponse:
    """The one page for all forms: where it belongs, what it asks, the act's name on the button."""
    crumbs = [(place[0], reverse(place[1]))]
    if person is not None:
        crumbs.append((person.name, reverse("system:person", args=(person.pk,))))
    back = crumbs[-1][1]
    return _page(request, "form", title=title, form=form, act=act, crumbs=crumbs, back=back)


def _page(request: HttpRequest, name: str, *, title: str, **more: Any) -> HttpResponse:
    crumbs = [*more.pop("crumbs", ()), (title, "")]
    return render(request, f"office/system/{name}.html", {"heading": title, "crumbs": crumbs, **more})
