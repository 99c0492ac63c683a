"""The workbench."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS
from shuangsuiji.foundation.ledger.history import recent_of
from shuangsuiji.web.components.acting import own_department
from shuangsuiji.web.components.roles import roles_of
from shuangsuiji.web.office.home import todos

_RECENT = 30
_LABELS = {**OFFICES, **ADMINISTRATORS}


def home(request: HttpRequest) -> HttpResponse:
    """工作台"""
    today, found = todos.today_of(request), todos.todos_of(request)
    context = {
        "today": today,
        "groups": todos.grouped(found, today),
        "count": len(found),
        "figures": todos.figures_of(request, found, today),
        "alerts": todos.alerts_of(request),
        "recent": todos.together(recent_of(own_department(request), most=_RECENT)),
        "held": [label for code, label in _LABELS.items() if code in roles_of(request)],
    }
    return render(request, "office/home/home.html", context)
