"""Backup, fifty more acts, restore, recover, verify: the drill, and what it refuses."""

import sqlite3
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.foundation.ledger import gate
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.foundation.ledger.reconcile import differences, unaccounted
from shuangsuiji.foundation.ledger.recovering import CannotRecover, recover
from shuangsuiji.foundation.ledger.refusal import WritesRefused
from tests.foundation.ledger.conftest import EVENT, PUB
from tests.foundation.ledger.publish import publish
from tests.foundation.ledger.test_reconcile import somebody
from tests.specimen.models import Specimen

pytestmark = pytest.mark.django_db(transaction=True)
PERSONS = ("系统管理员甲", "审计管理员乙")


def forget_from(size: int) -> None:
    """What a restore of an older backup leaves: nothing of entries from `size` on, a head that fits the rest."""
    edge = Frontier().extended(bytes(event.leaf_hash) for event in LogEvent.objects.order_by("seq")[:size])
    young = "(SELECT event_id FROM log_event WHERE seq >= %s)"
    for sql in (
        f"DELETE FROM specimen_specimen WHERE event_id IN {young}",
        f"DELETE FROM log_manifest WHERE event_id IN {young}",
        "DELETE FROM log_opening WHERE seq >= %s",
        "DELETE FROM log_event WHERE seq >= %s",
    ):
        somebody(lambda cursor, sql=sql: cursor.execute(sql, [size]))
    somebody(lambda cursor: cursor.execute("UPDATE log_head SET size = %s, frontier = %s", [size, edge.to_bytes()]))
    gate.forget()


@pytest.fixture
def later(history, actor_for, at):
    """Fifty more acts after the backup at six entries, all published."""
    actor = actor_for()
    for number in range(50):
        with command(actor=actor, at=at + timedelta(hours=1, seconds=number)) as cmd:
            Specimen(code=f"L{number}", text="新").save()
            cmd.emit(EVENT, pub=PUB)
    return publish()


def test_the_drill(later, actor_for, at):
    bodies = [bytes(event.body) for event in LogEvent.objects.order_by("seq")]
    forget_from(6)
    with pytest.raises(WritesRefused, match="ledger recover"), command(actor=actor_for(), at=at):
        pass
    recovered = recover(settings.SHUANGSUIJI_LOG_FOLDER, org="rsj", persons=PERSONS, at=at + timedelta(hours=3))
    assert (recovered.first, recovered.last) == (6, 55)
    assert [bytes(event.body) for event in LogEvent.objects.order_by("seq")[:56]] == bodies
    assert LogEvent.objects.get(seq=56).type == "db.restored"
    assert LogHead.objects.get().size == 57
    assert list(differences()) == []
    assert [each.seq for each in unaccounted()] == list(range(6, 56))
    with command(actor=actor_for(), at=at + timedelta(hours=4)) as cmd:
        assert cmd.emit(EVENT, pub=PUB)


def test_a_log_that_was_never_restored_accounts_for_every_entry(later):
    assert unaccounted() == []


def test_one_person_alone_cannot(later, at):
    forget_from(6)
    for persons in (("甲", "甲"), ("甲", "甲 "), ("甲", "")):
        with pytest.raises(CannotRecover, match="两名"):
            recover(settings.SHUANGSUIJI_LOG_FOLDER, org="rsj", persons=persons, at=at)
    assert LogHead.objects.get().size == 6


def test_nothing_missing_is_no_recovery(later, at):
    with pytest.raises(CannotRecover, match="没有缺少"):
        recover(settings.SHUANGSUIJI_LOG_FOLDER, org="rsj", persons=PERSONS, at=at)


def test_without_a_published_log_there_is_nothing_to_recover_from(history, at, tmp_path):
    with pytest.raises(CannotRecover, match="没有检查点"):
        recover(tmp_path, org="rsj", persons=PERSONS, at=at)
    (tmp_path / "checkpoint").write_bytes(b"nonsense")
    with pytest.raises(CannotRecover, match="无法读取"):
        recover(tmp_path, org="rsj", persons=PERSONS, at=at)


def test_another_history_is_not_mixed_in(later, at):
    forget_from(6)
    somebody(lambda cursor: cursor.execute("UPDATE log_head SET frontier = %s", [b"\1" * 64]))
    with pytest.raises(CannotRecover, match="不是同一历史"):
        recover(settings.SHUANGSUIJI_LOG_FOLDER, org="rsj", persons=PERSONS, at=at)
    assert LogEvent.objects.count() == 6


def test_a_missing_bundle_is_named_and_nothing_is_written(later, at):
    forget_from(6)
    bundle = settings.SHUANGSUIJI_LOG_FOLDER / "tile" / "entries" / "000.p" / "56"
    bundle.unlink()
    with pytest.raises(CannotRecover, match=r"entries/000\.p/56"):
        recover(settings.SHUANGSUIJI_LOG_FOLDER, org="rsj", persons=PERSONS, at=at)
    assert LogEvent.objects.count() == 6


def test_a_real_backup_of_the_file_is_refused_and_recovered_the_same_way(history, actor_for, at, tmp_path):
    if connection.vendor != "sqlite":
        # pg_dump and pg_restore are tried in the drill of the operations manual; the states are those of the other tests.
        return
    backup = sqlite3.connect(tmp_path / "backup.sqlite3")
    connection.connection.backup(backup)
    actor = actor_for()
    with command(actor=actor, at=at + timedelta(hours=1)) as cmd:
        cmd.emit(EVENT, pub=PUB)
    publish()
    backup.backup(connection.connection)
    backup.close()
    gate.forget()
    with pytest.raises(WritesRefused, match="恢复了旧备份"), command(actor=actor, at=at):
        pass
    recover(settings.SHUANGSUIJI_LOG_FOLDER, org="rsj", persons=PERSONS, at=at + timedelta(hours=2))
    assert list(differences()) == []
