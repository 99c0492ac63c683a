"""A form sent twice does one thing: the second sending is led to where the first one went.

Source: 20-house §7; 80-reliability B5. The claim is written before the act, in a transaction of its own, so that of two that
arrive together one runs. A claim whose act's end is unknown (the process died) is kept: better to ask a person to look than to
act twice.
"""

import re
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from shuangsuiji.web.components.models import IdempotencyKey

KEPT_FOR = timedelta(days=7)
_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")
_BYTES = 24


def new_key() -> str:
    """A key for a form that is being shown."""
    return secrets.token_urlsafe(_BYTES)


def is_key(text: str) -> bool:
    """Whether the text could be one of ours."""
    return _KEY.fullmatch(text) is not None


def claim(account: str, key: str, url: str, *, at: datetime) -> IdempotencyKey | None:
    """Take the key for this sending. None where it has been taken already."""
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(account=account, key=key, url=url, at=at)
    except IntegrityError:
        return None


def earlier(account: str, key: str) -> IdempotencyKey | None:
    """The sending that took the key."""
    return IdempotencyKey.objects.filter(account=account, key=key).first()


def release(claimed: IdempotencyKey) -> None:
    """Nothing was written: the same form may be sent again."""
    IdempotencyKey.objects.filter(pk=claimed.pk).delete()


def settle(claimed: IdempotencyKey, location: str) -> None:
    """The act is done; later sendings go there."""
    IdempotencyKey.objects.filter(pk=claimed.pk).update(location=location)


def forget_before(at: datetime) -> int:
    """Throw away keys older than `KEPT_FOR`; how many."""
    return IdempotencyKey.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
