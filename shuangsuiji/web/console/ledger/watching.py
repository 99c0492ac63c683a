"""`shuangsuiji ledger mirror` and `ledger monitor`: a log watched from outside, by hand or by cron. No Django.

Source: 50-ledger §7, §9. Exit codes: 0 good, 1 bad, 2 wrong use, 3 incomplete. The clock is read here.
"""

import argparse
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger.watching.findings import BAD, EXIT_INCOMPLETE, Finding, exit_code
from shuangsuiji.foundation.ledger.watching.memory import MemoryRefused, read_memory, write_memory
from shuangsuiji.foundation.ledger.watching.mirror import Mirror
from shuangsuiji.foundation.ledger.watching.monitor import FRESH, Monitor
from shuangsuiji.foundation.ledger.watching.opened import Trust
from shuangsuiji.foundation.ledger.watching.source import open_source
from shuangsuiji.foundation.ledger.witness.transport import Unreachable
from shuangsuiji.verify.signatures import verify_ed25519
from shuangsuiji.web.console.clock import local
from shuangsuiji.web.console.usage import WrongUse
from shuangsuiji.web.console.words import Printer

_MIRROR_EXAMPLE = """例：
  shuangsuiji ledger mirror https://log.example.gov.cn/rsj 镜像 --policy 信任名单
  shuangsuiji ledger mirror 日志目录 镜像 --policy 信任名单 --other 另一镜像
中断后再运行即接着复制。退出码：0 良好  1 不符  2 命令写错  3 应查的未能查"""
_MONITOR_EXAMPLE = """例：
  shuangsuiji ledger monitor https://log.example.gov.cn/rsj --state 监测.json --policy 信任名单 --mirror 镜像 --quiet
写进 crontab 每小时运行一次，有问题才有输出。
退出码：0 良好  1 不符  2 命令写错  3 应查的未能查"""


class PolicyMissing(ValueError):
    """The policy file cannot be read."""


def add_parsers(commands: Any) -> None:
    """Hang `mirror` and `monitor` under `shuangsuiji ledger`."""
    command = _command(commands, "mirror", "复制并核对整个日志", _MIRROR_EXAMPLE, _mirror)
    command.add_argument("folder", type=Path, metavar="DIR", help="镜像放在哪个目录")
    command.add_argument("--other", action="append", default=[], metavar="URL|DIR", help="与另一份镜像比对，可重复")
    command = _command(commands, "monitor", "监测日志有无回退、分叉、停滞", _MONITOR_EXAMPLE, _monitor)
    command.add_argument("--state", type=Path, required=True, metavar="FILE", help="监测的状态文件，首次运行时建立")
    command.add_argument("--mirror", action="append", default=[], metavar="URL|DIR", help="与镜像比对，可重复")
    command.add_argument("--quiet", action="store_true", help="没有问题时不输出")


def _command(
    commands: Any, name: str, summary: str, epilog: str, run: Callable[[argparse.Namespace, Printer], int]
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=f"{summary}。", epilog=epilog
    )
    command.add_argument("source", metavar="URL|DIR", help="公布日志的地址或目录")
    command.add_argument("--policy", type=Path, metavar="FILE", help="信任名单：日志公钥和见证人；不写则签名不查")
    command.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    command.set_defaults(run=partial(_told, run, command.prog))
    return command


def _told(run: Callable[[argparse.Namespace, Printer], int], program: str, options: argparse.Namespace) -> int:
    printer = Printer(as_json=options.json)
    try:
        return run(options, printer)
    except (TlogRefused, MemoryRefused, PolicyMissing) as error:
        raise WrongUse(f"{error}", program) from error
    except (Unreachable, OSError) as error:
        printer.result({"unreachable": f"{error}"})
        _warn(printer, f"没有查成：{error}。请核对地址、目录、权限和磁盘空间后重查。")
        return EXIT_INCOMPLETE


def _trust(options: argparse.Namespace) -> Trust:
    if options.policy is None:
        return Trust(None, verify_ed25519)
    try:
        return Trust(parse_policy(options.policy.read_bytes()), verify_ed25519)
    except OSError as error:  # a policy that is not there is no verdict on the log
        raise PolicyMissing(f"不能读信任名单 {options.policy}：{error.strerror}") from error


def _now() -> datetime:
    return datetime.now(UTC)


def _mirror(options: argparse.Namespace, printer: Printer) -> int:
    mirror = Mirror(open_source(options.source), options.folder, _trust(options))
    with printer.working("复制并核对"):
        done = mirror.run(_now(), [open_source(other) for other in options.other])
    if done.served is not None:
        printer.say(f"日志 {done.served.origin}")
        printer.facts(
            {
                "公布": f"{done.served.size} 条，树根 {done.served.root.hex()}",
                "镜像": f"{done.before} → {done.size} 条，取回 {done.fetched} 个文件",
                "留存检查点": f"{done.kept} 份",
                "比对": f"{done.compared} 份别处的检查点",
            }
        )
    members = {
        "before": done.before,
        "size": done.size,
        "fetched": done.fetched,
        "kept": done.kept,
        "compared": done.compared,
    }
    return _conclude(printer, done.findings, members)


def _monitor(options: argparse.Namespace, printer: Printer) -> int:
    memory = read_memory(options.state)
    monitor = Monitor(open_source(options.source), _trust(options))
    done = monitor.run(_now(), memory, [open_source(mirror) for mirror in options.mirror])
    if done.memory is not None:
        write_memory(options.state, done.memory)
    if done.served is not None and not (options.quiet and not done.findings):
        printer.say(f"日志 {done.served.origin}")
        alive = (
            f"{local(done.alive_at)}（{FRESH.total_seconds() / 3600:g} 小时内为正常）" if done.alive_at else "无从判断"
        )
        printer.facts(
            {
                "公布": f"{done.served.size} 条，树根 {done.served.root.hex()}",
                "新增": f"{done.grown} 条，全部由条目重算",
                "见证": "、".join(done.cosigned) or "无",
                "最近迹象": alive,
                "比对": f"{done.compared} 份别处的检查点",
            }
        )
        if done.is_first:
            printer.say("首次运行：此前的改写和回退，本次无从发现；请保存好状态文件。")
    members = {
        "size": done.memory.edge.size if done.memory else None,
        "grown": done.grown,
        "first": done.is_first,
        "compared": done.compared,
    }
    return _conclude(printer, done.findings, members, quiet=options.quiet)


def _conclude(printer: Printer, findings: Iterable[Finding], members: dict[str, Any], *, quiet: bool = False) -> int:
    found = list(findings)
    code = exit_code(found)
    for finding in found:
        _warn(printer, finding.paragraph())
    told = [
        {
            "check": each.check,
            "kind": each.kind,
            "level": each.level,
            "checked": each.checked,
            "differed": each.differed,
            "remedy": each.remedy,
        }
        for each in found
    ]
    printer.result({**members, "findings": told, "exit": code})
    if not found and not quiet:
        printer.say("没有发现问题。")
    elif found:
        bad = sum(finding.level == BAD for finding in found)
        printer.say(f"不符 {bad} 项，未能查 {len(found) - bad} 项。")
    return code


def _warn(printer: Printer, text: str) -> None:
    if not printer.as_json:
        printer.errors.print(text, style="red", markup=False, soft_wrap=True)
