"""Deny by default: before any view runs, the policy has a row for page, method and role, or the answer is no.

Source: 20-house §7; 80-reliability E1–E3. A row that names a machine lets the request pass only while the record's state allows
the act; a record that is not there and one that is not the caller's give the same 404.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import check_act
from shuangsuiji.web.components.denials import note_denied
from shuangsuiji.web.components.policy import ANYBODY, PolicyRow
from shuangsuiji.web.components.refusals import refusal_page
from shuangsuiji.web.components.roles import roles_of
from shuangsuiji.web.components.site_policy import record_for, site_policy


class PolicyMiddleware:
    """Stands directly before the view. Leaves `request.policy_row` and, where there is one, `request.policy_record`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision needs the resolved view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the request pass. Raises PermissionDenied and Http404."""
        assert request.resolver_match is not None
        assert request.method is not None
        name = request.resolver_match.view_name
        declared = site_policy().declared(name, request.method)
        # A page for anybody never touches the session: it stays the same for all, and cacheable.
        row = site_policy().row_for(name, request.method, frozenset({ANYBODY}))
        if row is None and declared:
            row = site_policy().row_for(name, request.method, roles_of(request))
        if row is None:
            return _denied(request, declared)
        request.policy_row = row  # type: ignore[attr-defined]
        return _check_state(request, row, kwargs) if row.machine else None


def _denied(request: HttpRequest, declared: tuple[PolicyRow, ...]) -> HttpResponse:
    """A page that others may see asks for a log-in first, where somebody only reads."""
    if declared and not request.user.is_authenticated and request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path(), str(settings.LOGIN_URL))
    note_denied(request, reason="role" if declared else "undeclared")
    raise PermissionDenied


def _check_state(request: HttpRequest, row: PolicyRow, arguments: dict[str, Any]) -> HttpResponse | None:
    record = record_for(row, request, arguments)
    if record is None:
        raise Http404
    request.policy_record = record  # type: ignore[attr-defined]
    finding = check_act(row.table, record.status, row.act)
    return None if finding.satisfied else refusal_page(request, RuleViolation(finding))
