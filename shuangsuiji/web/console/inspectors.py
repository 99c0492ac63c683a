"""`shuangsuiji inspectors import|list|transfer` and `shuangsuiji registries show|confirm|sign`: inspectors and confirmations at the terminal.

Source: 第十条, 第十五条; 20-house §7. Here only the words; the work needs Django. Exit codes: 0 done, 1 refused, 2 wrong use.
"""

import argparse
import functools
from pathlib import Path
from typing import Any

from shuangsuiji.foundation.sheets.decoding import ENCODINGS
from shuangsuiji.web.console.accounts import day
from shuangsuiji.web.console.django_side import run
from shuangsuiji.web.console.roster import row_keys

_ACTS = "shuangsuiji.web.console.inspectors_acts"
KINDS = {"subjects": "SUBJECTS", "inspectors": "INSPECTORS"}
_INSPECTORS = """执法检查人员名录库（条款：第十条、第十五条）。

  导入    inspectors import 人员.xlsx --as 用户名 --source 证件系统 --source-date 2026-11-20
  名录    inspectors list --as 用户名
  调出    inspectors transfer 证件编号 --as 用户名 --to 部门代码 --on 日期 --document 文号 --reason 理由"""
_REGISTRIES = """两库更新确认（第十条）。

  变动    registries show inspectors --as 用户名
  确认    registries confirm inspectors --as 用户名 --seen 变动摘要
  签字    registries sign inspectors --as 用户名 --seen 变动摘要"""
_IMPORT_EXAMPLE = """例：
  shuangsuiji inspectors import 人员.xlsx --as wu --source 证件系统 --source-date 2026-11-20 --dry-run
  shuangsuiji inspectors import 人员.xlsx --as wu --source 证件系统 --source-date 2026-11-20 --full --exclude 15
有一处错误即整批不导入；确不能改的行用 --exclude 按行号排除，列在更新确认里，一并签字。"""
_SEEN = "“registries show”打印的变动摘要，或它的前 16 位"


def add_parser(groups: Any) -> None:
    """Hang `inspectors` and `registries` into the main command."""
    made = groups.add_parser("inspectors", help="执法检查人员名录库", description=_INSPECTORS)
    commands = made.add_subparsers(dest="inspectors_command", required=True, metavar="命令")
    _add_import(commands)
    listed = _command(commands, "list", "在库人员和证件有效期", "例：\n  shuangsuiji inspectors list --as wu")
    listed.add_argument("--until", type=day, metavar="日期", help="只列证件有效期不晚于这一天的")

    _add_transfer(commands)

    made = groups.add_parser("registries", help="两库更新确认", description=_REGISTRIES)
    commands = made.add_subparsers(dest="registries_command", required=True, metavar="命令")
    example = "例：\n  shuangsuiji registries show inspectors --as wu"
    _registry(_command(commands, "show", "自上次确认以来的变动和未入库的行", example))
    example = "例：\n  shuangsuiji registries confirm inspectors --as wu --seen 3f9a1c2b4d5e6f70"
    confirm = _command(commands, "confirm", "确认名录库", example)
    _registry(confirm)
    confirm.add_argument("--seen", required=True, metavar="摘要", help=_SEEN)
    confirm.add_argument("--task", default="", metavar="任务编号", help="为某项任务确认；不写的，为一般确认")
    confirm.add_argument("--reason", default="", metavar="说明", help="数据来源较旧、名录库为空时必须写明")
    example = "例：\n  shuangsuiji registries sign inspectors --as zheng --seen 3f9a1c2b4d5e6f70"
    sign = _command(commands, "sign", "第二人签字", example)
    _registry(sign)
    sign.add_argument("--seen", required=True, metavar="摘要", help=_SEEN)
    sign.add_argument("--opinion", default="", metavar="意见")
    sign.add_argument(
        "--standing-in", default="", metavar="理由", help="股室负责人空缺或由其本人确认，分管负责人代签的理由"
    )


def _add_import(commands: Any) -> None:
    made = _command(commands, "import", "导入执法检查人员名录", _IMPORT_EXAMPLE)
    made.add_argument("file", type=Path, metavar="文件", help="xlsx、xls、ods、csv")
    made.add_argument("--source", required=True, metavar="来源", help="数据来源")
    made.add_argument("--source-date", required=True, type=day, metavar="日期", help="数据日期")
    made.add_argument("--full", action="store_true", help="全量名录：文件中没有的人员移出名录库")
    made.add_argument(
        "--exclude", type=row_keys, default={}, metavar="行号", help="按名排除的行，如 15,20-22 或 表名!15"
    )
    made.add_argument("--encoding", choices=ENCODINGS, help="csv 的编码；不写则自动确认")
    made.add_argument("--reason", default="", metavar="说明", help="记入变更记录")
    made.add_argument("--report", type=Path, metavar="FILE.xlsx", help="把问题清单和标记的行写成 xlsx")
    made.add_argument("--dry-run", action="store_true", help="只检查，不导入")


def _add_transfer(commands: Any) -> None:
    example = "例：\n  shuangsuiji inspectors transfer 41-001 --as wu --to scjgj --on 2026-11-20 --document 平政任〔2026〕9号 --reason 调动"
    made = _command(commands, "transfer", "调往其他部门，证件编号不变", example)
    made.add_argument("number", metavar="证件编号")
    made.add_argument("--to", required=True, metavar="部门代码", help="调往的部门；由其名录库管理员登记或导入后列入")
    made.add_argument("--on", required=True, type=day, metavar="日期", help="调动日期，不晚于今天")
    made.add_argument("--document", required=True, metavar="文号", help="调动文件")
    made.add_argument("--reason", required=True, metavar="理由", help="记入变更记录")


def _registry(made: argparse.ArgumentParser) -> None:
    made.add_argument("registry", choices=tuple(KINDS), metavar="名录库", help="subjects 检查对象，inspectors 执法人员")


def _command(commands: Any, name: str, title: str, example: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=title, description=f"{title}（第十条）。", epilog=example
    )
    made.add_argument("--as", dest="acting", required=True, metavar="用户名", help="办理的人；密码由键盘输入")
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(run, _ACTS, name))
    return made
