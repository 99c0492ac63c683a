"""Who acts in this request: the first of the offices asked for that the signed-in account holds at this moment.

Source: 00-decisions, 11; 80-reliability E12. Takes: the request behind the policy. Gives: an `Actor`, or PermissionDenied.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.queries import actor, day_of, holders_of
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, BUSINESS_OFFICES
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.policy import PolicyRow
from shuangsuiji.web.components.roles import roles_of

_WITH_ACTS = frozenset({*BUSINESS_OFFICES, *ADMINISTRATORS})


def acting(request: HttpRequest, *offices: str, department: str = "") -> Actor:
    """The signed-in person in the first of these offices that he holds now; without any, those of the policy's row.

    `department` says which where an office is held in several. Raises PermissionDenied where none is held.
    """
    if not offices:
        row: PolicyRow | None = getattr(request, "policy_row", None)
        offices = row.roles if row is not None else ()
    held = offices_held(request)
    for office in offices:
        if office in held:
            return actor(_account(request), office, now(request), department=department)
    raise PermissionDenied


def offices_held(request: HttpRequest) -> frozenset[str]:
    """Codes of the offices (or the administrator's role) held at this moment; empty for a stranger."""
    return roles_of(request) & _WITH_ACTS


def offices_answered_for(request: HttpRequest) -> frozenset[str]:
    """The offices whose work waits for this person: those held, and for the principal head the deputy head's where that post is vacant.

    He then acts as principal head and says why (00-decisions, 11).
    """
    held = offices_held(request)
    if "principal_head" not in held or holders_of("deputy_head", own_department(request), day_of(now(request))):
        return held
    return held | {"deputy_head"}


def own_department(request: HttpRequest) -> str:
    """The code of the signed-in person's department. Raises PermissionDenied for a stranger."""
    return _account(request).person.department.code


def own_person(request: HttpRequest) -> UUID:
    """The key of the signed-in person. Raises PermissionDenied for a stranger."""
    key: UUID = _account(request).person_id
    return key


def _account(request: HttpRequest) -> Account:
    user = request.user
    if not isinstance(user, Account):
        raise PermissionDenied
    return user
