"""What `shuangsuiji plans` does. Imported once Django is ready.

Source: 20-house §7 (console: same acts, same rules). Exit codes: 0 done, 1 refused or something to be put right.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.plan_lint import refusing, standing_out
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.sheets.plans import read_plans
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan, publishing_office
from shuangsuiji.stages.items.queries import published_items
from shuangsuiji.stages.plans import drafting
from shuangsuiji.stages.plans.actions.confirm_paper_submission import confirm_paper_submission
from shuangsuiji.stages.plans.actions.record_paper_submission import SubmissionPaper, record_paper_submission
from shuangsuiji.stages.plans.columns import terms_of
from shuangsuiji.stages.plans.queries import plans
from shuangsuiji.stages.plans.queries.standing import remarks_on
from shuangsuiji.stages.plans.queries.submissions import paper_recorded
from shuangsuiji.web.console.business import NotActing, office_holder
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.on_paper import HEADS, file_at, recorded_as
from shuangsuiji.web.console.words import Printer

GOOD, BAD = 0, 1
_WEIGHTS = {"REFUSES": "须改正", "ASKS": "须批准", "WARNS": "提示"}


class Refused(Exception):
    """It cannot be done; the text says why and what to do. Whether something has to be put right is `findings`."""

    def __init__(self, text: str, findings: tuple[str, ...] = ()) -> None:
        """Keep both."""
        super().__init__(text)
        self.findings = findings


_REFUSALS = (
    Refused,
    NotActing,
    RuleViolation,
    ApprovalRefused,
    StaleVersion,
    SheetRefused,
    WritesRefused,
    Busy,
    ClockBehind,
)


def run(name: str, options: Namespace) -> int:
    """Run one of them; every refusal is told in sentences."""
    printer = Printer(as_json=options.json)
    try:
        printer.result(_ACTS[name](options, printer, datetime.now(UTC)))
    except _REFUSALS as refusal:
        reasons = list(getattr(refusal, "findings", ())) or [refusal]
        printer.result({"refused": [f"{each}" for each in reasons]})
        for each in reasons:
            printer.errors.print(f"{each}", style="red", markup=False, soft_wrap=True)
        return BAD
    return GOOD


def _list(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    del at
    found = plans.every_plan(options.year)
    rows = [
        (each.number, each.title, f"{each.year}", each.get_kind_display(), each.department.name, each.status_label)
        for each in found
    ]
    printer.table("", ("编号", "名称", "年度", "种类", "发起部门", "状态"), rows)
    names = ("number", "title", "year", "kind", "department", "status")
    return {"plans": [dict(zip(names, row, strict=True)) for row in rows]}


def _lint(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    del at
    paper = plans.paper_shown(_plan(options.number))
    remarks = remarks_on(paper)
    shown = [
        (each.line or "全部", each.finding.code, _WEIGHTS[each.weight], f"{each.finding}")
        for each in standing_out(remarks)
    ]
    failing = refusing(remarks)
    if failing:
        printer.table(f"{paper.plan.number} {paper.title}", ("行", "代码", "类别", "说明"), shown)
        raise Refused(f"共 {len(failing)} 处须改正。", tuple(f"{each}" for each in failing))
    printer.table(f"{paper.plan.number} {paper.title}", ("行", "代码", "类别", "说明"), shown)
    printer.say("没有须改正之处。")
    names = ("line", "code", "weight", "text")
    return {"remarks": [dict(zip(names, row, strict=True)) for row in shown]}


def _import(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    plan = _plan(options.number)
    reading = read_plans(options.file, year=plan.year, at=local_day(at))
    if not reading.usable:
        raise Refused("表格有错误，整批未导入。", tuple(finding.message for finding in reading.errors()))
    items = {item.name: item.code for item in published_items()}
    departments = {name: code for code, name in plans.department_names().items()}
    lines = [terms_of(entry, items, departments) for entry in reading.require()]
    actor = office_holder(options.acting, "clerk", at=at)
    version = plans.paper_shown(plan).version
    attempt(drafting.write_lines, plan_id=plan.pk, version=version, lines=lines, actor=actor, at=at)
    printer.say(f"已导入 {len(lines)} 行；比例和频次保留原文，请在网页上逐行填写数值。")
    return {"imported": len(lines), "number": plan.number}


def _publish(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    plan = _plan(options.number)
    actor = office_holder(options.acting, publishing_office(plan), at=at)
    notice = attempt(publish_plan, plan=plan.pk, place=options.place, actor=actor, at=at)
    printer.say(f"已公示，索引号 {notice.index_no}。")
    return {"index_no": notice.index_no}


def _record_submission(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    plan = _plan(options.number)
    actor = office_holder(options.acting, "clerk", at=at)
    _own(plan, actor)
    paper = SubmissionPaper(options.paper, options.on, file_at(options.scan), options.answer)
    made = attempt(record_paper_submission, plan_id=plan.pk, paper=paper, actor=actor, at=at)
    printer.say("已登记，待分管负责人核对确认。")
    return {"recorded": made.number, "scan": made.scan_digest}


def _confirm_submission(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    plan = _plan(options.number)
    actor = office_holder(options.acting, *HEADS, at=at)
    _own(plan, actor)
    recorded_as(paper_recorded(plan), options.paper, "没有待确认的纸质报送；请经办人先登记（第七条）。")
    said = {"version": plan.version, "standing_in": options.standing_in}
    attempt(confirm_paper_submission, plan_id=plan.pk, **said, actor=actor, at=at)
    printer.say("已确认，计划已以纸质报送；请经办人公示。")
    return {"submitted": plan.number}


def _own(plan: Any, actor: Actor) -> None:
    if actor.org != plan.department.code:
        raise Refused("只能办理本部门计划的纸质报送；请由发起部门办理（第七条）。")


def _plan(number: str) -> Any:
    found = plans.plan_numbered(number)
    if found is None:
        raise Refused(f"没有编号为“{number}”的计划。查看全部：shuangsuiji plans list")
    return found


_ACTS: Mapping[str, Callable[[Namespace, Printer, datetime], Mapping[str, Any]]] = MappingProxyType(
    {
        "list": _list,
        "lint": _lint,
        "import": _import,
        "publish": _publish,
        "record-submission": _record_submission,
        "confirm-submission": _confirm_submission,
    }
)
