"""`shuangsuiji nightly`: what has to be done once a night, in one command for a timer. Here only the words; the work needs Django.

Source: 50-ledger §9 (reconcile nightly), §11; 80-reliability A3, B5. Exit codes: 0 all done and nothing found, 1 something does not
agree or is damaged, 2 wrong use, 3 a job could not be done.
"""

import argparse
import functools
from typing import Any

from shuangsuiji.web.console.django_side import run

_JOBS = "shuangsuiji.web.console.nightly_jobs"
_DESCRIPTION = """夜间作业（第五条）：送出到期的消息，封存访问日志，清理过期的会话、登录限制和表单号，核对存证文件，让到期的分类生效，逐行核对日志与业务表。"""
_EXAMPLE = """例：
  shuangsuiji nightly
  shuangsuiji nightly --only reconcile --only evidence
每一项各自办理，一项出错不影响其余。退出码：0 都已办妥，没有发现问题  1 有不符或损坏  2 命令写错  3 有的没有办成"""
NAMES = ("audit", "outbox", "expired", "evidence", "keys", "classes", "reconcile")


def add_parser(groups: Any) -> None:
    """Hang `nightly` into the main command."""
    made: argparse.ArgumentParser = groups.add_parser(
        "nightly", help="夜间作业：消息、清理、核对", description=_DESCRIPTION, epilog=_EXAMPLE
    )
    made.add_argument(
        "--only",
        action="append",
        choices=NAMES,
        default=[],
        metavar="作业",
        help=f"只办这一项，可重复：{'、'.join(NAMES)}",
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(run, _JOBS, "nightly"))
