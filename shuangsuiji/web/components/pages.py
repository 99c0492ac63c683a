"""Pages that say why not, in Chinese and with the way out; they know nothing of who is signed in.

Source: 20-house §10; 70-interface §5 (errors, conflict). Where even a template fails, plain text answers.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

PLAIN = "text/plain; charset=utf-8"


class TooManyRequests(Exception):
    """The caller asks too often. `retry_after` in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"请求过于频繁，请 {retry_after} 秒后再试")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a page says: title, what happened, what to do next."""

    status: HTTPStatus
    title: str
    happened: str
    remedy: str
    more: dict[str, Any] = field(default_factory=dict)


BAD_REQUEST = Explanation(
    HTTPStatus.BAD_REQUEST,
    "提交的内容不完整",
    "系统没有看懂这次提交：表单缺少必要的部分，或内容在传送中被改动。没有写入任何内容。",
    "请返回上一页，刷新后重新填写并提交。",
)
FORBIDDEN = Explanation(
    HTTPStatus.FORBIDDEN,
    "没有权限",
    "您不能进行这项操作，或者这个页面不向您开放。没有写入任何内容。",
    "请确认登录的账户和岗位；确需办理的，请联系本单位安全管理员核对授权。",
)
CROSS_SITE = Explanation(
    HTTPStatus.FORBIDDEN,
    "表单已失效",
    "这份表单不是从当前登录的页面提交的，或页面停留过久。没有写入任何内容。",
    "请返回上一页，刷新后重新提交；浏览器须允许本站的 Cookie。",
)
NOT_FOUND = Explanation(
    HTTPStatus.NOT_FOUND,
    "没有找到",
    "没有这个页面或这份材料，或者它不向您开放。",
    "请核对网址，或从首页重新进入。",
)
BROKEN = Explanation(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "系统出错",
    "系统处理这次请求时出了错。错误已记入运行日志，未完成的办理没有写入。",
    "请稍后再试；仍然出错的，请把时间和正在做的事告诉运维人员。",
)


def answer(request: HttpRequest, explanation: Explanation, *, template: str = "components/error.html") -> HttpResponse:
    """The page for an explanation."""
    context = {"explanation": explanation, "status": int(explanation.status), **explanation.more}
    return HttpResponse(render_to_string(template, context, request), status=explanation.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400."""
    return answer(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return answer(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """Django's handler404: the same bytes for what is not there and for what is not the caller's."""
    return answer(request, NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500. The template may be what is broken."""
    try:
        return answer(request, BROKEN)
    except Exception:  # noqa: BLE001 - whatever broke, somebody waits for an answer
        text = f"{BROKEN.title}：{BROKEN.happened}{BROKEN.remedy}\n"
        return HttpResponse(text, status=BROKEN.status, content_type=PLAIN)


def cross_site(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return answer(request, CROSS_SITE)
