"""The act: a contributor opens its commitment, once all of them stand in a signed checkpoint.

Source: 第十四条; SSJ-DRAW/1 §5 (REVEALED).
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.draw.ceremony import FROZEN
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.draws.models import Reveal
from shuangsuiji.stages.draws.queries.sealing import require_commits_sealed
from shuangsuiji.stages.draws.stepping import ceremony_of, locked, take
from shuangsuiji.stages.draws.voices import voice_of


def reveal(*, draw_id: UUID, secret: str, actor: Actor, at: datetime) -> Reveal:
    """Take one contributor's number if it opens its commitment, once, in time. With the last one the time for reveals ends.

    Raises RuleViolation E14-7 for who speaks for nobody, DrawRefused (E13-1; early, late, twice, not the committed number, commitments
    not yet sealed), DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        draw = locked(draw_id)
        contributor = voice_of(draw, actor)
        ceremony = ceremony_of(draw)
        if ceremony.state == FROZEN:
            ceremony = ceremony.close_commits(at=at)
        after = ceremony.reveal(contributor.code, secret, at=at)
        require_commits_sealed(draw, cmd.published)
        take(draw, "close_commits", ceremony, at=at)
        made = Reveal(contributor=contributor, secret=secret, at=at)
        made.save(force_insert=True)
        if len(after.secrets) == len(draw.plan["contributors"]):
            take(draw, "close_reveals", after.close_reveals(at=at), at=at)
        cmd.emit("draw.revealed", pub={"draw_id": draw.number, "contributor": contributor.code, "r": secret})
    return made
