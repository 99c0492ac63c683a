"""The one place where the command line starts Django: commands that need no database never wait for it.

Source: 20-house §2 (console).
"""

import importlib
import os
from argparse import Namespace
from pathlib import Path
from types import ModuleType

import django
from django.db import DatabaseError, connection

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
    if name != "init" and not _database_is_there():
        return _refuse(options, "还没有数据库，尚未建表", "请先运行 shuangsuiji ledger init")
    try:
        code: int = commands.run(name, options)
    except DatabaseError as error:
        remedy = "请核对 SHUANGSUIJI_DATABASE；新装的系统先运行 shuangsuiji ledger init"
        return _refuse(options, f"数据库打不开或尚未建表：{error}", remedy)
    return code


def _refuse(options: Namespace, message: str, remedy: str) -> int:
    Printer(as_json=options.json).refuse(refused("database", message, remedy, ""))
    return _REFUSED


def _database_is_there() -> bool:
    """To look at a SQLite file that is not there would leave an empty one behind: only `init` makes a database.

    What lies in a folder that may not be looked into the database itself will tell. Tests may work in memory.
    """
    if connection.vendor != "sqlite":
        return True
    path = Path(connection.settings_dict["NAME"])
    try:
        return path.exists() or "mode=memory" in path.name
    except PermissionError:
        return True
