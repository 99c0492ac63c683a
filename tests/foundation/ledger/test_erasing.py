"""After a person's key is destroyed the proofs stand, and the value is nowhere: not in the database file, not in an old backup."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.ledger import keys
from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.erasing import erase_key
from shuangsuiji.foundation.ledger.models import LogEvent, LogOpening, SubjectKey
from shuangsuiji.foundation.ledger.openings import opening_of
from shuangsuiji.foundation.ledger.reconcile import differences
from tests.foundation.ledger.conftest import EVENT, PUB

pytestmark = pytest.mark.django_db(transaction=True)
PRIVATE = "13912345678 和平路七号院"


@pytest.fixture
def person(actor_for, at):
    key = keys.create_subject_key("PERSON", at=at)
    with command(actor=actor_for(), at=at) as cmd:
        token = cmd.emit(EVENT, pub=PUB, private={"purpose": Private(PRIVATE, key.id)})
    return key, token


def erase(key, at):
    with command(actor=Actor("rsj", MACHINE), at=at + timedelta(hours=1)) as cmd:
        return erase_key(key.id, ground="pipl_47", cmd=cmd)


def test_the_value_could_be_opened_before_and_not_after(person, at):
    key, token = person
    assert opening_of(token.event_id, "purpose").value == PRIVATE
    assert erase(key, at).leaf["pub"] == {"count": 1, "ground": "pipl_47"}
    with pytest.raises(LogOpening.DoesNotExist):
        opening_of(token.event_id, "purpose")
    assert list(differences()) == []


def test_entries_stay_byte_for_byte(person, at):
    key, token = person
    before = bytes(LogEvent.objects.get(seq=token.seq).body)
    erase(key, at)
    assert bytes(LogEvent.objects.get(seq=token.seq).body) == before
    assert "purpose" in read_leaf(before)["sd"]


def test_a_second_erasure_counts_nothing(person, at):
    key, _ = person
    erase(key, at)
    assert erase(key, at + timedelta(hours=1)).leaf["pub"]["count"] == 0
    assert list(differences()) == []


def test_a_destroyed_key_seals_nothing_more(person, at):
    key, _ = person
    erase(key, at)
    destroyed = SubjectKey.objects.get(id=key.id)
    with pytest.raises(keys.KeyUnusable, match="已销毁"):
        keys.seal(destroyed, b"x", context="x")
    assert keys.unseal(destroyed, b"x" * 40, context="x") is None


def test_the_value_is_nowhere_in_the_database_file_nor_in_a_backup_taken_before(person, at, tmp_path):
    if connection.vendor != "sqlite":
        # A server's files are looked into in the same way by the operator; here the table itself is read.
        key, _ = person
        wrapped = bytes(key.dek_wrapped)
        erase(key, at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM subject_key WHERE dek_wrapped = %s", [wrapped])
            assert cursor.fetchone()[0] == 0
        return
    key, _ = person
    wrapped = bytes(key.dek_wrapped)
    sealed = bytes(LogOpening.objects.get(name="purpose").value_enc)
    backup = tmp_path / "backup.sqlite3"
    with sqlite3.connect(backup) as copy:
        connection.connection.backup(copy)
    erase(key, at)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    after = Path(connection.settings_dict["NAME"]).read_bytes()
    assert PRIVATE.encode() not in after
    assert sealed not in after
    assert wrapped not in after
    # The backup holds ciphertext and a wrapped key; neither opens without the wrapping key, which is not in it.
    assert PRIVATE.encode() not in backup.read_bytes()
    assert wrapped in backup.read_bytes()
    with pytest.raises(keys.KeyUnusable):
        keys._unseal(b"\0" * 32, wrapped, key.id.bytes)


def test_a_value_moved_to_another_entry_does_not_open(person, actor_for, at):
    key, token = person
    stored = LogOpening.objects.get(name="purpose")
    with pytest.raises(keys.KeyUnusable, match="移动"):
        keys.unseal(key, bytes(stored.value_enc), context=f"{token.event_id}/other/value")


def test_a_missing_and_a_foreign_wrapping_key_are_told_apart_from_damage(person, settings, tmp_path):
    key, _ = person
    settings.SHUANGSUIJI_WRAPPING_KEY_FILE = tmp_path / "none"
    with pytest.raises(keys.KeyUnusable, match="读不到"):
        keys.seal(key, b"x", context="x")
    settings.SHUANGSUIJI_WRAPPING_KEY_FILE.write_bytes(b"short")
    with pytest.raises(keys.KeyUnusable, match="长度不对"):
        keys.seal(key, b"x", context="x")
    settings.SHUANGSUIJI_WRAPPING_KEY_FILE.write_bytes(b"\1" * 32)
    with pytest.raises(keys.KeyUnusable, match="不是原来的"):
        keys.seal(key, b"x", context="x")


def test_the_wrapping_key_is_never_written_over(tmp_path):
    keys.create_wrapping_key(tmp_path / "wrapping.key")
    assert (tmp_path / "wrapping.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        keys.create_wrapping_key(tmp_path / "wrapping.key")


def test_the_bureau_has_one_key_of_its_own(at):
    assert keys.house_key(at=at).id == keys.house_key(at=at).id
