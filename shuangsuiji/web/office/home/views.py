"""The first office page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS
from shuangsuiji.web.components.roles import roles_of

_LABELS = {**OFFICES, **ADMINISTRATORS}


def home(request: HttpRequest) -> HttpResponse:
    """工作台"""
    held = [label for code, label in _LABELS.items() if code in roles_of(request)]
    return render(request, "office/home/home.html", {"held": held})
