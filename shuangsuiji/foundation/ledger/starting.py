"""Entry 0: from here on the log exists, with its name, its first key and its inception day.

Source: 50-ledger §6 (`log.started`), §4.2. The one act that an empty log takes; every other is refused by `gate` until it is there.
It runs as the owner of the tables on PostgreSQL, which no later act may.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import connection

from shuangsuiji.foundation.ledger import gate, soundness
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import Token, healing_command
from shuangsuiji.foundation.ledger.models import LogHead
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.foundation.ledger.refusal import WritesRefused


def department_of(origin: str) -> str:
    """The last part of a log's name is the department's code; a log not named yet is the county's own."""
    return origin.rpartition("/")[2] or "log"


def obstacles() -> tuple[str, ...]:
    """Why entry 0 cannot be written now; sentences with their remedies. Nothing is changed."""
    if LogHead.objects.filter(id=1, size__gt=0).exists():
        return ("日志已经启用，不能再次建立。查看现状：shuangsuiji ledger status",)
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    if published is not None:
        folder = settings.SHUANGSUIJI_LOG_FOLDER
        return (f"公开目录 {folder} 里已有检查点，它属于另一份日志，不能在其上建立新的日志。请换一个空文件夹。",)
    return soundness.reasons(connection, None, as_owner=True)


def start_log(*, origin: str, vkey: str, day: date, at: datetime) -> Token:
    """Write entry 0. Raises WritesRefused, with every reason, where the log was started before or is not sound."""
    with healing_command(actor=Actor(department_of(origin), MACHINE), at=at) as cmd:
        # Two at once: the second waits here, and finds the first one's entry.
        list(LogHead.objects.select_for_update().filter(id=1))
        found = obstacles()
        if found:
            raise WritesRefused(found)
        token = cmd.emit("log.started", pub={"day": f"{day}", "origin": origin, "vkey": vkey})
    gate.forget()
    return token
