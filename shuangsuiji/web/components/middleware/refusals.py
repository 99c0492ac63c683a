"""Turns what an act refuses with into its page. Everything else goes on to Django."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shuangsuiji.web.components.refusals import refusal_page


class RefusalMiddleware:
    """Asked by Django for every exception that leaves a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal; None leaves the exception to Django."""
        return refusal_page(request, error)
