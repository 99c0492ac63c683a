"""A site of the account pages, a door, a page for anybody signed in, and one that asks who it is once more."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from shuangsuiji.web.components.clock import now
from shuangsuiji.web.office.accounts.sessions import ask_again, recently_authenticated


def door(request: HttpRequest) -> HttpResponse:
    return HttpResponse("door")


def probe(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"in {request.user}")


def weighty(request: HttpRequest) -> HttpResponse:
    if not recently_authenticated(request, now(request)):
        return ask_again(request)
    return HttpResponse("weighty")


handler403 = "shuangsuiji.web.components.pages.forbidden"
urlpatterns = [
    path("", door, name="door"),
    path("office/probe/", probe, name="probe"),
    path("office/weighty/", weighty, name="weighty"),
    path("office/", include("shuangsuiji.web.office.accounts.urls")),
]
