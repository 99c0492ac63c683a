"""Views of the first public page, the index of articles and the reading mode."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from shuangsuiji.core.rules.articles import articles
from shuangsuiji.web.components.reading_mode import ELDER, MODE_COOKIE
from shuangsuiji.web.components.sharing import shared_for

KEPT_SECONDS = 60
_A_YEAR = 365 * 24 * 3600


@shared_for(KEPT_SECONDS)
def home(request: HttpRequest) -> HttpResponse:
    """What 双随机 means, and where to go."""
    return render(request, "portal/home/home.html")


@shared_for(KEPT_SECONDS)
def rules(request: HttpRequest) -> HttpResponse:
    """Every article with our gist and how far it is built."""
    return render(request, "portal/rules/rules.html", {"articles": articles()})


def reading_mode(request: HttpRequest) -> HttpResponse:
    """长者模式 on or off, in a cookie that says nothing else; back to the page one came from."""
    back = request.GET.get("next", "")
    good = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if good else "portal:home")
    if request.GET.get("mode") == ELDER:
        response.set_cookie(
            MODE_COOKIE, ELDER, max_age=_A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(MODE_COOKIE, samesite="Lax")
    return response
