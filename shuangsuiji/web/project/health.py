"""`/health` for the operator's monitor: database, head of the log, age of the published checkpoint, whether acts may be written.

Source: 80-reliability F3, F7. Shape: {"database", "head", "published", "published_age_seconds", "writes_allowed", "log"}; 200 where
acts may be written, 503 where not. Never: personal values, names of hosts, roles or paths; the reasons are in the office.
Cost: the examination of the log at most once in five seconds per process, however often it is asked.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from shuangsuiji.foundation.ledger import soundness
from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.standing import standing

EXAMINED_EVERY = timedelta(seconds=5)
# Database → when it was examined, and whether it was found sound.
_examined: dict[str, tuple[datetime, bool]] = {}


def health(request: HttpRequest) -> JsonResponse:
    """The answer."""
    at = now(request)
    seen = standing(at)
    head, writes_allowed = _database(at)
    told = {
        "database": "unreachable" if writes_allowed is None else "ok",
        "head": head,
        "published": seen.published.size if seen.published and not seen.is_unreadable else None,
        "published_age_seconds": None if seen.age is None else int(seen.age.total_seconds()),
        "writes_allowed": bool(writes_allowed),
        "log": "halted" if seen.halted or seen.is_unreadable else "stale" if seen.is_stale else "ok",
    }
    return JsonResponse(told, status=200 if writes_allowed and told["log"] == "ok" else 503)


def _database(at: datetime) -> tuple[int | None, bool | None]:
    """Length of the log and whether acts may be written; two Nones where the database does not answer."""
    try:
        return LogHead.objects.filter(id=1).values_list("size", flat=True).first(), _is_sound(at)
    except DatabaseError:
        return None, None


def _is_sound(at: datetime) -> bool:
    """The same examination that stands before every act; it only reads."""
    name = str(connection.settings_dict["NAME"])
    examined_at, is_sound = _examined.get(name, (None, False))
    if examined_at is None or not timedelta(0) <= at - examined_at < EXAMINED_EVERY:
        is_sound = not soundness.reasons(connection, read_published(settings.SHUANGSUIJI_LOG_FOLDER))
        _examined[name] = (at, is_sound)
    return is_sound
