"""Giving an account its second factor, and taking it away when the phone is lost.

Source: 80-reliability E13; RFC 6238. The person enrols himself; only the security administrator, or the machine, takes it away.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.accounts.actions.change_password import NotYours
from shuangsuiji.foundation.accounts.duties import concerning, require_another, require_duty
from shuangsuiji.foundation.accounts.models import Account, RecoveryCode, SecondFactor
from shuangsuiji.foundation.accounts.roles import SECURITY
from shuangsuiji.foundation.accounts.second_factor import (
    digest_of,
    factor_of,
    matching_step,
    new_recovery_codes,
    sealed_secret,
)
from shuangsuiji.foundation.accounts.signing_in import unlock
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import command


def enrol_second_factor(*, account: UUID, secret: bytes, code: str, actor: Actor, at: datetime) -> list[str]:
    """Enrol the authenticator that shows this code, in place of an earlier one. Answers the recovery codes, shown once.

    Raises RuleViolation (ACC-11) for a wrong code, NotYours.
    """
    with command(actor=actor, at=at) as cmd:
        found = Account.of(account)
        if found.person_id != actor.person:
            raise NotYours("只能登记本人的动态口令")
        step = matching_step(secret, code, at=at)
        require(
            judge(
                "ACC-11",
                "第二十四条",
                step is not None,
                required="动态口令程序当前显示的 6 位数字",
                actual="不符",
                refusal="验证码不正确，动态口令没有登记（第二十四条）。",
                remedy="请核对手机时间是否自动校准，再输入当前显示的 6 位数字。",
            )
        )
        _remove(found, at)
        factor = SecondFactor(account=found, enrolled_at=at, last_step=step or 0)
        factor.pk = cmd.new_id()
        factor.secret_sealed = sealed_secret(factor.pk, found, secret)
        factor.save(force_insert=True)
        codes = _recovery_codes(factor)
        cmd.emit("account.changed", pub={"kind": "second-factor", "count": 1}, private=concerning(found.person))
    return codes


def remove_second_factor(*, account: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Take it away; who needs one enrols again at the next log-in. Raises RuleViolation (ACC-2, ACC-3)."""
    require_duty(actor, SECURITY, MACHINE)
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = Account.of(account)
        require_another(actor, found.person_id)
        _remove(found, at)
        unlock(found)
        cmd.emit("account.changed", pub={"kind": "second-factor-removed", "count": 1}, private=concerning(found.person))


def _remove(account: Account, at: datetime) -> None:
    factor = factor_of(account)
    if factor is not None:
        factor.removed_at = at
        factor.save(update_fields=["removed_at"])


def _recovery_codes(factor: SecondFactor) -> list[str]:
    codes = new_recovery_codes()
    RecoveryCode.objects.bulk_create([RecoveryCode(factor=factor, digest=digest_of(code)) for code in codes])
    return codes
