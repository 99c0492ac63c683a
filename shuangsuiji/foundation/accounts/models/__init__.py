"""The tables of `accounts`.

Source: 第三条, 第十四条, 第十五条, 第二十四条. What counts is `Evidential`: written in a command, told by an event, never removed.
Plain tables: `PasswordHistory` and `Throttle`, which only slow an attacker and are cleared.
"""

from shuangsuiji.foundation.accounts.models.account import Account, PasswordHistory
from shuangsuiji.foundation.accounts.models.certificate import Certificate
from shuangsuiji.foundation.accounts.models.department import Department, Section
from shuangsuiji.foundation.accounts.models.factor import RecoveryCode, SecondFactor
from shuangsuiji.foundation.accounts.models.person import Person
from shuangsuiji.foundation.accounts.models.post import Post
from shuangsuiji.foundation.accounts.models.throttle import Throttle

__all__ = [
    "Account",
    "Certificate",
    "Department",
    "PasswordHistory",
    "Person",
    "Post",
    "RecoveryCode",
    "SecondFactor",
    "Section",
    "Throttle",
]
