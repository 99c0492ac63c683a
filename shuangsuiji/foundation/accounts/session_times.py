"""When a session began, was used, was confirmed by password; and when it is over.

Source: 80-reliability §4 (idle 15 minutes, absolute 12 hours), E13 (asked again within 5 minutes before acts that weigh).
Takes: a session as a mapping, the moment, the profile. Never: a clock, a request.
"""

from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

BEGAN = "ssj_began"
SEEN = "ssj_seen"
CONFIRMED = "ssj_confirmed"
SECOND = "ssj_second_factor"
# Writing every request's time would be a write per request; the idle time is then short by at most this.
WRITE_EVERY = timedelta(minutes=1)
# A clock that was set back a little ends nobody's session; a time further ahead was not written by us.
_SKEW = timedelta(minutes=2)

Session = MutableMapping[str, Any]


class Times(Protocol):
    """What a profile says about sessions."""

    @property
    def idle_timeout(self) -> timedelta:
        """Unused for so long: over."""

    @property
    def absolute_timeout(self) -> timedelta:
        """Over after so long in any case."""

    @property
    def reauthentication(self) -> timedelta:
        """How long a confirmation counts."""


def begin(session: Session, *, at: datetime, second_factor: bool) -> None:
    """Somebody has just proved who he is."""
    session[BEGAN] = session[SEEN] = session[CONFIRMED] = at.timestamp()
    session[SECOND] = second_factor


def over(session: Session, times: Times, *, at: datetime) -> str:
    """Why the session is over (`idle`, `absolute`, `unknown`), or empty. A time ahead of the clock is no time."""
    began, seen = _time(session, BEGAN), _time(session, SEEN)
    if began is None or seen is None or max(began, seen) - at > _SKEW:
        return "unknown"
    if at - began >= times.absolute_timeout:
        return "absolute"
    return "idle" if at - seen >= times.idle_timeout else ""


def touch(session: Session, *, at: datetime) -> bool:
    """Note that it is in use; answers whether a minute has passed since that was last written."""
    seen = _time(session, SEEN)
    if seen is not None and at - seen < WRITE_EVERY:
        return False
    session[SEEN] = at.timestamp()
    return True


def confirm(session: Session, *, at: datetime) -> None:
    """The password was given once more."""
    session[CONFIRMED] = at.timestamp()


def recently_confirmed(session: Session, times: Times, *, at: datetime) -> bool:
    """Whether password or code was given within the last minutes that the profile allows."""
    confirmed = _time(session, CONFIRMED)
    return confirmed is not None and -_SKEW <= at - confirmed <= times.reauthentication


def second_factor_given(session: Session) -> bool:
    """Whether this session was opened, or later confirmed, with a second factor."""
    return session.get(SECOND) is True


def _time(session: Session, name: str) -> datetime | None:
    stamp = session.get(name)
    return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, (int, float)) else None
