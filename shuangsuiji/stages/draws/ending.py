"""Giving a draw up, as part of an open command: the row, the step, the event.

Source: 第十四条; SSJ-DRAW/1 §5. Its words are public: no code of a firm or a person may stand in them.
"""

from dataclasses import dataclass

from shuangsuiji.core.draw.ceremony import Ceremony
from shuangsuiji.core.draw.refusal import refuse_any
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.stages.draws.models import Draw, DrawEnding
from shuangsuiji.stages.draws.stepping import take
from shuangsuiji.verify.foreseen import leak_refusals


@dataclass(frozen=True, slots=True)
class Ground:
    """Why: a code of `core.draw.ceremony.GROUNDS` and words for the public."""

    code: str
    text: str


def ended(cmd: Command, draw: Draw, act: str, after: Ceremony, ground: Ground, *, event: str) -> None:
    """Write that the draw ended. Raises DrawRefused where the words would tell a firm or a person."""
    refuse_any(leak_refusals(draw.plan, reason=after.reason))
    DrawEnding(draw=draw, code=ground.code, text=ground.text.strip(), office=cmd.actor.office, at=cmd.at).save(
        force_insert=True
    )
    take(draw, act, after, at=cmd.at)
    pub = {"draw_id": draw.number, "code": ground.code, "office": cmd.actor.office, "ordinal": draw.ordinal}
    cmd.emit(event, pub=pub)
