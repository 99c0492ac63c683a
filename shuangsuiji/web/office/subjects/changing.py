"""Writing one subject by hand: entered, corrected, classed, tagged, taken out; duplicates decided. One act per POST.

Source: 第六条（一）（二）, 第十条, 第二十四条; E10-3, E10-5, E10-6.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.registry.actions.add_licence import add_licence
from shuangsuiji.stages.registry.actions.add_subject import add_subject
from shuangsuiji.stages.registry.actions.edit_subject import edit_subject
from shuangsuiji.stages.registry.actions.end_licence import end_licence
from shuangsuiji.stages.registry.actions.remove_subject import remove_subject
from shuangsuiji.stages.registry.actions.resolve_duplicate import resolve_duplicate
from shuangsuiji.stages.registry.actions.set_risk_class import set_risk_class
from shuangsuiji.stages.registry.actions.set_tags import set_tags
from shuangsuiji.stages.registry.queries import duplicates as duplicate_queries
from shuangsuiji.stages.registry.queries import subjects as queries
from shuangsuiji.web.components import conflict
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.subjects import forms
from shuangsuiji.web.office.subjects.views import crumbs, found_subject, ways

_MOST_VERSIONS = 9


def add(request: HttpRequest) -> HttpResponse:
    """登记检查对象"""
    form = forms.AddForm(request.POST or None, initial={"state": "NORMAL"})
    if form.is_valid():
        given = form.cleaned_data
        change = add_subject(
            terms=form.terms, **form.codes, personal=form.personal, source=given["source"], reason=given["reason"],
            actor=acting(request), at=now(request),
        )  # fmt: skip
        messages.success(request, "已登记。")
        return redirect("subjects:subject", change.lines.get().record_id)
    return _form(request, form, "登记检查对象", "登记", crumbs(("登记", "")), reverse("subjects:list"))


def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """修改检查对象"""
    subject = _live(request, key)
    form = forms.EditForm(request.POST or None, initial={**_terms(subject), "source": subject.source})
    if form.is_valid():
        _edit(request, subject, form)
        return _back(request, subject, "已修改。")
    return _subject_form(request, form, subject, "修改", "保存修改")


def _edit(request: HttpRequest, subject: Any, form: forms.EditForm) -> None:
    """The act; where somebody was quicker, both versions are told field by field."""
    given = form.cleaned_data
    try:
        edit_subject(
            subject=subject.pk, version=_version(request), terms=form.terms, personal=form.personal,
            source=given["source"], reason=given["reason"], actor=acting(request), at=now(request),
        )  # fmt: skip
    except StaleVersion as stale:
        stored = stale.stored  # type: ignore[attr-defined]
        labels = {name: str(form.fields[name].label) for name in form.TERMS}
        shown = {"subject_type": dict(queries.TYPES), "state": dict(queries.STATES)}
        stale.differences = conflict.differences(_terms(stored), form.terms, labels, shown=shown)
        stale.version = stored.version
        raise


def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """移出名录库"""
    subject, form = _live(request, key), forms.ReasonForm(request.POST or None)
    if form.is_valid():
        remove_subject(
            subject=subject.pk, version=_version(request), reason=form.cleaned_data["reason"], actor=acting(request),
            at=now(request),
        )  # fmt: skip
        return _back(request, subject, "已移出名录库。")
    told = {
        "heading": f"移出{subject.name}", "rows": [("名称", subject.name), ("代码", subject.identity)], "form": form,
        "consequence": "移出后不再列入对象库；记录保留，可以重新登记。", "act": "移出 1 户", "danger": True,
        "record": subject, "back": reverse("subjects:subject", args=[subject.pk]), "crumbs": crumbs(("移出", "")),
    }  # fmt: skip
    return render(request, "components/confirm.html", told)


def state_class(request: HttpRequest, key: UUID) -> HttpResponse:
    """登记信用风险分类"""
    subject = _live(request, key)
    form = forms.StatedClassForm(request.POST or None, initial={"on": localdate(now(request))})
    if form.is_valid():
        set_risk_class(subject=subject.pk, **form.cleaned_data, actor=acting(request), at=now(request))
        return _back(request, subject, "已登记分类。")
    return _subject_form(request, form, subject, "登记信用风险分类", "登记分类")


def tags(request: HttpRequest, key: UUID) -> HttpResponse:
    """设定专项库和标签"""
    subject = _live(request, key)
    form = forms.TagsForm(request.POST or None, initial=_tags(subject))
    if form.is_valid():
        set_tags(
            subject=subject.pk, version=_version(request), libraries=form.listed("libraries"), tags=form.listed("tags"),
            reason=form.cleaned_data["reason"], actor=acting(request), at=now(request),
        )  # fmt: skip
        return _back(request, subject, "已设定。")
    return _subject_form(request, form, subject, "设定专项库和标签", "保存标签")


def licence(request: HttpRequest, key: UUID) -> HttpResponse:
    """登记许可证"""
    subject, form = _live(request, key), forms.LicenceForm(request.POST or None)
    if form.is_valid():
        add_licence(subject=subject.pk, **form.cleaned_data, actor=acting(request), at=now(request))
        return _back(request, subject, "已登记许可证。")
    return _subject_form(request, form, subject, "登记许可证", "登记许可证")


def end(request: HttpRequest, key: UUID, licence: UUID) -> HttpResponse:
    """停用许可证"""
    subject, form = _live(request, key), forms.ReasonForm(request.POST or None)
    found = next((each for each in queries.firm(subject).licences if each.pk == licence), None)
    if found is None:
        raise Http404
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        end_licence(subject=subject.pk, licence=licence, reason=reason, actor=acting(request), at=now(request))
        return _back(request, subject, "已停用许可证。")
    return _subject_form(request, form, subject, f"停用{found.name}", "停用")


def duplicates(request: HttpRequest) -> HttpResponse:
    """重复核对"""
    pairs = duplicate_queries.duplicate_pairs(queries.department_of(own_department(request)))
    shown = [
        (
            pair,
            forms.PairForm(initial={"first": pair.first.pk, "second": pair.second.pk}, prefix="", auto_id=f"p{n}_%s"),
        )
        for n, pair in enumerate(pairs[:20], start=1)
    ]
    told = {"pairs": shown, "count": len(pairs), "crumbs": crumbs(("重复核对", "")), "ways": ways(request)}
    return render(request, "office/subjects/duplicates.html", told)


def resolve(request: HttpRequest) -> HttpResponse:
    """处理重复"""
    form = forms.PairForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        one, two = _live(request, given["first"]), _live(request, given["second"])
        resolve_duplicate(
            first=one.pk, second=two.pk, kept=form.kept_key(), reason=given["reason"],
            actor=acting(request), at=now(request),
        )  # fmt: skip
        messages.success(request, "已记录结论。")
    else:
        messages.error(request, "没有办理：请选择结论，并写明核对的依据（第十条）。")
    return redirect("subjects:duplicates")


def _live(request: HttpRequest, key: UUID) -> Any:
    """A row of the caller's own registry that stands in it. Raises Http404: an auditor reads, and changes nothing."""
    subject = found_subject(request, key)
    if subject.department.code != own_department(request) or not subject.is_live:
        raise Http404
    return subject


def _version(request: HttpRequest) -> int:
    """The version the form was shown with."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_VERSIONS else 0


def _terms(subject: Any) -> dict[str, Any]:
    return {name: getattr(subject, name) for name in forms.EditForm.TERMS}


def _tags(subject: Any) -> dict[str, str]:
    standing = queries.firm(subject).tags
    return {
        "libraries": "、".join(tag.name for tag in standing if tag.kind == "LIBRARY"),
        "tags": "、".join(tag.name for tag in standing if tag.kind == "TAG"),
    }


def _subject_form(request: HttpRequest, form: Any, subject: Any, heading: str, act: str) -> HttpResponse:
    address = reverse("subjects:subject", args=[subject.pk])
    way = crumbs((subject.name, address), (heading, ""))
    return _form(request, form, f"{heading}：{subject.name}", act, way, address, record=subject)


def _form(
    request: HttpRequest, form: Any, heading: str, act: str, way: list[tuple[str, str]], back: str, record: Any = None
) -> HttpResponse:
    told = {"form": form, "heading": heading, "act": act, "crumbs": way, "back": back, "record": record}
    return render(request, "office/subjects/form.html", told)


def _back(request: HttpRequest, subject: Any, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("subjects:subject", subject.pk)
