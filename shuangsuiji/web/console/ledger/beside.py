"""`shuangsuiji ledger init|status|reconcile|recover|receipt|record-…|install-triggers|seal-audit`: the log beside its database.

Source: 50-ledger §6, §9, §10. Here only the words of the command line; what they do is in `database`, which needs Django.
"""

import argparse
import functools
import os
from pathlib import Path
from typing import Any

from shuangsuiji.web.console.django_side import load, run

_DATABASE = "shuangsuiji.web.console.ledger.database"
_ISSUING = "shuangsuiji.web.console.ledger.issuing"
_RECORDING = "shuangsuiji.web.console.ledger.recording"
_HOME = "SHUANGSUIJI_HOME"
_INIT_EXAMPLE = """例：
  shuangsuiji ledger init --origin log.example.gov.cn/410928/rsj
  shuangsuiji ledger init --origin log.example.gov.cn/410928/rsj --passphrase-file /etc/shuangsuiji/口令
建立：数据库表、加密主密钥、封存密钥和记忆、日志第 0 条。日志名称以后不能更改。"""
_RECOVER_EXAMPLE = """例：
  shuangsuiji ledger recover --by 张三 --by 李四
恢复旧备份之后使用：从公开目录补回缺少的条目，并记入日志。须两人办理。"""
_RECEIPT_EXAMPLE = """例：
  shuangsuiji ledger receipt 128 --out 凭证
  shuangsuiji ledger receipt 128 --out 凭证 --open subject --to 某公司 --reason 当事人申请
写出 .tlog-proof（证明）、.leaf.json（条目原文），打开私密值的另有 .openings.json；打开哪些、给谁、为何，记入访问日志。
退出码：0 已出具  1 不能出具  2 命令写错  3 待封存，封存之后再来"""


def add_parsers(commands: Any) -> None:
    """Hang the commands that stand beside the database under `shuangsuiji ledger`."""
    init = _command(commands, "init", "启用日志：建表、密钥、记忆、第 0 条", _INIT_EXAMPLE)
    init.add_argument("--origin", required=True, help="日志名称：主机/行政区划代码/部门代码")
    init.add_argument("--passphrase-file", type=Path, help="封存密钥的口令文件；不写则取 systemd 凭据或键盘输入")
    _command(commands, "status", "日志现状：条目、检查点、见证、能防到哪一级")
    _command(commands, "reconcile", "逐行核对日志与业务表，指出被改动的表和行")
    recover = _command(commands, "recover", "恢复旧备份后补回缺少的条目（两人）", _RECOVER_EXAMPLE)
    recover.add_argument("--by", action="append", required=True, metavar="姓名", help="办理人，写两次")
    receipt = _command(
        commands, "receipt", "出具存证凭证：一条日志的证明、原文和可公开给取得人的私密值", _RECEIPT_EXAMPLE
    )
    receipt.set_defaults(run=functools.partial(_run, "receipt", module=_ISSUING))
    receipt.add_argument("entry", metavar="条目", help="条目序号（从 0 起）、事件编号或条目哈希")
    receipt.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="写到哪个文件夹，默认当前文件夹")
    receipt.add_argument(
        "--open", action="append", default=[], metavar="名称", help="打开一个私密值，可重复；须写明 --to 和 --reason"
    )
    receipt.add_argument("--to", default="", metavar="取得人", help="私密值给谁")
    receipt.add_argument("--reason", default="", metavar="事由", help="取得人凭什么可以看到")
    _add_records(commands)
    _command(commands, "install-triggers", "重新安装防改写的触发器")
    _command(commands, "seal-audit", "把访问日志的新行封入日志（每小时一次）")


def _add_records(commands: Any) -> None:
    example = "例：\n  shuangsuiji ledger record-rotation '新公钥' --by 张三\nrotate-key 不能自己登记时使用，以应用的账号运行。"
    rotation = _command(commands, "record-rotation", "把更换签名密钥登记入日志", example)
    rotation.add_argument("vkey", metavar="公钥", help="rotate-key 打印的新公钥，整行")
    example = (
        "例：\n  shuangsuiji ledger record-rebuild 128 2bbb32ff98733f84e9c962a66cef27334349cb645e34a23481309a8f794f8fdf --by 张三 --by 李四 --reason 硬盘损坏\n"
        "rebuild-state 不能自己登记时使用，以应用的账号运行。"
    )
    rebuild = _command(commands, "record-rebuild", "把重建封存机的记忆登记入日志（两人）", example)
    rebuild.add_argument("size", type=int, metavar="条数", help="记忆重建到几条")
    rebuild.add_argument("root", type=_root, metavar="树根", help="该检查点的树根，64 位十六进制")
    rebuild.add_argument("--reason", required=True, metavar="原因")
    for name, command in (("record-rotation", rotation), ("record-rebuild", rebuild)):
        command.add_argument("--by", action="append", required=True, metavar="姓名", help="办理人，可重复")
        command.set_defaults(run=functools.partial(_run, name, module=_RECORDING))


def _root(text: str) -> str:
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise argparse.ArgumentTypeError(f"“{text}”应为 64 位小写十六进制树根")
    return text


def record_now(name: str, options: argparse.Namespace) -> int | None:
    """Log an act of the sealer's from its own process; the entry's number, or None where that cannot be done here and now.

    Only where SHUANGSUIJI_HOME says which application this is: the sealer's own account has none, and must not make one.
    """
    if not os.environ.get(_HOME):
        return None
    seq: int | None = load(_RECORDING).record_now(name, options)
    return seq


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


def _run(name: str, options: argparse.Namespace, *, module: str = _DATABASE) -> int:
    return run(module, name, options)
