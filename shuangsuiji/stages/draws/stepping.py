"""A draw's steps in the database: the ceremony read from its rows, and the one way its state moves.

Source: SSJ-DRAW/1 §5; 第十三条. Takes: a locked draw. Gives: `core.draw.ceremony.Ceremony`. What may follow what is decided there.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.draw.ceremony import ABORTED, Ceremony
from shuangsuiji.foundation.ledger.current import current
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.draws.models import Draw, DrawStep, PublicNumber, Reveal


def locked(key: UUID, department: str = "") -> Draw:
    """The draw with that key (of that department's own task, where one is named), locked. Raises DoesNotExist."""
    draws = Draw.objects.select_related("task__department", "task__line").select_for_update(no_key=True, of=("self",))
    found: Draw = draws.get(pk=key, task__department__code=department) if department else draws.get(pk=key)
    return found


def ceremony_of(draw: Draw) -> Ceremony:
    """Where the draw stands, from its rows. Cost: 4 queries."""
    rows = list(draw.contributors.select_related("commitment", "reveal").order_by("ordinal"))
    freeze = getattr(draw, "freeze", None)
    number = PublicNumber.objects.filter(draw=draw).first()
    ending = getattr(draw, "ending", None)
    committed = [each for each in rows if hasattr(each, "commitment")]
    revealed = [each for each in rows if hasattr(each, "reveal") and each.reveal.secret]
    return Ceremony(
        plan=draw.plan,
        state=draw.state,
        context=freeze.context if freeze else "",
        commits={each.code: each.commitment.value for each in committed},
        secrets={each.code: each.reveal.secret for each in revealed},
        value=number.value if number and draw.state != ABORTED else "",
        reason={"code": ending.code, "text": ending.text} if ending else {},
    )


def take(draw: Draw, act: str, after: Ceremony, *, at: datetime) -> None:
    """Move the draw to where the ceremony stands after the act, inside the open command. Raises StaleVersion where another was quicker."""
    before = draw.state
    if after.state == before:
        return
    old = {"state": before, "version": draw.version}
    new = {"state": after.state, "version": draw.version + 1, "event_id": current().coming_event_id}
    if not Draw.objects.all().move_row(draw.pk, old, new):
        raise StaleVersion("抽取的状态已变，请刷新后核对再办理")
    for name, value in new.items():
        setattr(draw, name, value)
    current().wrote(draw)
    DrawStep(draw=draw, act=act, from_state=before, to_state=after.state, at=at).save(force_insert=True)


def missing_reveals(draw: Draw) -> list[str]:
    """Codes of contributors without a reveal, in the plan's order. One query."""
    have = set(Reveal.objects.filter(contributor__draw=draw).values_list("contributor__code", flat=True))
    return [code for code in draw.plan["contributors"] if code not in have]
