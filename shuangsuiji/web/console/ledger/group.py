"""`shuangsuiji ledger`: the group with all its commands.

Source: 20-house §2 (console).
"""

from typing import Any

from shuangsuiji.web.console.ledger import beside, sealing, verifying, watching, witnessing

_DESCRIPTION = """日志（第五条：全程运行透明、痕迹可查）。

  启用    ledger init                  核验    ledger verify 目录或网址
  封存    ledger seal --home 封存机    镜像    ledger mirror 网址 目录
  现状    ledger status                监视    ledger monitor 网址 --state 文件
  核对    ledger reconcile             见证    ledger witness …"""


def add_parser(groups: Any) -> None:
    """Hang `ledger` into the main command."""
    ledger = groups.add_parser("ledger", help="日志：启用、封存、见证、核验", description=_DESCRIPTION)
    commands = ledger.add_subparsers(dest="ledger_command", required=True, metavar="命令")
    beside.add_parsers(commands)
    sealing.add_parsers(commands, record=beside.record_now)
    witnessing.add_parsers(commands)
    watching.add_parsers(commands)
    verifying.add_parsers(commands, beside.reconcile)
