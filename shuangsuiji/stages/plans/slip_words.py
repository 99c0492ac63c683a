"""Writing down what was said with an act on a slip, as part of an open command.

Source: 第三条. Takes: the command, the slip, the words, the files. Gives: the message; the event's sealed part and its files.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.slips import slip_due
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.kinds import Retention
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.plans.models import Slip, SlipFile, SlipMessage
from shuangsuiji.stages.plans.queries.slips import slips_for


def slip_of(key: UUID, actor: Actor) -> Slip:
    """A slip the actor may read, locked. Raises DoesNotExist: another's private slip is as if it were not there."""
    slips = slips_for(actor.org, (actor.office,), actor.person).select_for_update(no_key=True, of=("self",))
    found: Slip = slips.get(pk=key)
    return found


def say(cmd: Command, slip: Slip, act: str, text: str) -> SlipMessage:
    """Add a message to a slip and tell it: the office openly, the words sealed."""
    last = slip.messages.order_by("-ordinal").values_list("ordinal", flat=True).first() or 0
    message = SlipMessage(
        slip=slip,
        ordinal=last + 1,
        act=act,
        text=text.strip(),
        department=Department.objects.get(code=cmd.actor.org),
        office=cmd.actor.office,
        person=person_of(cmd),
        at=cmd.at,
    )
    message.save(force_insert=True)
    return message


def attach(cmd: Command, message: SlipMessage, files: Sequence[Received]) -> list[dict[str, Any]]:
    """Keep the files that came with a message, in their order; answers them as the event names them."""
    rows = [enter(cmd, each, retention=Retention.YEARS_10) for each in files]
    for ordinal, row in enumerate(rows, start=1):
        SlipFile(message=message, ordinal=ordinal, file=row).save(force_insert=True)
    return [named(row) for row in rows]


def concerning_slip(cmd: Command, slip: Slip, text: str) -> dict[str, Private]:
    """What the event keeps sealed."""
    return {"text": Private({"number": slip.number, "text": text.strip()}, house_key(at=cmd.at).id)}


def ask_on(slip: Slip, cmd: Command) -> None:
    """Start the days of the reminder with the day of the command."""
    slip.asked_on = localdate(cmd.at)
    slip.due_on = slip_due(slip.asked_on).on
