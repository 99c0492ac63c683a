"""What `shuangsuiji subjects` does. Imported once Django is ready; the clock is read here.

Source: 第六条（一）, 第十条; 20-house §7 (console: same acts, same rules). Exit codes: 0 done, 1 refused.
"""

import csv
from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.foundation.sheets import report as sheet_report
from shuangsuiji.foundation.sheets.cells import neutral
from shuangsuiji.foundation.sheets.classes import read_classes
from shuangsuiji.foundation.sheets.licences import read_licences
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, LONG_LIST
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.stages.registry import staging
from shuangsuiji.stages.registry.actions.import_classes import ClassList, import_classes
from shuangsuiji.stages.registry.actions.import_licences import LicenceList, import_licences
from shuangsuiji.stages.registry.actions.import_subjects import SubjectList, import_subjects
from shuangsuiji.stages.registry.queries import classes as class_queries
from shuangsuiji.stages.registry.queries import subjects as queries
from shuangsuiji.stages.registry.queries.towns import towns_of as own_towns
from shuangsuiji.web.console.business import NotActing, office_holder
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.roster import show, towns_of
from shuangsuiji.web.console.words import Printer

GOOD, BAD = 0, 1
KEEPER = "registry_keeper"
_COUNTY_DIGITS = 6
_BATCH = 2_000
_HEADER = (
    "企业名称",
    "统一社会信用代码",
    "注册号",
    "对象编号",
    "主体类型",
    "状态",
    "区域",
    "信用风险分类",
    "分类来源",
    "分类日期",
    "成立日期",
    "数据来源",
    "数据日期",
)


class Refused(Exception):
    """The act cannot be done; the text says why and what to do."""


def run(name: str, options: Namespace) -> int:
    """Run one of them; every refusal is told in sentences."""
    printer = Printer(as_json=options.json)
    try:
        code, result = _COMMANDS[name](options, printer, datetime.now(UTC))
    except ObjectDoesNotExist:
        printer.decline(f"没有部门“{options.department}”。查看全部：shuangsuiji accounts list")
        return BAD
    except (Refused, NotActing, RuleViolation, SheetRefused, WritesRefused, Busy, ClockBehind, KeyUnusable) as refusal:
        printer.decline(f"{refusal}")
        return BAD
    printer.result(result)
    return code


def _import(options: Namespace, printer: Printer, at: datetime) -> tuple[int, Mapping[str, Any]]:
    actor = office_holder(options.acting, KEEPER, at=at)
    bar = _Bar(shown=options.progress)
    with bar.running:
        upload, reading = _staged(options, actor, at, bar)
        try:
            if options.report:
                sheet_report.write_workbook(reading, options.report, source=options.file, limits=_limits(options))
            if not printer.as_json:
                show(reading, printer.console)
            if options.dry_run or not reading.usable:
                return (GOOD if reading.usable else BAD), {"usable": reading.usable, "counts": dict(reading.counts)}
            bar.stage("写入", reading.counts["可用"])
            change = import_subjects(
                roster=SubjectList.staged(upload, reading), actor=actor, at=at, reason=options.reason, progress=bar.told
            )
        finally:
            staging.drop(upload)
    if change is None:
        printer.say("无变化：这份文件上次已经导入，名录库没有改动。")
        return GOOD, {"changed": False}
    counts = {name: getattr(change, name) for name in ("added", "changed", "removed", "unchanged", "excluded")}
    printer.say(
        f"已导入，第 {change.ordinal} 次变更：新增 {change.added}，变更 {change.changed}，移出 {change.removed}，"
        f"未变 {change.unchanged}，未入库 {change.excluded}。"
    )
    return GOOD, {"changed": True, "ordinal": change.ordinal, "root": change.root_after, **counts}


def _staged(options: Namespace, actor: Actor, at: datetime, bar: "_Bar") -> Any:
    department = queries.department_of(actor.org)
    bar.stage("读取并检查", None)
    assert actor.person is not None
    return staging.stage(
        options.file,
        department=department,
        owner=actor.person,
        at=at,
        on=local_day(at),
        source=options.source,
        source_on=options.source_date,
        full_list=options.full,
        county=department.division[:_COUNTY_DIGITS],
        towns=towns_of(options.towns) or own_towns(department),
        excluded=options.exclude,
        distinct=tuple(options.distinct),
        encoding=options.encoding,
        limits=_limits(options),
        progress=bar.told,
    )


def _limits(options: Namespace) -> Any:
    """Text may be long: it is read in chunks. A workbook keeps the caps of the pages."""
    return LONG_LIST if options.file.suffix.lower() in {".csv", ".txt", ".tsv"} else DEFAULT_LIMITS


def _classes(options: Namespace, printer: Printer, at: datetime) -> tuple[int, Mapping[str, Any]]:
    actor = office_holder(options.acting, KEEPER, at=at)
    scale = class_queries.scale_in_force(queries.department_of(actor.org), local_day(at))
    levels = scale.mapping if scale is not None and options.source == "本系统" else {}
    reading = read_classes(options.file, at=local_day(at), levels=levels, exclude_rows=options.exclude)
    if not reading.usable:
        if not printer.as_json:
            show(reading, printer.console)
        return BAD, {"usable": False, "counts": dict(reading.counts)}
    given = ClassList(reading, options.source, options.document, options.on)
    taken = import_classes(classes=given, actor=actor, at=at)
    moved = taken.change.changed if taken.change is not None else 0
    printer.say(f"已登记 {taken.records} 项分类，{moved} 户的类别变动，{len(taken.unknown)} 个代码不在名录库。")
    for entry in taken.unknown[:20]:
        printer.say(f"  不在名录库：第 {entry.row} 行 {entry.id} {entry.name}")
    return GOOD, {"records": taken.records, "moved": moved, "unknown": [entry.id for entry in taken.unknown]}


def _licences(options: Namespace, printer: Printer, at: datetime) -> tuple[int, Mapping[str, Any]]:
    actor = office_holder(options.acting, KEEPER, at=at)
    reading = read_licences(options.file, at=local_day(at), exclude_rows=options.exclude)
    if not reading.usable:
        if not printer.as_json:
            show(reading, printer.console)
        return BAD, {"usable": False, "counts": dict(reading.counts)}
    given = LicenceList(reading, options.source, options.source_date)
    taken = import_licences(licences=given, actor=actor, at=at)
    printer.say(f"新登记 {taken.added} 个许可证，更新 {taken.changed} 个，{len(taken.unknown)} 行的代码不在名录库。")
    for entry in taken.unknown[:20]:
        printer.say(f"  不在名录库：第 {entry.row} 行 {entry.id} {entry.name}")
    return GOOD, {"added": taken.added, "changed": taken.changed, "unknown": [entry.id for entry in taken.unknown]}


def _export(options: Namespace, printer: Printer, at: datetime) -> tuple[int, Mapping[str, Any]]:
    rows = queries.registry_of(queries.department_of(options.department).code).order_by("identity")
    if options.risk_class:
        rows = queries.with_class(rows, options.risk_class)
    count = 0
    try:
        with options.file.open("x", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(_HEADER)
            for row in rows.iterator(_BATCH):
                writer.writerow([neutral(f"{cell}" if cell is not None else "") for cell in _cells(row)])
                count += 1
    except FileExistsError:
        raise Refused(f"已有文件“{options.file}”，不覆盖。请换一个文件名。") from None
    printer.say(f"已导出 {count} 户到 {options.file}（不含个人信息）。")
    return GOOD, {"rows": count, "file": f"{options.file}"}


def _cells(row: Any) -> tuple[Any, ...]:
    return (
        row.name, row.uscc, row.reg_no, row.object_no, row.get_subject_type_display(), row.get_state_display(), row.area,
        row.risk_class, row.class_source, row.class_on, row.established_on, row.source, row.source_on,
    )  # fmt: skip


def _report(options: Namespace, printer: Printer, at: datetime) -> tuple[int, Mapping[str, Any]]:
    department = queries.department_of(options.department)
    found = queries.standing(department, local_day(at))
    printer.title(f"{department.name} 检查对象名录库", "第十条")
    facts: dict[str, Any] = {"在库": found.total}
    facts |= {f"{letter}类" if letter else "未分类": count for letter, count in found.classes.items()}
    facts |= {
        "最新成立日期": found.newest_founding or "—",
        "最早数据日期": found.oldest_source or "—",
        "最近变更": f"第 {found.last_change.ordinal} 次，{local_day(found.last_change.at)}"
        if found.last_change
        else "—",
    }
    printer.facts(facts)
    for warning in found.warnings:
        printer.say(f"提醒：{warning}")
    return GOOD, {
        "total": found.total,
        "classes": {letter or "none": count for letter, count in found.classes.items()},
        "warnings": list(found.warnings),
    }


class _Bar:
    """Rows done, on standard error where it is shown; silent otherwise."""

    def __init__(self, *, shown: bool) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Printer().errors) if shown else None
        self._task: Any = None
        self.running: AbstractContextManager[Any] = self._progress or nullcontext()

    def stage(self, words: str, total: int | None) -> None:
        """The next stage begins."""
        if self._progress is not None:
            self._task = self._progress.add_task(words, total=total)

    def told(self, rows: int) -> None:
        """So many rows are done."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=rows)


_COMMANDS: Mapping[str, Callable[[Namespace, Printer, datetime], tuple[int, Mapping[str, Any]]]] = MappingProxyType(
    {"import": _import, "classes": _classes, "licences": _licences, "export": _export, "report": _report}
)
