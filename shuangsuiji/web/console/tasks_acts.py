"""What `shuangsuiji tasks` does. Imported once Django is ready.

Source: 20-house §7 (console: same acts, same rules). Exit codes: 0 done, 1 refused, or something still keeps the task from its draw.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.stages.plans.actions.create_task import create_task
from shuangsuiji.stages.plans.queries import tasks
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.web.console.business import NotActing, office_holder
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.words import Printer

GOOD, BAD = 0, 1


class Refused(Exception):
    """It cannot be done; the text says why and what to do."""


_REFUSALS = (Refused, NotActing, RuleViolation, PlansRefused, WritesRefused, Busy, ClockBehind)


def run(name: str, options: Namespace) -> int:
    """Run one of them; every refusal is told in sentences."""
    printer = Printer(as_json=options.json)
    try:
        told = _ACTS[name](options, printer, datetime.now(UTC))
    except _REFUSALS as refusal:
        printer.result({"refused": [f"{refusal}"]})
        printer.errors.print(f"{refusal}", style="red", markup=False, soft_wrap=True)
        return BAD
    printer.result(told)
    return BAD if told.get("missing") else GOOD


def _list(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    del at
    rows = [
        (each.number, each.name, each.department.name, f"{each.from_on}", f"{each.to_on}", each.status_label)
        for each in tasks.every_task(options.year)
    ]
    printer.table("", ("任务编号", "任务名称", "发起部门", "检查开始", "检查截止", "状态"), rows)
    names = ("number", "name", "department", "from", "to", "status")
    return {"tasks": [dict(zip(names, row, strict=True)) for row in rows]}


def _show(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    found = tasks.task_numbered(options.number)
    if found is None:
        raise Refused(f"没有编号为“{options.number}”的任务。查看全部：shuangsuiji tasks list")
    missing = [(each.code, f"{each}") for each in tasks.standing_in_the_way(found, tasks.scheme_draft_of(found), at)]
    heading = f"{found.number} {found.name}（{found.status_label}）"
    if missing:
        printer.table(f"{heading}：距抽取还差 {len(missing)} 项", ("代码", "说明"), missing)
    else:
        printer.say(f"{heading}：可以抽取。")
    names = ("code", "text")
    told = {"number": found.number, "name": found.name, "status": found.status_label}
    return {**told, "missing": [dict(zip(names, row, strict=True)) for row in missing]}


def _create(options: Namespace, printer: Printer, at: datetime) -> Mapping[str, Any]:
    actor = office_holder(options.acting, "clerk", at=at)
    lines = tasks.lines_for_tasks(actor.org, tasks.years_of_tasks(local_day(at)))
    line = next((each for each in lines if each.number == options.line), None)
    if line is None:
        known = "、".join(each.number for each in lines) or "无"
        raise Refused(f"没有可建立任务的计划行“{options.line}”；现有：{known}。年度计划须先公示（第七条）。")
    made = attempt(create_task, line_id=line.pk, name=options.name or line.task_name, actor=actor, at=at)
    printer.say(f"已建立任务 {made.number}；请在网页上核对方案后送会签。")
    return {"number": made.number}


_ACTS: Mapping[str, Callable[[Namespace, Printer, datetime], Mapping[str, Any]]] = MappingProxyType(
    {"list": _list, "show": _show, "create": _create}
)
