"""What the application's role may do on PostgreSQL: enough to work, not enough to rewrite.

Source: 50-ledger §3.1: the owner of the tables is another role; the application appends events, moves the head, and never
truncates, disables a trigger or replaces a function. Given after every migration to the role named by SHUANGSUIJI_APP_ROLE.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from shuangsuiji.foundation.ledger.evidential import evidential_models

_LOG = {
    "log_event": "SELECT, INSERT",
    "log_head": "SELECT, UPDATE",
    "log_opening": "SELECT, INSERT, DELETE",
    "log_manifest": "SELECT, INSERT",
    "subject_key": "SELECT, INSERT, UPDATE (dek_wrapped, erased_at)",
    "checkpoint_seen": "SELECT, INSERT",
    "audit_entry": "SELECT, INSERT",
}


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` its rights on the tables that exist, and take back what an earlier version gave."""
    quoted = connection.ops.quote_name(role)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        for table, rights in _rights().items():
            if table in tables:
                name = connection.ops.quote_name(table)
                cursor.execute(f"REVOKE ALL ON {name} FROM {quoted}")
                cursor.execute(f"GRANT {rights} ON {name} TO {quoted}")


def _rights() -> dict[str, str]:
    """Table → rights, where they are fewer than reading and writing."""
    consequential = {
        model._meta.db_table: "SELECT, INSERT" if model.append_only else "SELECT, INSERT, UPDATE"
        for model in evidential_models()
    }
    return consequential | _LOG
