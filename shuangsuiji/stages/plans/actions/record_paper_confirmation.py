"""The act: a clerk records that a participant without an account confirmed one of its registries on paper, for a task.

Source: 第十条; 10-articles (acting on paper: number, date, scan; confirmed by the deputy head; 纸质). May be recorded anew until it counts.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.deadlines import check_confirmation
from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.lifecycle import TASK, check_act
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.core.rules.schemes import check_without_account
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.plans.filing_words import task_locked
from shuangsuiji.stages.plans.models import Task, TaskDepartment
from shuangsuiji.stages.plans.queries.confirmations import keepers_here
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.registry.confirmed import examined
from shuangsuiji.stages.registry.confirming import Delta
from shuangsuiji.stages.registry.models import PaperConfirmation, RegistryKind


@dataclass(frozen=True, slots=True)
class ConfirmationPaper:
    """What the paper says. `signer` and `second_signer` are posts; `reason` where the registry is empty or its source old."""

    number: str
    signed_on: date
    signer: str
    scan: Received
    second_signer: str = ""
    reason: str = ""


def record_paper_confirmation(
    *, task_id: UUID, department: str, kind: str, seen: str, paper: ConfirmationPaper, actor: Actor, at: datetime
) -> PaperConfirmation:
    """Record the paper for a task of the actor's department. `seen`: the digest of the changes it was printed with.

    Raises PlansRefused for a department that takes no part, RuleViolation (E10-1, E10-2, E10-6, E10-9, E13-1, E13-2; E10-3 for a paper
    without number, signers or of an impossible day), DoesNotExist for another department's task.
    """
    require(check_done_by(actor.office, "clerk", matter="登记纸质确认", citation="第十条"))
    with command(actor=actor, at=at) as cmd:
        task = task_locked(task_id, actor.org)
        made = PaperConfirmation(
            department=participant(task, department), kind=kind, task_id=task.pk, task_number=task.number,
            delta_digest=seen, reason=paper.reason.strip(), number=paper.number.strip(), signed_on=paper.signed_on,
            signer=paper.signer.strip(), second_signer=paper.second_signer.strip(), scan_digest=paper.scan.digest,
            recorder=person_of(cmd), at=at,
        )  # fmt: skip
        made.change_ordinal = credible(made, task, at).ordinal
        row = enter(cmd, paper.scan)
        made.save(force_insert=True)
        told = {"task": task.number, "department": department, "kind": kind, "number": made.number, "digest": seen}
        private = {"confirmation": Private(told, house_key(at=at).id)}
        pub = {"office": actor.office, "task_id": task.number, "count": 1}
        cmd.emit("confirmation.recorded", pub=pub, private=private, files=[named(row)])
    return made


def participant(task: Task, code: str) -> Department:
    """The participant of that code, its registries locked until the command ends. Raises PlansRefused."""
    joined = task.departments.filter(department__code=code, role=TaskDepartment.Role.JOIN)
    if not joined.exists():
        raise PlansRefused("该部门不是本任务的参与部门，不能登记其纸质确认（第十条）。")
    found: Department = Department.objects.select_for_update(no_key=True, of=("self",)).get(code=code)
    return found


def credible(paper: PaperConfirmation, task: Task, at: datetime) -> Delta:
    """What the paper confirms, as it is now. Raises RuleViolation with all that keeps the paper from counting."""
    if paper.kind not in RegistryKind.values:
        raise PlansRefused("没有这一名录库。")
    require(check_act(TASK, task.status, "confirm_registries"))
    today = localdate(at)
    require(
        check_without_account(paper.department.name, keepers_here(paper.department, at)),
        *_whole(paper, task, today),
        check_confirmation(min(paper.signed_on, today), today),
    )
    delta = examined(paper, at)
    require(_signed_twice(paper, delta))
    return delta


def _whole(paper: PaperConfirmation, task: Task, today: date) -> list[Finding]:
    in_time = task.created_on <= paper.signed_on <= today
    return [
        judge(
            "E10-3", "第十条", bool(paper.number and paper.signer), required="文号和签字人职务", actual="不齐备",
            refusal="纸质确认的文号或签字人职务没有填写（第十条）。", remedy="请照纸质件补充；没有文号的，填写登记簿编号。",
        ),
        judge(
            "E10-3", "第十条", in_time, required=f"{task.created_on} 至 {today}", actual=f"{paper.signed_on}",
            refusal=f"纸质确认的签字日期 {paper.signed_on} 不在任务建立之日 {task.created_on} 与今天 {today} 之间（第十条）。",
            remedy="请核对纸质件后重新登记。",
        ),
    ]  # fmt: skip


def _signed_twice(paper: PaperConfirmation, delta: Delta) -> Finding:
    return judge(
        "E10-3", "第十条", bool(paper.second_signer) or not delta.needs_second, required="第二签字人", actual="空",
        refusal=f"该名录库变动 {delta.count} 行，须第二人签字，纸质件没有登记第二签字人（第十条）。",
        remedy="请取得该部门股室负责人在纸质件上的签字，登记其职务。",
    )  # fmt: skip
