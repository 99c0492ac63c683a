"""A small site of its own: pages that do one thing each, with a policy beside them, to try the layers around a page."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import include, path

from shuangsuiji.core.rules.finding import Finding, RuleViolation
from shuangsuiji.core.rules.lifecycle import TASK
from shuangsuiji.core.rules.provision import Provision
from shuangsuiji.foundation.ledger.models import AuditEntry, LogHead
from shuangsuiji.foundation.ledger.refusal import Busy, ClockBehind, WritesRefused
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.middleware import policy as policy_layer
from shuangsuiji.web.components.models import IdempotencyKey
from shuangsuiji.web.components.pages import TooManyRequests

NAME_OF_RECORD = "豫东模具厂"
TOO_FEW = Finding(
    "E06-8",
    Provision.parse("第六条（三）"),
    False,
    11,
    10,
    "C 类库 101 户，本次至少抽 11 户（第六条（三））；计划为 10 户。",
    "低于此数须写明理由并报分管负责人批准。",
)
NO_REASON = Finding("E06-9", Provision.parse("第六条"), False, "理由", "空", "没有写明理由（第六条）。", "请写明理由。")

acts_done: list[str] = []


class Headers:
    """Stands in for log-in: the caller says who he is. Only the tests' settings name it."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        who = request.headers.get("X-Test-Account", "")
        request.user = SimpleNamespace(pk=who, is_authenticated=bool(who))  # type: ignore[assignment]
        return self.get_response(request)


def roles_by_header(request: HttpRequest) -> frozenset[str]:
    """In place of `roles_of`: the account's name is its office."""
    office = request.headers.get("X-Test-Account", "")
    return frozenset({"anybody", "signed_in", office} if office else {"anybody"})


def task_of(request: HttpRequest, task_id: str) -> Any:
    """Task `1` is the caller's and frozen, `2` the caller's and new, `foreign` another department's, the rest is not there."""
    tasks = {"1": "FROZEN", "2": "CREATED", "foreign": "FROZEN"}
    if task_id not in tasks or task_id == "foreign":
        return None
    return SimpleNamespace(pk=task_id, status=tasks[task_id], machine=TASK, version=3)


def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("<h1>好</h1>")


def act(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Does something each time it is reached, then leads to its result."""
    acts_done.append(request.POST.get("what", ""))
    return HttpResponseRedirect(f"/result/{len(acts_done)}")


def refuse(request: HttpRequest, how: str) -> HttpResponse:
    raise {
        "rule": RuleViolation(TOO_FEW, NO_REASON),
        "busy": Busy("系统正忙"),
        "stale": StaleVersion("已被他人更改"),
        "writes": WritesRefused(("触发器缺失。请恢复。", "数据库落后。请恢复。")),
        "clock": ClockBehind("办理时间早于日志最后一条的时间"),
        "many": TooManyRequests(30),
        "denied": PermissionDenied(),
        "missing": Http404(NAME_OF_RECORD),
        "odd": SuspiciousOperation(),
        "broken": ZeroDivisionError(),
    }[how]


def saving_get(request: HttpRequest) -> HttpResponse:
    IdempotencyKey.objects.create(account="x", key=str(uuid4()), url="/", at=now(request))
    return HttpResponse("saved")


def logging_get(request: HttpRequest) -> HttpResponse:
    AuditEntry.objects.create(at=now(request), actor="x", action="read")
    return HttpResponse("read")


def session_get(request: HttpRequest) -> HttpResponse:
    request.session["mode"] = "elder"
    request.session.save()
    return HttpResponse("kept")


def reading_get(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(LogHead.objects.count()))


handler400 = "shuangsuiji.web.components.pages.bad_request"
handler403 = "shuangsuiji.web.components.pages.forbidden"
handler404 = "shuangsuiji.web.components.pages.not_found"
handler500 = "shuangsuiji.web.components.pages.broken"

_inner = (
    [
        path("page/", page, name="page"),
        path("undeclared/", page, name="undeclared"),
        path("tasks/<str:task_id>/draw/", act, name="draw"),
        path("act/", act, name="act"),
        path("harmless/", act, name="harmless"),
        path("refuse/<str:how>/", refuse, name="refuse"),
        path("public/", page, name="public"),
        path("saving/", saving_get, name="saving"),
        path("logging/", logging_get, name="logging"),
        path("session/", session_get, name="session"),
        path("reading/", reading_get, name="reading"),
    ],
    "stage",
)
urlpatterns = [path("", include(_inner))]

POLICY = """
[[row]]
view = "stage:page"
methods = ["GET"]
roles = ["clerk", "deputy_head"]

[[row]]
view = "stage:draw"
methods = ["POST"]
roles = ["clerk"]
machine = "TASK"
act = "draw"
record = "tests.web.components.stage.task_of"

[[row]]
view = "stage:act"
methods = ["POST"]
roles = ["clerk"]

[[row]]
view = "stage:harmless"
methods = ["POST"]
roles = ["anybody"]
key = "none"
why = "重复提交只是再看一次"

[[row]]
view = "stage:refuse"
methods = ["GET", "POST"]
roles = ["anybody"]

[[row]]
view = "stage:public"
methods = ["GET"]
roles = ["anybody"]
shared = true

[[row]]
view = "stage:saving"
methods = ["GET"]
roles = ["anybody"]

[[row]]
view = "stage:logging"
methods = ["GET"]
roles = ["anybody"]

[[row]]
view = "stage:session"
methods = ["GET"]
roles = ["anybody"]

[[row]]
view = "stage:reading"
methods = ["GET"]
roles = ["anybody"]
"""


def open_site(settings: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client of the small site; errors become pages as they would for a user."""
    policy = folder / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")
    settings.SHUANGSUIJI_ACCESS_POLICY = policy
    settings.ROOT_URLCONF = "tests.web.components.stage"
    settings.LOGIN_URL = "/log-in/"
    settings.MIDDLEWARE = [
        "tests.web.components.stage.Headers" if name.endswith("AuthenticationMiddleware") else name
        for name in settings.MIDDLEWARE
        if "accounts" not in name
    ]
    monkeypatch.setattr(policy_layer, "roles_of", roles_by_header)
    acts_done.clear()
    return Client(raise_request_exception=False)
