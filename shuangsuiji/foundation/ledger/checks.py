"""The ledger's part of Django's system checks: the same examination that stands before every act.

Source: 50-ledger §9 (start-up checks). Run by `check --deploy --database default`; every process runs the same before its first act.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

from shuangsuiji.foundation.ledger import soundness
from shuangsuiji.foundation.ledger.published import read_published


def check_ledger(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """One Error per reason; a database without our tables (not migrated yet) has none."""
    if not databases or "default" not in databases:
        return []
    connection = connections["default"]
    if "log_head" not in connection.introspection.table_names():
        return []
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    return [Error(reason, id="ledger.E001") for reason in soundness.reasons(connection, published)]
