"""Attacks on append-only tables, as an application account or a careless hand would try them: every one denied."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shuangsuiji.foundation.ledger import triggers
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead, LogManifest, LogOpening, SubjectKey
from tests.foundation.ledger.conftest import EVENT, PUB
from tests.specimen.models import Specimen

pytestmark = pytest.mark.django_db(transaction=True)

_COPY_EVENT = "SELECT {seq}, {event_id}, type, at, body, leaf_hash FROM log_event WHERE seq = 0"
_NEW_ID = {"sqlite": "'0192f3b0c0de70008000000000000001'", "postgresql": "'0192f3b0-c0de-7000-8000-000000000001'"}

BOTH = {
    "edit a body": "UPDATE log_event SET body = leaf_hash WHERE seq = 1",
    "move an entry": "UPDATE log_event SET seq = 99 WHERE seq = 5",
    "delete the last entry": "DELETE FROM log_event WHERE seq = 5",
    "delete all entries": "DELETE FROM log_event",
    "a gap": "INSERT INTO log_event {copy(7, new)}",
    "a number used before": "INSERT INTO log_event {copy(3, new)}",
    "a negative number": "INSERT INTO log_event {copy(-1, new)}",
    "no number": "INSERT INTO log_event {copy(NULL, new)}",
    "an event id used before": "INSERT INTO log_event {copy(6, event_id)}",
    "head back": "UPDATE log_head SET size = 3",
    "head forward": "UPDATE log_head SET size = 99",
    "frontier only": "UPDATE log_head SET frontier = size",
    "head to nothing": "UPDATE log_head SET size = NULL",
    "head renamed": "UPDATE log_head SET id = 2",
    "head deleted": "DELETE FROM log_head",
    "a second head": "INSERT INTO log_head (id, size, frontier) SELECT 2, size, frontier FROM log_head",
    "an opening edited": "UPDATE log_opening SET value_enc = salt_enc",
    "an opening deleted while its key stands": "DELETE FROM log_opening",
    "a key swapped": "UPDATE subject_key SET dek_wrapped = (SELECT dek_wrapped FROM subject_key LIMIT 1)",
    "a key erased without its day": "UPDATE subject_key SET dek_wrapped = NULL",
    "a key deleted": "DELETE FROM subject_key",
    "a manifest edited": "UPDATE log_manifest SET salt = 'x'",
    "a manifest deleted": "DELETE FROM log_manifest",
    "a row that never changes edited": "UPDATE specimen_footprint SET text = 'x'",
    "a consequential row deleted": "DELETE FROM specimen_specimen",
    "a fixed column edited": "UPDATE specimen_specimen SET code = 'x'",
    "a primary key edited": "UPDATE specimen_specimen SET id = event_id WHERE code = 'S1'",
    "two events swapped": "UPDATE log_event SET event_id = (SELECT event_id FROM log_event WHERE seq = 2) WHERE seq = 1",
}
SQLITE = {
    "replace an entry": "INSERT OR REPLACE INTO log_event {copy(0, new)}",
    "replace by event id": "INSERT OR REPLACE INTO log_event {copy(6, event_id)}",
    "update or replace": "UPDATE OR REPLACE log_event SET seq = 1 WHERE seq = 2",
    "update or replace a head": "UPDATE OR REPLACE log_head SET size = 2",
    "replace an opening": "INSERT OR REPLACE INTO log_opening SELECT seq, name, value_enc, salt_enc, subject_key_id FROM log_opening",
    "replace a key": "INSERT OR REPLACE INTO subject_key SELECT id, kind, x'00', erased_at FROM subject_key",
    "replace a manifest": "INSERT OR REPLACE INTO log_manifest SELECT event_id, 'x', body FROM log_manifest",
    "replace a row": "INSERT OR REPLACE INTO specimen_footprint SELECT id, 'x', event_id FROM specimen_footprint",
    "upsert": "INSERT INTO log_event {copy(0, new)} ON CONFLICT DO UPDATE SET body = x'00'",
    "or ignore then update": "UPDATE OR IGNORE log_event SET body = x'00'",
}
POSTGRES = {
    "truncate": "TRUNCATE log_event CASCADE",
    "truncate the head": "TRUNCATE log_head",
    "truncate openings": "TRUNCATE log_opening",
    "truncate manifests": "TRUNCATE log_manifest",
    "truncate rows": "TRUNCATE specimen_specimen",
    "upsert": "INSERT INTO log_event {copy(0, new)} ON CONFLICT (seq) DO UPDATE SET body = '\\x00'",
    "upsert on the event id": "INSERT INTO log_event {copy(6, event_id)} ON CONFLICT (event_id) DO UPDATE SET seq = 6",
    "an entry without its head": "INSERT INTO log_event {copy(6, new)}",
    "as a replica": "SET LOCAL session_replication_role = replica; DELETE FROM log_event",
    "merge": "MERGE INTO log_event USING (SELECT 1) AS one ON seq = 0 WHEN MATCHED THEN DELETE",
}
ATTACKS = {"sqlite": {**BOTH, **SQLITE}, "postgresql": {**BOTH, **POSTGRES}}


def spelt(sql: str) -> str:
    """Fill in the copy of entry 0 that an attack inserts."""
    if "{copy(" not in sql:
        return sql
    before, _, rest = sql.partition("{copy(")
    arguments, _, after = rest.partition(")}")
    seq, event_id = arguments.split(", ")
    copied = _COPY_EVENT.format(seq=seq, event_id=_NEW_ID[connection.vendor] if event_id == "new" else event_id)
    if connection.vendor == "postgresql":
        copied = copied.replace("SELECT NULL,", "SELECT NULL::bigint,").replace("0001',", "0001'::uuid,")
    return before + copied + after


def contents():
    """Everything the attacks are after."""
    return [
        list(model.objects.values_list())
        for model in (LogEvent, LogHead, LogOpening, LogManifest, SubjectKey, Specimen)
    ]


def test_every_attack_is_denied_and_changes_nothing_and_appending_still_works(history, execute, actor_for, at):
    before = contents()
    went_through = []
    for name, attack in ATTACKS[connection.vendor].items():
        try:
            with transaction.atomic():
                execute(spelt(attack))
            went_through.append(name)
        except DatabaseError:
            pass
        assert contents() == before, name
    assert went_through == []
    with command(actor=actor_for(), at=at + timedelta(hours=1)) as cmd:
        token = cmd.emit(EVENT, pub=PUB)
    assert token.seq == 6


def test_no_attack_of_the_list_is_denied_for_another_reason_than_a_trigger(history, execute):
    """With the triggers gone most of the list goes through: it is they that deny."""
    triggers.remove(connection)
    passed = 0
    for attack in ATTACKS[connection.vendor].values():
        try:
            with transaction.atomic():
                execute(spelt(attack))
                transaction.set_rollback(True)
            passed += 1
        except DatabaseError:
            continue
    triggers.install(connection)
    assert passed >= 25


def test_a_dropped_a_disabled_and_an_altered_trigger_are_named(history, execute, is_postgres):
    assert triggers.faults(connection) == []
    if is_postgres:
        execute("ALTER TABLE log_event DISABLE TRIGGER ssj_log_event_update")
        execute("ALTER TABLE log_head ENABLE REPLICA TRIGGER ssj_log_head_update")
        execute(
            "CREATE OR REPLACE FUNCTION ssj_log_event_delete() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'"
        )
        expected = ["ssj_log_event_delete", "ssj_log_event_update", "ssj_log_head_update"]
    else:
        execute("DROP TRIGGER ssj_log_event_update")
        execute("DROP TRIGGER ssj_log_event_delete")
        execute("CREATE TRIGGER ssj_log_event_delete BEFORE DELETE ON log_event BEGIN SELECT 1; END")
        expected = ["ssj_log_event_delete", "ssj_log_event_update"]
    assert triggers.faults(connection) == expected
    triggers.install(connection)
    assert triggers.faults(connection) == []


def test_a_foreign_trigger_is_named(history, execute, is_postgres):
    if is_postgres:
        execute("CREATE FUNCTION sly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")
        execute("CREATE TRIGGER sly BEFORE INSERT ON specimen_specimen FOR EACH ROW EXECUTE FUNCTION sly()")
    else:
        execute("CREATE TRIGGER sly AFTER INSERT ON specimen_specimen BEGIN DELETE FROM specimen_footprint; END")
    assert triggers.faults(connection) == ["sly"]
    execute("DROP TRIGGER sly ON specimen_specimen" if is_postgres else "DROP TRIGGER sly")
