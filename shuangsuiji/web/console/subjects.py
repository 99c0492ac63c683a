"""`shuangsuiji subjects import|classes|licences|export|report`: the registry of inspected subjects at the terminal, by the same acts.

Source: 第六条（一）, 第十条; 20-house §7. Here only the words; the work needs Django. Exit codes: 0 done, 1 refused, 2 wrong use.
"""

import argparse
import functools
from pathlib import Path
from typing import Any

from shuangsuiji.foundation.sheets.decoding import ENCODINGS
from shuangsuiji.web.console.accounts import day
from shuangsuiji.web.console.django_side import run
from shuangsuiji.web.console.roster import row_keys

_ACTS = "shuangsuiji.web.console.subjects_acts"
_DESCRIPTION = """检查对象名录库（第六条（一）、第十条）。

  导入    subjects import 名录.xlsx --as 用户名 --source 省平台 --source-date 2026-11-20
  分类    subjects classes 分类.xlsx --as 用户名 --document 11月期 --on 2026-11-20
  许可证  subjects licences 许可证.xlsx --as 用户名 --source 行政审批系统 --source-date 2026-11-20
  导出    subjects export 名录.csv --department rsj
  状况    subjects report --department rsj"""
_IMPORT_EXAMPLE = """例：
  shuangsuiji subjects import 名录.xlsx --as wu --source 省共享平台 --source-date 2026-11-20 --full --progress
  shuangsuiji subjects import 名录.csv --as wu --source 省共享平台 --source-date 2026-11-20 --exclude 15,20-22
有一处错误即整批不导入；确不能改的行用 --exclude 按行号排除，列在记录里。csv 可达一百万行以上，按 Ctrl+C 取消，取消后没有写入。"""


def add_parser(groups: Any) -> None:
    """Hang `subjects` into the main command."""
    made = groups.add_parser("subjects", help="检查对象名录库", description=_DESCRIPTION)
    commands = made.add_subparsers(dest="subjects_command", required=True, metavar="命令")
    _add_import(commands)
    _add_classes(commands)
    _add_licences(commands)
    export = _command(
        commands, "export", "导出名录（不含个人信息）", "例：\n  shuangsuiji subjects export 名录.csv --department rsj"
    )
    export.add_argument("file", type=Path, metavar="FILE.csv", help="写到哪里；已有同名文件不覆盖")
    export.add_argument("--department", required=True, metavar="代码")
    export.add_argument(
        "--class", dest="risk_class", choices=("A", "B", "C", "D", "none"), help="只要这一类；none 为未分类"
    )
    report = _command(
        commands, "report", "名录库状况：分类户数、期限、提醒", "例：\n  shuangsuiji subjects report --department rsj"
    )
    report.add_argument("--department", required=True, metavar="代码")


def _add_import(commands: Any) -> None:
    made = _command(commands, "import", "导入检查对象名录", _IMPORT_EXAMPLE)
    made.add_argument("file", type=Path, metavar="文件", help="xlsx、xls、ods、csv")
    _acting(made)
    made.add_argument("--source", required=True, metavar="来源", help="数据来源")
    made.add_argument("--source-date", required=True, type=day, metavar="日期", help="数据日期")
    made.add_argument("--full", action="store_true", help="全量名录：文件中没有的对象移出名录库")
    made.add_argument(
        "--exclude", type=row_keys, default={}, metavar="行号", help="按名排除的行，如 15,20-22 或 表名!15"
    )
    made.add_argument(
        "--distinct", type=row_keys, default={}, metavar="行号", help="已由人确认与同名者不是同一主体的行"
    )
    made.add_argument("--encoding", choices=ENCODINGS, help="csv 的编码；不写则自动确认")
    made.add_argument(
        "--towns", type=Path, metavar="FILE.csv", help="乡镇区划表：两列，名称和代码；不写的，用页面上登记的"
    )
    made.add_argument("--reason", default="", metavar="说明", help="记入变更记录")
    made.add_argument("--report", type=Path, metavar="FILE.xlsx", help="把问题清单和标记的行写成 xlsx")
    made.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    made.add_argument("--progress", action="store_true", help="显示进度")


def _add_classes(commands: Any) -> None:
    example = "例：\n  shuangsuiji subjects classes 分类.xlsx --as wu --document 省平台11月期 --on 2026-11-20"
    made = _command(commands, "classes", "导入信用风险分类", example)
    made.add_argument("file", type=Path, metavar="文件", help="至少两列：代码和分类")
    _acting(made)
    made.add_argument("--source", choices=("省共享", "本系统"), default="省共享", help="分类来源，默认 省共享")
    made.add_argument("--document", required=True, metavar="依据", help="文号，或哪个平台哪一期")
    made.add_argument("--on", required=True, type=day, metavar="日期", help="没有分类日期的行用这一天")
    made.add_argument("--exclude", type=row_keys, default={}, metavar="行号", help="按名排除的行")


def _add_licences(commands: Any) -> None:
    example = "例：\n  shuangsuiji subjects licences 许可证.xlsx --as wu --source 行政审批系统 --source-date 2026-11-20"
    made = _command(commands, "licences", "导入许可证和专项库", example)
    made.add_argument("file", type=Path, metavar="文件", help="至少三列：代码、许可证名称、有效期至")
    _acting(made)
    made.add_argument("--source", required=True, metavar="来源", help="数据来源")
    made.add_argument("--source-date", required=True, type=day, metavar="日期", help="数据日期")
    made.add_argument("--exclude", type=row_keys, default={}, metavar="行号", help="按名排除的行")


def _acting(made: argparse.ArgumentParser) -> None:
    made.add_argument("--as", dest="acting", required=True, metavar="用户名", help="办理的名录库管理员；密码由键盘输入")


def _command(commands: Any, name: str, title: str, example: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=title, description=f"{title}（第十条）。", epilog=example
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(run, _ACTS, name))
    return made
