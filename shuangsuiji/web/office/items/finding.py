"""Which version a request is about, and whether it may be seen: another department's draft is as if it were not there.

Source: 80-reliability E3. Gives: records of the stage, or Http404.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from shuangsuiji.stages.items import queries
from shuangsuiji.web.components.acting import offices_held, own_department


def version_of(request: HttpRequest, key: UUID) -> Any:
    """A version that may be read."""
    found = queries.version_for(key, own_department(request), offices_held(request))
    if found is None:
        raise Http404
    return found


def own_version(request: HttpRequest, key: UUID) -> Any:
    """A version of one's own department."""
    found = version_of(request, key)
    if found.item_list.department.code != own_department(request):
        raise Http404
    return found


def item_of(request: HttpRequest, key: UUID, code: str) -> "tuple[Any, Any]":
    """A version that may be read, and one of its items."""
    version = version_of(request, key)
    row = queries.rows_of(version).filter(code=code).first()
    if row is None:
        raise Http404
    return version, row


def own_item_in_force(request: HttpRequest, key: UUID, code: str) -> Any:
    """A published version of one's own department in which that item stands."""
    found = own_version(request, key)
    if found.status != "PUBLISHED" or not queries.rows_of(found).filter(code=code).exists():
        raise Http404
    return found


def own_item(request: HttpRequest, code: str) -> Any:
    """An item of a list in force for which one's own department answers."""
    found = queries.published_items().filter(code=code, owner__code=own_department(request)).first()
    if found is None:
        raise Http404
    return found
