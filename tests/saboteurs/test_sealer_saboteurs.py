"""Takes the sealer's guards away one at a time; the claim of the named test must then fail.

Source: 80-reliability J7, F3; 50-ledger §6, §13.2, §13.5.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.foundation.ledger.sealer import checking, durable, keyfile, rebuilding, rotation, sealing, store
from shuangsuiji.foundation.ledger.sealer.publishing import CHECKPOINT, PublicFolder
from shuangsuiji.foundation.ledger.sealer.refusal import Halted, StoreMissing
from shuangsuiji.foundation.ledger.sealer.store import Memory, Store, nothing_signed
from tests.foundation.ledger.sealer.counties import AT, ORIGIN
from tests.foundation.ledger.sealer.faults import LOST
from tests.foundation.ledger.sealer.test_faults import (
    Rehearsal,
    Scene,
    every_fault_leaves_old_or_new,
    nothing_is_signed_twice_differently,
    nothing_is_visible_before_it_is_safe,
)
from tests.foundation.ledger.sealer.test_histories import (
    a_consistent_rewrite_is_refused,
    a_fork_is_refused,
    a_full_tile_is_never_overwritten,
    a_gap_is_refused,
    a_missing_store_is_refused,
    a_rollback_is_refused,
    a_second_sealer_is_refused,
    a_store_behind_the_published_is_refused,
    an_edited_entry_of_the_begun_bundle_is_refused,
    an_edited_new_entry_is_refused,
    nobody_swaps_the_store_meanwhile,
)
from tests.foundation.ledger.sealer.test_home import make, the_overlap_is_kept

Claim = Callable[[Path], None]


def old_or_new(folder: Path) -> None:
    """The fault matrix of the disk, for one small seal."""
    every_fault_leaves_old_or_new(Rehearsal(Scene(3, 5), folder), LOST)


CLAIMS: tuple[Claim, ...] = (
    a_rollback_is_refused,
    a_fork_is_refused,
    a_consistent_rewrite_is_refused,
    an_edited_new_entry_is_refused,
    an_edited_entry_of_the_begun_bundle_is_refused,
    a_gap_is_refused,
    a_missing_store_is_refused,
    a_store_behind_the_published_is_refused,
    nobody_swaps_the_store_meanwhile,
    a_second_sealer_is_refused,
    a_full_tile_is_never_overwritten,
    nothing_is_visible_before_it_is_safe,
    nothing_is_signed_twice_differently,
    old_or_new,
)


def must_fail(claim: Claim, folder: Path) -> None:
    """The sabotage is seen: the claim fails, or what it refuses is no longer refused."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        claim(folder)


def nothing(*arguments: Any, **named: Any) -> None:
    """A check that checks nothing."""


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_without_sabotage_the_claims_hold(claim: Claim, tmp_path: Path) -> None:
    claim(tmp_path)


# ----------------------------------------------------------------------------------------------------------------- memory


def test_a_store_made_anew_because_it_is_missing_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Store.read

    def obliging(given: Store) -> store.Signed:
        try:
            return honest(given)
        except StoreMissing:
            given.create(nothing_signed(ORIGIN, AT))
            return honest(given)

    monkeypatch.setattr(Store, "read", obliging)
    must_fail(a_missing_store_is_refused, tmp_path)


def _believing_the_database(patch: pytest.MonkeyPatch) -> None:
    """The sealer forgets what it signed as soon as database and public folder have told it something else."""

    def head(snapshot: Any, signed: store.Signed, _public: PublicFolder) -> Any:
        size, raw = snapshot.head()
        return sealing.Checkpoint(signed.origin, size, sealing.Frontier.from_bytes(size, raw).root())

    def replace(memory: Memory, _expected: store.Signed, new: store.Signed) -> None:
        durable.put(memory.store.path, store._written(new), durable.PRIVATE_FILE)

    def decided(run: Any, signed: store.Signed) -> store.Signed:
        sealer = run.sealer
        with sealer.source.snapshot() as snapshot:
            there = head(snapshot, signed, sealer.public)
            if (there.size, there.root) == (signed.size, signed.root):
                return signed
            new = sealing._signed(sealer, there, run.at)
            run.memory.replace(signed, new)
            shutil.rmtree(sealer.public.path / "tile", ignore_errors=True)
            sealing._write_tiles(sealer, snapshot, RightEdge(), new)
            sealing._publish(run, new, since=0)
        return new

    patch.setattr(sealing, "_head", head)
    patch.setattr(Memory, "replace", replace)
    patch.setattr(sealing, "_decided", decided)


@pytest.mark.parametrize("claim", [a_rollback_is_refused, a_fork_is_refused, a_consistent_rewrite_is_refused])
def test_a_sealer_without_a_memory_of_its_own_is_seen(
    claim: Claim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(tmp_path)
    (tmp_path / "again").mkdir()
    _believing_the_database(monkeypatch)
    must_fail(claim, tmp_path / "again")


def test_two_nets_hold_a_consistent_rewrite_and_without_both_it_is_signed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading the edge unchecked is caught by the consistency proof; without that too the forged history is signed."""
    monkeypatch.setattr(
        sealing, "_edge", lambda sealer, checkpoint: RightEdge.read(checkpoint.size, sealer.public.read_tile)
    )
    (tmp_path / "one").mkdir()
    with pytest.raises(AssertionError, match="分叉"):  # refused, by the other net
        a_consistent_rewrite_is_refused(tmp_path / "one")
    monkeypatch.setattr(sealing, "verify_consistency", nothing)
    (tmp_path / "both").mkdir()
    with pytest.raises(pytest.fail.Exception, match="signed"):
        a_consistent_rewrite_is_refused(tmp_path / "both")


def test_not_looking_at_what_is_published_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_published", lambda sealer, signed: signed.checkpoint())
    with pytest.raises((AssertionError, pytest.fail.Exception, Halted)):
        a_store_behind_the_published_is_refused(tmp_path)


def test_writing_the_store_without_comparing_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(memory: Memory, _expected: store.Signed, new: store.Signed) -> None:
        durable.put(memory.store.path, store._written(new), durable.PRIVATE_FILE)

    monkeypatch.setattr(Memory, "replace", blind)
    must_fail(nobody_swaps_the_store_meanwhile, tmp_path)


def test_working_without_the_lock_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.fcntl, "flock", nothing)
    must_fail(a_second_sealer_is_refused, tmp_path)


def test_a_store_written_after_everything_is_public_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late: list[tuple[Memory, store.Signed, store.Signed]] = []
    honest_replace, honest_publish = Memory.replace, sealing._publish

    def publish(run: Any, signed: store.Signed, *, since: int) -> None:
        honest_publish(run, signed, since=since)
        for memory, expected, new in late:
            if memory is run.memory:
                honest_replace(memory, expected, new)

    monkeypatch.setattr(Memory, "replace", lambda memory, expected, new: late.append((memory, expected, new)))
    monkeypatch.setattr(sealing, "_publish", publish)
    for claim in (nothing_is_visible_before_it_is_safe, nothing_is_signed_twice_differently):
        (tmp_path / claim.__name__).mkdir()
        must_fail(claim, tmp_path / claim.__name__)


# ---------------------------------------------------------------------------------------------------------------- entries


def test_believing_the_stated_hash_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_hash_of", lambda seq, body, stated: stated)
    must_fail(an_edited_new_entry_is_refused, tmp_path)


def test_not_comparing_the_begun_bundle_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_refuse_other", nothing)
    must_fail(an_edited_entry_of_the_begun_bundle_is_refused, tmp_path)


def test_numbering_entries_by_their_place_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows close ranks over a gap, and the head is made to agree."""
    honest = sealing.entries

    class Closed:
        def __init__(self, snapshot: Any) -> None:
            self.snapshot = snapshot

        def rows(self, start: int, stop: int) -> Iterator[Any]:
            rows = [*self.snapshot.rows(start, stop)]
            rows += rows[-1:] * (stop - start - len(rows))
            return ((start + place, body, leaf) for place, (_, body, leaf) in enumerate(rows))

    monkeypatch.setattr(
        sealing, "entries", lambda snapshot, edge, stop, form: honest(Closed(snapshot), edge, stop, form=form)
    )
    must_fail(a_gap_is_refused, tmp_path)


# ------------------------------------------------------------------------------------------------------------------- files


def test_overwriting_a_full_tile_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        PublicFolder, "_put", lambda public, name, raw: durable.put(_made(public.path / name), raw, durable.PUBLIC_FILE)
    )
    must_fail(a_full_tile_is_never_overwritten, tmp_path)


def _made(path: Path) -> Path:
    durable.make_folders(path.parent, durable.PUBLIC_FOLDER)
    return path


def test_a_checkpoint_before_its_tiles_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = sealing._write_tiles

    def hasty(sealer: Any, snapshot: Any, base: RightEdge, signed: store.Signed) -> None:
        durable.make_folders(sealer.public.path, durable.PUBLIC_FOLDER)
        durable.put(sealer.public.path / CHECKPOINT, signed.note, durable.PUBLIC_FILE)
        honest(sealer, snapshot, base, signed)

    monkeypatch.setattr(sealing, "_write_tiles", hasty)
    for claim in (nothing_is_visible_before_it_is_safe, old_or_new):
        (tmp_path / claim.__name__).mkdir()
        must_fail(claim, tmp_path / claim.__name__)


def test_a_file_that_gets_its_name_before_it_is_flushed_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hasty(path: Path, raw: bytes, mode: int) -> None:
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.write_bytes(raw)
        unfinished.chmod(mode)
        os.replace(unfinished, path)  # noqa: PTH105 - as the claim hears it

    monkeypatch.setattr(durable, "write", hasty)
    must_fail(nothing_is_visible_before_it_is_safe, tmp_path)


def test_folders_that_are_never_flushed_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "sync_folders", nothing)
    must_fail(nothing_is_visible_before_it_is_safe, tmp_path)


def test_a_file_written_in_its_place_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without another name first, half a file stands under the name that readers know."""

    def in_place(path: Path, raw: bytes, mode: int) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        os.fchmod(descriptor, mode)
        os.write(descriptor, raw)
        os.fsync(descriptor)
        os.close(descriptor)

    monkeypatch.setattr(durable, "write", in_place)
    with pytest.raises((AssertionError, pytest.fail.Exception, Halted, ValueError)):
        old_or_new(tmp_path)


# -------------------------------------------------------------------------------------------------------- keys and persons


def test_a_key_that_others_may_read_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.foundation.ledger.sealer.test_keys import PASSPHRASE, others_may_not_read_it

    keyfile.create_key(tmp_path / "log-1.key", ORIGIN, PASSPHRASE)
    others_may_not_read_it(tmp_path / "log-1.key", 0o640)
    monkeypatch.setattr(keyfile, "_OTHERS", 0)
    must_fail(lambda path: others_may_not_read_it(path, 0o640), tmp_path / "log-1.key")


def test_a_key_that_any_passphrase_opens_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.foundation.ledger.sealer.test_keys import PASSPHRASE, another_passphrase_opens_nothing

    monkeypatch.setattr(keyfile, "_cipher", lambda envelope, passphrase: keyfile.AESGCM(bytes(32)))
    keyfile.create_key(tmp_path / "log-1.key", ORIGIN, PASSPHRASE)
    must_fail(another_passphrase_opens_nothing, tmp_path / "log-1.key")


def test_one_person_who_rebuilds_alone_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.foundation.ledger.sealer.test_home import sealed, two_persons_are_needed

    make(tmp_path / "home")
    sealed(tmp_path / "home", 3)
    (tmp_path / "home/signer-state").unlink()
    two_persons_are_needed(tmp_path / "home")
    monkeypatch.setattr(rebuilding, "_two_names", list)
    must_fail(two_persons_are_needed, tmp_path / "home")


def test_an_overlap_that_is_cut_short_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "home")
    monkeypatch.setattr(rotation, "OVERLAP_CALENDAR_DAYS", 0)
    must_fail(the_overlap_is_kept, tmp_path / "home")
