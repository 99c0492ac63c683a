"""A GET reads (80-reliability E6)."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from shuangsuiji.foundation.ledger.models import AuditEntry
from shuangsuiji.web.components.models import IdempotencyKey
from shuangsuiji.web.components.reading import WriteWhileReading, may_run

READS = [
    'SELECT "a" FROM "b" WHERE "c" = %s',
    "  select 1;",
    "SELECT 'INSERT INTO x; DELETE' AS \"update\"",
    "SELECT 1 -- DELETE",
    "SELECT /* DROP */ 1",
    "WITH a AS (SELECT 1) SELECT * FROM a",
    "SELECT REPLACE(name, 'a', 'b') FROM t",
    "VALUES (1)",
    "EXPLAIN SELECT 1",
    "SHOW server_version",
    "PRAGMA journal_mode",
    'PRAGMA table_info("log_event")',
    "BEGIN",
    "BEGIN IMMEDIATE",
    'SAVEPOINT "s1_x2"',
    'RELEASE SAVEPOINT "s1_x2"',
    'ROLLBACK TO SAVEPOINT "s1_x2"',
    'INSERT INTO "audit_entry" ("at") VALUES (%s) RETURNING "audit_entry"."id"',
    'INSERT INTO "django_session" ("session_key") VALUES (%s)',
    'UPDATE "django_session" SET "session_data" = %s WHERE "session_key" = %s',
    'DELETE FROM "django_session" WHERE "session_key" = %s',
]
CHANGES = [
    'INSERT INTO "account" ("a") VALUES (1)',
    'UPDATE "audit_entry" SET "actor" = %s',
    'DELETE FROM "audit_entry"',
    'UPDATE "django_session_other" SET "a" = 1',
    'INSERT INTO "django_session" ("a") VALUES (1); DELETE FROM "log_event"',
    "SELECT 1; DELETE FROM log_event",
    "WITH gone AS (DELETE FROM log_event RETURNING 1) SELECT * FROM gone",
    "SELECT * INTO copy FROM log_event",
    'SELECT * FROM "a" FOR UPDATE',
    "EXPLAIN ANALYZE DELETE FROM log_event",
    "EXPLAIN ANALYZE SELECT 1",
    "SELECT setval('a', 1)",
    "SELECT E'\\'; DELETE FROM log_event; --'",
    "SELECT $$a$$; DELETE FROM log_event",
    "SELECT /* /* */ 1; DELETE FROM log_event */ 2",
    "REPLACE INTO log_head VALUES (1)",
    "PRAGMA journal_mode=DELETE",
    "PRAGMA journal_mode(DELETE)",
    "PRAGMA writable_schema=1",
    "PRAGMA wal_checkpoint",
    "DROP TABLE log_event",
    "CREATE TABLE a (b)",
    "TRUNCATE log_event",
    "SET session_replication_role = replica",
    "VACUUM",
    "ATTACH 'x' AS y",
    "LOCK TABLE log_event",
    "COMMIT; DELETE FROM log_event",
    "",
]


@pytest.mark.parametrize("sql", READS)
def test_reading_passes(sql: str) -> None:
    assert may_run(sql)


@pytest.mark.parametrize("sql", CHANGES)
def test_changing_does_not_pass(sql: str) -> None:
    assert not may_run(sql)


@pytest.mark.django_db(transaction=True)
def test_a_get_that_saves_is_refused_and_leaves_nothing(site: Client) -> None:
    answer = site.get("/saving/")
    assert answer.status_code == 500
    assert not IdempotencyKey.objects.exists()


def test_the_error_names_the_statement(site: Client) -> None:
    site.raise_request_exception = True
    with pytest.raises(WriteWhileReading, match="idempotency_key"):
        site.get("/saving/")


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_get_may_read(site: Client, method: str) -> None:
    assert getattr(site, method)("/reading/").status_code == 200


def test_a_get_may_leave_its_line_in_the_access_log(site: Client) -> None:
    assert site.get("/logging/").status_code == 200
    assert AuditEntry.objects.get().action == "read"


def test_a_get_may_keep_its_session(site: Client) -> None:
    assert site.get("/session/").status_code == 200
    assert Session.objects.count() == 1


def test_the_guard_is_gone_after_the_request(site: Client) -> None:
    site.get("/reading/")
    assert connection.execute_wrappers == []
