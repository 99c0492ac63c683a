"""The one address of the race harness: `POST /act/<contest>` runs that contest's act through `attempt`, as a door does.

Answers: 200 done; 409 another version or another was quicker, 422 refused by a rule (both clean); 503 busy or writing stopped; 500 anything else.
"""

import json
import multiprocessing
import os
import threading

from django.http import HttpRequest, HttpResponse
from django.urls import path

from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.approvals.refusal import ApprovalRefused
from shuangsuiji.foundation.ledger.attempt import attempt
from shuangsuiji.foundation.ledger.refusal import Busy, WritesRefused
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.foundation.papers.refusal import NumberTaken
from tests.harness.acts import contest_named

CLIENTS = "SHUANGSUIJI_RACE_CLIENTS"
_WAIT_SECONDS = 30

# Made before gunicorn forks its workers: one barrier for the clients of all of them.
_barrier = multiprocessing.get_context("fork").Barrier(int(os.environ.get(CLIENTS, "1")))
_request = threading.local()


def together() -> None:
    """Wait until every client's act has come to this line; once per request, so that a second try does not wait."""
    if not _request.met:
        _request.met = True
        _barrier.wait(_WAIT_SECONDS)


def act(request: HttpRequest, contest: str) -> HttpResponse:
    """Run it; the refusal as a status."""
    _request.met = False
    try:
        attempt(contest_named(contest).run, **json.loads(request.body))
    except (StaleVersion, ApprovalRefused, NumberTaken) as refusal:
        return HttpResponse(f"{refusal}", status=409)
    except (RuleViolation, DrawRefused) as refusal:
        return HttpResponse(f"{refusal}", status=422)
    except (Busy, WritesRefused) as refusal:
        return HttpResponse(f"{refusal}", status=503)
    except Exception as error:  # noqa: BLE001 - what the harness counts as a fault, with its name
        return HttpResponse(f"{type(error).__name__}: {error}", status=500)
    return HttpResponse("办成")


urlpatterns = [path("act/<contest>", act)]
