"""What `shuangsuiji filings` does. Imported once Django is ready; the clock is read here.

Source: 第八条; 20-house §7 (console: same acts, same rules). Exit codes: 0 done, 1 refused.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.stages.disclosure.actions.publish_filing import publish_filing
from shuangsuiji.stages.plans.actions.confirm_paper_filing import confirm_paper_filing
from shuangsuiji.stages.plans.actions.file_ad_hoc import file_ad_hoc
from shuangsuiji.stages.plans.actions.record_paper_filing import FilingPaper, record_paper_filing
from shuangsuiji.stages.plans.actions.request_filing import request_filing
from shuangsuiji.stages.plans.actions.return_filing import return_filing
from shuangsuiji.stages.plans.queries import filings
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.web.console.business import office_holder, told
from shuangsuiji.web.console.on_paper import HEADS, file_at, recorded_as
from shuangsuiji.web.console.words import Printer

Answer = tuple[int, Mapping[str, Any]]
GOOD = 0


def run(name: str, options: Namespace) -> int:
    """Run one of them; every refusal is told in sentences."""
    return told(_COMMANDS[name], options, datetime.now(UTC))


def _list(options: Namespace, printer: Printer, at: datetime) -> Answer:
    del options, at
    found = filings.every_filing()
    rows = [
        (each.number or "—", each.task.number, each.task.name, each.task.department.name, each.status_label)
        for each in found
    ]
    printer.table("", ("备案号", "任务编号", "任务名称", "发起部门", "状态"), rows)
    names = ("number", "task", "name", "department", "status")
    return GOOD, {"filings": [dict(zip(names, row, strict=True)) for row in rows]}


def _request(options: Namespace, printer: Printer, at: datetime) -> Answer:
    task = _task(options.number)
    actor = office_holder(options.acting, "clerk", at=at)
    if actor.org != task.department.code:
        raise PlansRefused("只能报送本部门的任务；请由发起部门的经办人办理。")
    attempt(request_filing, task_id=task.pk, remark=options.remark, actor=actor, at=at)
    printer.say("已报送联席会议办公室备案；备案、公示后方可抽取。")
    return GOOD, {"requested": task.number}


def _file(options: Namespace, printer: Printer, at: datetime) -> Answer:
    filing = _filing(options.number)
    actor = office_holder(options.acting, "joint_office", at=at)
    filed = attempt(file_ad_hoc, filing_id=filing.pk, actor=actor, at=at)
    printer.say(f"已备案，备案号 {filed.number}；请公示。")
    return GOOD, {"number": filed.number}


def _return(options: Namespace, printer: Printer, at: datetime) -> Answer:
    filing = _filing(options.number)
    actor = office_holder(options.acting, "joint_office", at=at)
    attempt(return_filing, filing_id=filing.pk, reason=options.reason, actor=actor, at=at)
    printer.say("已退回，发起部门可以补正后重新报送。")
    return GOOD, {"returned": filing.task.number}


def _publish(options: Namespace, printer: Printer, at: datetime) -> Answer:
    filing = _filing(options.number)
    actor = office_holder(options.acting, "clerk" if filing.on_paper else "joint_office", at=at)
    notice = attempt(publish_filing, filing_id=filing.pk, place=options.place, actor=actor, at=at)
    printer.say(f"已公示，索引号 {notice.index_no}。")
    return GOOD, {"index_no": notice.index_no}


def _record_paper(options: Namespace, printer: Printer, at: datetime) -> Answer:
    filing = _filing(options.number)
    actor = office_holder(options.acting, "clerk", at=at)
    _own(filing.task, actor)
    paper = FilingPaper(options.paper, options.on, file_at(options.scan))
    made = attempt(record_paper_filing, filing_id=filing.pk, paper=paper, actor=actor, at=at)
    printer.say("已登记，待分管负责人核对确认。")
    return GOOD, {"recorded": made.number, "scan": made.scan_digest}


def _confirm_paper(options: Namespace, printer: Printer, at: datetime) -> Answer:
    filing = _filing(options.number)
    actor = office_holder(options.acting, *HEADS, at=at)
    _own(filing.task, actor)
    recorded_as(filings.paper_of(filing), options.paper, "没有待确认的纸质备案；请经办人先登记（第八条）。")
    said = {"version": filing.version, "standing_in": options.standing_in}
    filed = attempt(confirm_paper_filing, filing_id=filing.pk, **said, actor=actor, at=at)
    printer.say(f"已确认，备案号 {filed.number}（纸质）；请经办人公示。")
    return GOOD, {"number": filed.number}


def _own(task: Any, actor: Actor) -> None:
    if actor.org != task.department.code:
        raise PlansRefused("只能办理本部门任务的纸质备案；请由发起部门办理（第八条）。")


def _task(number: str) -> Any:
    found = filings.task_numbered(number)
    if found is None:
        raise PlansRefused(f"没有编号为“{number}”的任务；请核对任务编号。")
    return found


def _filing(number: str) -> Any:
    found = filings.filing_of(_task(number))
    if found is None:
        raise PlansRefused(f"任务“{number}”尚未报送备案。查看全部：shuangsuiji filings list")
    return found


_COMMANDS: Mapping[str, Callable[[Namespace, Printer, datetime], Answer]] = MappingProxyType(
    {
        "list": _list,
        "request": _request,
        "file": _file,
        "return": _return,
        "publish": _publish,
        "record-paper": _record_paper,
        "confirm-paper": _confirm_paper,
    }
)
