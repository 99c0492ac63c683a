"""Whether name and password open an account, and a code after them. The same words and the same work for a name nobody has.

Source: 80-reliability E11, E13; 第二十四条. Takes: what was typed, from where, when. Gives: an Outcome. Every outcome leaves a line in the
access log, in its own transaction. Never: keeps what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password

from shuangsuiji.foundation.accounts import second_factor, throttle
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.models.account import known
from shuangsuiji.foundation.accounts.queries import day_of, find_account, is_only_administrator
from shuangsuiji.foundation.accounts.throttle import Limit, charge, key_of
from shuangsuiji.foundation.ledger.audit import note

# An address beyond its share may try once in this time; nobody behind it is locked out.
ADDRESS_PAUSE = timedelta(seconds=5)
# A hash that fits no password: the work is done all the same.
_FITS_NOTHING = "!"


class Verdict(Enum):
    """What became of a try."""

    GRANTED = "granted"
    REFUSED = "refused"
    LOCKED = "locked"
    SLOWED = "slowed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`account` only where granted; `until` where one must wait; `by` what proved it."""

    verdict: Verdict
    account: Account | None = None
    until: datetime | None = None
    by: str = ""


def try_password(username: str, password: str, *, address: str | None, at: datetime) -> Outcome:
    """Name and password."""
    account = find_account(username)
    key = name_key(username, account, address, at)
    wait = _waiting(key, address, at)
    if wait is not None:
        return _told(wait, "log_in", account, address, at)
    fits = check_password(password, account.password if account else _FITS_NOTHING)
    if account is None or not fits or not may_be_used(account, at):
        return _refused(key, "log_in", account, address, at)
    _right(key, address, at)
    return _told(Outcome(Verdict.GRANTED, account, by="password"), "log_in", account, address, at)


def try_code(account: Account, code: str, *, address: str | None, at: datetime) -> Outcome:
    """The second factor of an account whose password was right."""
    key = key_of("code", str(account.pk))
    wait = _waiting(key, address, at)
    if wait is not None:
        return _told(wait, "second_factor", account, address, at)
    by = second_factor.accept(account, code, at=at)
    if not by or not may_be_used(account, at):
        return _refused(key, "second_factor", account, address, at)
    _right(key, address, at)
    return _told(Outcome(Verdict.GRANTED, account, by=by), "second_factor", account, address, at)


def try_again(account: Account, password: str, *, address: str | None, at: datetime) -> Outcome:
    """The password once more, before an act that asks for it; counted with the account's codes."""
    key = key_of("code", str(account.pk))
    wait = _waiting(key, address, at)
    if wait is not None:
        return _told(wait, "confirm", account, address, at)
    if not account.check_password(password):
        return _refused(key, "confirm", account, address, at)
    _right(key, address, at)
    return _told(Outcome(Verdict.GRANTED, account, by="password"), "confirm", account, address, at)


def may_be_used(account: Account, at: datetime) -> bool:
    """Enabled, not ended, not forgotten for a quarter of a year. Whoever alone holds an administrator's role is never forgotten."""
    return account.usable(at, day_of(at)) and (not dormant(account, at) or is_only_administrator(account, at))


def dormant(account: Account, at: datetime) -> bool:
    """Unused for longer than the profile allows; before its first use since its password was given."""
    last = max(filter(None, (account.last_seen_at, account.password_changed_at)))
    return bool(at - last > settings.PROFILE.dormant_after)


def name_key(username: str, account: Account | None, address: str | None, at: datetime) -> str:
    """The counter of a name. For the only administrator of a kind it counts each address apart: a stranger cannot keep him out."""
    if account is not None and is_only_administrator(account, at):
        return key_of("name", known(username), apart=address or "unknown")
    return key_of("name", known(username))


def unlock(account: Account) -> int:
    """Forget every count against an account. Whoever asked must be written down by the caller."""
    return sum(throttle.release(key) for key in (key_of("name", account.username), key_of("code", str(account.pk))))


def locked_until(account: Account, at: datetime) -> datetime | None:
    """Until when the account's name waits."""
    return throttle.held(key_of("name", account.username), at=at)


def _waiting(key: str, address: str | None, at: datetime) -> Outcome | None:
    """Count the try; an Outcome where it must wait."""
    profile = settings.PROFILE
    if address is not None:
        limit = Limit(profile.failures_before_slowing_address, profile.failure_window, ADDRESS_PAUSE)
        until = charge(key_of("address", address), limit, at=at)
        if until is not None:
            return Outcome(Verdict.SLOWED, until=until)
    until = charge(key, Limit(profile.failures_before_lock, profile.failure_window, profile.lock_duration), at=at)
    return None if until is None else Outcome(Verdict.LOCKED, until=until)


def _right(key: str, address: str | None, at: datetime) -> None:
    throttle.release(key)
    if address is not None:
        throttle.take_back(key_of("address", address), at=at)


def _refused(key: str, action: str, account: Account | None, address: str | None, at: datetime) -> Outcome:
    """Refuse; where this was one failure too many, say LOCKED at once."""
    until = throttle.held(key, at=at)
    verdict = Verdict.REFUSED if until is None else Verdict.LOCKED
    return _told(Outcome(verdict, until=until), action, account, address, at)


def _told(outcome: Outcome, action: str, account: Account | None, address: str | None, at: datetime) -> Outcome:
    detail: Mapping[str, Any] = {"by": outcome.by} if outcome.by else {}
    note(
        f"{action}.{outcome.verdict.value}",
        at=at,
        actor=account_label(account),
        detail=detail,
        ip=address,
    )
    return outcome


def account_label(account: Account | None) -> str:
    """How the access log names an account: by its number, which stays when a person's name must go."""
    return "unknown" if account is None else f"account:{account.pk}"
