"""Takes the guards of witness, client, mirror and monitor away one at a time; the claim of the named test must then fail.

Source: 80-reliability J7, F2 F3 F9; 50-ledger §7, §9, §13.6.
"""

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog import witnessing
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.foundation.ledger.watching import copying, elsewhere, mirror, monitor, proven, served
from shuangsuiji.foundation.ledger.watching.findings import Faulty
from shuangsuiji.foundation.ledger.witness import carrying, client, store
from shuangsuiji.foundation.ledger.witness.server import Witness
from shuangsuiji.foundation.ledger.witness.store import Store
from tests.foundation.ledger.watching.test_mirror import every_bent_file_is_told as the_mirror_tells_bent_files
from tests.foundation.ledger.watching.test_mirror import no_other_history_is_taken_over
from tests.foundation.ledger.watching.test_monitor import a_log_that_stands_still_is_told, other_histories_are_told
from tests.foundation.ledger.watching.test_monitor import every_bent_file_is_told as the_monitor_tells_bent_files
from tests.foundation.ledger.witness.invented import Log, new_witness
from tests.foundation.ledger.witness.test_carrying import damaged_pieces_are_told_by_their_number
from tests.foundation.ledger.witness.test_client import every_refusal_is_an_alarm
from tests.foundation.ledger.witness.test_server import (
    contradictions_are_kept,
    every_small_rewrite_is_refused_and_kept,
    of_two_stalled_requests_one_is_cosigned,
)

Claim = Callable[[Path], None]
LOG = Log.of(13)


def contradictions_are_kept_by_a_new_witness(folder: Path) -> None:
    """The claim, with the witness it needs."""
    witness = new_witness(folder)
    assert witness.answer(LOG.cut_to(8).request(0)).status == 200
    contradictions_are_kept(witness)


def a_missing_memory_means_stop(folder: Path) -> None:
    """Claim: where the memory is gone, nothing is cosigned and no memory appears."""
    witness = new_witness(folder)
    path = folder / "w.example.sqlite"
    path.unlink()
    with pytest.raises(ValueError, match="不存在"):
        witness.answer(LOG.request(0))
    assert not path.exists()


CLAIMS: tuple[Claim, ...] = (
    contradictions_are_kept_by_a_new_witness,
    every_small_rewrite_is_refused_and_kept,
    of_two_stalled_requests_one_is_cosigned,
    a_missing_memory_means_stop,
    the_mirror_tells_bent_files,
    no_other_history_is_taken_over,
    the_monitor_tells_bent_files,
    other_histories_are_told,
    a_log_that_stands_still_is_told,
)


def must_fail(claim: Callable[[], None]) -> None:
    """The sabotage is seen."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        claim()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_without_sabotage_the_claims_hold(claim: Claim, tmp_path: Path) -> None:
    claim(tmp_path)


def nothing(*arguments: Any, **named: Any) -> None:
    """A guard that guards nothing."""


# ----------------------------------------------------------------------------------------------------------------- witness


def test_recording_without_asking_for_the_old_size_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(store, "_GROW", store._GROW.replace(" AND size = :old", ""))
    monkeypatch.setattr(store, "_SCHEMA", store._SCHEMA.replace("NEW.size < OLD.size OR (NEW.size = OLD.size", "(0"))
    must_fail(lambda: of_two_stalled_requests_one_is_cosigned(tmp_path))


def test_with_the_condition_gone_alone_the_files_triggers_keep_the_second_root_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(store, "_GROW", store._GROW.replace(" AND size = :old", ""))
    must_fail(lambda: of_two_stalled_requests_one_is_cosigned(tmp_path))
    assert Store(tmp_path / "w.example.sqlite").all_remembered()[0].known.size == 13


def test_throwing_contradictions_away_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Store, "keep", nothing)
    must_fail(lambda: contradictions_are_kept_by_a_new_witness(tmp_path))


def test_keeping_only_the_first_contradiction_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(store, "_MOST_EVIDENCE", 1)
    must_fail(lambda: every_small_rewrite_is_refused_and_kept(tmp_path))


def test_not_looking_at_what_was_turned_away_for_its_size_is_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Witness, "_keep_fork", nothing)
    must_fail(lambda: of_two_stalled_requests_one_is_cosigned(tmp_path))


def test_a_witness_that_checks_no_proof_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(witnessing, "verify_consistency", nothing)
    monkeypatch.setattr(store, "_SCHEMA", store._SCHEMA.replace("NEW.size < OLD.size OR (NEW.size = OLD.size", "(0"))
    must_fail(lambda: every_small_rewrite_is_refused_and_kept(tmp_path))


def test_a_store_that_begins_anew_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    honest = store.Store._connection

    def anew(self: Store) -> Any:
        if not self._path.exists():
            Store.create(self._path)
        return honest(self)

    monkeypatch.setattr(Store, "_connection", anew)
    must_fail(lambda: a_missing_memory_means_stop(tmp_path))


# ------------------------------------------------------------------------------------------------------------------ client


def test_taking_a_refusal_for_an_absence_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_ALARMS", (client.AHEAD, client.BAD_ANSWER))
    must_fail(every_refusal_is_an_alarm)


def test_believing_a_witness_without_checking_its_line_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "with_cosignatures", lambda note, *_: note)
    must_fail(every_refusal_is_an_alarm)


def test_joining_pieces_without_their_checksums_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    class Anything(str):
        """Equal to every checksum."""

        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        def __getitem__(self, key: Any) -> "Anything":
            return self

    honest = carrying.digest
    monkeypatch.setattr(
        "tests.foundation.ledger.witness.test_carrying.pieces",
        lambda raw: [
            f"ssj-carry/1 {n + 1}/4 {honest(raw)[:16]} {honest(raw[n * 855 : n * 855 + 855])[:8]} "
            + base64.b64encode(raw[n * 855 : n * 855 + 855]).decode()
            for n in range(4)
        ],
    )
    damaged_pieces_are_told_by_their_number()
    monkeypatch.setattr(carrying, "digest", lambda raw: Anything(honest(raw)))
    must_fail(damaged_pieces_are_told_by_their_number)


# ---------------------------------------------------------------------------------------------------------------- watching


def test_never_asking_for_freshness_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(monitor, "_standstill", lambda *_, **__: iter(()))
    must_fail(lambda: a_log_that_stands_still_is_told(tmp_path))


def test_a_longer_patience_than_26_hours_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(monitor, "FRESH", timedelta(hours=27))
    must_fail(lambda: a_log_that_stands_still_is_told(tmp_path))


def test_believing_any_growth_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(proven.ProvenTree, "continues", lambda self, old: True)
    must_fail(lambda: other_histories_are_told(tmp_path / "monitor"))
    must_fail(lambda: no_other_history_is_taken_over(tmp_path / "mirror"))


def test_taking_a_shorter_log_for_a_quiet_one_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(monitor, "rollback", lambda *_: None)
    must_fail(lambda: other_histories_are_told(tmp_path / "monitor"))


def test_a_memory_that_follows_a_fork_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    honest = monitor.Monitor.run

    def forgetful(self: monitor.Monitor, at: Any, memory: Any = None, mirrors: Any = ()) -> Any:
        done = honest(self, at, memory, mirrors)
        fresh = honest(self, at, None, mirrors)
        return done if not done.findings else type(done)(**{**_members(done), "memory": fresh.memory})

    monkeypatch.setattr(monitor.Monitor, "run", forgetful)
    must_fail(lambda: other_histories_are_told(tmp_path))


def _members(done: Any) -> dict[str, Any]:
    return {name: getattr(done, name) for name in done.__slots__}


def test_using_tiles_that_are_not_proven_accuses_the_log_and_is_seen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(proven.ProvenTree, "_proven", lambda self, tile: self._served.tile(tile))
    must_fail(lambda: the_monitor_tells_bent_files(tmp_path))


def test_copying_full_tiles_without_their_parents_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    honest = copying.Copying._full_tile

    def unproven(self: copying.Copying, tile: Any) -> int:
        try:
            return honest(self, tile)
        except Faulty:
            copying.write_file(self._folder / tile.path, self._served.tile(tile))
            return 1

    monkeypatch.setattr(copying.Copying, "_full_tile", unproven)
    monkeypatch.setattr(
        served.ServedLog, "checked_entries", lambda self, bundle, _: served.write_bundle(self.entries(bundle))
    )
    must_fail(lambda: the_mirror_tells_bent_files(tmp_path))


def test_looking_at_the_newest_widths_only_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mirror.Mirror, "_partial_findings", lambda self, _: iter(()))
    must_fail(lambda: the_mirror_tells_bent_files(tmp_path))


def test_a_mirror_that_follows_whatever_is_served_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mirror.Mirror, "_refuse_break", nothing)
    must_fail(lambda: no_other_history_is_taken_over(tmp_path))


def test_not_comparing_with_the_witnesses_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tests.foundation.ledger.watching.test_monitor import test_a_log_behind_its_witness_was_rolled_back as claim

    claim(tmp_path / "honest")
    monkeypatch.setattr(monitor, "relate", nothing)
    must_fail(lambda: claim(tmp_path / "blind"))


def test_an_endless_time_for_publishing_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tests.foundation.ledger.watching.test_monitor import test_a_log_behind_its_witness_was_rolled_back as claim

    monkeypatch.setattr(elsewhere, "PUBLISHING", timedelta(days=365))
    must_fail(lambda: claim(tmp_path))


def test_the_error_that_claims_expect_is_one_of_the_logs_own() -> None:
    assert issubclass(TlogRefused, ValueError)
