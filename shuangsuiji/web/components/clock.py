"""The clock of a request, read once: everything one request does happens at one moment (20-house §7)."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone


def now(request: HttpRequest) -> datetime:
    """The request's moment, in UTC."""
    moment: datetime | None = getattr(request, "moment", None)
    if moment is None:
        moment = timezone.now()
        request.moment = moment  # type: ignore[attr-defined]
    return moment
