"""The public folder as the sealer would write it, and an older backup that came back, both inside a harness's process."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.foundation.ledger import gate, triggers
from shuangsuiji.foundation.ledger.evidential import evidential_models
from shuangsuiji.foundation.ledger.models import LogEvent
from tests.foundation.ledger.publish import publish


def publish_here() -> Path:
    """Publish what the database holds; the folder."""
    publish()
    return Path(settings.SHUANGSUIJI_LOG_FOLDER)


def fall_back(size: int) -> None:
    """Take the database back to `size` entries, as a restore does: rows of later entries are gone, guards are in place."""
    edge = Frontier().extended(bytes(event.leaf_hash) for event in LogEvent.objects.order_by("seq")[:size])
    younger = "(SELECT event_id FROM log_event WHERE seq >= %s)"
    triggers.remove(connection)
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for model in evidential_models():
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE event_id IN {younger}', [size])
        cursor.execute(f"DELETE FROM log_manifest WHERE event_id IN {younger}", [size])
        cursor.execute("DELETE FROM log_opening WHERE seq >= %s", [size])
        cursor.execute("DELETE FROM log_event WHERE seq >= %s", [size])
        cursor.execute("UPDATE log_head SET size = %s, frontier = %s", [edge.size, edge.to_bytes()])
    triggers.install(connection)
    gate.forget()
