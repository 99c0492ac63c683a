"""`shuangsuiji filings`: the filing of ad-hoc tasks at a terminal: what there is, asked for, filed, returned, published.

Source: 第八条; 20-house §2, §7 (console). Here only the words; what they do is in `filings_acts`, which needs Django.
`--as` names the person who acts: password, and code where one is needed, are asked for.
"""

import argparse
import functools
from pathlib import Path
from typing import Any

from shuangsuiji.web.console.accounts import day
from shuangsuiji.web.console.django_side import run

_ACTS = "shuangsuiji.web.console.filings_acts"
_DESCRIPTION = """临时性抽查备案（第八条）。

  列表    filings list
  报送    filings request 任务编号 --as 用户名
  备案    filings file 任务编号 --as 用户名
  退回    filings return 任务编号 --reason 理由 --as 用户名
  公示    filings publish 任务编号 --place 政府网站 --as 用户名

联席会议办公室不用本平台的，在纸上备案：
  登记    filings record-paper 任务编号 --paper 备案号 --on 备案日期 --scan 扫描件.pdf --as 用户名
  确认    filings confirm-paper 任务编号 --paper 备案号 --as 用户名"""
_EXAMPLES = {
    "list": "list",
    "request": "request 410999/rsj/2027/001 --as li",
    "file": "file 410999/rsj/2027/001 --as song",
    "return": "return 410999/rsj/2027/001 --reason 来文文号与原件不符 --as song",
    "publish": "publish 410999/rsj/2027/001 --place 政府网站 --as song",
    "record-paper": "record-paper 410999/rsj/2027/001 --paper 联办备〔2027〕7号 --on 2027-03-02 --scan 备案回执.pdf --as li",
    "confirm-paper": "confirm-paper 410999/rsj/2027/001 --paper 联办备〔2027〕7号 --as sun",
}


def add_parser(groups: Any) -> None:
    """Hang `filings` into the main command."""
    filings = groups.add_parser("filings", help="临时性抽查备案", description=_DESCRIPTION)
    commands = filings.add_subparsers(dest="filings_command", required=True, metavar="命令")
    _command(commands, "list", "列出备案及其状态")
    asked = _acting(commands, "request", "报送联席会议办公室备案")
    asked.add_argument("--remark", default="", metavar="说明", help="报备说明，可不填")
    _acting(commands, "file", "编号备案")
    returned = _acting(commands, "return", "退回备案")
    returned.add_argument("--reason", required=True, metavar="理由", help="退回理由，发起部门看得到")
    published = _acting(commands, "publish", "公示备案")
    published.add_argument("--place", required=True, metavar="载体", help="公示载体，例如政府网站")
    recorded = _acting(commands, "record-paper", "登记纸质备案")
    add_paper(recorded, "备案号", "纸质件上的备案号")
    recorded.add_argument("--on", type=day, required=True, metavar="日期", help="备案日期，如 2027-03-02")
    recorded.add_argument("--scan", type=Path, required=True, metavar="文件", help="扫描件，PDF 或图片")
    confirmed = _acting(commands, "confirm-paper", "核对确认纸质备案")
    add_paper(confirmed, "备案号", "照纸质件填写，与登记的一致方可确认")
    add_standing_in(confirmed)


def add_paper(command: argparse.ArgumentParser, name: str, text: str) -> None:
    """The number on a paper."""
    command.add_argument("--paper", required=True, metavar=name, help=text)


def add_standing_in(command: argparse.ArgumentParser) -> None:
    """Why the next office up confirms."""
    command.add_argument(
        "--standing-in", default="", metavar="理由", help="由主要负责人代行的，写明理由，如分管负责人空缺"
    )


def _acting(commands: Any, name: str, title: str) -> argparse.ArgumentParser:
    made = _command(commands, name, title)
    made.add_argument("number", metavar="任务编号")
    made.add_argument("--as", dest="acting", required=True, metavar="用户名", help="办理人；密码和验证码由键盘输入")
    return made


def _command(commands: Any, name: str, title: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=title,
        description=f"{title}（第八条）。",
        epilog=f"例：\n  shuangsuiji filings {_EXAMPLES[name]}",
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(run, _ACTS, name))
    return made
