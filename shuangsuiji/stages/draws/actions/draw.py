"""The act: both lists are computed from the seed, recomputed by the verifier, and fixed for good.

Source: 第十三条（二）, 第十四条, 第十六条; SSJ-DRAW/1 §7, §8. Computed before the transaction; once for a task, whoever presses how often.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.draw.ceremony import SEEDED
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.listing import write_lists
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.proving import proceedings_of, recomputed
from shuangsuiji.stages.draws.queries.draws import own_draw
from shuangsuiji.stages.draws.stepping import ceremony_of, locked
from shuangsuiji.stages.plans.signing import holds


def draw(*, draw_id: UUID, actor: Actor, at: datetime) -> Draw:
    """Draw. Raises DrawRefused (E14-1 the second time, E13-1 before the number), RuleViolation (E13-2), DoesNotExist.

    Cost: the rosters are read once from the shelf; a fault of the recomputation refuses everything.
    """
    found = own_draw(draw_id, actor.org)
    ceremony_of(found).draw()  # refused before anything is computed
    proceedings = proceedings_of(found)
    outcome = proceedings.outcome()
    assert outcome is not None
    checked = recomputed(proceedings, outcome)
    with command(actor=actor, at=at) as cmd:
        found = locked(draw_id, actor.org)
        after = ceremony_of(found).draw()
        facts = {"ceremony_complete": holds("第十四条", SEEDED), "result_recomputed": checked}
        move(found.task, "draw", actor=actor, at=at, facts=facts)
        write_lists(cmd, found, proceedings, outcome, after)
    return found
