"""The front door: who is signed in goes on to their own, everyone else to the public pages (70-interface §4).

An installation nobody has set up yet leads to the wizard.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from shuangsuiji.foundation.accounts.queries import is_founded


def door(request: HttpRequest) -> HttpResponse:
    """Redirect."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return redirect("portal:home" if is_founded() else "setup:bureau")
