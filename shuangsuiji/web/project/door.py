"""The front door: who is signed in goes on to their own, everyone else to the public pages (70-interface §4)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def door(request: HttpRequest) -> HttpResponse:
    """Redirect."""
    return redirect(settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else "portal:home")
