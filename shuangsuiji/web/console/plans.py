"""`shuangsuiji plans`: plans at a terminal: what there is, what is wrong with one, a table in, a publication.

Source: 第六条（三）, 第七条; 20-house §2, §7 (console). Here only the words; what they do is in `plans_acts`, which needs Django.
`--as` names the person who acts: password, and code where one is needed, are asked for.
"""

import argparse
import functools
from pathlib import Path
from typing import Any

from shuangsuiji.web.console.accounts import day
from shuangsuiji.web.console.django_side import run
from shuangsuiji.web.console.filings import add_paper, add_standing_in

_ACTS = "shuangsuiji.web.console.plans_acts"
_DESCRIPTION = """抽查计划（第六条、第七条）。

  列表    plans list
  检查    plans lint 计划编号
  导入    plans import 计划编号 文件.xlsx --as 用户名
  公示    plans publish 计划编号 --place 政府网站 --as 用户名

联席会议办公室不用本平台的，联合计划在纸上报送：
  登记    plans record-submission 计划编号 --paper 文号 --on 报送日期 --scan 扫描件.pdf --as 用户名
  确认    plans confirm-submission 计划编号 --paper 文号 --as 用户名"""
_EXAMPLES = {
    "list": "list --year 2027",
    "lint": "lint rsj-2027-01",
    "import": "import rsj-2027-01 年度计划表.xlsx --as li",
    "publish": "publish rsj-2027-01 --place 政府网站 --as li",
    "record-submission": "record-submission rsj-2027-01 --paper 平人社函〔2026〕12号 --on 2026-12-20 --scan 报送函.pdf --as li",
    "confirm-submission": "confirm-submission rsj-2027-01 --paper 平人社函〔2026〕12号 --as sun",
}


def add_parser(groups: Any) -> None:
    """Hang `plans` into the main command."""
    plans = groups.add_parser("plans", help="抽查计划", description=_DESCRIPTION)
    commands = plans.add_subparsers(dest="plans_command", required=True, metavar="命令")
    listed = _command(commands, "list", "列出抽查计划")
    listed.add_argument("--year", type=int, metavar="年度", help="只列该年度")
    lint = _command(commands, "lint", "检查一份计划，列出全部不符合之处；有须改正的，退出码为 1")
    lint.add_argument("number", metavar="计划编号")
    brought = _acting(commands, "import", "导入已公示的计划表；比例、频次保留原文")
    brought.add_argument("number", metavar="计划编号")
    brought.add_argument("file", type=Path, metavar="文件")
    published = _acting(commands, "publish", "公示已会签的计划或变更")
    published.add_argument("number", metavar="计划编号")
    published.add_argument("--place", required=True, metavar="载体", help="公示载体，例如政府网站")
    recorded = _acting(commands, "record-submission", "登记联合计划的纸质报送")
    recorded.add_argument("number", metavar="计划编号")
    add_paper(recorded, "文号", "报送文号；没有的填写登记簿编号")
    recorded.add_argument("--on", type=day, required=True, metavar="日期", help="报送日期，如 2026-12-20")
    recorded.add_argument("--answer", default="", metavar="文号", help="联席会议办公室收文或汇总文号，没有的不填")
    recorded.add_argument("--scan", type=Path, required=True, metavar="文件", help="扫描件，PDF 或图片")
    confirmed = _acting(commands, "confirm-submission", "核对确认纸质报送")
    confirmed.add_argument("number", metavar="计划编号")
    add_paper(confirmed, "文号", "照纸质件填写，与登记的一致方可确认")
    add_standing_in(confirmed)


def _acting(commands: Any, name: str, title: str) -> argparse.ArgumentParser:
    made = _command(commands, name, title)
    made.add_argument("--as", dest="acting", required=True, metavar="用户名", help="办理人；密码和验证码由键盘输入")
    return made


def _command(commands: Any, name: str, title: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=title,
        description=f"{title}（第七条）。",
        epilog=f"例：\n  shuangsuiji plans {_EXAMPLES[name]}",
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(_run, name))
    return made


def _run(name: str, options: argparse.Namespace) -> int:
    return run(_ACTS, name, options)
