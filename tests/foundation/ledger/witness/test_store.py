"""What a witness remembers, and what cannot be made to be forgotten. Source: 50-ledger §7."""

import sqlite3
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.hashes import EMPTY_ROOT
from shuangsuiji.core.tlog.keys import COSIGNATURE, KeyRing, VerifierKey
from shuangsuiji.core.tlog.witnessing import Known
from shuangsuiji.foundation.ledger.witness import store as store_module
from shuangsuiji.foundation.ledger.witness.refusal import WitnessRefused
from shuangsuiji.foundation.ledger.witness.store import FORK, UNPROVEN, Store
from tests.foundation.ledger.witness.invented import ORIGIN, START, public


def checkpoint(size: int, letter: bytes = b"a") -> Checkpoint:
    return Checkpoint(ORIGIN, size, letter * 32)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that has cosigned the log at 3 and 8."""
    made = Store.create(tmp_path / "memory.sqlite")
    made.add_log(ORIGIN, public(ORIGIN), START)
    assert made.record(0, checkpoint(3), b"note 3", START)
    assert made.record(3, checkpoint(8), b"note 8", START)
    return made


def test_a_missing_store_means_stop_and_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with pytest.raises(WitnessRefused, match="不存在"):
        Store(path)
    assert not path.exists()


def test_a_store_that_goes_missing_while_the_witness_runs_is_not_made_anew(store: Store, tmp_path: Path) -> None:
    (tmp_path / "memory.sqlite").unlink()
    with pytest.raises(WitnessRefused, match="不存在"):
        store.known(ORIGIN)
    assert not (tmp_path / "memory.sqlite").exists()


def test_an_emptied_file_is_not_a_store(store: Store, tmp_path: Path) -> None:
    (tmp_path / "memory.sqlite").write_bytes(b"")
    with pytest.raises(WitnessRefused, match="已被清空"):
        Store(tmp_path / "memory.sqlite")


def test_a_store_is_never_created_over_another(store: Store, tmp_path: Path) -> None:
    with pytest.raises(WitnessRefused, match="已存在"):
        Store.create(tmp_path / "memory.sqlite")
    assert store.known(ORIGIN).size == 8
    assert [path.name for path in tmp_path.iterdir()] == ["memory.sqlite"]


def test_a_log_begins_with_nothing_known(tmp_path: Path) -> None:
    made = Store.create(tmp_path / "memory.sqlite")
    assert made.logs() == {}
    with pytest.raises(KeyError):
        made.known(ORIGIN)
    made.add_log(ORIGIN, public(ORIGIN), START)
    assert made.known(ORIGIN) == Known(0, EMPTY_ROOT)
    assert made.remembered(ORIGIN).note is None


def test_what_was_recorded_is_known_to_the_next_process(store: Store, tmp_path: Path) -> None:
    again = Store(tmp_path / "memory.sqlite")
    assert again.remembered(ORIGIN).known == Known(8, b"a" * 32)
    assert again.remembered(ORIGIN).note == b"note 8"
    assert [again.root_at(ORIGIN, size) for size in (3, 5, 8)] == [b"a" * 32, None, b"a" * 32]


def test_a_growth_from_another_size_than_the_known_one_is_not_recorded(store: Store) -> None:
    assert [store.record(old, checkpoint(13), b"note", START) for old in (0, 3, 7, 9, 13)] == [False] * 5
    assert store.known(ORIGIN).size == 8
    assert store.record(8, checkpoint(13), b"note", START)


def test_the_same_size_may_be_cosigned_again(store: Store) -> None:
    assert store.record(8, checkpoint(8), b"later", START)
    assert store.remembered(ORIGIN).note == b"later"


def test_a_second_key_is_known_beside_the_first_until_it_is_retired(store: Store) -> None:
    first, second = public(ORIGIN), public("second")
    assert store.add_log(ORIGIN, second, START)
    assert not store.add_log(ORIGIN, second, START)
    assert set(store.logs()[ORIGIN]) == {first, second}
    assert store.retire_key(ORIGIN, first.vkey, START)
    assert not store.retire_key(ORIGIN, first.vkey, START)
    assert set(store.logs()[ORIGIN]) == {second}
    store.retire_key(ORIGIN, second.vkey, START)
    assert set(store.logs()[ORIGIN]) == set()
    assert store.add_log(ORIGIN, first, START)
    assert set(store.logs()[ORIGIN]) == {first}
    assert store.known(ORIGIN).size == 8


def test_the_key_of_a_witness_is_not_taken_for_a_logs(store: Store) -> None:
    with pytest.raises(WitnessRefused, match="见证人的公钥"):
        store.add_log(ORIGIN, public("w.example", COSIGNATURE), START)


def test_a_key_that_no_signature_line_could_tell_apart_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(VerifierKey, "key_id", b"same")
    other = VerifierKey(ORIGIN, public(ORIGIN).kind, bytes(32))
    monkeypatch.setattr(store, "logs", lambda: {ORIGIN: KeyRing([public(ORIGIN)])})
    with pytest.raises(WitnessRefused, match="不是同一把公钥"):
        store.add_log(ORIGIN, other, START)
    assert not store.add_log(ORIGIN, public(ORIGIN), START)


def test_one_of_several_logs_is_found_by_its_name(store: Store) -> None:
    for name in ("a.example", "z.example"):
        store.add_log(name, public(name), START)
    assert [each.origin for each in store.all_remembered()] == ["a.example", ORIGIN, "z.example"]
    assert store.known("z.example").size == 0
    assert store.known(ORIGIN).size == 8


def test_evidence_is_kept_once_and_says_what_it_is_worth(store: Store) -> None:
    for given in (checkpoint(8, b"b"), checkpoint(13, b"b"), checkpoint(8, b"b"), checkpoint(3, b"b"), checkpoint(3)):
        store.keep(given, b"request", "why", START)
    kept = store.evidence(ORIGIN)
    assert [(each.checkpoint.size, each.kind) for each in kept] == [(8, FORK), (13, UNPROVEN), (3, FORK), (3, UNPROVEN)]
    assert {(each.known, each.known_note, each.request) for each in kept} == {
        (Known(8, b"a" * 32), b"note 8", b"request")
    }
    assert store.evidence() == kept
    assert store.evidence("other") == []


def test_evidence_of_one_log_cannot_fill_the_disk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_MOST_EVIDENCE", 2)
    for size in (20, 21, 22):
        store.keep(checkpoint(size), b"request", "why", START)
    assert [each.checkpoint.size for each in store.evidence()] == [20, 21]


ATTACKS = (
    "UPDATE witnessed SET size = 3",
    "UPDATE witnessed SET root = zeroblob(32)",
    "UPDATE witnessed SET origin = 'other'",
    "DELETE FROM witnessed",
    "INSERT OR REPLACE INTO witnessed (origin, size, root) SELECT origin, 0, root FROM witnessed",
    "INSERT INTO witnessed (origin, size, root) VALUES ('new', 5, zeroblob(32))",
    "UPDATE cosigned SET root = zeroblob(32)",
    "DELETE FROM cosigned",
    "UPDATE evidence SET kind = 'UNPROVEN'",
    "UPDATE OR REPLACE evidence SET size = 1",
    "DELETE FROM evidence",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_file_itself_denies_forgetting(store: Store, tmp_path: Path, attack: str) -> None:
    store.keep(checkpoint(8, b"b"), b"request", "why", START)
    with sqlite3.connect(tmp_path / "memory.sqlite") as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(attack)
    connection.close()
    assert (store.known(ORIGIN).size, len(store.evidence())) == (8, 1)


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT OR REPLACE INTO cosigned SELECT origin, size, zeroblob(32), note, at FROM cosigned",
        "INSERT OR REPLACE INTO evidence SELECT origin, size, root, 'UNPROVEN', '', '', 0, root, '', at FROM evidence",
    ],
)
def test_replacing_a_row_that_is_kept_changes_nothing(store: Store, tmp_path: Path, attack: str) -> None:
    store.keep(checkpoint(8, b"b"), b"request", "why", START)
    before = store.evidence()
    with sqlite3.connect(tmp_path / "memory.sqlite") as connection:
        connection.execute(attack)
    connection.close()
    assert store.evidence() == before
    assert store.root_at(ORIGIN, 8) == b"a" * 32
