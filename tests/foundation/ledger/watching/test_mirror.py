"""A mirror copies only what a signed root covers, keeps what it saw, and tells what does not continue it. Source: 50-ledger §7, §9."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.core.tlog.tiles import bundles_of, tiles_of
from shuangsuiji.foundation.ledger.watching.mirror import Mirror, Mirrored
from shuangsuiji.foundation.ledger.watching.opened import Trust
from shuangsuiji.foundation.ledger.watching.source import FolderSource, Served
from shuangsuiji.foundation.ledger.witness.transport import Unreachable
from shuangsuiji.verify.signatures import verify_ed25519
from tests.foundation.ledger.witness.invented import ORIGIN, START, Log, cosigned, policy

TRUST = Trust(policy(), verify_ed25519)


def mirror(source: Path, folder: Path, *others: Path, trust: Trust = TRUST) -> Mirrored:
    """One run."""
    return Mirror(FolderSource(source), folder, trust).run(START, [FolderSource(other) for other in others])


def kinds(done: Mirrored) -> list[str]:
    return [finding.kind for finding in done.findings]


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the log in a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "checkpoints" not in path.parts
    }


@pytest.mark.parametrize("size", [0, 1, 3, 255, 256, 257, 513])
def test_a_mirror_holds_every_file_of_the_log_and_nothing_else(tmp_path: Path, size: int) -> None:
    log = Log.of(size)
    done = mirror(log.publish(tmp_path / "log"), tmp_path / "mirror")
    assert (kinds(done), done.before, done.size, done.kept) == ([], 0, size, 1)
    assert files(tmp_path / "mirror") == files(tmp_path / "log")


def test_a_mirror_follows_growth_and_fetches_what_is_new_only(tmp_path: Path) -> None:
    before, after = Log.of(700), Log.of(1000)
    mirror(before.publish(tmp_path / "log"), tmp_path / "mirror")
    done = mirror(after.publish(tmp_path / "log"), tmp_path / "mirror")
    new = [*tiles_of(1000, 700), *bundles_of(1000, 700)]
    assert (kinds(done), done.before, done.size, done.kept) == ([], 700, 1000, 2)
    assert done.fetched == len(new)
    again = mirror(tmp_path / "log", tmp_path / "mirror")
    assert (kinds(again), again.size, again.kept) == ([], 1000, 2)


def test_a_mirror_of_a_mirror_is_the_same(tmp_path: Path) -> None:
    mirror(Log.of(300).publish(tmp_path / "log"), tmp_path / "one")
    done = mirror(tmp_path / "one", tmp_path / "two")
    assert kinds(done) == []
    assert files(tmp_path / "two") == files(tmp_path / "log")


def test_partial_files_that_have_gone_are_cut_from_the_full_ones(tmp_path: Path) -> None:
    Log.of(300).publish(tmp_path / "old")
    Log.of(600).publish(tmp_path / "log", sizes=(300,))
    shutil.copy(tmp_path / "old/checkpoint", tmp_path / "log/checkpoint")
    for row in ("0", "entries"):
        shutil.rmtree(tmp_path / f"log/tile/{row}/001.p")
    done = mirror(tmp_path / "log", tmp_path / "mirror")
    assert (kinds(done), done.size) == ([], 300)
    assert (tmp_path / "mirror/tile/0/001.p/44").read_bytes() == (tmp_path / "old/tile/0/001.p/44").read_bytes()


# ------------------------------------------------------------------------------------------------------------------- files


def bent(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file."""
    path.write_bytes(change(path.read_bytes()))


ONE_BYTE = lambda raw: raw[:10] + bytes([raw[10] ^ 1]) + raw[11:]  # noqa: E731 - as short as what it does
FILES = (
    "tile/0/000",
    "tile/0/001.p/44",
    "tile/1/000.p/1",
    "tile/entries/000",
    "tile/entries/001.p/44",
    # a partial file of an earlier size that is still served
    "tile/0/000.p/7",
    "tile/entries/000.p/7",
)


def every_bent_file_is_told(folder: Path) -> None:
    """Claim, also of the saboteurs: one byte changed or cut in any file is a finding, and the checkpoint is not taken over."""
    log = Log.of(300)
    for number, (name, change) in enumerate(
        (name, change) for name in FILES for change in (ONE_BYTE, lambda raw: raw[:-1])
    ):
        source, copy = folder / f"log{number}", folder / f"mirror{number}"
        log.publish(source, sizes=(7,))
        bent(source / name, change)
        done = mirror(source, copy)
        assert kinds(done) == ["FILES"], name
        is_old = name.endswith("/7")
        assert name in done.findings[0].checked or not is_old
        assert (copy / "checkpoint").exists() == is_old, name


def test_every_bent_file_is_told(tmp_path: Path) -> None:
    every_bent_file_is_told(tmp_path)


@pytest.mark.parametrize("name", FILES[:5])
def test_a_missing_file_is_told_and_found_when_it_is_back(tmp_path: Path, name: str) -> None:
    Log.of(300).publish(tmp_path / "log")
    kept = (tmp_path / "log" / name).read_bytes()
    (tmp_path / "log" / name).unlink()
    done = mirror(tmp_path / "log", tmp_path / "mirror")
    assert kinds(done) == ["FILES"]
    assert "缺失" in done.findings[0].differed
    (tmp_path / "log" / name).write_bytes(kept)
    done = mirror(tmp_path / "log", tmp_path / "mirror")
    assert (kinds(done), done.size) == ([], 300)


def test_nothing_is_written_that_no_signed_root_covers(tmp_path: Path) -> None:
    """Wrong tiles whose own hashes agree with each other, under an honest checkpoint."""
    Log.of(600).rewritten(5).publish(tmp_path / "log")
    Log.of(600).publish(tmp_path / "honest")
    shutil.copy(tmp_path / "honest/checkpoint", tmp_path / "log/checkpoint")
    assert kinds(mirror(tmp_path / "log", tmp_path / "mirror")) == ["FILES"]
    assert files(tmp_path / "mirror") == {}


def test_stray_and_unfinished_files_in_the_folder_are_no_fault_of_the_log(tmp_path: Path) -> None:
    Log.of(300).publish(tmp_path / "log")
    (tmp_path / "log/tile/0/.000.unfinished").write_bytes(b"half")
    (tmp_path / "log/tile/README").write_bytes(b"x")
    assert kinds(mirror(tmp_path / "log", tmp_path / "mirror")) == []


def test_files_beyond_the_checkpoint_are_not_judged_yet(tmp_path: Path) -> None:
    Log.of(300).publish(tmp_path / "log")
    old = (tmp_path / "log/checkpoint").read_bytes()
    Log.of(310).publish(tmp_path / "log")
    (tmp_path / "log/checkpoint").write_bytes(old)
    assert kinds(mirror(tmp_path / "log", tmp_path / "mirror")) == []


class Interrupted(FolderSource):
    """A source that is gone after some reads."""

    left = 0

    def read(self, path: str, most: int) -> Served | None:
        self.left -= 1
        if self.left < 0:
            raise Unreachable("断线")
        return super().read(path, most)


def test_an_interrupted_copy_is_resumed_wherever_it_ended(tmp_path: Path) -> None:
    Log.of(700).publish(tmp_path / "log")
    whole = mirror(tmp_path / "log", tmp_path / "whole")
    source = Interrupted(tmp_path / "log")
    for left in range(whole.fetched + 1):
        folder = tmp_path / f"mirror{left}"
        source.left = left
        first = Mirror(source, folder, TRUST).run(START)
        assert kinds(first) == ["UNREACHABLE"]
        second = mirror(tmp_path / "log", folder)
        assert (kinds(second), second.size) == ([], 700)
        assert files(folder) == files(tmp_path / "log")
    assert second.fetched < whole.fetched


def test_a_damaged_copy_is_fetched_again_while_it_is_being_completed(tmp_path: Path) -> None:
    Log.of(700).publish(tmp_path / "log")
    mirror(tmp_path / "log", tmp_path / "mirror")
    (tmp_path / "mirror/checkpoint").unlink()
    for name in ("tile/0/001", "tile/entries/000", "tile/entries/001"):
        bent(tmp_path / "mirror" / name, ONE_BYTE if name.endswith("1") else lambda raw: raw[:-1])
    assert kinds(mirror(tmp_path / "log", tmp_path / "mirror")) == []
    assert files(tmp_path / "mirror") == files(tmp_path / "log")


# ------------------------------------------------------------------------------------------------------------- checkpoints


def no_other_history_is_taken_over(folder: Path) -> None:
    """Claim, also of the saboteurs: rollback and fork are told, both notes are kept, the copy stays."""
    log = Log.of(13)
    for name, served, kind in (
        ("rolled back", log.cut_to(8), "ROLLBACK"),
        ("rolled back to nothing", log.cut_to(0), "ROLLBACK"),
        ("rolled back and rewritten", log.cut_to(8).rewritten(3), "FORK"),
        ("rewritten", log.rewritten(3), "FORK"),
        ("rewritten and grown", log.rewritten(3).grown_to(20), "FORK"),
    ):
        source, copy = folder / name, folder / f"mirror of {name}"
        mirror(log.publish(source), copy)
        shutil.rmtree(source)
        done = mirror(served.publish(source), copy)
        assert kinds(done) == [kind], name
        assert (done.size, done.kept) == (13, 2)
        assert (copy / "checkpoint").read_bytes() == log.note().to_bytes()
        assert kinds(mirror(source, copy)) == [kind], "told again until somebody decides"


def test_no_other_history_is_taken_over(tmp_path: Path) -> None:
    no_other_history_is_taken_over(tmp_path)


def test_a_checkpoint_seen_during_an_interrupted_copy_is_not_forgotten(tmp_path: Path) -> None:
    log = Log.of(13)
    log.publish(tmp_path / "log")
    source = Interrupted(tmp_path / "log")
    source.left = 1
    Mirror(source, tmp_path / "mirror", TRUST).run(START)
    shutil.rmtree(tmp_path / "log")
    done = mirror(log.rewritten(3).grown_to(20).publish(tmp_path / "log"), tmp_path / "mirror")
    assert kinds(done) == ["FORK"]
    assert "曾见到的检查点 13-" in done.findings[0].checked


def test_a_longer_checkpoint_seen_before_means_rollback(tmp_path: Path) -> None:
    log = Log.of(13)
    log.publish(tmp_path / "log")
    source = Interrupted(tmp_path / "log")
    source.left = 1
    Mirror(source, tmp_path / "mirror", TRUST).run(START)
    assert kinds(mirror(log.cut_to(8).publish(tmp_path / "log"), tmp_path / "mirror")) == ["ROLLBACK"]


def test_a_kept_checkpoint_that_the_policy_no_longer_trusts_proves_nothing(tmp_path: Path) -> None:
    mirror(Log.of(3).publish(tmp_path / "log"), tmp_path / "mirror")
    forged = Log([b"x"], ORIGIN, "stranger").note().to_bytes()
    (tmp_path / "mirror/checkpoints/1-0123456789abcdef").write_bytes(forged)
    done = mirror(Log.of(5).publish(tmp_path / "log"), tmp_path / "mirror")
    assert (kinds(done), done.kept) == ([], 2)


def test_another_log_in_its_place_is_told(tmp_path: Path) -> None:
    mirror(Log.of(3).publish(tmp_path / "log"), tmp_path / "mirror")
    other = Log.of(3)
    other.origin = "log.example.gov.cn/410928/scjg"
    trust = Trust(None, verify_ed25519)
    assert kinds(mirror(other.publish(tmp_path / "other"), tmp_path / "mirror", trust=trust)) == ["UNSIGNED", "ORIGIN"]


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.replace(b"\n3\n", b"\n03\n"),
        lambda raw: raw.replace(b"\n3\n", b"\n4\n"),
        lambda raw: raw[:-1],
        lambda raw: raw.replace(b"rsj", b"rs\tj"),
        lambda raw: raw.replace("— log".encode(), "— lag".encode()),
    ],
)
def test_a_checkpoint_that_does_not_hold_is_told_and_not_kept(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    Log.of(3).publish(tmp_path / "log")
    bent(tmp_path / "log/checkpoint", change)
    done = mirror(tmp_path / "log", tmp_path / "mirror")
    assert (kinds(done), done.kept, done.served) == (["CHECKPOINT"], 0, None)


def test_a_log_without_a_checkpoint_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    assert kinds(mirror(tmp_path / "log", tmp_path / "mirror")) == ["UNREACHABLE"]


def test_without_a_policy_the_copy_is_made_and_the_signature_is_called_unchecked(tmp_path: Path) -> None:
    done = mirror(Log.of(3).publish(tmp_path / "log"), tmp_path / "mirror", trust=Trust(None, verify_ed25519))
    assert (kinds(done), done.size) == (["UNSIGNED"], 3)


def test_too_few_witnesses_are_told_and_the_copy_is_made(tmp_path: Path) -> None:
    trust = Trust(policy("a.example", "b.example", quorum=2), verify_ed25519)
    log = Log.of(3)
    line = cosigned("a.example", log.checkpoint().text(), START)
    done = mirror(log.publish(tmp_path / "log", line), tmp_path / "mirror", trust=trust)
    assert (kinds(done), done.size) == (["QUORUM"], 3)
    assert "2 个见证人中 1 个已见证（a.example）" in done.findings[0].differed


# ----------------------------------------------------------------------------------------------------------------- compare


def test_mirrors_of_one_history_agree_whoever_is_ahead(tmp_path: Path) -> None:
    mirror(Log.of(8).publish(tmp_path / "log"), tmp_path / "behind")
    mirror(Log.of(20).publish(tmp_path / "log"), tmp_path / "ahead")
    shutil.rmtree(tmp_path / "log")
    done = mirror(Log.of(13).publish(tmp_path / "log"), tmp_path / "mirror", tmp_path / "behind", tmp_path / "ahead")
    assert kinds(done) == []
    assert done.compared == 4


@pytest.mark.parametrize("size", [8, 13, 20])
def test_a_mirror_that_was_shown_another_history_is_told(tmp_path: Path, size: int) -> None:
    log = Log.of(13)
    other = log.grown_to(20).rewritten(3).cut_to(size)
    mirror(other.publish(tmp_path / "shown to others"), tmp_path / "other")
    done = mirror(log.publish(tmp_path / "log"), tmp_path / "mirror", tmp_path / "other")
    assert set(kinds(done)) == {"FORK"}
    assert done.size == 13
    assert done.kept == 2


def test_a_mirror_without_anything_or_with_a_bad_checkpoint_is_incomplete(tmp_path: Path) -> None:
    log = Log.of(3).publish(tmp_path / "log")
    (tmp_path / "empty").mkdir()
    Log.of(3).publish(tmp_path / "bad")
    bent(tmp_path / "bad/checkpoint", lambda raw: raw[:-1])
    Log.of(5).publish(tmp_path / "broken")
    bent(tmp_path / "broken/tile/0/000.p/5", ONE_BYTE)
    done = mirror(log, tmp_path / "mirror", tmp_path / "empty", tmp_path / "bad", tmp_path / "broken")
    assert kinds(done) == ["UNREACHABLE"] * 3


def test_nothing_is_compared_before_anything_was_copied(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    Log.of(3).publish(tmp_path / "other")
    done = mirror(tmp_path / "log", tmp_path / "mirror", tmp_path / "other")
    assert done.compared == 0


# ----------------------------------------------------------------------------------------------------------------- outside


def test_the_golden_log_is_mirrored(tmp_path: Path, root: Path) -> None:
    golden = root / "tests/vectors/tlog"
    trust = Trust(parse_policy((golden / "policy").read_bytes()), verify_ed25519)
    done = mirror(golden / "log", tmp_path / "mirror", trust=trust)
    assert (kinds(done), done.size) == ([], 300)
    copied = files(tmp_path / "mirror")
    assert {name: (golden / "log" / name).read_bytes() for name in copied} == copied


@pytest.mark.external
def test_a_foreign_log_is_mirrored_whole(tmp_path: Path, shared: Path) -> None:
    folder = shared / "data/tlog/tessera-log/testdata/log"
    vkey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
    trust = Trust(parse_policy(f"log {vkey}\nquorum none\n".encode()), verify_ed25519)
    shutil.copytree(folder, tmp_path / "log")
    for size in (3, 9, 15):
        shutil.copyfile(folder / f"checkpoint.{size}", tmp_path / "log/checkpoint")
        done = mirror(tmp_path / "log", tmp_path / "mirror", trust=trust)
        assert (kinds(done), done.size) == ([], size)
    assert done.kept == 3


@pytest.mark.external
def test_a_foreign_mirrors_hashes_lead_to_its_root_and_its_placeholder_entries_are_told(
    tmp_path: Path, shared: Path
) -> None:
    """Its bundles hold one line of filler each: the tiles are copied under the cosigned root, the first bundle is the finding."""
    log = shared / "data/tlog/skylight/cmd/skylight/testdata/witness/mirror"
    folder = log / "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706"
    done = mirror(folder, tmp_path / "mirror", trust=Trust(None, verify_ed25519))
    assert kinds(done) == ["UNSIGNED", "FILES"]
    assert "tile/entries/000" in done.findings[1].checked
    copied = set(files(tmp_path / "mirror"))
    assert copied == {"tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"}
    assert all((tmp_path / "mirror" / name).read_bytes() == (folder / name).read_bytes() for name in copied)
