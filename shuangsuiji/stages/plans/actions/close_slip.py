"""The act: the unit confirms the answer and closes its slip.

Source: 第三条.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.slips import check_slip_answered
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Slip
from shuangsuiji.stages.plans.queries.slips import answers_of
from shuangsuiji.stages.plans.slip_words import concerning_slip, say, slip_of


def close_slip(*, slip_id: UUID, text: str, actor: Actor, at: datetime) -> Slip:
    """Close an answered slip; `text` may be empty. Raises RuleViolation (E03-1, E13-1, E13-2), DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        slip = slip_of(slip_id, actor)
        facts = {"slip_answered": check_slip_answered(answers_of(slip))}
        move(slip, "close_slip", actor=actor, at=at, facts=facts)
        say(cmd, slip, "close_slip", text)
        cmd.emit("slip.closed", pub={"office": actor.office, "count": 1}, private=concerning_slip(cmd, slip, text))
    return slip
