"""Which roles a request has: what the policy compares with its rows.

Takes: the request. Gives: `anybody` always, `signed_in` with a usable account, and its offices of today or its administrator's role.
Cost: one or two queries, once per request.
"""

from django.http import HttpRequest

from shuangsuiji.foundation.accounts.queries import day_of, offices_on
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.policy import ANYBODY, ROLES, SIGNED_IN

_NOBODY = frozenset({ANYBODY})


def roles_of(request: HttpRequest) -> frozenset[str]:
    """The roles of this moment: an office that ended yesterday is not among them."""
    known: frozenset[str] | None = getattr(request, "roles", None)
    if known is None:
        known = _look_up(request)
        request.roles = known  # type: ignore[attr-defined]
    return known


def _look_up(request: HttpRequest) -> frozenset[str]:
    if not request.user.is_authenticated:
        return _NOBODY
    account, at = request.user, now(request)
    if not account.usable(at, day_of(at)):
        return _NOBODY
    return frozenset({ANYBODY, SIGNED_IN}) | ROLES.intersection(offices_on(account.person, day_of(at)))
