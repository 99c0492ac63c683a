"""Entry 0: nothing is written before it, it is written once, and the owner of the tables may write it."""

from datetime import timedelta

import pytest
from django.db import connection

from shuangsuiji.foundation.ledger import gate, soundness, triggers
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.refusal import WritesRefused
from shuangsuiji.foundation.ledger.starting import obstacles, start_log
from tests.core.tlog.signing import Signer
from tests.foundation.ledger.conftest import EVENT, PUB
from tests.foundation.ledger.publish import publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.not_started]
ORIGIN = "log.example.org/410928/rsj"
VKEY = Signer(ORIGIN).key.vkey


def started(at):
    return start_log(origin=ORIGIN, vkey=VKEY, day=at.date(), at=at)


def test_no_act_is_written_before_the_log_is_started(actor_for, at):
    actor = actor_for()
    with pytest.raises(WritesRefused, match="尚未启用"), command(actor=actor, at=at) as cmd:
        cmd.emit(EVENT, pub=PUB)
    assert LogEvent.objects.count() == 0
    assert started(at).seq == 0
    with command(actor=actor, at=at + timedelta(hours=1)) as cmd:
        token = cmd.emit(EVENT, pub=PUB)
    assert token.seq == 1


def test_the_log_starts_once(at):
    started(at)
    with pytest.raises(WritesRefused, match="已经启用"):
        started(at)
    assert [event.type for event in LogEvent.objects.all()] == ["log.started"]


def test_entry_0_says_name_key_and_day(at):
    assert started(at).leaf["pub"] == {"day": f"{at.date()}", "origin": ORIGIN, "vkey": VKEY}


def test_the_checkpoint_of_another_log_stands_in_the_way(at):
    publish()
    assert "换一个空文件夹" in "".join(obstacles())


def test_an_unsound_database_starts_no_log(at):
    triggers.remove(connection)
    with pytest.raises(WritesRefused, match="触发器"):
        started(at)
    triggers.install(connection)
    assert LogEvent.objects.count() == 0


def test_the_owner_of_the_tables_starts_the_log_and_writes_nothing_afterwards(at, settings, is_postgres, actor_for):
    if not is_postgres:
        pytest.skip("SQLite 没有角色；此项只在 PostgreSQL 上证实")
    actor = actor_for()
    settings.SHUANGSUIJI_APP_ROLE = "shuangsuiji_app"
    assert "所有者" in "".join(soundness.reasons(connection, None))
    assert started(at).seq == 0
    gate.forget()
    with pytest.raises(WritesRefused, match="所有者"), command(actor=actor, at=at):
        pass
