"""`shuangsuiji tasks`: tasks at a terminal: what there is, what keeps one from its draw, a new one from a line of a public plan.

Source: 第七条, 第十一条, 第十三条（一）; 20-house §2, §7 (console). Here only the words; what they do is in `tasks_acts`, which needs
Django. `--as` names the person who acts: password, and code where one is needed, are asked for.
"""

import argparse
import functools
from typing import Any

from shuangsuiji.web.console.django_side import run

_ACTS = "shuangsuiji.web.console.tasks_acts"
_DESCRIPTION = """抽查任务（第十一条、第十三条（一））。

  列表    tasks list
  查看    tasks show 任务编号
  建立    tasks create 计划行编号 --as 用户名"""
_EXAMPLES = {
    "list": "list --year 2027",
    "show": "show 410999/rsj/2027/001",
    "create": "create rsj-2027-01-01 --name 劳动用工检查 --as li",
}


def add_parser(groups: Any) -> None:
    """Hang `tasks` into the main command."""
    tasks = groups.add_parser("tasks", help="抽查任务", description=_DESCRIPTION)
    commands = tasks.add_subparsers(dest="tasks_command", required=True, metavar="命令")
    listed = _command(commands, "list", "列出抽查任务")
    listed.add_argument("--year", type=int, metavar="年度", help="只列该年度")
    shown = _command(commands, "show", "查看一项任务，列出距抽取还差什么；还差的，退出码为 1")
    shown.add_argument("number", metavar="任务编号")
    created = _command(commands, "create", "从已公示计划的一行建立任务；方案在网页上编制、会签")
    created.add_argument("line", metavar="计划行编号")
    created.add_argument("--name", default="", metavar="名称", help="任务名称；不写的，用计划行的名称")
    created.add_argument("--as", dest="acting", required=True, metavar="用户名", help="办理人；密码和验证码由键盘输入")


def _command(commands: Any, name: str, title: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=title,
        description=f"{title}（第十三条）。",
        epilog=f"例：\n  shuangsuiji tasks {_EXAMPLES[name]}",
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(_run, name))
    return made


def _run(name: str, options: argparse.Namespace) -> int:
    return run(_ACTS, name, options)
