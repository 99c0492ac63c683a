"""Counting failures and making those wait who have too many: a name for half an hour, an address a few seconds at a time.

Source: 80-reliability E11. Every try is counted as a failure before it is looked at, under the row's lock, and taken back when it
was right: a hundred tries sent at once are counted like a hundred in a row. A wait always ends by itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from shuangsuiji.foundation.accounts.models import Throttle

_KEEP = timedelta(days=1)
_SALT = "shuangsuiji.accounts.throttle"
_APART_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Limit:
    """After `failures` within `window` the next tries wait `hold`."""

    failures: int
    window: timedelta
    hold: timedelta


def key_of(kind: str, counted: str, *, apart: str = "") -> str:
    """The counter of a name or an address; what was typed cannot be read from it (people type passwords into the wrong box).

    `apart`: one counter for each of these, all of them found by the beginning of the key.
    """
    return f"{kind}:{_digest(counted)}" + (f":{_digest(apart)[:_APART_LENGTH]}" if apart else "")


def charge(key: str, limit: Limit, *, at: datetime) -> datetime | None:
    """Count one try; None where it may be looked at, else the moment until which it must wait (and is not counted)."""
    with transaction.atomic():
        forget_before(at)
        row, _ = Throttle.objects.select_for_update().get_or_create(key=key, defaults={"touched_at": at})
        if row.held_until is not None and at < row.held_until:
            return row.held_until
        row.stamps = [*_recent(row, limit, at), at.timestamp()][-limit.failures :]
        row.held_until = at + limit.hold if len(row.stamps) >= limit.failures else None
        row.touched_at = at
        row.save()
    return None


def held(key: str, *, at: datetime) -> datetime | None:
    """Until when tries wait, without counting one."""
    until = Throttle.objects.filter(key=key).values_list("held_until", flat=True).first()
    return until if until is not None and at < until else None


def take_back(key: str, *, at: datetime) -> None:
    """The last try was right: it does not count, and nobody waits for it."""
    with transaction.atomic():
        row = Throttle.objects.select_for_update().filter(key=key).first()
        if row is not None:
            row.stamps = [stamp for stamp in row.stamps if stamp != at.timestamp()]
            row.held_until = None
            row.touched_at = at
            row.save()


def release(key: str) -> int:
    """Forget this counter and those kept apart under it: somebody proved who he is, or an administrator unlocked."""
    return Throttle.objects.filter(key__startswith=key).delete()[0]


def _digest(text: str) -> str:
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()


def _recent(row: Throttle, limit: Limit, at: datetime) -> list[float]:
    oldest = at - limit.window
    return [stamp for stamp in row.stamps if datetime.fromtimestamp(stamp, UTC) > oldest]


def forget_before(at: datetime) -> int:
    """Forget counters nobody touched for a day: names that do not exist would otherwise fill the table. How many."""
    return Throttle.objects.filter(touched_at__lt=at - _KEEP).delete()[0]
