"""The act: the unit takes its slip back and says why; the record stays.

Source: 第三条.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.slips import check_slip_withdrawal
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Slip
from shuangsuiji.stages.plans.slip_words import concerning_slip, say, slip_of


def withdraw_slip(*, slip_id: UUID, text: str, actor: Actor, at: datetime) -> Slip:
    """Withdraw; `text` is the reason. Raises RuleViolation (E03-2, E13-1, E13-2), DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        slip = slip_of(slip_id, actor)
        move(slip, "withdraw_slip", actor=actor, at=at, facts={"withdrawal_explained": check_slip_withdrawal(text)})
        say(cmd, slip, "withdraw_slip", text)
        cmd.emit("slip.withdrawn", pub={"office": actor.office, "count": 1}, private=concerning_slip(cmd, slip, text))
    return slip
