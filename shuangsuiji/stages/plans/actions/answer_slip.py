"""The act: the coordinating section answers a slip.

Source: 第三条.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.slips import check_slip_written
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Slip
from shuangsuiji.stages.plans.slip_words import attach, concerning_slip, say, slip_of


def answer_slip(*, slip_id: UUID, text: str, files: Sequence[Received] = (), actor: Actor, at: datetime) -> Slip:
    """Answer. Raises RuleViolation (E03-3, E13-1, E13-2), DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        slip = slip_of(slip_id, actor)
        move(slip, "answer_slip", actor=actor, at=at, facts={"slip_written": check_slip_written(text)})
        attached = attach(cmd, say(cmd, slip, "answer_slip", text), files)
        pub = {"office": actor.office, "count": 1}
        cmd.emit("slip.answered", pub=pub, private=concerning_slip(cmd, slip, text), files=attached)
    return slip
