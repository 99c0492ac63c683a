"""What gunicorn serves in a race."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tests.harness import sabotage

application = get_wsgi_application()
# Loaded before the workers are forked: they share its barrier.
import_module(settings.ROOT_URLCONF)
sabotage.process(os.environ.get(sabotage.VARIABLE, ""))
