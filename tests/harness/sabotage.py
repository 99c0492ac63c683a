"""Guards taken away by name, inside a harness's own processes: what stays green without its guard tested nothing.

`tables(name)` runs before the tables are made, `process(name)` in every process that acts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NO_ATOMIC = "no_atomic"
NO_ATOMIC_NO_KEYS = "no_atomic_no_foreign_keys"
NO_VERSION = "no_version_filter"
NO_VERSION_NO_UNIQUE = "no_version_filter_no_unique_step"
DEFERRED = "sqlite_deferred"
NO_HEAD_LOCK = "no_lock_on_the_head"
NO_GATE = "no_gate"
UNCONSTRAINED = "unconstrained"
# Tells a server which guard it does without.
VARIABLE = "SHUANGSUIJI_HARNESS_SABOTAGE"

_restore: list[tuple[Any, bool]] = []


def tables(name: str) -> None:
    """Take a constraint out of the tables that are about to be made."""
    if name == NO_ATOMIC_NO_KEYS:
        from shuangsuiji.foundation.ledger.evidential import evidential_models

        for model in evidential_models():
            event: Any = model._meta.get_field("event")
            event.db_constraint = False
    if name == UNCONSTRAINED:
        _no_constraints()
    if name == NO_VERSION_NO_UNIQUE:
        from shuangsuiji.foundation.lifecycle.models import Transition

        Transition._meta.constraints = []


def made() -> None:
    """The tables are made; the models are as they were."""
    while _restore:
        field, null = _restore.pop()
        field.null = null


def process(name: str) -> None:
    """Take a guard out of this process."""
    if name in {NO_ATOMIC, NO_ATOMIC_NO_KEYS}:
        _no_atomic()
    if name == NO_ATOMIC_NO_KEYS:
        _no_gate()
        _no_foreign_keys_at_commit()
    if name in {NO_VERSION, NO_VERSION_NO_UNIQUE}:
        _no_version_filter()
    if name == DEFERRED:
        _no_gate()
        _deferred()
    if name == NO_HEAD_LOCK:
        _no_head_lock()
    if name == NO_GATE:
        _no_gate()


def _no_constraints() -> None:
    """Tables as somebody with all rights over them could have made them: NULL everywhere, nothing unique, nothing checked.

    The models are told nothing of it: `made` gives them back what they believe.
    """
    from shuangsuiji.foundation.ledger.evidential import evidential_models
    from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent, LogHead, LogManifest, LogOpening, SubjectKey

    model: Any
    for model in (*evidential_models(), AuditEntry, LogEvent, LogHead, LogManifest, LogOpening, SubjectKey):
        model._meta.constraints = []
        for field in model._meta.local_concrete_fields:
            if field.primary_key:
                continue
            _restore.append((field, field.null))
            field.null = True
            field._unique = field._unique and model is LogEvent  # what foreign keys point to stays what they need
            if field.is_relation:
                field.db_constraint = False


def _no_atomic() -> None:
    """Every statement commits itself."""
    from django.db import connection, transaction

    @contextmanager
    def nothing(*_: Any, **__: Any) -> Iterator[None]:
        yield

    module: Any = transaction
    module.atomic = nothing
    # PostgreSQL: Django refuses a row lock outside a transaction before the database is asked.
    connection.features.has_select_for_update = False


def _no_foreign_keys_at_commit() -> None:
    """PostgreSQL's trigger on the head at COMMIT; the keys themselves were left out of the tables."""
    from django.db import connection
    from django.db.backends.signals import connection_created

    if connection.vendor != "postgresql":
        return

    def off(connection: Any, **_: Any) -> None:
        connection.connection.execute("ALTER TABLE log_event DISABLE TRIGGER ssj_log_event_insert_commit")

    connection_created.connect(off, weak=False)


def _no_gate() -> None:
    from shuangsuiji.foundation.ledger import gate

    gate.require_writable = lambda *_, **__: None


def _no_version_filter() -> None:
    """`move` writes the status whatever the row says by now."""
    from shuangsuiji.foundation.ledger.evidential import EvidentialQuerySet

    rows_class: Any = EvidentialQuerySet
    original = rows_class.move_row
    rows_class.move_row = lambda rows, key, old, new: original(rows, key, {}, new)


def _deferred() -> None:
    """Django's own default: a reader that turns writer."""
    from django.db import connection

    connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"


def _no_head_lock() -> None:
    from django.db.models import QuerySet

    from shuangsuiji.foundation.ledger.models import LogHead

    rows_class: Any = QuerySet
    original = rows_class.select_for_update

    def unlocked(rows: Any, *args: Any, **named: Any) -> Any:
        return rows if rows.model is LogHead else original(rows, *args, **named)

    rows_class.select_for_update = unlocked
