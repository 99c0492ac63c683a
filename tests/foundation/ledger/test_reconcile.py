"""Whatever somebody changes behind the application, table and row are named; what the application did is never an alarm."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, models, transaction

from shuangsuiji.foundation.ledger import audit, gate, soundness, triggers
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.evidential import evidential_models
from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent, LogHead, LogManifest, LogOpening, SubjectKey
from shuangsuiji.foundation.ledger.reconcile import EDITED, FORGED, REMOVED, differences, uncovered
from shuangsuiji.foundation.ledger.rows import covered
from tests.foundation.ledger.conftest import EVENT, PUB
from tests.specimen.models import Footprint, Specimen

pytestmark = pytest.mark.django_db(transaction=True)

# Tables of the log itself whose every column is evidence; `subject_key` counts from its destruction on.
LOG_MODELS = (LogEvent, LogOpening, LogManifest)


def found():
    return [(each.table, each.key, each.what) for each in differences()]


def somebody(do):
    """A hand with all rights: triggers off, foreign keys off, one change."""
    triggers.remove(connection)
    try:
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            do(cursor)
    finally:
        # Inside a transaction that is rolled back they come back by themselves; PostgreSQL would refuse it with rows pending.
        if not connection.in_atomic_block:
            triggers.install(connection)


def other_value(field):
    """SQL for a value of the column's kind that no row has."""
    kind = field.get_internal_type()
    if isinstance(field, (models.ForeignKey, models.UUIDField)):
        text = "0192f3b0-c0de-7000-8000-0000000000aa"
        return f"'{text}'" if connection.vendor == "postgresql" else f"'{text.replace('-', '')}'"
    if kind in {"BigIntegerField", "IntegerField", "PositiveIntegerField", "SmallIntegerField"}:
        return "77"
    if kind == "BooleanField":
        return "TRUE"
    if kind == "DateField":
        return "'1999-01-01'"
    if kind == "DateTimeField":
        return "'1999-01-01 00:00:00'"
    if kind == "BinaryField":
        return "'\\x0102'" if connection.vendor == "postgresql" else "x'0102'"
    if kind == "JSONField":
        return "'{\"forged\": 1}'"
    return "'伪'"


def test_an_honest_history_raises_no_alarm(history):
    assert found() == []


@pytest.mark.check("C05-2")
@pytest.mark.parametrize("model", [Specimen, Footprint], ids=lambda model: model.__name__)
def test_every_column_edited_behind_us_is_found_with_table_and_row(model, history):
    table = model._meta.db_table
    target = model.objects.order_by("pk").first()
    key = target.pk.hex if connection.vendor == "sqlite" else str(target.pk)
    for field in covered(model):
        if field.primary_key:
            continue
        with transaction.atomic():
            somebody(
                lambda cursor, field=field: cursor.execute(
                    f'UPDATE "{table}" SET "{field.column}" = {other_value(field)} WHERE id = %s', [key]
                )
            )
            assert (table, str(target.pk), EDITED) in found(), field.column
            transaction.set_rollback(True)
        if not field.null:
            continue
        with transaction.atomic():
            somebody(
                lambda cursor, field=field: cursor.execute(
                    f'UPDATE "{table}" SET "{field.column}" = NULL WHERE id = %s', [key]
                )
            )
            assert (table, str(target.pk), EDITED) in found(), field.column
            transaction.set_rollback(True)
    assert triggers.faults(connection) == []
    assert found() == []


def test_a_deleted_a_forged_and_two_swapped_rows_are_found(history):
    pk = [row.pk for row in history]

    def raw(key):
        return key.hex if connection.vendor == "sqlite" else str(key)

    somebody(lambda cursor: cursor.execute("DELETE FROM specimen_specimen WHERE id = %s", [raw(pk[1])]))
    assert found() == [("specimen_specimen", str(pk[1]), REMOVED)]
    somebody(
        lambda cursor: cursor.execute(
            "INSERT INTO specimen_footprint (id, text, event_id) SELECT event_id, text, event_id FROM specimen_footprint LIMIT 1"
        )
    )
    assert ("specimen_footprint", FORGED) in [(table, what) for table, _, what in found()]
    somebody(
        lambda cursor: cursor.execute(
            "UPDATE specimen_specimen SET count = CASE WHEN code = 'S2' THEN 3 ELSE 2 END WHERE code IN ('S2', 'S3')"
        )
    )
    assert {("specimen_specimen", str(pk[2]), EDITED), ("specimen_specimen", str(pk[3]), EDITED)} <= set(found())


@pytest.mark.parametrize("model", LOG_MODELS, ids=lambda model: model.__name__)
def test_every_column_of_the_log_itself_is_evidence(model, history):
    table = model._meta.db_table
    where = {"log_event": "seq = 2", "log_opening": "seq = 2 AND name = 'purpose'"}.get(
        table, "event_id = (SELECT event_id FROM log_event WHERE seq = 2)"
    )
    for field in model._meta.concrete_fields:
        if field.get_internal_type() == "CompositePrimaryKey":
            continue
        try:
            with transaction.atomic():
                somebody(
                    lambda cursor, field=field: cursor.execute(
                        f'UPDATE "{table}" SET "{field.column}" = {other_value(field)} WHERE {where}'
                    )
                )
                assert any(each[0] in {table, "log_event", "log_manifest", "log_opening"} for each in found()), (
                    field.column
                )
                transaction.set_rollback(True)
        except DatabaseError:
            # A constraint of the table already refuses the forged value.
            continue
    assert triggers.faults(connection) == []
    assert found() == []


def test_removed_entries_openings_and_manifests_are_found(history):
    removals = {
        "DELETE FROM log_opening WHERE seq = 3 AND name = 'purpose'": ("log_opening", "3/purpose", REMOVED),
        "DELETE FROM log_event WHERE seq = 5": ("log_head", "1", EDITED),
        "DELETE FROM log_event WHERE seq = 2": ("log_event", "2", REMOVED),
        "DELETE FROM log_manifest WHERE event_id = (SELECT event_id FROM log_event WHERE seq = 4)": (
            "log_manifest",
            str(LogEvent.objects.get(seq=4).event_id),
            REMOVED,
        ),
    }
    for sql, expected in removals.items():
        with transaction.atomic():
            somebody(lambda cursor, sql=sql: cursor.execute(sql))
            assert expected in found(), sql
            transaction.set_rollback(True)


def test_a_key_destroyed_behind_us_and_a_key_brought_back_are_found(history, actor_for, at):
    from shuangsuiji.foundation.ledger.erasing import erase_key

    actor = actor_for()
    key = SubjectKey.objects.get(id=actor.key)
    wrapped = bytes(key.dek_wrapped)
    with command(actor=actor_for(), at=at.replace(hour=11)) as cmd:
        cmd.actor = type(actor)("rsj", "machine")
        erase_key(key.id, ground="pipl_47", cmd=cmd)
    assert found() == []
    raw = key.id.hex if connection.vendor == "sqlite" else str(key.id)
    somebody(
        lambda cursor: cursor.execute(
            "UPDATE subject_key SET erased_at = NULL, dek_wrapped = %s WHERE id = %s", [wrapped, raw]
        )
    )
    assert ("subject_key", str(key.id), REMOVED) in found()


def test_a_broken_head_and_a_missing_head_are_found(history):
    somebody(lambda cursor: cursor.execute("UPDATE log_head SET frontier = %s", [b"\0" * 64]))
    assert found() == [("log_head", "1", EDITED)]
    somebody(lambda cursor: cursor.execute("DELETE FROM log_head"))
    assert ("log_head", "1", REMOVED) in found()


ODD_VALUES = ("'zzz'", "x'ff00'", "77")


@pytest.mark.parametrize(
    "model",
    [Specimen, Footprint, LogEvent, LogHead, LogOpening, LogManifest, AuditEntry],
    ids=lambda model: model.__name__,
)
def test_a_cell_of_the_wrong_kind_is_found_and_never_stops_the_search(model, history, at, is_postgres):
    """SQLite takes any kind of value in any column; PostgreSQL refuses them itself."""
    audit.note("x", at=at, actor="甲", ip="10.0.0.1")
    audit.seal_audit(org="rsj", at=at + timedelta(hours=2))
    table = model._meta.db_table
    if is_postgres:
        with pytest.raises(DatabaseError), transaction.atomic():
            somebody(lambda cursor: cursor.execute("UPDATE log_event SET at = 'zzz'"))
        return
    survived = []
    for field in model._meta.concrete_fields:
        if field.get_internal_type() == "CompositePrimaryKey" or field.attname in getattr(model, "not_evidence", ()):
            continue
        for value in ODD_VALUES:
            try:
                with transaction.atomic():
                    somebody(
                        lambda cursor, field=field, value=value: cursor.execute(
                            f'UPDATE "{table}" SET "{field.column}" = {value} WHERE rowid = (SELECT MAX(rowid) FROM "{table}")'
                        )
                    )
                    changed = not (field.null and value == "NULL")
                    if changed and found() == []:
                        survived.append((field.column, value))
                    gate.forget()
                    soundness.reasons(connection, None)
                    transaction.set_rollback(True)
            except DatabaseError:
                continue  # a constraint of the table refuses it
    # A text column turns a number into its digits; a yes-or-no column reads whatever is not 1 as no, as it was.
    assert {column for column, _ in survived} <= {"done"}


def test_what_is_no_evidence_is_published(history):
    Specimen._base_manager.filter(pk=history[0].pk).update(search="新")
    assert found() == []
    assert uncovered()["specimen_specimen"] == ["search"]


def test_every_consequential_model_is_looked_at():
    assert {Specimen, Footprint} <= set(evidential_models())


def test_the_sentence_names_table_row_entry_and_what_to_make_of_it(history):
    somebody(lambda cursor: cursor.execute("UPDATE specimen_specimen SET text = '伪' WHERE code = 'S3'"))
    (difference,) = differences()
    assert f"{difference}" == (
        f"样本（specimen_specimen）行 {history[3].pk} 被改写，以日志第 3 条为准：现在的内容与写入时的摘要不符"
    )


def test_an_entry_of_no_known_form_and_a_manifest_without_salt_are_found(history):
    from shuangsuiji.core.tlog.hashes import leaf_hash

    somebody(
        lambda cursor: cursor.execute(
            "UPDATE log_event SET body = %s, leaf_hash = %s WHERE seq = 4", [b"{}", leaf_hash(b"{}")]
        )
    )
    assert ("log_event", "4", EDITED) in found()
    assert ("log_opening", "4/purpose", EDITED) in found()
    somebody(
        lambda cursor: cursor.execute(
            "UPDATE log_manifest SET salt = 'x' WHERE event_id = (SELECT event_id FROM log_event WHERE seq = 1)"
        )
    )
    assert ("log_manifest", EDITED) in [(table, what) for table, _, what in found()]


@pytest.mark.slow
def test_many_honest_acts_raise_no_alarm(actor_for, at):
    """300 acts here; the 10 000 of the acceptance run in `tests/heavy`."""
    actor = actor_for()
    rows = []
    for number in range(300):
        with command(actor=actor, at=at) as cmd:
            if number % 3 or not rows:
                rows.append(Specimen(code=f"{number}", text="甲", at=at))
            row = rows[number % len(rows)]
            row.text += "乙"
            row.count = number
            row.save()
            cmd.emit(EVENT, pub=PUB)
    assert found() == []
