"""The one place where the command line starts Django: commands that need no database never wait for it.

Source: 20-house §2 (console).
"""

import importlib
import os
from argparse import Namespace
from types import ModuleType

import django
from django.db import DatabaseError

from shuangsuiji.web.console.ceremony.files import refused
from shuangsuiji.web.console.words import Printer

_REFUSED = 1


def load(module: str) -> ModuleType:
    """A module that needs models, after the applications are ready. `DJANGO_SETTINGS_MODULE` names other settings than dev's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangsuiji.web.project.settings.dev")
    django.setup()
    return importlib.import_module(module)


def run(module: str, name: str, options: Namespace) -> int:
    """Run command `name` of such a module; a database that cannot be read is a sentence, not a traceback."""
    commands = load(module)
    try:
        code: int = commands.run(name, options)
    except DatabaseError as error:
        remedy = "请核对 SHUANGSUIJI_DATABASE；新装的系统先运行 shuangsuiji ledger init"
        Printer(as_json=options.json).refuse(refused("database", f"数据库打不开或尚未建表：{error}", remedy, ""))
        return _REFUSED
    return code
