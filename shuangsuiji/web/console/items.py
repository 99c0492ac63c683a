"""`shuangsuiji items …` and `shuangsuiji documents …`: item lists and rule documents at the terminal, by the same acts.

Source: 第一条, 第六条; 20-house §7. Here only the words; the work needs Django. Exit codes: 0 done, 1 refused, 2 wrong use.
"""

import argparse
import functools
from pathlib import Path
from typing import Any

from shuangsuiji.foundation.sheets.decoding import ENCODINGS
from shuangsuiji.web.console.accounts import day
from shuangsuiji.web.console.django_side import run
from shuangsuiji.web.console.roster import row_keys

_ACTS = "shuangsuiji.web.console.items_acts"
_DOCUMENTS = "shuangsuiji.web.console.documents_acts"
_DESCRIPTION = """抽查事项清单（第六条）。

  导入    items import 清单.xlsx --as 用户名         批准    items approve --as 用户名 --digest 摘要
  送审    items send --as 用户名 --reason 年度调整   公布    items publish --as 用户名 --place 政府网站
  查看    items list                                 导出    items export 清单.csv --department rsj"""
_IMPORT_EXAMPLE = """例：
  shuangsuiji items import 清单.xlsx --as li
  shuangsuiji items import 联合清单.xls --as li --kind joint --owner 市场监管部门=scjgj --basis 《某条例》 --method 实地检查
没有草稿的先起草新版本。相同事项保留原编号；表中没有的栏目保留原来的内容。有一处错误即整批不导入。"""
_LEVELS = "LAW 法律、REGULATION 行政法规、LOCAL_REGULATION 地方性法规、RULE 规章、STATE 国家、PROVINCE 省、CITY 市、COUNTY 县、OWN 本部门"


def add_parser(groups: Any) -> None:
    """Hang `items` into the main command."""
    made = groups.add_parser("items", help="抽查事项清单", description=_DESCRIPTION)
    commands = made.add_subparsers(dest="items_command", required=True, metavar="命令")
    _add_import(commands)
    send = _acting(_command(commands, "send", "送审", "items send --as li --reason 年度调整"))
    send.add_argument("--reason", required=True, metavar="说明", help="送审说明")
    approve = _acting(_command(commands, "approve", "批准", "items approve --as sun --digest 3f9a0c12be47"))
    approve.add_argument("--digest", required=True, metavar="摘要", help="items list 所示内容摘要，至少前 12 位")
    approve.add_argument("--opinion", default="", metavar="意见")
    publish = _acting(_command(commands, "publish", "公布", "items publish --as li --place 政府网站"))
    publish.add_argument("--place", required=True, metavar="载体", help="公布载体；本平台公示网站同时公布")
    _command(commands, "list", "列出清单版本和待批准内容的摘要", "items list")
    export = _command(commands, "export", "导出清单", "items export 清单.csv --department rsj --table eleven")
    export.add_argument("file", type=Path, metavar="FILE.csv", help="写到哪里；已有同名文件不覆盖")
    export.add_argument("--department", required=True, metavar="代码")
    export.add_argument("--kind", choices=("own", "joint"), default="own", help="本部门清单或部门联合清单，默认 own")
    export.add_argument("--number", type=int, metavar="版本号", help="默认已公布的版本")
    export.add_argument("--table", choices=("nine", "eleven", "joint"), default="nine", help="列的格式，默认九列")


def add_documents(groups: Any) -> None:
    """Hang `documents` into the main command."""
    made = groups.add_parser("documents", help="依据文件", description="依据文件登记（第一条）。")
    commands = made.add_subparsers(dest="documents_command", required=True, metavar="命令")
    example = "documents add --as tang --number 某政〔2019〕22号 --title 某办法 --level PROVINCE --body 某省人民政府 --from 2019-06-01"
    add = _acting(_command(commands, "add", "登记依据文件", example, module=_DOCUMENTS, article="第一条"), kind=False)
    add.add_argument("--number", required=True, metavar="文号")
    add.add_argument("--title", required=True, metavar="名称", help="全称，不加书名号")
    add.add_argument("--level", required=True, metavar="级别", help=_LEVELS)
    add.add_argument("--body", required=True, metavar="机关", help="制定机关")
    add.add_argument("--from", dest="from_on", required=True, type=day, metavar="日期", help="施行日期")
    add.add_argument("--to", dest="to_on", type=day, metavar="日期", help="失效日期，现行有效的不写")
    add.add_argument("--file", type=Path, metavar="文件", help="文件原件，PDF、图片、.docx 或 .xlsx，可不附")
    listed = _command(commands, "list", "列出依据文件", "documents list", module=_DOCUMENTS, article="第一条")
    listed.add_argument("--on", type=day, metavar="日期", help="只列这一天有效的")


def _add_import(commands: Any) -> None:
    made = _acting(_command(commands, "import", "导入清单", _IMPORT_EXAMPLE))
    made.add_argument("file", type=Path, metavar="文件", help="xlsx、xls、ods、csv；九列、十一列或联合六列，按表头识别")
    made.add_argument("--append", action="store_true", help="追加到草稿末尾，默认替换草稿全部事项")
    made.add_argument("--owner", action="append", type=_pair, default=[], metavar="写法=代码", help="责任部门，可重复")
    made.add_argument("--basis", default="", metavar="依据", help="没有填写依据的事项统一填写")
    made.add_argument("--method", default="", metavar="方式", help="没有填写检查方式的事项统一填写")
    made.add_argument(
        "--exclude", type=row_keys, default={}, metavar="行号", help="按名排除的行，如 15,20-22 或 表名!15"
    )
    made.add_argument("--encoding", choices=ENCODINGS, help="csv 的编码；不写则自动确认")
    made.add_argument("--dry-run", action="store_true", help="只检查，不导入")


def _pair(text: str) -> tuple[str, str]:
    words, sign, code = text.rpartition("=")
    if not (sign and words.strip() and code.strip()):
        raise argparse.ArgumentTypeError(f"“{text}”应为 写法=部门代码")
    return words, code


def _acting(made: argparse.ArgumentParser, *, kind: bool = True) -> argparse.ArgumentParser:
    made.add_argument("--as", dest="acting", required=True, metavar="用户名", help="办理人；密码和验证码由键盘输入")
    if kind:
        made.add_argument("--kind", choices=("own", "joint"), default="own", help="本部门清单或部门联合清单，默认 own")
    return made


def _command(
    commands: Any, name: str, title: str, example: str, *, module: str = _ACTS, article: str = "第六条"
) -> argparse.ArgumentParser:
    epilog = example if example.startswith("例") else f"例：\n  shuangsuiji {example}"
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=title, description=f"{title}（{article}）。", epilog=epilog
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(run, module, name))
    return made
