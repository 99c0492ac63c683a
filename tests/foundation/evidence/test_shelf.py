"""The file before the row, each whole or not there; every step that fails leaves the state that was declared for it."""

import errno
import hashlib
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from shuangsuiji.foundation.evidence import display, receiving
from shuangsuiji.foundation.evidence import store as store_module
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.kinds import Kind, Retention
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.reading import arrival_of, original, seen_before, shown
from shuangsuiji.foundation.evidence.receiving import Received, receive, shelf
from shuangsuiji.foundation.evidence.refusal import FileDamaged
from shuangsuiji.foundation.evidence.serving import headers
from shuangsuiji.foundation.evidence.store import FileStore
from shuangsuiji.foundation.evidence.sweeping import UNDER_WAY, sweep
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.refusal import LedgerMisuse
from tests.foundation.approvals.acts import act
from tests.foundation.evidence.files import pdf, photo, picture

PHOTO = photo()


@pytest.fixture
def store(tmp_path, settings):
    settings.SHUANGSUIJI_FILES_FOLDER = tmp_path / "files"
    return shelf()


def taken(raw=PHOTO, kind=Kind.PHOTO):
    return receive(io.BytesIO(raw), kind)


def entered(actor, at, raw=PHOTO, kind=Kind.PHOTO, **more):
    received = taken(raw, kind)
    with act(actor, at) as cmd:
        return enter(cmd, received, **more)


def spoil(path):
    path.chmod(0o640)
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)


@pytest.mark.django_db
def test_a_file_counts_once_a_row_names_it(store, actor_for, at):
    row = entered(actor_for(), at, retention=Retention.PERMANENT)
    assert row.digest == hashlib.sha256(PHOTO).hexdigest()
    assert (row.size, row.media_type, row.kind, row.retention) == (len(PHOTO), "image/jpeg", "PHOTO", "PERMANENT")
    assert (row.department, row.uploader, row.received_at) == (actor_for().org, actor_for().person, at)
    assert original(row) == PHOTO
    assert shown(row) != PHOTO
    assert named(row) == {"sha256": row.digest, "size": row.size, "kind": "photo"}
    assert f"{row}" == f"照片 {row.digest[:16]}"


@pytest.mark.django_db
def test_a_scan_has_no_display_copy(store, actor_for, at):
    assert shown(entered(actor_for(), at, pdf(), Kind.SCAN)) is None


@pytest.mark.django_db
def test_an_event_takes_the_file_by_digest_size_and_kind(store, actor_for, at):
    from shuangsuiji.core.tlog.leaves import read_leaf
    from shuangsuiji.foundation.ledger.command import command

    received = taken()
    with command(actor=actor_for(), at=at) as cmd:
        row = enter(cmd, received)
        cmd.emit("account.changed", pub={"kind": "person", "count": 1}, files=[named(row)])
    assert read_leaf(bytes(LogEvent.objects.get().body))["files"] == [named(row)]


def test_files_are_read_only_and_lie_under_their_digest(store):
    path = store.path_of(taken().digest)
    assert path.stat().st_mode & 0o777 == 0o440
    assert path.relative_to(store.folder).as_posix() == f"{path.name[:2]}/{path.name[2:4]}/{path.name}"


@pytest.mark.parametrize("digest", ["", "../../etc", "AB" * 32, "ab" * 31, "ab" * 32 + "/"])
def test_a_digest_is_no_path(digest, store):
    with pytest.raises(ValueError, match="十六进制"):
        store.path_of(digest)


@pytest.mark.django_db
def test_a_changed_or_missing_file_is_never_handed_out(store, actor_for, at):
    row = entered(actor_for(), at)
    spoil(store.path_of(row.digest))
    with pytest.raises(FileDamaged, match="不符"):
        original(row)
    store.path_of(row.digest).unlink()
    with pytest.raises(FileDamaged, match="读不到"):
        original(row)


@pytest.mark.django_db
def test_the_same_file_sent_again_heals_a_damaged_one(store, actor_for, at):
    row = entered(actor_for(), at)
    spoil(store.path_of(row.digest))
    taken()
    assert original(row) == PHOTO


@pytest.mark.django_db
def test_a_row_never_comes_before_its_file(store, actor_for, at):
    received = taken()
    absent = Received(Kind.PHOTO, "ab" * 32, 1, "image/jpeg")
    without_copy = Received(Kind.PHOTO, received.digest, received.size, "image/jpeg", "ab" * 32, received.look)
    for each in (absent, without_copy):
        with pytest.raises(FileDamaged, match="不在存放目录"), act(actor_for(), at) as cmd:
            enter(cmd, each)
    assert EvidenceFile.objects.count() == 0


@pytest.mark.django_db
def test_files_are_received_before_a_command_not_in_it(store, actor_for, at):
    with act(actor_for(), at), pytest.raises(LedgerMisuse, match="之前完成"):
        taken()


@pytest.mark.django_db
def test_c19_6_the_same_photo_in_two_inspections_is_noticed_even_when_saved_anew(store, actor_for, at):
    first = entered(actor_for(), at, picture(seed=1))
    entered(actor_for(), at, picture(seed=2))
    again = entered(actor_for(), at + timedelta(minutes=1), picture(seed=1))
    anew = entered(actor_for(), at + timedelta(minutes=2), picture(seed=1, quality=50))
    assert seen_before(again) == [first, anew]
    scan = entered(actor_for(), at, pdf(), Kind.SCAN)
    assert seen_before(scan) == []
    assert arrival_of(first.digest) == first
    assert arrival_of("0" * 64) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("copy", "ending", "media_type"), [(False, "pdf", "application/pdf"), (True, "jpg", "image/jpeg")]
)
def test_a_file_leaves_as_an_attachment_under_our_name(copy, ending, media_type, store, actor_for, at):
    row = entered(actor_for(), at, PHOTO if copy else pdf(), Kind.PHOTO if copy else Kind.SCAN)
    sent = headers(row, copy=copy)
    name = (row.display_digest if copy else row.digest)[:16]
    assert sent["Content-Disposition"] == f'attachment; filename="{name}.{ending}"'
    assert sent["Content-Type"] == media_type
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]
    assert "no-store" in sent["Cache-Control"]


DATABASE_REFUSES = {
    "a digest that is none": {"digest": "ab"},
    "an empty file": {"size": 0},
    "a kind it does not know": {"kind": "GOSSIP"},
    "a retention it does not know": {"retention": "A WHILE"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", DATABASE_REFUSES)
def test_the_database_itself_refuses(case, store, actor_for, at):
    received = taken()
    with pytest.raises(IntegrityError), act(actor_for(), at) as cmd:
        row = enter(cmd, received)
        copy = EvidenceFile.objects.get(pk=row.pk)
        copy.pk = cmd.new_id()
        for name, value in DATABASE_REFUSES[case].items():
            setattr(copy, name, value)
        copy.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE evidence_file SET size = 1", "DELETE FROM evidence_file"])
def test_the_database_changes_and_removes_nothing(statement, store, actor_for, at):
    entered(actor_for(), at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# ---------------------------------------------------------------------------------------------------------------- sweeping


@pytest.mark.django_db
def test_a_sweep_of_a_sound_shelf_finds_nothing(store, actor_for, at):
    entered(actor_for(), at)
    result = sweep(at=at)
    assert result.clean
    assert (result.counted, result.orphans, result.unfinished) == (2, [], [])


@pytest.mark.django_db
def test_a_sweep_names_what_is_missing_damaged_orphaned_and_unfinished(store, actor_for, at):
    gone, spoilt = entered(actor_for(), at, pdf(), Kind.SCAN), entered(actor_for(), at)
    store.path_of(gone.digest).unlink()
    spoil(store.path_of(spoilt.digest))
    orphan = store.keep(store.take([b"orphan"], most_bytes=9))
    half = store.take([b"half"], most_bytes=9)
    (store.folder / "ab" / "cd").mkdir(parents=True, exist_ok=True)
    (store.folder / "ab" / "cd" / "readme").write_text("no evidence")
    for path in (store.path_of(orphan), half.path):
        os.utime(path, ((at - UNDER_WAY).timestamp() - 1,) * 2)
    result = sweep(at=at)
    assert not result.clean
    assert (result.missing, result.damaged) == ([gone.digest], [spoilt.digest])
    assert (result.orphans, result.unfinished) == ([orphan], [half.path.name])


@pytest.mark.django_db
def test_a_young_file_without_a_row_belongs_to_an_act_under_way(store, at):
    received = taken()
    for digest in (received.digest, received.display_digest):
        os.utime(store.path_of(digest), (at.timestamp(),) * 2)
    assert sweep(at=at).orphans == []
    assert len(sweep(at=at + UNDER_WAY + timedelta(seconds=1)).orphans) == 2


# ------------------------------------------------------------------------------- steps that fail, and steps that fail afterwards


class Gone(OSError):
    """The disk is full, or the process dies here."""

    def __init__(self):
        super().__init__(errno.ENOSPC, "No space left on device")


def failing(real, *, done, at_call=1):
    """The step fails at its n-th call, before (`done` False) or after it took effect."""
    calls = 0

    def step(*args, **kwargs):
        nonlocal calls
        calls += 1
        if calls != at_call:
            return real(*args, **kwargs)
        if done:
            real(*args, **kwargs)
        raise Gone

    return step


STEPS = {
    "flush of the copy": (store_module, "sync_file", 2),
    "flush of the original": (store_module, "sync_file", 1),
    "name of the copy": (Path, "replace", 1),
    "name of the original": (Path, "replace", 2),
    "flush of the copy's folder": (store_module, "sync_folder", 1),
    "flush of the original's folder": (store_module, "sync_folder", 4),
    "decoding": (receiving, "display_copy", 1),
    "pixels": (display.Image.Image, "save", 1),
    "sniffing": (receiving, "sniff", 1),
}


@pytest.mark.django_db
@pytest.mark.parametrize("done", [False, True], ids=["failed", "failed but done"])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_leaves_no_row_and_at_most_an_orphan(step, done, store, actor_for, at, monkeypatch):
    owner, name, at_call = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, failing(getattr(owner, name), done=done, at_call=at_call))
        with pytest.raises(OSError, match="No space"):
            taken()
    assert EvidenceFile.objects.count() == 0
    assert store.unfinished() == []
    assert set(sweep(at=at + timedelta(days=30_000)).orphans) == set(store.digests())
    assert len(list(store.digests())) <= 2
    row = entered(actor_for(), at)  # the person tries again
    assert original(row) == PHOTO
    assert sweep(at=at + timedelta(days=30_000)).orphans == []


@pytest.mark.django_db
def test_an_act_that_fails_after_its_files_came_leaves_orphans_and_no_row(store, actor_for, at):
    received = taken()
    with pytest.raises(RuntimeError), act(actor_for(), at) as cmd:
        enter(cmd, received)
        raise RuntimeError
    assert EvidenceFile.objects.count() == 0
    assert len(sweep(at=at + timedelta(days=30_000)).orphans) == 2


def test_every_write_of_a_chunk_may_fail_and_nothing_half_stays(tmp_path):
    store = FileStore(tmp_path)

    def chunks(last):
        for number in range(last):
            yield bytes([number]) * 1000
        raise Gone

    for last in range(5):
        with pytest.raises(OSError, match="No space"):
            store.take(chunks(last), most_bytes=10_000)
    assert store.unfinished() == []
