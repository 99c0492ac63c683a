"""The act: a contributor binds itself to a number nobody else has seen.

Source: 第十四条; SSJ-DRAW/1 §5 (COMMITTED). The number was made on the contributor's own device; only its commitment comes here.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.draws.models import Commitment
from shuangsuiji.stages.draws.stepping import ceremony_of, locked, take
from shuangsuiji.stages.draws.voices import voice_of


def commit(*, draw_id: UUID, value: str, actor: Actor, at: datetime) -> Commitment:
    """Take one contributor's commitment, once, in time. With the last one the time for commitments ends.

    Raises RuleViolation E14-7 for who speaks for nobody in this draw, DrawRefused (E13-1; late, twice, malformed), DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        draw = locked(draw_id)
        contributor = voice_of(draw, actor)
        after = ceremony_of(draw).commit(contributor.code, value, at=at)
        made = Commitment(contributor=contributor, value=value, at=at)
        made.save(force_insert=True)
        if len(after.commits) == len(draw.plan["contributors"]):
            take(draw, "close_commits", after.close_commits(at=at), at=at)
        cmd.emit("draw.committed", pub={"draw_id": draw.number, "contributor": contributor.code, "commit": value})
    return made
