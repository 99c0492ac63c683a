"""What the log costs: `python -m bench.ledger [--json]`. Ratios with the log and without, taken in turn in the same run.

Source: 50-ledger §13, the table of limits. SQLite with the settings of production (FULL); PostgreSQL where
`SHUANGSUIJI_TEST_POSTGRES_DSN` names a server, else 未测. Wall-clock medians: what is measured waits for the disk.
The ratios of the page are asked of `step`: an act as the offices have them (rows read and locked, facts, `move()` with its Transition,
a paper written anew), the log alone taken away (`bench.ledger_steps`). Until 2026-11-29 they were asked of `row`, one bare row saved
against one bare row saved with an event, which is leaner than any act; it is still measured and printed, without a limit.
Exit code 1 only where a root or a proof does not agree; never on a time.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from rich.console import Console
from rich.table import Table

from bench.report import machine

DSN = "SHUANGSUIJI_TEST_POSTGRES_DSN"
NOT_MEASURED = "未测"
_FLUSHES = 100
# Each part runs in a process of its own.
_MODULES = {"sqlite": "bench.ledger_acts", "postgres": "bench.ledger_acts", "tree": "bench.ledger_tree"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what, where, its limit and unit, what was measured (None: not measured)."""

    what: str
    where: str
    limit: float
    unit: str
    measured: float | None

    @property
    def verdict(self) -> str:
        """Whether it lies below its limit."""
        if self.measured is None:
            return NOT_MEASURED
        return "是" if self.measured <= self.limit else "否"


# What a part answers for, with the limits of the page; ratios carry the unit 倍.
LIMITS: dict[str, tuple[tuple[str, str, float, str], ...]] = {
    "SQLite": (
        ("step_with_to_without", "办理一步：有日志 / 无日志", 1.25, "倍"),
        ("event_ms", "事务内增加一个事件", 0.2, "毫秒"),
        ("bulk_event_ms", "一个事务 10 000 个事件，每个", 0.1, "毫秒"),
    ),
    "PostgreSQL": (
        ("step_with_to_without", "办理一步：有日志 / 无日志", 2.5, "倍"),
        ("bulk_event_ms", "一个事务 10 000 个事件，每个", 0.4, "毫秒"),
    ),
    "文件": (
        ("append_us", "树追加一个叶", 20, "微秒"),
        ("proof_ms", "包含证明，冷读，1 000 000 条", 5, "毫秒"),
        ("verify_ms", "核验一个包含证明", 0.2, "毫秒"),
    ),
}


def main() -> int:
    """Measure, print, and say whether all roots and proofs agreed."""
    parser = argparse.ArgumentParser(prog="python -m bench.ledger", description="以比值报告日志的代价，旁列限值")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--part", choices=_MODULES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        django.setup()
        sys.stdout.write(json.dumps(import_module(_MODULES[arguments.part]).part()))
        return 0
    console = Console(stderr=arguments.json)
    with console.status("日志，约一分钟……"):
        told = {
            "SQLite": _child("sqlite"),
            "PostgreSQL": _child("postgres") if DSN in os.environ else {},
            "文件": _child("tree"),
        }
    lines = [
        Line(what, where, limit, unit, told[where].get(key))
        for where, limits in LIMITS.items()
        for key, what, limit, unit in limits
    ]
    faults = [f"{where}：{fault}" for where, part in told.items() for fault in part.get("faults", [])]
    if arguments.json:
        rows = [{**asdict(line), "verdict": line.verdict} for line in lines]
        said = {
            "machine": machine(),
            "load": os.getloadavg(),
            "flush_ms": _flush_ms(),
            "lines": rows,
            "details": told,
            "faults": faults,
        }
        sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(lines, told, faults, console)
    return 1 if faults else 0


def _child(part: str) -> dict[str, Any]:
    """One part in a process and a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="ssj-bench-") as folder:
        address = os.environ[DSN] if part == "postgres" else f"sqlite://{Path(folder) / 'bench.sqlite3'}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "SHUANGSUIJI_HOME": folder,
            "SHUANGSUIJI_DATABASE": address,
        }
        command = [sys.executable, "-m", "bench.ledger", "--part", part]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)  # noqa: S603 - ourselves
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _flush_ms() -> float:
    """The median of one small write put to disk where the bench's databases lie."""
    taken = []
    with tempfile.NamedTemporaryFile(prefix="ssj-bench-") as file:
        for _ in range(_FLUSHES):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1e3


def _compared(label: str, act: str, told: dict[str, float]) -> str:
    """Both ways in one sentence, wall clock and processor of the application."""
    wall, processor = (
        f"有日志 {told[f'{act}_with{unit}_ms']:.2f} 毫秒，无日志 {told[f'{act}_without{unit}_ms']:.2f} 毫秒"
        for unit in ("", "_cpu")
    )
    return f"{label}：{wall}（{told[f'{act}_with_to_without']:.2f} 倍）；其中应用的处理器时间 {processor}"


def _show(lines: list[Line], told: dict[str, dict[str, Any]], faults: list[str], console: Console) -> None:
    load = os.getloadavg()[0]
    table = Table(
        title=f"日志的代价（{machine()}，负载 {load:.1f}）", caption="墙钟时间的中位数，同一次运行中轮流计时；不作门槛"
    )
    for heading in ("项目", "数据库"):
        table.add_column(heading)
    for heading in ("实测", "限值", "达标"):
        table.add_column(heading, justify="right")
    for line in lines:
        measured = NOT_MEASURED if line.measured is None else f"{line.measured:.3g} {line.unit}"
        table.add_row(line.what, line.where, measured, f"≤ {line.limit:g} {line.unit}", line.verdict)
    console.print(table)
    for where in ("SQLite", "PostgreSQL"):
        for act, label in (("step", "办理一步"), ("row", "只存一行")):
            if told[where]:
                console.print(_compared(f"{where} {label}", act, told[where]))
    console.print(
        f"本机落盘一次（fsync）{_flush_ms():.2f} 毫秒：日志每次办理多用的时间大致固定，落盘越快，比值越大；比值只在几毫秒的磁盘上有意义。"
    )
    for fault in faults:
        console.print(f"[red]摘要不符：{fault}[/]")


if __name__ == "__main__":
    sys.exit(main())
