"""The act: the office of the joint meeting sends a filing back, with its reason; the clerk may ask again.

Source: 第八条.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.filing_words import concerning_filing, filing_locked
from shuangsuiji.stages.plans.models import Filing
from shuangsuiji.stages.plans.models.plan import LONGEST_TEXT
from shuangsuiji.stages.plans.signing import reason_given


def return_filing(*, filing_id: UUID, reason: str, actor: Actor, at: datetime) -> Filing:
    """Send it back. Raises RuleViolation (E07-7 without a reason, E13-1 once filed, E13-2), DoesNotExist."""
    with command(actor=actor, at=at, reason=reason.strip()) as cmd:
        filing = filing_locked(filing_id)
        facts = {"reason_given": reason_given(reason, "第八条")}
        move(filing, "return_filing", actor=actor, at=at, facts=facts)
        filing.returned = reason.strip()[:LONGEST_TEXT]
        filing.save(update_fields=["returned"])
        pub = {"office": actor.office, "task_id": filing.task.number, "count": 1}
        cmd.emit("filing.returned", pub=pub, private=concerning_filing(cmd, filing))
    return filing
