"""`shuangsuiji ledger init|status|reconcile|recover|install-triggers|seal-audit`: the log beside its database.

Source: 50-ledger §6, §9, §10. Here only the words of the command line; what they do is in `database`, which needs Django.
"""

import argparse
import functools
from pathlib import Path
from typing import Any

from shuangsuiji.web.console.django_side import run

_DATABASE = "shuangsuiji.web.console.ledger.database"
_INIT_EXAMPLE = """例：
  shuangsuiji ledger init --origin log.example.gov.cn/410928/rsj
  shuangsuiji ledger init --origin log.example.gov.cn/410928/rsj --passphrase-file /etc/shuangsuiji/口令
建立：数据库表、加密主密钥、封存密钥和记忆、日志第 0 条。日志名称以后不能更改。"""
_RECOVER_EXAMPLE = """例：
  shuangsuiji ledger recover --by 张三 --by 李四
恢复旧备份之后使用：从公开目录补回缺少的条目，并记入日志。须两人办理。"""


def add_parsers(commands: Any) -> None:
    """Hang the commands that stand beside the database under `shuangsuiji ledger`."""
    init = _command(commands, "init", "启用日志：建表、密钥、记忆、第 0 条", _INIT_EXAMPLE)
    init.add_argument("--origin", required=True, help="日志名称：主机/行政区划代码/部门代码")
    init.add_argument("--passphrase-file", type=Path, help="封存密钥的口令文件；不写则取 systemd 凭据或键盘输入")
    _command(commands, "status", "日志现状：条目、检查点、见证、能防到哪一级")
    _command(commands, "reconcile", "逐行核对日志与业务表，指出被改动的表和行")
    recover = _command(commands, "recover", "恢复旧备份后补回缺少的条目（两人）", _RECOVER_EXAMPLE)
    recover.add_argument("--by", action="append", required=True, metavar="姓名", help="办理人，写两次")
    _command(commands, "install-triggers", "重新安装防改写的触发器")
    _command(commands, "seal-audit", "把访问日志的新行封入日志（每小时一次）")


def reconcile(options: argparse.Namespace) -> int:
    """What `ledger verify` does where no source is named."""
    return _run("reconcile", options)


def _command(commands: Any, name: str, title: str, example: str = "") -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=title, description=f"{title}（第五条）。", epilog=example or f"例：\n  shuangsuiji ledger {name}"
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(_run, name))
    return made


def _run(name: str, options: argparse.Namespace) -> int:
    return run(_DATABASE, name, options)
