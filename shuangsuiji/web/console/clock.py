"""Times of the protocol (UTC) as an office in China reads them.

Source: SSJ-DRAW/1 §1 (times are UTC); the office's day is Beijing's. Never: a clock; the moment is given.
"""

from datetime import date, datetime, timedelta, timezone

from shuangsuiji.core.draw.grammar import parse_time

_BEIJING = timezone(timedelta(hours=8))


def local(moment: datetime | str) -> str:
    """A moment, or a time as the protocol writes it, as an office clock shows it."""
    at = parse_time(moment) if isinstance(moment, str) else moment
    try:
        return f"{at.astimezone(_BEIJING):%Y-%m-%d %H:%M:%S}"
    except OverflowError:  # the last hours of the calendar
        return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def local_day(at: datetime) -> date:
    """The office's day at this moment: the day on which certificates and registries are judged."""
    try:
        return at.astimezone(_BEIJING).date()
    except OverflowError:
        return at.date()
