"""Letting somebody try again before the half hour is over.

Source: 80-reliability E11. By the security administrator or from the machine itself. Counts are no evidence, so the log-in's lock is
not in the log; the access log says who unlocked.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.accounts.duties import require_duty
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.roles import SECURITY
from shuangsuiji.foundation.accounts.signing_in import account_label, unlock
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.audit import note


def unlock_account(*, account: UUID, actor: Actor, at: datetime) -> int:
    """Forget its failures; answers how many counters there were. Raises RuleViolation (ACC-2), DoesNotExist."""
    require_duty(actor, SECURITY, MACHINE)
    found = Account.objects.get(pk=account)
    forgotten = unlock(found)
    who = actor.office if actor.person is None else f"person:{actor.person}"
    note("account.unlocked", at=at, actor=who, object=account_label(found))
    return forgotten
