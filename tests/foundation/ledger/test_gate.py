"""Writing stops, with a reason and a remedy, when the log is not what was published or its guards are gone. Reading goes on."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection, transaction

from shuangsuiji.foundation.ledger import gate, triggers
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import CheckpointSeen, LogEvent
from shuangsuiji.foundation.ledger.refusal import WritesRefused
from tests.foundation.ledger.conftest import EVENT, PUB
from tests.foundation.ledger.publish import publish
from tests.foundation.ledger.test_reconcile import somebody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def act(actor_for, at):
    actor = actor_for()

    def run():
        with command(actor=actor, at=at + timedelta(hours=2)) as cmd:
            return cmd.emit(EVENT, pub=PUB)

    return run


def refused(act, *words):
    gate.forget()
    with pytest.raises(WritesRefused) as caught:
        act()
    for word in words:
        assert word in str(caught.value)
    assert LogEvent.objects.count() >= 0


def test_a_sound_log_is_written_to_before_and_after_it_is_published(history, act):
    assert act().seq == 6
    publish()
    assert act().seq == 7
    publish()
    gate.forget()
    assert act().seq == 8


def test_a_published_checkpoint_is_copied_down_once(history, act):
    assert CheckpointSeen.objects.count() == 0
    checkpoint = publish()
    act()
    act()
    (seen,) = CheckpointSeen.objects.all()
    assert (seen.size, bytes(seen.root)) == (checkpoint.size, checkpoint.root)
    assert seen.note.startswith(checkpoint.text())


def test_a_dropped_trigger_stops_writing_and_reinstalling_heals(history, act):
    triggers.remove(connection)
    refused(act, "触发器", "ssj_log_event_update", "install-triggers")
    triggers.install(connection)
    assert act().seq == 6


def test_a_head_that_fell_behind_stops_writing(history, act):
    somebody(lambda cursor: cursor.execute("UPDATE log_head SET size = 4"))
    refused(act, "日志头记 4 条", "第 5 条", "边缘哈希")


def test_a_missing_head_stops_writing(history, act):
    somebody(lambda cursor: cursor.execute("DELETE FROM log_head"))
    refused(act, "日志头缺失", "ledger init")


def test_an_edited_leaf_among_the_last_stops_writing(history, act):
    somebody(lambda cursor: cursor.execute("UPDATE log_event SET body = leaf_hash WHERE seq = 5"))
    refused(act, "第 5 条")


@pytest.mark.parametrize("kept", range(1, 6))
def test_an_older_backup_stops_writing_at_once_even_in_a_running_process(kept, history, act):
    publish()
    assert act().seq == 6
    with transaction.atomic():
        # As after a restore: fewer entries, a head that fits them.
        from shuangsuiji.core.tlog.growing import Frontier

        edge = Frontier().extended(bytes(event.leaf_hash) for event in LogEvent.objects.order_by("seq")[:kept])
    somebody(lambda cursor: cursor.execute("DELETE FROM log_opening"))
    somebody(lambda cursor: cursor.execute("DELETE FROM log_manifest"))
    somebody(lambda cursor: cursor.execute("DELETE FROM specimen_specimen"))
    somebody(lambda cursor: cursor.execute("DELETE FROM specimen_footprint"))
    somebody(lambda cursor: cursor.execute("DELETE FROM log_event WHERE seq >= %s", [kept]))
    somebody(
        lambda cursor: cursor.execute("UPDATE log_head SET size = %s, frontier = %s", [edge.size, edge.to_bytes()])
    )
    with pytest.raises(WritesRefused, match=f"已发布 6 条，数据库只有 {kept} 条"):
        act()


def test_a_history_rewritten_consistently_is_not_the_published_one(history, act, actor_for, at):
    publish()
    from shuangsuiji.core.tlog.growing import Frontier
    from shuangsuiji.core.tlog.hashes import leaf_hash

    forged = bytes(LogEvent.objects.get(seq=1).body).replace(b'"count":1', b'"count":2')
    somebody(
        lambda cursor: cursor.execute(
            "UPDATE log_event SET body = %s, leaf_hash = %s WHERE seq = 1", [forged, leaf_hash(forged)]
        )
    )
    edge = Frontier().extended(bytes(event.leaf_hash) for event in LogEvent.objects.order_by("seq"))
    somebody(lambda cursor: cursor.execute("UPDATE log_head SET frontier = %s", [edge.to_bytes()]))
    refused(act, "6 条", "历史被改写")


def test_a_public_folder_that_cannot_be_read_stops_writing(history, act):
    publish()
    (settings.SHUANGSUIJI_LOG_FOLDER / "checkpoint").write_bytes(b"nonsense")
    refused(act, "无法读取", "SHUANGSUIJI_LOG_FOLDER")
    publish()
    for tile in (settings.SHUANGSUIJI_LOG_FOLDER / "tile" / "0").rglob("*"):
        if tile.is_file():
            tile.unlink()
    refused(act, "树块不完整", "镜像")


def test_the_checkpoint_of_another_log_stops_writing(history, act, settings):
    publish()
    settings.SHUANGSUIJI_ORIGIN = "log.example.org/410928/other"
    refused(act, "不是本日志")


def test_the_partial_tile_may_be_gone_once_the_full_one_is_there(history, act, actor_for, at):
    publish()
    actor = actor_for()
    with command(actor=actor, at=at + timedelta(hours=1)) as cmd:
        for _ in range(260):
            cmd.emit(EVENT, pub=PUB)
    old = (settings.SHUANGSUIJI_LOG_FOLDER / "checkpoint").read_bytes()
    publish()
    import shutil

    shutil.rmtree(settings.SHUANGSUIJI_LOG_FOLDER / "tile" / "0" / "000.p")
    (settings.SHUANGSUIJI_LOG_FOLDER / "checkpoint").write_bytes(old)
    gate.forget()
    assert act().seq == 266


def test_the_system_check_says_the_same(history):
    assert [
        message
        for message in run_checks(include_deployment_checks=True, databases=["default"])
        if message.id == "ledger.E001"
    ] == []
    triggers.remove(connection)
    messages = [
        message.msg
        for message in run_checks(include_deployment_checks=True, databases=["default"])
        if message.id == "ledger.E001"
    ]
    triggers.install(connection)
    assert len(messages) == 1
    assert "触发器" in messages[0]
    assert [message for message in run_checks(databases=["default"]) if message.id == "ledger.E001"] == []


def test_unsafe_database_settings_stop_writing(history, act, is_postgres, execute, monkeypatch):
    if is_postgres:
        execute("SET synchronous_commit = off")
        refused(act, "synchronous_commit")
        execute("SET synchronous_commit = on")
        monkeypatch.setattr(settings, "SHUANGSUIJI_APP_ROLE", "shuangsuiji_app")
        refused(act, "应以数据库角色 shuangsuiji_app 连接", "所有者")
        return
    execute("PRAGMA synchronous = NORMAL")
    refused(act, "synchronous")
    execute("PRAGMA synchronous = FULL")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
    refused(act, "IMMEDIATE")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "IMMEDIATE")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 1)
    refused(act, "timeout")
