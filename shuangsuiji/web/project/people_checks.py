"""Checks that look at people: the three administrators exist, and no account has a password that everybody knows.

Source: 80-reliability E10, E12. Cost: one hash per account and known password; run by `check --deploy --database default` only.
"""

from collections.abc import Iterator
from datetime import datetime

from django.core.checks import CheckMessage, Error

from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.queries import active_administrators
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS

# What people try first. The account's own name is tried besides.
KNOWN_PASSWORDS = ("123456", "12345678", "admin", "admin123", "password", "Passw0rd", "Admin@123", "88888888", "000000")


def people_messages(at: datetime) -> Iterator[CheckMessage]:
    """One message per missing administrator, one naming the accounts with a known password."""
    for role, label in ADMINISTRATORS.items():
        if not active_administrators(role, at).exists():
            yield Error(
                f"没有可用的{label}账户。三类管理员应各有专人。",
                hint="初次启用运行 shuangsuiji accounts found；之后由安全管理员登记账户。",
                id="project.E016",
            )
    known = [account.username for account in Account.objects.filter(disabled_at__isnull=True) if _is_known(account)]
    if known:
        yield Error(
            f"以下账户仍使用人人皆知的密码：{'、'.join(sorted(known))}。",
            hint="请本人立即修改，或停用账户。",
            id="project.E017",
        )


def _is_known(account: Account) -> bool:
    return any(account.check_password(each) for each in (*KNOWN_PASSWORDS, account.username))
