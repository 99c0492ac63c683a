"""`shuangsuiji roster`: look through a list before it is used, or write an empty form for one.

Source: 第六条（一）（二）, 第十条; E10-3 … E10-6.
Takes: a file of a stranger. Gives: a table at the terminal, JSON, an .xlsx report; exit code 0 usable, 1 not, 2 wrong call.
Never: writes to the file it reads.
"""

import argparse
import datetime
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from shuangsuiji.foundation.sheets import report
from shuangsuiji.foundation.sheets.cells import text_of
from shuangsuiji.foundation.sheets.columns import RECEIVED_LIST, SUBJECTS
from shuangsuiji.foundation.sheets.decoding import ENCODINGS
from shuangsuiji.foundation.sheets.findings import LEVEL_NAMES, RowFinding
from shuangsuiji.foundation.sheets.inspectors import DEFAULT_DEPARTMENTS, DEFAULT_QUALIFICATIONS, read_inspectors
from shuangsuiji.foundation.sheets.items import read_items
from shuangsuiji.foundation.sheets.kinds import kind_of_list
from shuangsuiji.foundation.sheets.reader import Sheet, events, load
from shuangsuiji.foundation.sheets.readings import RosterReading, RowKey
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.foundation.sheets.templates import template
from shuangsuiji.foundation.sheets.towns import UNKNOWN_COUNTY

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_KINDS = {
    "subject": "检查对象名录",
    "inspector": "执法检查人员名录",
    "list": "上级派发或已抽取的名单（只有名称和代码）",
    "item": "抽查事项清单",
}
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_RANGE = re.compile(r"(?:(.+)!)?([0-9]{1,7})(?:-([0-9]{1,7}))?")
_LONGEST_RANGE = 10_000
_CHECK_EXAMPLE = """例：
  shuangsuiji roster check 检查对象名录.xlsx --source 省市场监管登记数据共享 --source-date 2026-11-01
  shuangsuiji roster check 执法人员.xls --kind inspector --report 问题.xlsx
  shuangsuiji roster check 名录.csv --encoding gb18030 --exclude 15,20-22 --json
结果：0 可以使用，1 有错误（整批不导入），2 命令写错。"""
_TEMPLATE_EXAMPLE = """例：
  shuangsuiji roster template --out 检查对象名录.xlsx
  shuangsuiji roster template --kind inspector --out 执法检查人员名录.xlsx"""

Reading = RosterReading[Any]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang `roster check` and `roster template` into the main command."""
    roster = subparsers.add_parser(
        "roster", help="检查名录文件、生成空白模板", description="名录文件的检查和模板（第十条）。"
    )
    commands = roster.add_subparsers(dest="roster_command", required=True, metavar="命令")
    _add_check(commands)
    _add_template(commands)
    roster.set_defaults(run=run)


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = commands.add_parser(
        "check",
        help="逐行检查一个名录文件",
        description="逐行检查名录文件（xlsx、xls、ods、csv）。有一处错误即整批不可用；文件在受限进程中读取（第十条）。",
        epilog=_CHECK_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("file", type=Path, metavar="文件", help="要检查的文件")
    check.add_argument("--kind", choices=tuple(_KINDS), help="名录种类；不写则按表头判断")
    check.add_argument("--json", action="store_true", help="输出 JSON")
    check.add_argument("--report", type=Path, metavar="FILE.xlsx", help="把问题清单和标记的行写成 xlsx")
    check.add_argument("--encoding", choices=ENCODINGS, help="csv 的编码；不写则自动确认，不能确认就退回")
    check.add_argument("--source", default="", metavar="来源", help="数据来源，文件没有“数据来源”列时填写")
    check.add_argument("--source-date", type=_day, metavar="日期", help="数据日期，如 2026-11-01")
    check.add_argument("--at", type=_day, metavar="日期", help="按哪一天检查（证件是否到期等），默认今天")
    check.add_argument("--window-end", type=_day, metavar="日期", help="检查期截止日，证件须在此日仍有效，默认同 --at")
    check.add_argument("--county", default=UNKNOWN_COUNTY, metavar="代码", help="县级区划代码 6 位")
    check.add_argument("--towns", type=Path, metavar="FILE.csv", help="乡镇区划表：两列，名称和代码")
    check.add_argument(
        "--exclude", type=row_keys, default={}, metavar="行号", help="按名排除的行，如 15,20-22 或 表名!15"
    )
    check.add_argument(
        "--distinct", type=row_keys, default={}, metavar="行号", help="已由人确认与同名者不是同一主体的行"
    )
    check.add_argument(
        "--department", action="append", type=_pair, default=[], metavar="名称=代码", help="单位名称与代码，可重复"
    )
    check.add_argument(
        "--qualification", action="append", type=_pair, default=[], metavar="名称=代码", help="可查事项与代码，可重复"
    )
    check.add_argument("--limit", type=int, default=40, metavar="N", help="终端最多列出几条，默认 40，0 为全部")
    check.set_defaults(run=run)


def _add_template(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    form = commands.add_parser(
        "template",
        help="生成空白模板",
        description="生成带表头、示例行和填写说明的 xlsx 模板。",
        epilog=_TEMPLATE_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    form.add_argument("--kind", choices=("subject", "inspector"), default="subject", help="名录种类，默认 subject")
    form.add_argument(
        "--out", type=Path, metavar="FILE.xlsx", help="写到哪里，默认为“<名录>模板.xlsx”；已有同名文件不覆盖"
    )
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what the parsed arguments ask; answers the exit code."""
    return _template(args) if args.roster_command == "template" else _check(args)


# ---- arguments


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应如 2026-11-01") from None


def row_keys(text: str) -> dict[RowKey, str]:
    """`15,20-22,表名!7` as row keys; the reason is the command line's."""
    rows: dict[RowKey, str] = {}
    for part in re.split("[,，、]", text):
        found = _RANGE.fullmatch(part.strip())
        first, last = (int(found[2]), int(found[3] or found[2])) if found else (0, 0)
        if found is None or not 1 <= first <= last < first + _LONGEST_RANGE:
            raise argparse.ArgumentTypeError(f"“{part}”不是行号，应如 15 或 20-22 或 表名!15")
        for row in range(first, last + 1):
            rows[(found[1], row) if found[1] else row] = "命令行指定"
    return rows


def _pair(text: str) -> tuple[str, str]:
    name, sign, code = text.partition("=")
    if not (name and sign) or _CODE.fullmatch(code) is None:
        raise argparse.ArgumentTypeError(f"“{text}”应为 名称=代码，代码由小写字母、数字和 . _ - 组成")
    return name, code


def towns_of(path: Path | None) -> Mapping[str, str]:
    """The table of towns, read through the same limited process. Raises SheetRefused."""
    if path is None:
        return {}
    content, source = load(path)
    rows = [event for event in events(content, source) if not isinstance(event, Sheet)]
    towns = {text_of(cells[0]): text_of(cells[1]) for _, cells in rows if len(cells) > 1 and cells[0] and cells[1]}
    return {name: code for name, code in towns.items() if code.isascii() and code.isdigit()}


# ---- check


def _check(args: argparse.Namespace) -> int:
    at = args.at or datetime.datetime.now(datetime.UTC).astimezone().date()
    errors = Console(stderr=True)
    try:
        towns = towns_of(args.towns)
        with _progress(quiet=args.json) as bar:
            task = bar.add_task("读取并检查", total=None)
            reading = _read(args, at, towns, lambda rows: bar.update(task, completed=rows))
        if args.report:
            report.write_workbook(reading, args.report, source=args.file)
    except (SheetRefused, ValueError, OSError) as problem:
        errors.print(escape(str(problem)), style="red")
        return 2
    if args.json:
        sys.stdout.write(report.to_json(reading))
    else:
        show(reading, Console(), limit=args.limit)
        if args.report:
            Console().print(f"报告已写入 {escape(str(args.report))}")
    return 0 if reading.usable else 1


def _progress(*, quiet: bool) -> Progress:
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,.0f} 行"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=quiet or not console.is_terminal,
    )


def _read(args: argparse.Namespace, at: datetime.date, towns: Mapping[str, str], progress: Any) -> Reading:
    kind = args.kind or kind_of_list(args.file, encoding=args.encoding)
    common = {"at": at, "encoding": args.encoding, "exclude_rows": args.exclude, "progress": progress}
    source = {"source": args.source, "source_on": args.source_date}
    if kind == "inspector":
        return read_inspectors(
            args.file,
            window_end=args.window_end,
            departments={**DEFAULT_DEPARTMENTS, **dict(args.department)},
            qualifications={**DEFAULT_QUALIFICATIONS, **dict(args.qualification)},
            **source,
            **common,
        )
    if kind == "item":
        return read_items(args.file, **common)
    columns = RECEIVED_LIST if kind == "list" else SUBJECTS
    place = {"county": args.county, "towns": towns, "distinct_rows": tuple(args.distinct)}
    return read_subjects(args.file, columns=columns, **place, **source, **common)


def show(reading: Reading, console: Console, *, limit: int = 40) -> None:
    """Print a reading for a person: verdict, figures, kinds of fault, then findings, errors first."""
    console.print(escape(report.verdict(reading)), style="bold green" if reading.usable else "bold red")
    about = reading.source.form + (f"，{reading.encoding}" if reading.encoding else "")
    console.print(f"文件 {escape(reading.source.name)}（{about}）  SHA-256 {reading.digest}")
    console.print("  ".join(f"{name} {count}" for name, count in reading.counts.items()))
    if reading.faults:
        console.print(_fault_table(reading))
    findings = sorted(reading.findings, key=lambda finding: tuple(_COLOURS).index(finding.level))
    shown = findings[:limit] if limit else findings
    if shown:
        console.print(_finding_table(shown, one_sheet=len(reading.sheets) <= 1))
    left = len(findings) - len(shown) + reading.omitted
    if left:
        console.print(f"另有 {left} 条未列出，用 --limit 0 或 --report 问题.xlsx 看全部")
    for row in reading.excluded:
        where = f"{row.sheet}!{row.row}" if row.sheet else str(row.row)
        console.print(escape(f"未入库：第 {where} 行 {row.name} {row.code} {row.reason}"))


def _fault_table(reading: Reading) -> Table:
    table = Table(title="问题分类", title_justify="left")
    for head in ("级别", "类别"):
        table.add_column(head, no_wrap=True)
    table.add_column("处数", justify="right")
    for level, colour in _COLOURS.items():
        for fault, of_level, count in reading.faults:
            if of_level == level:
                table.add_row(LEVEL_NAMES[of_level], fault.value, str(count), style=colour)
    return table


def _finding_table(findings: list[RowFinding], *, one_sheet: bool) -> Table:
    table = Table(title="逐条", title_justify="left", show_lines=False)
    for head in ("级别", "位置", "原值"):
        table.add_column(head, overflow="fold")
    table.add_column("问题和办法", overflow="fold", ratio=1)
    for finding in findings:
        remedy = f"。{finding.remedy}" if finding.remedy else ""
        number = f"，{finding.code}" if finding.level == "error" else ""
        what = f"{finding.reason}{remedy}（{finding.article}{number}）"
        place = replace(finding, sheet="").place if one_sheet and finding.row else finding.place
        cells = (LEVEL_NAMES[finding.level], place, finding.value, what)
        table.add_row(*map(escape, cells), style=_COLOURS[finding.level])
    return table


# ---- template


def _template(args: argparse.Namespace) -> int:
    path: Path = args.out or Path(f"{_KINDS[args.kind]}模板.xlsx")
    try:
        with path.open("xb") as stream:
            stream.write(template(args.kind))
    except FileExistsError:
        Console(stderr=True).print(f"{escape(str(path))} 已存在，未覆盖。请换一个文件名", style="red")
        return 1
    except OSError as problem:
        Console(stderr=True).print(f"不能写 {escape(str(path))}：{problem.strerror}", style="red")
        return 1
    if args.json:
        sys.stdout.write(json.dumps({"written": str(path), "kind": args.kind}, ensure_ascii=False) + "\n")
    else:
        Console().print(f"已生成{_KINDS[args.kind]}模板：{escape(str(path))}。填写要求见“说明”表")
    return 0
