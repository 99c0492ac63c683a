"""The application's role on PostgreSQL appends and moves the head; it cannot rewrite, disable, drop or replace."""

from argparse import Namespace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from shuangsuiji.foundation.ledger import gate, grants
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.web.console.ledger import database
from tests.foundation.ledger.conftest import EVENT, PUB
from tests.specimen.models import Specimen

pytestmark = pytest.mark.django_db(transaction=True)
ROLE = "shuangsuiji_app"

DENIED = [
    "ALTER TABLE log_event DISABLE TRIGGER ALL",
    "DROP TRIGGER ssj_log_event_update ON log_event",
    "CREATE OR REPLACE FUNCTION ssj_log_event_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "DROP FUNCTION ssj_log_event_update() CASCADE",
    "TRUNCATE log_event CASCADE",
    "UPDATE log_event SET body = leaf_hash",
    "DELETE FROM log_event",
    "INSERT INTO log_head (id, size, frontier) VALUES (2, 0, '')",
    "DELETE FROM log_head",
    "UPDATE log_opening SET name = 'x'",
    "UPDATE log_manifest SET salt = 'x'",
    "UPDATE subject_key SET kind = 'FIRM'",
    "DELETE FROM audit_entry",
    "UPDATE specimen_footprint SET text = 'x'",
    "DELETE FROM specimen_specimen",
    "DROP TABLE log_event CASCADE",
    "ALTER TABLE log_event OWNER TO shuangsuiji_app",
    "SET ROLE shuangsuiji_owner",
    "SET session_replication_role = replica",
]


@pytest.fixture
def as_application(history, is_postgres):
    """The same connection with the application's rights."""
    if not is_postgres:
        pytest.skip("SQLite 没有角色；此项只在 PostgreSQL 上证实")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE ROLE "{ROLE}" LOGIN')
    grants.grant(connection, ROLE)
    owner = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = ROLE
    yield
    connection.close()
    connection.settings_dict["USER"] = owner


def test_every_way_around_is_denied_and_appending_still_works(as_application, actor_for, at):
    went_through = []
    for sql in DENIED:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
            went_through.append(sql)
        except DatabaseError:
            continue
    assert went_through == []
    with command(actor=actor_for(), at=at + timedelta(hours=1)) as cmd:
        Specimen(code="N", text="甲").save()
        cmd.emit(EVENT, pub=PUB)
    assert LogEvent.objects.count() == 7


def test_the_start_up_examination_accepts_this_role_and_no_other(as_application, actor_for, at, settings):
    settings.SHUANGSUIJI_APP_ROLE = ROLE
    gate.forget()
    with command(actor=actor_for(), at=at + timedelta(hours=1)) as cmd:
        assert cmd.emit(EVENT, pub=PUB)


def test_the_application_may_look_at_the_triggers_and_is_told_who_may_put_them_back(as_application, capsys):
    assert database.install_triggers(Namespace(json=False)) == 0
    assert "完好" in capsys.readouterr().out
    user = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = "shuangsuiji_owner"
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ssj_log_event_update ON log_event")
    connection.close()
    connection.settings_dict["USER"] = user
    assert database.install_triggers(Namespace(json=False)) == 1
    told = capsys.readouterr().err
    assert "ssj_log_event_update" in told
    assert "不是表的所有者" in told
    assert "SHUANGSUIJI_DATABASE=所有者的数据库地址 shuangsuiji ledger install-triggers" in told
    connection.close()
    connection.settings_dict["USER"] = "shuangsuiji_owner"
    assert database.install_triggers(Namespace(json=False)) == 0
