"""A GET reads. Any statement that would change something raises, on every database, whatever the view meant to do.

Source: 20-house §7; 80-reliability E6. Stands inside the session's middleware, which saves the session outside of it.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

from shuangsuiji.web.components.reading import WriteWhileReading, may_run

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ReadOnlyMiddleware:
    """Puts the guard on all connections for the length of a safe request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer under guard where the method is a safe one."""
        if request.method not in SAFE_METHODS:
            return self.get_response(request)
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(only_read))
            return self.get_response(request)


def only_read(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Django's hook around every statement. Raises WriteWhileReading."""
    if not may_run(sql):
        raise WriteWhileReading(f"只读请求不能执行：{sql[:80]}")
    return execute(sql, params, many, context)
