"""What the pages of `accounts` say when it does not work. One sentence for a wrong name, a wrong password and a closed account.

Source: 80-reliability E11 (the same text for a name nobody has); 20-house §10.
"""

from datetime import datetime
from http import HTTPStatus

from django.utils import timezone

from shuangsuiji.foundation.accounts.signing_in import Outcome, Verdict

_REFUSED = "用户名或密码不正确，或该账户不能使用。请核对后重试；忘记密码或账户停用的，请联系本单位安全管理员。"
_WRONG_CODE = "验证码不正确或已经用过。请核对手机时间，输入当前显示的数字；手机不在身边的，输入一个恢复码。"
_WRONG_PASSWORD = "密码不正确，请重新输入。"  # noqa: S105 - a sentence
REFUSALS = {"log_in": _REFUSED, "code": _WRONG_CODE, "password": _WRONG_PASSWORD}
STATUS = {
    Verdict.GRANTED: HTTPStatus.OK,
    Verdict.REFUSED: HTTPStatus.OK,
    Verdict.LOCKED: HTTPStatus.TOO_MANY_REQUESTS,
    Verdict.SLOWED: HTTPStatus.TOO_MANY_REQUESTS,
}


def sentence(outcome: Outcome, asked: str) -> str:
    """What to tell: `asked` is what was typed (`log_in`, `code`, `password`)."""
    if outcome.until is None:
        return REFUSALS[asked]
    if outcome.verdict is Verdict.SLOWED:
        return "来自您所在网络地址的失败次数过多，须逐次稍候。请过几秒再试；同一网络的其他人不受锁定。"
    return (
        f"失败次数过多，已暂停登录，请于 {timezone.localtime(outcome.until):%H:%M} 之后再试。"
        "急需办理的，请本单位安全管理员解锁，或由运维人员在服务器上解锁。"
    )


def seconds_until(outcome: Outcome, at: datetime) -> int:
    """For `Retry-After`; at least one."""
    return 0 if outcome.until is None else max(1, round((outcome.until - at).total_seconds()))
