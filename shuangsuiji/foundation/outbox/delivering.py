"""Sending what is due: claim in one short transaction, send outside of any, settle in another.

Source: 80-reliability A3, B3; 20-house §6. Several workers may run: PostgreSQL hands each other rows (SKIP LOCKED), SQLite takes the
write lock at once (IMMEDIATE), and the claim itself is an UPDATE that only one can win.
Promise: at most once for each key, unless the sender says that a key twice has the effect of once. A claim that is never settled
(the process died) becomes UNCERTAIN after an hour and waits for a person.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from shuangsuiji.core.canonical import parse_json
from shuangsuiji.foundation.ledger import keys
from shuangsuiji.foundation.ledger.current import OPEN
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse
from shuangsuiji.foundation.outbox.letter import Letter, NotSent, Sender
from shuangsuiji.foundation.outbox.models import Message, State

LEASE = timedelta(hours=1)
# After the n-th failure; beyond the last the message is dead.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Round:
    """What one round did, in messages. `unserved`: due, but no sender is configured for their channel."""

    sent: int = 0
    postponed: int = 0
    dead: int = 0
    uncertain: int = 0
    unserved: int = 0


def deliver_due(at: datetime, senders: Sequence[Sender], *, most: int = 100) -> Round:
    """Send up to `most` messages due at `at`. Raises LedgerMisuse inside a command, RuntimeError inside another transaction."""
    if OPEN.get() is not None:
        raise LedgerMisuse("消息须在办理动作之后发送")
    result = Round()
    served = {channel: sender for sender in senders for channel in sender.channels}
    _settle_abandoned(at, served, result)
    for message in _claimed(at, list(served), most):
        _deliver(message, served[message.channel], at, result)
    due = Message.objects.filter(state=State.WAITING, due_at__lte=at)
    result.unserved = due.exclude(channel__in=list(served)).count()
    return result


def send_again(message: Message, *, at: datetime) -> bool:
    """A person decided that an uncertain or dead message goes out (again). Whether it was in such a state."""
    stuck = Message.objects.filter(pk=message.pk, state__in=[State.UNCERTAIN, State.DEAD])
    return bool(stuck.update(state=State.WAITING, due_at=at, attempts=0, fault="", claimed_at=None, settled_at=None))


def confirm_sent(message: Message, *, at: datetime) -> bool:
    """A person found out that an uncertain message did go out. Whether it was uncertain."""
    stuck = Message.objects.filter(pk=message.pk, state=State.UNCERTAIN)
    return bool(stuck.update(state=State.SENT, settled_at=at))


def _claimed(at: datetime, channels: list[str], most: int) -> Iterator[Message]:
    """One message after the other, each claimed and committed before it is handed out."""
    for _ in range(most):
        message = _claim(at, channels)
        if message is None:
            return
        yield message


def _claim(at: datetime, channels: list[str]) -> Message | None:
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic(durable=True):
        due = Message.objects.filter(state=State.WAITING, due_at__lte=at, channel__in=channels)
        message = due.select_for_update(of=("self",), skip_locked=skip).order_by("due_at", "id").first()
        if message is None or not _take(message, at):
            return None
    return message


def _take(message: Message, at: datetime) -> bool:
    """Only one wins: the state is part of the condition."""
    attempts = message.attempts + 1
    taken = Message.objects.filter(pk=message.pk, state=State.WAITING).update(
        state=State.SENDING, attempts=attempts, claimed_at=at
    )
    message.state, message.attempts, message.claimed_at = State.SENDING, attempts, at
    return bool(taken)


def _deliver(message: Message, sender: Sender, at: datetime, result: Round) -> None:
    letter = opened(message)
    if letter is None:
        _settle(message, State.DEAD, at, "收件人信息已依法删除，不再发送")
        result.dead += 1
        return
    try:
        sender.send(letter)
    except NotSent as refused:
        _postpone(message, at, refused, result)
    except Exception as error:  # noqa: BLE001 - whatever a transport raises, its letter must be settled
        _LOG.warning("message %s: outcome unknown (%s)", message.pk, type(error).__name__)
        _unknown(message, sender, at, type(error).__name__, result)
    else:
        _settle(message, State.SENT, at)
        result.sent += 1


def opened(message: Message) -> Letter | None:
    """The message readable again; None when the recipient's key was destroyed."""
    recipient = keys.unseal(message.subject_key, bytes(message.recipient_enc), context=f"outbox/{message.id}/recipient")
    context = keys.unseal(message.subject_key, bytes(message.context_enc), context=f"outbox/{message.id}/context")
    if recipient is None or context is None:
        return None
    return Letter(
        message.id, message.dedupe, message.channel, message.template, parse_json(recipient), parse_json(context)
    )


def _unknown(message: Message, sender: Sender, at: datetime, what: str, result: Round) -> None:
    """The letter may have left. Where twice is as once it is simply tried again."""
    if sender.idempotent:
        _postpone(message, at, NotSent(what), result)
        return
    _settle(message, State.UNCERTAIN, at, f"发送中断（{what}），可能已经发出")
    result.uncertain += 1


def _postpone(message: Message, at: datetime, refused: NotSent, result: Round) -> None:
    if refused.for_good or message.attempts > len(BACKOFF):
        _settle(message, State.DEAD, at, f"{refused}")
        result.dead += 1
        return
    _settled(message).update(
        state=State.WAITING, due_at=at + BACKOFF[message.attempts - 1], fault=_short(f"{refused}"), claimed_at=None
    )
    result.postponed += 1


def _settle_abandoned(at: datetime, served: dict[str, Sender], result: Round) -> None:
    """Claims whose process never came back."""
    abandoned = Message.objects.filter(state=State.SENDING, claimed_at__lte=at - LEASE)
    for message in abandoned.filter(channel__in=list(served)):
        _unknown(message, served[message.channel], at, "发送进程中止", result)


def _settle(message: Message, state: State, at: datetime, fault: str = "") -> None:
    _settled(message).update(state=state, settled_at=at, fault=_short(fault))


def _settled(message: Message) -> QuerySet[Message]:
    """The row while it is still this claim's: a late worker does not overwrite what was settled for it."""
    return Message.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts)


def _short(text: str) -> str:
    return text[:200]
