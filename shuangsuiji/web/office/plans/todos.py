"""What waits in plans: to write, to answer, to approve, to submit, to publish; and the day by which joint plans are submitted.

Source: 第六条（三）, 第七条; 70-interface §5.
"""

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from shuangsuiji.core.rules.parameters import text
from shuangsuiji.stages.plans.queries.plans import waiting_for
from shuangsuiji.stages.plans.queries.policies import policy_drafts
from shuangsuiji.web.components.acting import offices_answered_for, own_department
from shuangsuiji.web.components.todos import Todo

_OFFICES = ("clerk", "deputy_head", "joint_office")
# Act → what to do, the page on which it is done.
_ACTS = {
    "send_plan": ("编制并送会签", "plans:plan"),
    "create_task": ("制定任务，随后报送备案", "tasks:choose"),
    "submit_plan": ("报送联席会议办公室", "plans:submit"),
    "confirm_paper_submission": ("确认纸质报送", "plans:confirm_submission"),
    "publish_plan": ("公示计划", "plans:publish"),
    "confirm_plan": ("审批计划", "plans:approve"),
    "agree_plan": ("会签联合计划", "plans:agree"),
}


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """One line per plan and act, then the policies to be approved."""
    held, department = offices_answered_for(request), own_department(request)
    for office in _OFFICES:
        for act, plan in waiting_for(office, department) if office in held else ():
            label, view = _ACTS[act]
            if act == "confirm_plan" and plan.migrated:
                view = "plans:migrate"
            paper = plan.draft
            hint = paper.returned and f"退回意见：{paper.returned}"
            yield Todo(
                label,
                f"{plan.number} {paper.title}",
                reverse(view, args=() if act == "create_task" else (plan.pk,)),
                due=_due(act, plan.year),
                hint=hint or f"{plan.get_kind_display()} · {plan.department.name}",
                tone="need" if paper.returned else "",
            )
    if "deputy_head" in held:
        for draft in policy_drafts(department).filter(sent_at__isnull=False):
            yield Todo(
                "审批分类监管规定", f"{draft}", reverse("policy:approve", args=(draft.pk,)), hint=draft.issuing_body
            )


def _due(act: str, year: int) -> date | None:
    """The usual day for the submission of joint plans."""
    if act not in ("submit_plan", "confirm_paper_submission"):
        return None
    month, _, day = text("plan_submit_by").partition("-")
    return date(year, int(month), int(day))
