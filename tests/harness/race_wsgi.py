"""What gunicorn serves in a race."""

import os
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tests.harness import sabotage

application = get_wsgi_application()
# Loaded before the workers are forked: they share its barrier.
import_module(settings.ROOT_URLCONF)
# As in `stage`: what a harness writes first is its own entry 0.
gate: Any = import_module("shuangsuiji.foundation.ledger.gate")
gate.not_started = lambda: ()
sabotage.process(os.environ.get(sabotage.VARIABLE, ""))
