"""A new password: one's own, or one that the security administrator gives for a single log-in.

Source: 80-reliability §4 (身份鉴别 a). All other sessions of the account end, because Django ties them to the hash.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password

from shuangsuiji.foundation.accounts.duties import concerning, require_another, require_duty
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.passwords import replace_password
from shuangsuiji.foundation.accounts.roles import SECURITY
from shuangsuiji.foundation.accounts.signing_in import unlock
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import command


class NotYours(Exception):
    """Somebody may change his own password only; for others there is the reset."""


def change_password(*, account: UUID, password: str, actor: Actor, at: datetime) -> Account:
    """Change one's own. The caller has asked for the old one. Raises ValidationError with every rule that it breaks, NotYours."""
    with command(actor=actor, at=at) as cmd:
        found = Account.of(account)
        if found.person_id != actor.person:
            raise NotYours("只能修改本人的密码")
        validate_password(password, found)
        replace_password(found, password, at=at)
        found.must_change_password = False
        found.save(update_fields=["password", "password_changed_at", "must_change_password"])
        cmd.emit("account.changed", pub={"kind": "password", "count": 1}, private=concerning(found.person))
    return found


def reset_password(*, account: UUID, password: str, reason: str, actor: Actor, at: datetime) -> Account:
    """Give a password for a single log-in, and unlock. From the machine itself, too, so that nobody stays outside for good.

    Raises RuleViolation (ACC-2, ACC-3), ValidationError.
    """
    require_duty(actor, SECURITY, MACHINE)
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = Account.of(account)
        require_another(actor, found.person_id)
        validate_password(password, found)
        replace_password(found, password, at=at)
        found.must_change_password = True
        found.save(update_fields=["password", "password_changed_at", "must_change_password"])
        unlock(found)
        cmd.emit("account.changed", pub={"kind": "password-reset", "count": 1}, private=concerning(found.person))
    return found
