"""A monitor tells rollback, fork and standstill from served bytes alone. Source: 50-ledger §9; 80-reliability F3 F9."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.policy import parse_policy
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.foundation.ledger.watching import growing
from shuangsuiji.foundation.ledger.watching.findings import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE, Finding, exit_code
from shuangsuiji.foundation.ledger.watching.memory import Memory, MemoryRefused, read_memory, write_memory
from shuangsuiji.foundation.ledger.watching.monitor import FRESH, Monitor, Monitored
from shuangsuiji.foundation.ledger.watching.opened import Trust
from shuangsuiji.foundation.ledger.watching.proven import ProvenTree
from shuangsuiji.foundation.ledger.watching.source import FolderSource, Served
from shuangsuiji.foundation.ledger.witness.server import Application, Witness, log_id
from shuangsuiji.foundation.ledger.witness.transport import Unreachable
from shuangsuiji.verify.signatures import verify_ed25519
from tests.foundation.ledger.watching.test_mirror import FILES, ONE_BYTE, bent, mirror
from tests.foundation.ledger.witness.invented import (
    ORIGIN,
    START,
    Log,
    call,
    cosigned,
    leaf,
    new_witness,
    policy,
    policy_text,
    public,
)

ALONE = Trust(policy(), verify_ed25519)
ONE = Trust(policy("a.example", quorum=1), verify_ed25519)
HOUR = timedelta(hours=1)


class Addresses:
    """Sources by their address; an address nobody named cannot be reached."""

    def __init__(self, **served: dict[str, bytes]) -> None:
        self.served = {f"https://{name.replace('_', '.')}/prefix": files for name, files in served.items()}

    def __call__(self, url: str) -> Any:
        if url not in self.served:
            raise Unreachable("没有这台主机")
        return _Pages(url, self.served[url])


class _Pages:
    def __init__(self, name: str, pages: dict[str, bytes]) -> None:
        self.name = name
        self.pages = pages

    def read(self, path: str, most: int) -> Served | None:
        raw = self.pages.get(path)
        return None if raw is None else Served(raw)

    def listed(self, under: str) -> Iterator[str]:
        yield from ()


def published(log: Log, folder: Path, at: datetime = START, *witnesses: str) -> Path:
    """Publish a log at a time, in place of what was published before, cosigned then."""
    shutil.rmtree(folder, ignore_errors=True)
    log.publish(folder, *(cosigned(name, log.checkpoint().text(), at) for name in witnesses))
    os.utime(folder / "checkpoint", (at.timestamp(), at.timestamp()))
    return folder


def look(
    folder: Path,
    memory: Memory | None = None,
    *mirrors: Path,
    at: datetime = START,
    trust: Trust = ALONE,
    addresses: Addresses | None = None,
) -> Monitored:
    """One run."""
    monitor = Monitor(FolderSource(folder), trust, open_at=addresses or Addresses())
    return monitor.run(at, memory, [FolderSource(mirror) for mirror in mirrors])


def kinds(done: Monitored) -> list[str]:
    return [finding.kind for finding in done.findings]


def code(done: Monitored) -> int:
    return exit_code(done.findings)


# ------------------------------------------------------------------------------------------------------------------ growth


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 700])
def test_every_entry_is_recomputed_and_remembered_as_the_trees_edge(tmp_path: Path, size: int) -> None:
    log = Log.of(size)
    done = look(published(log, tmp_path / "log"))
    assert (kinds(done), done.is_first, done.grown) == ([], True, size)
    assert done.memory is not None
    assert done.memory.edge == log.edge()[0]
    assert done.memory.note == log.note().to_bytes().decode()


@pytest.mark.parametrize(("old", "new"), [(0, 300), (3, 7), (250, 260), (255, 256), (256, 257), (300, 300), (300, 900)])
def test_the_next_run_goes_on_where_the_last_one_ended(tmp_path: Path, old: int, new: int) -> None:
    first = look(published(Log.of(old), tmp_path / "log"))
    second = look(published(Log.of(new), tmp_path / "log"), first.memory)
    assert (kinds(second), second.is_first, second.grown) == ([], False, new - old)
    assert second.memory is not None
    assert second.memory.edge == Log.of(new).edge()[0]


def test_a_long_log_is_recomputed_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "_BUNDLES_AT_ONCE", 1)
    log = Log.of(1100)
    done = look(published(log, tmp_path / "log"))
    assert kinds(done) == []
    assert done.memory is not None
    assert done.memory.edge == RightEdge().grown(map(leaf_hash, log.bodies))[0]


def every_bent_file_is_told(folder: Path) -> None:
    """Claim, also of the saboteurs: one byte changed or cut in what the root covers is a finding; the memory does not move."""
    log = Log.of(300)
    for number, name in enumerate(FILES[:5]):
        for change in (ONE_BYTE, lambda raw: raw[:-1]):
            source = published(log, folder / f"{number}")
            memory = look(published(log.cut_to(200), folder / "before")).memory
            bent(source / name, change)
            done = look(source, memory)
            assert (kinds(done), code(done)) == (["FILES"], EXIT_BAD), name
            assert done.memory is not None
            assert done.memory.edge.size == 200


def test_every_bent_file_is_told(tmp_path: Path) -> None:
    every_bent_file_is_told(tmp_path)


def test_an_entry_that_changed_under_an_unchanged_tile_is_named(tmp_path: Path) -> None:
    memory = look(published(Log.of(5), tmp_path / "log")).memory
    published(Log.of(9), tmp_path / "log")
    bent(tmp_path / "log/tile/entries/000.p/9", lambda raw: raw.replace(b"entry 3", b"entry x"))
    done = look(tmp_path / "log", memory)
    assert kinds(done) == ["FILES"]
    assert "第 3 条与上次读到的不同" in done.findings[0].differed


def test_full_tiles_are_compared_before_the_last_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "_BUNDLES_AT_ONCE", 1)
    published(Log.of(700), tmp_path / "log")
    bent(tmp_path / "log/tile/0/000", ONE_BYTE)
    done = look(tmp_path / "log")
    assert kinds(done) == ["FILES"]
    assert "tile/0/000" in done.findings[0].checked


def test_a_root_no_entry_leads_to_is_told_also_where_the_tiles_agree_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last comparison of all; reached only where every one before it was blind."""
    log = Log.of(5)
    source = published(log, tmp_path / "log")
    monkeypatch.setattr(ProvenTree, "continues", lambda *_: True)
    (source / "checkpoint").write_bytes(log.rewritten(1).note().to_bytes())
    os.utime(source / "checkpoint", (START.timestamp(), START.timestamp()))
    done = look(source)
    assert kinds(done) == ["FILES"]
    assert "由条目重算的树根" in done.findings[0].differed


# ------------------------------------------------------------------------------------------------------ rollback and fork


def other_histories_are_told(folder: Path) -> None:
    """Claim, also of the saboteurs: between two runs a log may only grow; what contradicts is kept and told again."""
    log = Log.of(13)
    for served, kind in (
        (log.cut_to(8), "ROLLBACK"),
        (log.cut_to(0), "ROLLBACK"),
        (log.cut_to(8).rewritten(3), "ROLLBACK"),
        (log.rewritten(3), "FORK"),
        (log.rewritten(12).grown_to(20), "FORK"),
        (log.rewritten(3).grown_to(300), "FORK"),
    ):
        first = look(published(log, folder / "log"))
        second = look(published(served, folder / "log"), first.memory)
        third = look(folder / "log", second.memory)
        assert (kinds(second), kinds(third), code(second)) == ([kind], [kind], EXIT_BAD)
        assert third.memory is not None
        assert third.memory.edge.size == 13
        assert third.memory.kept == (served.note().to_bytes().decode(),)
        assert kinds(look(published(log.grown_to(21), folder / "log"), third.memory)) == []


def test_other_histories_are_told(tmp_path: Path) -> None:
    other_histories_are_told(tmp_path)


def test_another_log_in_its_place_is_told(tmp_path: Path) -> None:
    memory = look(published(Log.of(3), tmp_path / "log"), trust=Trust(None, verify_ed25519)).memory
    other = Log.of(3)
    other.origin = "log.example.gov.cn/410928/scjg"
    done = look(published(other, tmp_path / "log"), memory, trust=Trust(None, verify_ed25519))
    assert kinds(done) == ["UNSIGNED", "ORIGIN"]


def test_a_log_that_cannot_be_read_is_incomplete(tmp_path: Path) -> None:
    memory = look(published(Log.of(3), tmp_path / "log")).memory
    (tmp_path / "log/checkpoint").unlink()
    done = look(tmp_path / "log", memory)
    assert (kinds(done), code(done)) == (["UNREACHABLE"], EXIT_INCOMPLETE)
    assert done.memory == memory


def test_a_forged_checkpoint_is_told(tmp_path: Path) -> None:
    published(Log.of(3), tmp_path / "log")
    bent(tmp_path / "log/checkpoint", lambda raw: raw.replace(b"\n3\n", b"\n4\n"))
    assert kinds(look(tmp_path / "log")) == ["CHECKPOINT", "CLOCK"]


# ------------------------------------------------------------------------------------------------------------- standstill


def a_log_that_stands_still_is_told(folder: Path) -> None:
    """Claim, also of the saboteurs: 26 hours without a sign of life, with and without witnesses."""
    for trust, witnesses in ((ALONE, ()), (ONE, ("a.example",))):
        log = published(Log.of(3), folder / "log", START, *witnesses)
        silent = Addresses(a_example={})
        memory = look(log, trust=trust, addresses=silent).memory
        good = look(log, memory, at=START + FRESH, trust=trust, addresses=silent)
        late = look(log, memory, at=START + FRESH + timedelta(seconds=1), trust=trust, addresses=silent)
        assert (kinds(good), code(good)) == ([], EXIT_GOOD)
        assert (kinds(late), code(late)) == (["STALL"], EXIT_BAD)
        assert "26 小时" in late.findings[0].paragraph()


def test_a_log_that_stands_still_is_told(tmp_path: Path) -> None:
    a_log_that_stands_still_is_told(tmp_path)


def test_a_heartbeat_is_a_sign_of_life(tmp_path: Path) -> None:
    memory = look(published(Log.of(3), tmp_path / "log")).memory
    day = START + timedelta(hours=24)
    assert kinds(look(published(Log.of(3), tmp_path / "log", day), memory, at=day + 3 * HOUR)) == []


def test_a_touched_file_is_no_sign_of_life_where_witnesses_are_asked_for(tmp_path: Path) -> None:
    log = Log.of(3)
    published(log, tmp_path / "log", START, "a.example")
    later = START + timedelta(days=3)
    os.utime(tmp_path / "log/checkpoint", (later.timestamp(), later.timestamp()))
    silent = Addresses(a_example={})
    assert kinds(look(tmp_path / "log", at=later, addresses=silent)) == []
    assert kinds(look(tmp_path / "log", at=later, trust=ONE, addresses=silent)) == ["STALL"]


def test_growth_between_two_runs_is_a_sign_of_life_also_where_the_witnesses_are_away(tmp_path: Path) -> None:
    silent = Addresses(a_example={})
    first = look(published(Log.of(3), tmp_path / "log", START, "a.example"), trust=ONE, addresses=silent)
    later = START + timedelta(days=3)
    done = look(published(Log.of(4), tmp_path / "log"), first.memory, at=later, trust=ONE, addresses=silent)
    assert (kinds(done), code(done)) == (["QUORUM"], EXIT_INCOMPLETE)
    assert done.alive_at == later


def test_the_time_in_the_newest_entry_is_a_sign_of_life_and_is_remembered(tmp_path: Path) -> None:
    silent = Addresses(a_example={})
    log = Log([leaf(0, START)])
    first = look(published(log, tmp_path / "log"), trust=ONE, addresses=silent)
    assert (kinds(first), first.alive_at) == (["QUORUM"], START)
    second = look(tmp_path / "log", first.memory, at=START + 25 * HOUR, trust=ONE, addresses=silent)
    assert (kinds(second), second.alive_at) == (["QUORUM"], START)
    third = look(tmp_path / "log", second.memory, at=START + 27 * HOUR, trust=ONE, addresses=silent)
    assert kinds(third) == ["QUORUM", "STALL"]


def test_without_any_time_nothing_can_be_said_of_freshness(tmp_path: Path) -> None:
    done = look(published(Log.of(3), tmp_path / "log"), trust=ONE, addresses=Addresses(a_example={}))
    assert kinds(done) == ["QUORUM", "CLOCK"]


@pytest.mark.parametrize("ahead", [timedelta(minutes=11), timedelta(days=400)])
def test_a_time_that_is_yet_to_come_is_told_and_not_believed(tmp_path: Path, ahead: timedelta) -> None:
    published(Log.of(3), tmp_path / "log", START + ahead, "a.example")
    done = look(tmp_path / "log", trust=ONE, addresses=Addresses(a_example={}))
    assert (kinds(done), done.alive_at) == (["CLOCK", "CLOCK"], None)
    published(Log.of(3), tmp_path / "log", START + timedelta(minutes=9), "a.example")
    assert kinds(look(tmp_path / "log", trust=ONE, addresses=Addresses(a_example={}))) == []


def test_a_time_no_calendar_knows_is_not_believed(tmp_path: Path) -> None:
    from shuangsuiji.core.tlog.cosignature import cosigned_message
    from shuangsuiji.core.tlog.note import cosignature_line
    from tests.foundation.ledger.witness.invented import witness_key

    log, key, seconds = Log.of(3), witness_key("a.example"), 2**60
    line = cosignature_line(key.public, seconds, key.sign(cosigned_message(seconds, log.checkpoint().text())))
    log.publish(tmp_path / "log", line)
    done = look(tmp_path / "log", trust=ONE, addresses=Addresses(a_example={}))
    assert kinds(done) == ["CLOCK"]


def test_what_the_sealer_says_of_its_halt_is_passed_on(tmp_path: Path) -> None:
    source = published(Log.of(3), tmp_path / "log")
    (source / "status.json").write_text(
        '{"state": "halted", "since": "2026-03-02T01:00:00Z", "reason": "数据库被回退"}'
    )
    done = look(source)
    assert (kinds(done), code(done)) == (["HALTED"], EXIT_BAD)
    assert "数据库被回退" in done.findings[0].paragraph()


@pytest.mark.parametrize("raw", [b'{"state": "sealed"}', b"[]", b"{", b"\xff", b"x" * 70_000])
def test_any_other_status_says_nothing(tmp_path: Path, raw: bytes) -> None:
    source = published(Log.of(3), tmp_path / "log")
    (source / "status.json").write_bytes(raw)
    assert kinds(look(source)) == []


# ----------------------------------------------------------------------------------------------- witnesses and mirrors


def two_logs(other: Log) -> bytes:
    """A policy that knows another log as well."""
    return f"log {public(other.origin).vkey}\n{policy_text('a.example', quorum=1)}".encode()


def served_by(log: Log, at: datetime = START, name: str = "a.example") -> dict[str, bytes]:
    """What a witness serves that cosigned the log at a time."""
    return {f"{log_id(ORIGIN)}/checkpoint": log.note(cosigned(name, log.checkpoint().text(), at)).to_bytes()}


def test_witnesses_that_saw_the_same_history_are_compared_and_silent(tmp_path: Path) -> None:
    log = Log.of(13)
    published(log, tmp_path / "log", START, "a.example")
    for seen in (log, log.cut_to(8), log.cut_to(0)):
        done = look(tmp_path / "log", trust=ONE, addresses=Addresses(a_example=served_by(seen)))
        assert (kinds(done), done.compared) == ([], 1)


def test_a_log_behind_its_witness_was_rolled_back(tmp_path: Path) -> None:
    """F3: the restored backup falls behind the witnessed checkpoint."""
    log = Log.of(13)
    published(log.cut_to(8), tmp_path / "log", START, "a.example")
    ahead = Addresses(a_example=served_by(log))
    done = look(tmp_path / "log", at=START + HOUR, trust=ONE, addresses=ahead)
    assert (kinds(done), code(done)) == (["ROLLBACK"], EXIT_BAD)
    assert "见证人 a.example" in done.findings[0].checked
    assert done.memory is not None
    assert done.memory.kept == (ahead.served["https://a.example/prefix"][f"{log_id(ORIGIN)}/checkpoint"].decode(),)
    just_now = look(tmp_path / "log", at=START + timedelta(minutes=9), trust=ONE, addresses=ahead)
    assert kinds(just_now) == [], "it cosigned a moment ago, the log is publishing"


@pytest.mark.parametrize("size", [8, 13])
def test_a_log_that_showed_its_witness_another_history_is_told(tmp_path: Path, size: int) -> None:
    log = Log.of(13)
    published(log, tmp_path / "log", START, "a.example")
    other = Addresses(a_example=served_by(log.rewritten(3).cut_to(size)))
    done = look(tmp_path / "log", trust=ONE, addresses=other)
    assert (kinds(done), code(done)) == (["FORK"], EXIT_BAD)


def test_a_witness_that_cannot_be_asked_or_answers_nonsense_is_incomplete(tmp_path: Path) -> None:
    published(Log.of(13), tmp_path / "log", START, "a.example")
    nonsense = Addresses(a_example={f"{log_id(ORIGIN)}/checkpoint": b"nonsense"})
    for addresses in (Addresses(), nonsense):
        done = look(tmp_path / "log", trust=ONE, addresses=addresses)
        assert (kinds(done), code(done)) == (["UNREACHABLE"], EXIT_INCOMPLETE)


def test_a_witness_that_serves_another_log_there_is_incomplete(tmp_path: Path) -> None:
    other = Log.of(3)
    other.origin = "log.example.gov.cn/410928/scjg"
    trust = Trust(parse_policy(two_logs(other)), verify_ed25519)
    published(Log.of(13), tmp_path / "log", START, "a.example")
    line = cosigned("a.example", other.checkpoint().text(), START)
    pages = {f"{log_id(ORIGIN)}/checkpoint": Log(other.bodies, other.origin, other.origin).note(line).to_bytes()}
    done = look(tmp_path / "log", trust=trust, addresses=Addresses(a_example=pages))
    assert kinds(done) == ["UNREACHABLE"]
    assert "另一个日志" in done.findings[0].differed


def test_what_others_have_is_compared_also_after_the_log_failed_its_own_memory(tmp_path: Path) -> None:
    log = Log.of(13)
    memory = look(
        published(log, tmp_path / "log", START, "a.example"), trust=ONE, addresses=Addresses(a_example={})
    ).memory
    published(log.rewritten(3), tmp_path / "log", START, "a.example")
    done = look(tmp_path / "log", memory, trust=ONE, addresses=Addresses(a_example=served_by(log)))
    assert kinds(done) == ["FORK", "FORK"]
    assert done.memory is not None
    assert len(done.memory.kept) == 1, "what the witness has is what the memory believes already"


def test_tiles_that_go_bad_between_two_looks_are_told_by_the_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log.of(13)
    published(log, tmp_path / "log", START, "a.example")
    monkeypatch.setattr(Monitor, "_advance", lambda *_: None)
    bent(tmp_path / "log/tile/0/000.p/13", ONE_BYTE)
    done = look(tmp_path / "log", trust=ONE, addresses=Addresses(a_example=served_by(log.cut_to(8))))
    assert kinds(done) == ["FILES"]


def test_a_witness_without_an_address_is_not_asked(tmp_path: Path) -> None:
    trust = Trust(policy("a.example", quorum=1, url=""), verify_ed25519)
    published(Log.of(13), tmp_path / "log", START, "a.example")
    assert kinds(look(tmp_path / "log", trust=trust)) == []


def test_a_policy_of_two_logs_compares_each_with_its_own(tmp_path: Path) -> None:
    other = Log([b"x"], "log.example.gov.cn/410928/scjg", "log.example.gov.cn/410928/scjg")
    trust = Trust(parse_policy(two_logs(other)), verify_ed25519)
    published(Log.of(13), tmp_path / "log", START, "a.example")
    line = cosigned("a.example", other.checkpoint().text(), START)
    pages = {**served_by(Log.of(13)), f"{log_id(other.origin)}/checkpoint": other.note(line).to_bytes()}
    done = look(tmp_path / "log", trust=trust, addresses=Addresses(a_example=pages))
    assert (kinds(done), done.compared) == ([], 1)


def test_mirrors_are_compared_with_everything_they_kept(tmp_path: Path) -> None:
    log = Log.of(13)
    mirror(log.cut_to(5).rewritten(2).publish(tmp_path / "once shown"), tmp_path / "one")
    shutil.rmtree(tmp_path / "one/tile")
    mirror(log.publish(tmp_path / "to mirrors"), tmp_path / "two")
    shutil.copytree(tmp_path / "one/checkpoints", tmp_path / "two/checkpoints", dirs_exist_ok=True)
    published(log, tmp_path / "log")
    done = look(tmp_path / "log", None, tmp_path / "two")
    assert (kinds(done), done.compared) == (["FORK"], 3)
    assert "checkpoints/5-" in done.findings[0].checked


@pytest.mark.parametrize(("rewritten", "kind"), [(False, "ROLLBACK"), (True, "FORK")])
def test_a_log_behind_a_mirror_is_told_with_the_right_name(tmp_path: Path, rewritten: bool, kind: str) -> None:
    log = Log.of(13)
    mirror((log.rewritten(3) if rewritten else log).publish(tmp_path / "to mirrors"), tmp_path / "mirror")
    published(log.cut_to(8), tmp_path / "log")
    done = look(tmp_path / "log", None, tmp_path / "mirror")
    assert set(kinds(done)) == {kind} if not rewritten else "FORK" in kinds(done)
    assert code(done) == EXIT_BAD


def test_a_mirror_of_another_log_or_of_nothing_or_a_broken_one_is_told(tmp_path: Path) -> None:
    trust = Trust(None, verify_ed25519)
    log = published(Log.of(8), tmp_path / "log")
    other = Log.of(3)
    other.origin = "log.example.gov.cn/410928/scjg"
    other.publish(tmp_path / "other")
    (tmp_path / "empty").mkdir()
    Log.of(9).publish(tmp_path / "broken")
    bent(tmp_path / "broken/tile/0/000.p/9", ONE_BYTE)
    assert kinds(look(log, None, tmp_path / "other", trust=trust)) == ["UNSIGNED", "ORIGIN"]
    assert kinds(look(log, None, tmp_path / "empty", trust=trust)) == ["UNREACHABLE", "UNSIGNED"]
    assert kinds(look(log, None, tmp_path / "broken", trust=trust)) == ["UNSIGNED", "UNREACHABLE"]


def test_a_real_witness_serves_what_the_monitor_asks_for(tmp_path: Path) -> None:
    log = Log.of(13)
    witness = new_witness(tmp_path, "a.example")
    witness.answer(log.request(0))
    note = witness.checkpoint(log_id(ORIGIN))
    assert note is not None
    published(log.cut_to(8), tmp_path / "log", START, "a.example")
    addresses = Addresses(a_example={f"{log_id(ORIGIN)}/checkpoint": note})
    assert kinds(look(tmp_path / "log", at=START + HOUR, trust=ONE, addresses=addresses)) == ["ROLLBACK"]


def kept_by(witness: Witness) -> Addresses:
    """What that witness serves over HTTP, page by page."""
    application = Application(witness)
    pages = {
        f"{log_id(ORIGIN)}/{what}": call(application, "GET", f"/{log_id(ORIGIN)}/{what}")[1]
        for what in ("checkpoint", "evidence")
    }
    return Addresses(a_example=pages)


def test_two_signed_roots_of_one_size_kept_by_a_witness_are_told_with_both_notes(tmp_path: Path) -> None:
    log, forked = Log.of(13), Log.of(13).rewritten(3)
    witness = new_witness(tmp_path, "a.example")
    witness.answer(log.request(0))
    published(log, tmp_path / "log", START, "a.example")
    assert kinds(look(tmp_path / "log", trust=ONE, addresses=kept_by(witness))) == []
    witness.answer(forked.request(13, path=[]))
    # The log shows its first history again; the witness remembers that it once signed another.
    done = look(tmp_path / "log", trust=ONE, addresses=kept_by(witness))
    assert (kinds(done), code(done)) == (["FORK"], EXIT_BAD)
    assert forked.checkpoint().root.hex()[:16] in done.findings[0].differed
    assert done.memory is not None
    assert any(forked.checkpoint().text() in note for note in done.memory.kept)


def test_growth_that_was_never_proven_to_a_witness_is_related_to_the_log_of_today(tmp_path: Path) -> None:
    log = Log.of(13)
    witness = new_witness(tmp_path, "a.example")
    witness.answer(log.cut_to(8).request(0))
    assert witness.answer(log.request(8, path=[b"\0" * 32])).status == 422
    published(log, tmp_path / "log", START, "a.example")
    assert kinds(look(tmp_path / "log", trust=ONE, addresses=kept_by(witness))) == [], "the log has proven it since"
    published(log.cut_to(8).grown_to(20).rewritten(9), tmp_path / "log", START, "a.example")
    assert kinds(look(tmp_path / "log", trust=ONE, addresses=kept_by(witness))) == ["FORK"]


@pytest.mark.parametrize(
    "slander",
    [
        b"nonsense",
        b"[1]",
        b'[{"kind": "FORK"}]',
        b'{"kind": "FORK"}',
        json.dumps([{"kind": "FORK", "at": "", "signed": "x", "cosigned": "x"}]).encode(),
    ],
)
def test_evidence_that_the_log_did_not_sign_accuses_nobody(tmp_path: Path, slander: bytes) -> None:
    log = Log.of(13)
    published(log, tmp_path / "log", START, "a.example")
    served = Addresses(a_example={**served_by(log), f"{log_id(ORIGIN)}/evidence": slander})
    done = look(tmp_path / "log", trust=ONE, addresses=served)
    assert (kinds(done), code(done)) == (["UNREACHABLE"], EXIT_INCOMPLETE)
    assert "不能采信" in done.findings[0].differed


def test_two_notes_that_do_not_contradict_each_other_are_no_fork(tmp_path: Path) -> None:
    log = Log.of(13)
    published(log, tmp_path / "log", START, "a.example")
    note = log.note().to_bytes().decode()
    foreign = Log.of(13)
    foreign.signer = "somebody.else"
    for one, other in (
        (note, note),
        (note, log.cut_to(8).note().to_bytes().decode()),
        (note, foreign.note().to_bytes().decode()),
    ):
        told = json.dumps([{"kind": "FORK", "at": START.isoformat(), "signed": one, "cosigned": other}]).encode()
        served = Addresses(a_example={**served_by(log), f"{log_id(ORIGIN)}/evidence": told})
        assert kinds(look(tmp_path / "log", trust=ONE, addresses=served)) == ["UNREACHABLE"]


# ------------------------------------------------------------------------------------------------------------------ memory


def test_the_memory_is_read_as_it_was_written(tmp_path: Path) -> None:
    memory = look(published(Log.of(300), tmp_path / "log")).memory
    assert memory is not None
    for each in (memory, memory.keeping(b"another"), Memory(ORIGIN, RightEdge(), "", START, None)):
        write_memory(tmp_path / "state.json", each)
        assert read_memory(tmp_path / "state.json") == each
    assert read_memory(tmp_path / "none.json") is None


def test_the_believed_note_is_not_kept_against_itself(tmp_path: Path) -> None:
    memory = look(published(Log.of(3), tmp_path / "log")).memory
    assert memory is not None
    assert memory.keeping(memory.note.encode(), b"x", b"x").kept == ("x",)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-5],
        lambda raw: raw.replace(b'"size": 3', b'"size": 4'),
        lambda raw: raw.replace(b'"size": 3', b'"sice": 3'),
        lambda raw: b"[]",
        lambda raw: b"",
        lambda raw: b"\xff",
    ],
)
def test_a_damaged_memory_stops_the_monitor(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    memory = look(published(Log.of(3), tmp_path / "log")).memory
    assert memory is not None
    write_memory(tmp_path / "state.json", memory)
    bent(tmp_path / "state.json", change)
    with pytest.raises(MemoryRefused, match="状态文件"):
        read_memory(tmp_path / "state.json")


@pytest.mark.parametrize(
    ("found", "expected"), [([], 0), (["QUORUM"], 3), (["FORK"], 1), (["QUORUM", "FORK", "CLOCK"], 1)]
)
def test_what_is_bad_outweighs_what_is_incomplete(found: list[str], expected: int) -> None:
    assert exit_code(Finding(kind, "a", "b", "c") for kind in found) == expected


def test_the_golden_log_is_monitored(tmp_path: Path, root: Path) -> None:
    golden = root / "tests/vectors/tlog"
    trust = Trust(parse_policy((golden / "policy").read_bytes()), verify_ed25519)
    at = datetime.fromtimestamp(1_790_000_300, UTC)
    done = look(golden / "log", at=at + HOUR, trust=trust)
    assert (kinds(done), done.grown, done.alive_at) == ([], 300, at)
    assert kinds(look(golden / "log", done.memory, at=at + 27 * HOUR, trust=trust)) == ["STALL"]
