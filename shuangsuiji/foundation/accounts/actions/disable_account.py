"""Closing a log-in, and opening it again. A session of a closed one dies at its next request.

Source: 第二十四条 (C24-3); 80-reliability E7, §4. By the security administrator.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.accounts.duties import (
    concerning,
    lock_administrators,
    require_another,
    require_duty,
    require_not_last,
)
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.roles import SECURITY
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command


def disable_account(*, account: UUID, reason: str, actor: Actor, at: datetime) -> Account:
    """Close it now. Raises RuleViolation (ACC-2, ACC-3, ACC-5)."""
    require_duty(actor, SECURITY)
    with command(actor=actor, at=at, reason=reason) as cmd:
        lock_administrators()
        found = Account.of(account)
        require_another(actor, found.person_id)
        require_not_last(found, at)
        found.disabled_at = at
        found.save(update_fields=["disabled_at"])
        cmd.emit("account.changed", pub={"kind": "account-disabled", "count": 1}, private=concerning(found.person))
    return found


def enable_account(*, account: UUID, reason: str, actor: Actor, at: datetime) -> Account:
    """Open it again; a new password is asked at the first log-in. Raises RuleViolation (ACC-2, ACC-3)."""
    require_duty(actor, SECURITY)
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = Account.of(account)
        require_another(actor, found.person_id)
        found.disabled_at = None
        found.must_change_password = True
        found.save(update_fields=["disabled_at", "must_change_password"])
        cmd.emit("account.changed", pub={"kind": "account-enabled", "count": 1}, private=concerning(found.person))
    found.seen(at)
    return found
