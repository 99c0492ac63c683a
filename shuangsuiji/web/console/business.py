"""Who acts at the terminal in a business office: the same log-in as at the door, then an office held at this moment.

Source: 20-house §7 (console: same acts, same rules); 80-reliability E11–E13. Never: a password on the command line.
"""

import getpass
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.foundation.accounts import queries, second_factor
from shuangsuiji.foundation.accounts.signing_in import Verdict, try_code, try_password
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.web.console.clock import local_day
from shuangsuiji.web.console.words import Printer

_BAD = 1


class NotActing(Exception):
    """Nobody may act so; the text says why and what to do."""


def office_holder(username: str, *offices: str, at: datetime) -> Actor:
    """The person of that user name in the first of these offices he holds. Asks for password and, where enrolled, for the code.

    Raises NotActing.
    """
    outcome = try_password(username, getpass.getpass(f"{username} 的密码："), address=None, at=at)
    account = outcome.account
    if account is None:
        raise NotActing("用户名或密码不正确，或该账户不能使用、暂时锁定。请核对后重试。")
    if account.must_change_password:
        raise NotActing("该账户仍是初始密码，请先在登录页修改密码。")
    enrolled = second_factor.factor_of(account) is not None
    if not enrolled and queries.needs_second_factor(account, local_day(at)):
        raise NotActing("该岗位须先在登录页登记动态口令。")
    if enrolled:
        code = getpass.getpass("验证码：")
        if try_code(account, code, address=None, at=at).verdict is not Verdict.GRANTED:
            raise NotActing("验证码不正确或已经用过。请等待下一个验证码再试。")
    held = queries.offices_on(account.person, local_day(at))
    office = next((each for each in offices if each in held), "")
    if not office:
        wanted = "、".join(OFFICES[each] for each in offices)
        raise NotActing(f"该账户没有办理此事的岗位。请由{wanted}办理，或由安全管理员登记任职。")
    return queries.actor(account, office, at)


def told(
    command: Callable[[Namespace, Printer, datetime], tuple[int, Mapping[str, Any]]], options: Namespace, at: datetime
) -> int:
    """Run a command of an office; every refusal is told in sentences, with that nothing has changed."""
    printer = Printer(as_json=options.json)
    try:
        code, result = command(options, printer, at)
    except ValidationError as error:
        printer.decline(*error.messages)
        return _BAD
    except (
        NotActing, RuleViolation, ApprovalRefused, StaleVersion, SheetRefused, WritesRefused, Busy, ClockBehind, KeyUnusable,
    ) as refusal:  # fmt: skip
        printer.decline(f"{refusal}")
        return _BAD
    printer.result(result)
    return code
