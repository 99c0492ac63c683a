"""Views of the first public page and the index of articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangsuiji.core.rules.articles import articles
from shuangsuiji.web.components.sharing import shared_for

KEPT_SECONDS = 60


@shared_for(KEPT_SECONDS)
def home(request: HttpRequest) -> HttpResponse:
    """What 双随机 means, and where to go."""
    return render(request, "portal/home/home.html")


@shared_for(KEPT_SECONDS)
def rules(request: HttpRequest) -> HttpResponse:
    """Every article with our gist and how far it is built."""
    return render(request, "portal/rules/rules.html", {"articles": articles()})
