"""The one place where the command line starts Django: commands that need no database never wait for it.

Source: 20-house §2 (console).
"""

import importlib
import os
from types import ModuleType

import django


def load(module: str) -> ModuleType:
    """A module that needs models, after the applications are ready. `DJANGO_SETTINGS_MODULE` names other settings than dev's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangsuiji.web.project.settings.dev")
    django.setup()
    return importlib.import_module(module)
