"""The pages on which a plan is decided on: participants, deputy head, office of the joint meeting; publication and its end.

Source: 第六条（三）, 第七条, 第八条. An approver sees first what is at stake; what he signs is the digest of what he was shown.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from shuangsuiji.core.rules.plan_lint import standing_out
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan, publishing_office
from shuangsuiji.stages.plans.actions.agree_plan import agree_plan
from shuangsuiji.stages.plans.actions.amend_plan import amend_plan
from shuangsuiji.stages.plans.actions.close_plan import close_plan
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.actions.migrate_plan import FormerPublication, migrate_plan
from shuangsuiji.stages.plans.actions.record_consent import Paper, confirm_consent, record_consent
from shuangsuiji.stages.plans.actions.refuse_plan import refuse_plan
from shuangsuiji.stages.plans.actions.return_plan import return_plan
from shuangsuiji.stages.plans.actions.submit_plan import submit_plan
from shuangsuiji.stages.plans.queries.content import content_of, difference, digest_of
from shuangsuiji.stages.plans.queries.plans import paper_shown
from shuangsuiji.stages.plans.queries.standing import remarks_on
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.web.components.acting import acting
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.refusals import form_status
from shuangsuiji.web.office.plans import forms, shown
from shuangsuiji.web.office.plans.finding import asked_plan, own_plan, plan_of


def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """参与部门会签"""
    found, form = asked_plan(request, key), forms.ConsentForm(request.POST or None)
    if form.is_valid():
        agrees = form.cleaned_data["agrees"] == "yes"
        answer = _answer(request, form)
        agree_plan(plan_id=key, agrees=agrees, answer=answer, actor=acting(request), at=now(request))
        return _done(request, "已同意参与。" if agrees else "已答复不同意，发起部门将看到您的理由。", key)
    words = "答复后告知发起部门；计划内容一变，答复即失效，须重新会签。"
    return _sign(request, found, form, "参与部门会签", "提交答复", words)


def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """审批计划"""
    found, form = own_plan(request, key), forms.AnswerForm(request.POST or None)
    paper = paper_shown(found)
    act = amend_plan if paper.base_number else confirm_plan
    if form.is_valid():
        act(plan_id=key, answer=_answer(request, form), actor=acting(request), at=now(request))
        return _done(request, "已同意。", key)
    words = "同意后内容固定；低于下限的比例随之获准，并在公示中注明。"
    heading = "审批计划变更" if paper.base_number else "审批计划"
    return _sign(request, found, form, heading, f"同意 {paper.lines.count()} 行", words, refuse="plans:refuse")


def refuse(request: HttpRequest, key: UUID) -> HttpResponse:
    """不同意，退回经办人"""
    found, form = own_plan(request, key), forms.RefuseForm(request.POST or None)
    if form.is_valid():
        answer = Answer(digest_of(paper_shown(found)), form.cleaned_data["opinion"])
        refuse_plan(plan_id=key, answer=answer, actor=acting(request), at=now(request))
        return _done(request, "已退回经办人。", key)
    return _form(request, found, form, "不同意，退回经办人", "退回")


def migrate(request: HttpRequest, key: UUID) -> HttpResponse:
    """核对迁入计划"""
    found, form = own_plan(request, key), forms.MigrateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        former = FormerPublication(given["on"], given["place"], given["document"], given["file"])
        answer = _answer(request, form)
        migrate_plan(plan_id=key, former=former, answer=answer, actor=acting(request), at=now(request))
        return _done(request, "已登记为迁入计划。", key)
    words = "登记后视为已公示的计划，注明迁入；不作为本平台编制、抽取的计划。"
    return _sign(request, found, form, "核对迁入计划", "确认登记", words, refuse="plans:refuse")


def record_paper(request: HttpRequest, key: UUID, department: str) -> HttpResponse:
    """登记纸质会签"""
    found, form = own_plan(request, key), forms.PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        signer = (given["office"], given["standing_in"])
        paper = Paper(given["agrees"] == "yes", given["number"], given["signed_on"], given["scan"], *signer)
        record_consent(plan_id=key, department=department, paper=paper, actor=acting(request), at=now(request))
        return _done(request, "已登记，待分管负责人核对确认。", key)
    return _form(request, found, form, "登记纸质会签", "登记")


def confirm_paper(request: HttpRequest, key: UUID, department: str) -> HttpResponse:
    """确认纸质会签"""
    own_plan(request, key)
    confirm_consent(plan_id=key, department=department, actor=acting(request), at=now(request))
    return _done(request, "已确认纸质会签。", key)


def submit(request: HttpRequest, key: UUID) -> HttpResponse:
    """报送联席会议办公室"""
    found = own_plan(request, key)
    if request.method == "POST":
        submit_plan(plan_id=key, actor=acting(request), at=now(request))
        return _done(request, "已报送联席会议办公室。", key)
    words = "报送后由联席会议办公室汇总、公示；需要修改的，由其退回。"
    return _confirm(request, found, None, "报送联席会议办公室", "报送计划", words)


def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """公示计划"""
    found, form = plan_of(request, key), forms.PublishForm(request.POST or None)
    actor = acting(request, publishing_office(found))
    if form.is_valid():
        notice = publish_plan(plan=key, **form.cleaned_data, actor=actor, at=now(request))
        return _done(request, f"已公示，索引号 {notice.index_no}。", key)
    words = "公示后在公示网站立即可见，不能修改或撤下；有变化的，提出变更。"
    return _confirm(request, found, form, "公示计划", "公示计划", words)


def send_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """退回计划"""
    found, form = plan_of(request, key), forms.ReasonForm(request.POST or None)
    if form.is_valid():
        joint = found.status == "SUBMITTED" and publishing_office(found) == "joint_office"
        office = "joint_office" if joint else "deputy_head"
        return_plan(plan_id=key, **form.cleaned_data, actor=acting(request, office, "deputy_head"), at=now(request))
        return _home(request, "已退回编制，原会签失效。")
    return _form(request, found, form, "退回计划", "退回计划")


def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """结束计划"""
    found = plan_of(request, key)
    if request.method == "POST":
        close_plan(plan_id=key, actor=acting(request), at=now(request))
        return _done(request, "计划已结束。", key)
    return _confirm(request, found, None, "结束计划", "结束计划", "年度已过、任务都已办结或撤销后结束。")


# --------------------------------------------------------------------------------------------------------------- pieces


def _answer(request: HttpRequest, form: Any) -> Answer:
    given = form.cleaned_data
    return Answer(request.POST.get("seen", ""), given["opinion"], given["standing_in"])


def _sign(
    request: HttpRequest, plan: Any, form: Any, heading: str, act: str, words: str, *, refuse: str = ""
) -> HttpResponse:
    """What is at stake, then the answer: the facts first, what is below a floor, what is new against the version before."""
    paper = paper_shown(plan)
    if not paper.sent_digest:
        raise Http404
    content = content_of(paper)
    before = plan.versions.filter(number=paper.base_number).first() if paper.base_number else None
    changes = difference(before.content, content) if before else []
    remarks = standing_out(remarks_on(paper))
    told = {
        **shown.told(request, plan, content, paper),
        "rows": shown.at_stake(request, plan, content, paper),
        "asks": shown.below_floor(remarks),
        "changes": shown.differences(
            changes, shown.Words([each for each in (before and before.content, content) if each])
        ),
        "seen": digest_of(paper),
        "refuse": reverse(refuse, args=(plan.pk,)) if refuse else "",
    }
    return render(
        request, "office/plans/sign.html", {**told, **_frame(plan, form, heading, act, words)}, status=form_status(form)
    )


def _confirm(request: HttpRequest, plan: Any, form: Any, heading: str, act: str, words: str) -> HttpResponse:
    paper = paper_shown(plan)
    newest = plan.versions.order_by("-number").first()
    content = newest.content if newest is not None else content_of(paper)
    told = {"plan": plan, "rows": shown.at_stake(request, plan, content, paper)}
    return render(
        request,
        "office/plans/confirm.html",
        {**told, **_frame(plan, form, heading, act, words)},
        status=form_status(form),
    )


def _frame(plan: Any, form: Any, heading: str, act: str, words: str) -> dict[str, Any]:
    back = reverse("plans:plan", args=(plan.pk,))
    return {
        "form": form,
        "heading": heading,
        "act": act,
        "consequence": words,
        "back": back,
        "record": plan,
        "crumbs": shown.crumbs(plan, heading),
    }


def _form(request: HttpRequest, plan: Any, form: Any, heading: str, act: str) -> HttpResponse:
    back = reverse("plans:plan", args=(plan.pk,))
    told = {"heading": heading, "crumbs": shown.crumbs(plan, heading), "form": form, "act": act, "back": back}
    return render(request, "office/plans/form.html", told, status=form_status(form))


def _done(request: HttpRequest, words: str, key: UUID) -> HttpResponse:
    messages.success(request, words)
    return redirect("plans:plan", key)


def _home(request: HttpRequest, words: str) -> HttpResponse:
    """The plan may be out of sight once it went back."""
    messages.success(request, words)
    return redirect("plans:list")
