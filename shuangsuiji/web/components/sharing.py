"""Pages that caches may keep: the same for everybody, for so many seconds. The policy row must say `shared` too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponse]


def shared_for(seconds: int) -> Callable[[View], View]:
    """Mark a view's good answers as public for `seconds`; the headers middleware takes it back where the row does not agree."""

    def mark(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            patch_cache_control(response, public=True, max_age=seconds)
            return response

        return answered

    return mark
