"""The pages of policies and measures: the table in force on a day, drafts, approval.

Source: 第六条第二至第四款, 第六条（三）（四）, 第二十九条; 70-interface §4.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.quotas import percent
from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.overrides.drafting import draft_override
from shuangsuiji.foundation.overrides.queries import measures_ahead, override_draft, override_drafts
from shuangsuiji.foundation.overrides.set_override import set_override, shown
from shuangsuiji.stages.plans import policy_drafting
from shuangsuiji.stages.plans.actions.set_policy import set_policy
from shuangsuiji.stages.plans.queries import policies
from shuangsuiji.web.components.acting import acting, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.policy import forms

HEADING = "分类监管规定"


def policy_list(request: HttpRequest) -> HttpResponse:
    """分类监管规定"""
    department, form = own_department(request), forms.DayFilter(request.GET)
    day = form.given.get("on") or day_of(now(request))
    told = {
        "form": form,
        "heading": HEADING,
        "crumbs": [(HEADING, "")],
        "day": day,
        "standings": [_row(each) for each in policies.standings_on(department, day).values()],
        "policies": [(each, _classes_of(each)) for each in policies.policies_of(department)],
        "drafts": policies.policy_drafts(department),
        "measures": [_measure(each) for each in measures_ahead(day, department)],
        "measure_drafts": [_measure(each) for each in override_drafts(department)],
    }
    return render(request, "office/policy/list.html", told)


def write(request: HttpRequest) -> HttpResponse:
    """起草分类监管规定"""
    form = forms.PolicyForm(request.POST or None, initial={**forms.rules_as_initial(), **_first(request)})
    if form.is_valid():
        made = policy_drafting.write_policy(actor=acting(request), at=now(request), **form.terms())
        return _done(request, "已保存草稿，请核对后送审。", made.pk)
    return _form(request, form, "起草分类监管规定")


def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """修改分类监管规定"""
    found = _draft(request, key)
    form = forms.PolicyForm(request.POST or None, initial=_initial(found))
    if form.is_valid():
        version = int(request.POST.get("version") or 0)
        policy_drafting.write_policy(
            actor=acting(request), at=now(request), draft_id=key, version=version, **form.terms()
        )
        return _done(request, "已保存草稿。", key)
    return _form(request, form, "修改分类监管规定", found)


def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """一份草稿"""
    found = _draft(request, key)
    told = {"draft": found, "rows": _rows(found), "classes": _classes(found), "heading": found.document or "规定草稿"}
    return render(request, "office/policy/draft.html", {**told, "crumbs": _crumbs("草稿")})


def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """送审"""
    _draft(request, key)
    version = int(request.POST.get("version") or 0)
    policy_drafting.send_policy(draft_id=key, version=version, actor=acting(request), at=now(request))
    return _done(request, "已送分管负责人审批。", key)


def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """批准分类监管规定"""
    found, form = _draft(request, key), forms.AnswerForm(request.POST or None)
    if form.is_valid():
        seen = request.POST.get("seen", "")
        set_policy(draft_id=key, seen=seen, **form.cleaned_data, actor=acting(request), at=now(request))
        messages.success(request, "已批准，自生效日期起适用。")
        return redirect("policy:list")
    told = {"rows": _rows(found), "classes": _classes(found), "seen": policies.policy_digest(found)}
    words = "批准后自生效日期起适用于本部门计划，不能修改；有变化的，另行制定。"
    return _confirm(request, form, "批准分类监管规定", "批准启用", words, "policy:draft", found, **told)


def measure(request: HttpRequest) -> HttpResponse:
    """起草另行规定"""
    form = forms.MeasureForm(request.POST or None)
    if form.is_valid():
        department = own_department(request)
        draft_override(actor=acting(request), at=now(request), department=department, **form.cleaned_data)
        messages.success(request, "已起草，待分管负责人批准。")
        return redirect("policy:list")
    return _form(request, form, "起草另行规定")


def approve_measure(request: HttpRequest, key: UUID) -> HttpResponse:
    """批准另行规定"""
    found, form = override_draft(key), forms.AnswerForm(request.POST or None)
    if found is None or found.department not in ("", own_department(request)):
        raise Http404
    if form.is_valid():
        seen = request.POST.get("seen", "")
        set_override(draft_id=key, seen=seen, **form.cleaned_data, actor=acting(request), at=now(request))
        messages.success(request, "已批准，自生效日期起优先适用。")
        return redirect("policy:list")
    told = {"rows": measure_rows(found), "seen": content_digest(shown(found))}
    words = "批准后自生效日期起优先于细则适用，计划和公示中注明文号。"
    return _confirm(request, form, "批准另行规定", "批准启用", words, "policy:list", None, **told)


# --------------------------------------------------------------------------------------------------------------- pieces


def measure_rows(found: Any) -> list[tuple[str, Any]]:
    """A measure as label and value."""
    said = _measure(found)
    return [
        ("规则参数", said["parameter"]),
        ("另行规定为", said["value"]),
        ("来源", found.get_origin_display()),
        ("制定机关、文号", f"{found.issuing_body} {found.document}"),
        ("生效日期", f"{found.effective_from}" + (f" 至 {found.effective_to}" if found.effective_to else " 起")),
        ("理由", found.reason),
    ]


def _measure(each: Any) -> dict[str, Any]:
    """A measure or its draft as a row."""
    share = percent(Ratio(each.value, each.denominator)) if each.denominator else f"{each.value}"
    return {"record": each, "parameter": forms.parameter_words(each.parameter), "value": share}


def _classes_of(policy: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": row.risk_class,
            "ratio": percent(Ratio(row.ratio_num, row.ratio_den)),
            "draws": row.frequency,
            "measures": row.measures,
        }
        for row in policy.rows.all()
    ]


def _row(each: Any) -> dict[str, Any]:
    return {
        "name": each.risk_class,
        "ratio": percent(each.floor.ratio),
        "draws": each.frequency.draws,
        "origin": each.origin,
    }


def _first(request: HttpRequest) -> dict[str, Any]:
    return {"effective_from": date(day_of(now(request)).year + 1, 1, 1)}


def _draft(request: HttpRequest, key: UUID) -> Any:
    found = policies.policy_draft(key, own_department(request))
    if found is None:
        raise Http404
    return found


def _initial(found: Any) -> dict[str, Any]:
    plain = {name: getattr(found, name) for name in ("document", "issuing_body", "effective_from", "effective_to")}
    for each, said in found.rows.items():
        plain[f"{each}_ratio"], plain[f"{each}_frequency"] = _share(said), said["frequency"]
        plain[f"{each}_measures"] = said.get("measures", "")
    return plain


def _share(said: Any) -> str:
    return percent(Ratio(said["num"], said["den"]))


def _rows(found: Any) -> list[tuple[str, Any]]:
    last = f"{found.effective_to}" if found.effective_to else "长期有效"
    return [
        ("文号", found.document or "（未填写）"),
        ("制定机关", found.issuing_body),
        ("生效日期", found.effective_from or "（未填写）"),
        ("失效日期", last),
    ]


def _classes(found: Any) -> list[dict[str, Any]]:
    return [
        {"name": each, "ratio": _share(said), "draws": said["frequency"], "measures": said.get("measures", "")}
        for each, said in sorted(found.rows.items())
    ]


def _crumbs(*more: str) -> list[tuple[str, str]]:
    return [(HEADING, reverse("policy:list")), *((each, "") for each in more)]


def _form(request: HttpRequest, form: Any, heading: str, record: Any = None) -> HttpResponse:
    template = "policy" if isinstance(form, forms.PolicyForm) else "form"
    told = {"heading": heading, "crumbs": _crumbs(heading), "form": form, "act": "保存草稿", "record": record}
    return render(request, f"office/policy/{template}.html", {**told, "back": reverse("policy:list")})


def _confirm(
    request: HttpRequest, form: Any, heading: str, act: str, words: str, back: str, record: Any, **more: Any
) -> HttpResponse:
    address = reverse(back, args=(record.pk,)) if record is not None else reverse(back)
    told = {"heading": heading, "crumbs": _crumbs(heading), "form": form, "act": act, "consequence": words}
    return render(request, "office/policy/confirm.html", {**told, "back": address, "record": record, **more})


def _done(request: HttpRequest, words: str, key: Any) -> HttpResponse:
    messages.success(request, words)
    return redirect("policy:draft", key)
