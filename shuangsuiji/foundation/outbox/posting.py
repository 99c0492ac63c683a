"""Writing a message in the transaction of the act that gives rise to it, and taking one back.

Source: 20-house §6, §16 (no mail inside a transition). If the act fails the message was never written.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from shuangsuiji.foundation.ledger import keys
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.foundation.ledger.models import SubjectKey
from shuangsuiji.foundation.outbox.models import Channel, Message, State


def post(
    cmd: Command,
    *,
    channel: Channel,
    recipient: str,
    key: SubjectKey,
    template: str,
    context: Mapping[str, Any],
    dedupe: str,
    due_at: datetime | None = None,
) -> Message:
    """Write a message; the one already there when the same `dedupe` was posted before. Sealed with `key`, the recipient's.

    `context` is JSON without floats. `due_at` defaults to the time of the act. Raises KeyUnusable when the key was destroyed.
    """
    found = Message.objects.filter(dedupe=dedupe).first()
    if found is not None:
        return found
    message = Message(
        id=cmd.new_id(),
        dedupe=dedupe,
        channel=channel,
        template=template,
        subject_key=key,
        event_id=cmd.coming_event_id,
        posted_at=cmd.at,
        due_at=due_at or cmd.at,
    )
    message.recipient_enc = keys.seal(key, keys.written(recipient), context=f"outbox/{message.id}/recipient")
    message.context_enc = keys.seal(key, keys.written(dict(context)), context=f"outbox/{message.id}/context")
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return Message.objects.get(dedupe=dedupe)  # another act was quicker; the database keeps the fact told once
    return message


def withdraw(cmd: Command, dedupe: str) -> bool:
    """Take back a message that has not gone out: the occasion is gone. Whether there was one to take back."""
    waiting = Message.objects.filter(dedupe=dedupe, state=State.WAITING)
    return bool(waiting.update(state=State.WITHDRAWN, settled_at=cmd.at))
