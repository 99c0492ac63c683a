"""Who calls, as far as a refusal's line in the access log needs to know.

Source: 50-ledger §11. Never: a path or a query, which may carry a token.
"""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

ANONYMOUS = "anonymous"


def account_of(request: HttpRequest) -> str:
    """The signed-in account's key as text, or `anonymous`."""
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else ANONYMOUS


def address_of(request: HttpRequest) -> str | None:
    """The caller's address; behind our own proxy the one that the proxy saw. None over a Unix socket."""
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SHUANGSUIJI_BEHIND_PROXY:
        # Only the last entry is the proxy's; those before it are the caller's own words.
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).rpartition(",")[2].strip()
    try:
        return str(ip_address(text))
    except ValueError:
        return None
