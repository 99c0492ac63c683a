"""Entering a rule document.

Source: 第一条.
"""

from datetime import date, datetime

from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.kinds import Retention
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.items.models import RuleDocument


def register_basis(
    *,
    number: str,
    title: str,
    level: str,
    issuing_body: str,
    from_on: date,
    to_on: date | None = None,
    original: Received | None = None,
    actor: Actor,
    at: datetime,
) -> RuleDocument:
    """Enter one document, with its `original` where it is at hand: it cannot be added later.

    Raises ValidationError for one that is there already or whose days are turned round.
    """
    with command(actor=actor, at=at) as cmd:
        made = RuleDocument(
            number=number.strip(), title=title.strip().strip("《》"), level=level, issuing_body=issuing_body.strip(),
            from_on=from_on, to_on=to_on, file_digest=original.digest if original else "",
        )  # fmt: skip
        made.full_clean(exclude=("id", "event"))
        made.save(force_insert=True)
        files = [named(enter(cmd, original, retention=Retention.PERMANENT))] if original else []
        facts = Private(f"{made}", house_key(at=at).id)
        cmd.emit("basis.registered", pub={"office": actor.office, "count": 1}, private={"document": facts}, files=files)
    return made
