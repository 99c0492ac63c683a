"""What every answer carries, errors and static files too: no keeping unless it is the same for everybody, no device but two.

Source: 70-interface §11; 80-reliability C5, E9. The content policy itself is django-csp's, HSTS and the rest Django's.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from shuangsuiji.web.components.policy import PolicyRow
from shuangsuiji.web.components.reading_mode import MODE_COOKIE

PERMISSIONS = "camera=(self), geolocation=(self)"
NO_STORE = "no-store"


class HeadersMiddleware:
    """The outermost layer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say who may keep the answer."""
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not _may_be_kept(request, response):
            response["Cache-Control"] = NO_STORE
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Static files, and pages whose policy row says they are the same for everybody; never what a signed-in person got."""
    if "Cache-Control" not in response or response.status_code >= 400:
        return False
    row: PolicyRow | None = getattr(request, "policy_row", None)
    if row is None:
        return request.path.startswith(settings.STATIC_URL) and request.resolver_match is None
    # A page in 长者模式 differs from the one that everybody else gets.
    own = {settings.SESSION_COOKIE_NAME, MODE_COOKIE}.intersection(request.COOKIES)
    return row.shared and not own and not response.cookies
