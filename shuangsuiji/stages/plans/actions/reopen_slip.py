"""The act: the unit says what is still open; the days of the reminder start again.

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
from shuangsuiji.stages.plans.slip_words import ask_on, attach, concerning_slip, say, slip_of


def reopen_slip(*, slip_id: UUID, text: str, files: Sequence[Received] = (), actor: Actor, at: datetime) -> Slip:
    """Ask again. Raises RuleViolation (E03-3, E13-1, E13-2), DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        slip = slip_of(slip_id, actor)
        move(slip, "reopen_slip", actor=actor, at=at, facts={"slip_written": check_slip_written(text)})
        ask_on(slip, cmd)
        slip.save(update_fields=["asked_on", "due_on"])
        attached = attach(cmd, say(cmd, slip, "reopen_slip", text), files)
        pub = {"office": actor.office, "count": 1}
        cmd.emit("slip.raised", pub=pub, private=concerning_slip(cmd, slip, text), files=attached)
    return slip
