"""Every POST carries the key of the form it was sent with, unless its policy row says why repeating it does no harm.

Source: 20-house §7; 80-reliability B5.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from shuangsuiji.web.components import idempotency
from shuangsuiji.web.components.caller import account_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.drafts import KEY_FIELD, draft_of
from shuangsuiji.web.components.models import IdempotencyKey
from shuangsuiji.web.components.pages import BAD_REQUEST, Explanation, answer


class SeeOther(HttpResponseRedirect):
    """Leads to the result by a GET."""

    status_code = HTTPStatus.SEE_OTHER


class IdempotencyMiddleware:
    """Stands behind the policy: only who may act takes a key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write down where the act led or let the key go."""
        response = self.get_response(request)
        claimed: IdempotencyKey | None = getattr(request, "claimed_key", None)
        if claimed is not None:
            _conclude(claimed, request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None lets the request pass."""
        row = getattr(request, "policy_row", None)
        if request.method != "POST" or row is None or not row.needs_key:
            return None
        key = request.POST.get(KEY_FIELD, "")
        if not idempotency.is_key(key):
            return answer(request, BAD_REQUEST)
        claimed = idempotency.claim(account_of(request), key, request.path, at=now(request))
        if claimed is None:
            return _repeated(request, key)
        request.claimed_key = claimed  # type: ignore[attr-defined]
        return None


def _conclude(claimed: IdempotencyKey, request: HttpRequest, response: HttpResponse) -> None:
    """A refusal told in a page means nothing was written; after an error nobody knows, and the key stays taken."""
    if response.status_code < HTTPStatus.BAD_REQUEST:
        idempotency.settle(claimed, response.get("Location", request.path))
    elif response.status_code != HTTPStatus.INTERNAL_SERVER_ERROR:
        idempotency.release(claimed)


def _repeated(request: HttpRequest, key: str) -> HttpResponse:
    before = idempotency.earlier(account_of(request), key)
    if before is not None and before.url == request.path and before.location:
        return SeeOther(before.location)
    explanation = Explanation(
        HTTPStatus.CONFLICT,
        "这份表单已经提交过",
        "同一份表单只办理一次：前一次提交正在办理，或没有等到结果。本次没有写入任何内容。",
        "请打开相应的记录，查看是否已经办成；没有办成的，刷新页面后重新填写。",
        {"draft": draft_of(request), "fresh": request.path},
    )
    return answer(request, explanation)
