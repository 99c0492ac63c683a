"""`shuangsuiji accounts`: the first set-up, and what administrators do at a terminal: the same acts through another door.

Source: 20-house §2, §7 (console); 80-reliability E11, E12. Here only the words; what they do is in `accounts_acts`, which needs Django.
`--as` names the administrator who acts: password and code are asked for. Three commands act as the machine itself, for whoever may
start programs on the server, so that nobody stays outside for good: unlock, reset-password, reset-factor.
"""

import argparse
import datetime
import functools
from typing import Any

from shuangsuiji.web.console.django_side import run

_ACTS = "shuangsuiji.web.console.accounts_acts"
_DESCRIPTION = """部门、人员、职务、账户（第五条、第二十四条）。

  初始化  accounts found           解锁    accounts unlock 用户名
  安装码  accounts setup-code      （在网页上初始化时用）
  部门    accounts department      重置    accounts reset-password 用户名
  股室    accounts section         人员    accounts person
  任职    accounts appoint         账户    accounts account
  授权    accounts role            查看    accounts list
  删除个人信息  accounts erase-person"""
_FOUND_EXAMPLE = """例：
  shuangsuiji accounts found --code rsj --name 某局 --division 410928 --sysadmin xt=甲 --secadmin aq=乙 --audadmin sj=丙
一次设立部门和三类管理员，各给一个初始密码，只显示一次。人手少的单位可由信息中心、办公室、机关纪检分任。"""
_EXAMPLES = {
    "department": "department --as xt scjgj 某某县市场监督管理局 --division 410928",
    "section": "section --as xt ldjc 劳动保障监察大队 --department rsj",
    "person": "person --as xt 赵六 --department rsj --section ldjc --username zhao",
    "account": "account --as xt 01936d2e-5b1c-7a2b-8c3d-000000000001 zhao",
    "appoint": "appoint --as aq li deputy_head --department rsj --document 某人社任〔2026〕3号 --from 2026-11-01",
    "role": "role --as aq zhao audadmin --reason 接替王五",
    "disable": "disable --as aq zhao --reason 调离",
    "enable": "enable --as aq zhao --reason 调回",
    "unlock": "unlock zhao",
    "reset-password": "reset-password zhao --reason 忘记密码",
    "reset-factor": "reset-factor zhao --reason 手机遗失",
    "erase-person": "erase-person --as aq zhao --ground pipl_47_2 --retained-until 2026-10-31 --reason 离职满三年，无未结争议",
    "list": "list",
    "setup-code": "setup-code",
}


def add_parser(groups: Any) -> None:
    """Hang `accounts` into the main command."""
    accounts = groups.add_parser("accounts", help="部门、人员、职务、账户", description=_DESCRIPTION)
    commands = accounts.add_subparsers(dest="accounts_command", required=True, metavar="命令")
    _add_found(commands)
    _add_entries(commands)
    _add_permissions(commands)
    _add_machine(commands)
    _command(commands, "list", "列出人员、职务和账户状态（不含联系方式）")
    _command(commands, "setup-code", "另取一个安装码，用于在网页上初始化；原来的作废")


def _add_found(commands: Any) -> None:
    found = _command(commands, "found", "初始化：部门和三类管理员", _FOUND_EXAMPLE)
    found.add_argument("--code", required=True, metavar="代码", help="部门代码，小写字母和数字，以后不能更改")
    found.add_argument("--name", required=True, metavar="名称", help="部门全称")
    found.add_argument("--division", required=True, metavar="区划代码", help="所在行政区划，6、9 或 12 位")
    found.add_argument("--from", dest="from_on", type=day, metavar="日期", help="启用日期，默认今天")
    for role, label in (("sysadmin", "系统"), ("secadmin", "安全"), ("audadmin", "审计")):
        found.add_argument(f"--{role}", required=True, type=_pair, metavar="用户名=姓名", help=f"{label}管理员")


def _add_entries(commands: Any) -> None:
    department = _acting(commands, "department", "登记部门")
    department.add_argument("code", metavar="代码")
    department.add_argument("name", metavar="名称")
    department.add_argument("--division", required=True, metavar="区划代码")
    department.add_argument("--parent", default="", metavar="代码", help="上级部门")
    department.add_argument("--from", dest="from_on", type=day, metavar="日期", help="启用日期，默认今天")
    section = _acting(commands, "section", "登记股室")
    section.add_argument("code", metavar="代码")
    section.add_argument("name", metavar="名称")
    section.add_argument("--department", required=True, metavar="代码")
    section.add_argument("--from", dest="from_on", type=day, metavar="日期", help="启用日期，默认今天")
    person = _acting(commands, "person", "登记人员")
    person.add_argument("name", metavar="姓名")
    person.add_argument("--department", required=True, metavar="代码")
    person.add_argument("--section", default="", metavar="代码")
    person.add_argument("--phone", default="", metavar="电话")
    person.add_argument("--username", metavar="用户名", help="同时开立账户")
    account = _acting(commands, "account", "为已登记的人员开立账户")
    account.add_argument("person", metavar="人员编号")
    account.add_argument("username", metavar="用户名")


def _add_permissions(commands: Any) -> None:
    appoint = _acting(commands, "appoint", "登记任职")
    appoint.add_argument("person", metavar="用户名或人员编号")
    appoint.add_argument("office", metavar="职务代码")
    appoint.add_argument("--department", required=True, metavar="代码")
    appoint.add_argument("--section", default="", metavar="代码")
    appoint.add_argument("--document", required=True, metavar="文号", help="任免文件")
    appoint.add_argument("--from", dest="from_on", type=day, metavar="日期", help="任职日期，默认今天")
    appoint.add_argument("--to", dest="to_on", type=day, metavar="日期", help="免职日期，默认不限")
    role = _acting(commands, "role", "授予或免去管理员身份")
    role.add_argument("person", metavar="用户名或人员编号")
    role.add_argument("role", choices=("sysadmin", "secadmin", "audadmin", "staff"), help="staff 为免去")
    role.add_argument("--reason", required=True, metavar="事由")
    for name, title in (("disable", "停用账户"), ("enable", "重新启用账户")):
        switch = _acting(commands, name, title)
        switch.add_argument("username", metavar="用户名")
        switch.add_argument("--reason", required=True, metavar="事由")

    erase = _acting(commands, "erase-person", "删除一名已离任人员的个人信息，不能撤回")
    erase.add_argument("person", metavar="用户名或人员编号")
    erase.add_argument(
        "--ground",
        required=True,
        metavar="代码",
        help="法定情形：pipl_47_1 至 pipl_47_5（个人信息保护法第四十七条各项）",
    )
    erase.add_argument(
        "--retained-until", type=day, required=True, metavar="日期", help="依规定须保存到哪一天；未满的不能删除"
    )
    erase.add_argument("--reason", required=True, metavar="事由", help="依据和经过：保存期限出自哪里，有无未结争议")


def _add_machine(commands: Any) -> None:
    unlock = _command(commands, "unlock", "解除登录锁定")
    unlock.add_argument("username", metavar="用户名")
    for name, title in (("reset-password", "给出一次性密码"), ("reset-factor", "撤销动态口令，下次登录重新登记")):
        reset = _command(commands, name, title)
        reset.add_argument("username", metavar="用户名")
        reset.add_argument("--reason", required=True, metavar="事由")


def day(text: str) -> datetime.date:
    """A day as 2026-11-01."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应如 2026-11-01") from None


def _pair(text: str) -> tuple[str, str]:
    username, sign, name = text.partition("=")
    if not (sign and username.strip() and name.strip()):
        raise argparse.ArgumentTypeError(f"“{text}”应为 用户名=姓名")
    return username, name


def _acting(commands: Any, name: str, title: str) -> argparse.ArgumentParser:
    made = _command(commands, name, title)
    made.add_argument(
        "--as", dest="acting", required=True, metavar="用户名", help="办理的管理员；密码和验证码由键盘输入"
    )
    return made


def _command(commands: Any, name: str, title: str, example: str = "") -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=title,
        description=f"{title}（第五条）。",
        epilog=example or f"例：\n  shuangsuiji accounts {_EXAMPLES[name]}",
    )
    made.add_argument("--json", action="store_true", help="输出 JSON")
    made.set_defaults(run=functools.partial(_run, name))
    return made


def _run(name: str, options: argparse.Namespace) -> int:
    return run(_ACTS, name, options)
