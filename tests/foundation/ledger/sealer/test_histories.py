"""Whoever holds the database, the tiles or a backup: another history is not signed. Source: 50-ledger §1, §6 step 3, §9, §10, §13.5.

The claims without `test_` are used by the saboteurs, too.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.foundation.ledger.sealer.publishing import CHECKPOINT
from shuangsuiji.foundation.ledger.sealer.refusal import (
    AlreadyRunning,
    BadEntry,
    EditedEntry,
    Fork,
    Gap,
    Halted,
    HeadBroken,
    PublishedForeign,
    Rollback,
    StoreDamaged,
    StoreMissing,
    StoreReplaced,
    TileAltered,
)
from shuangsuiji.foundation.ledger.sealer.sealing import REPUBLISHED, SEALED
from shuangsuiji.foundation.ledger.sealer.store import nothing_signed
from tests.core.tlog import golden
from tests.foundation.ledger.sealer.counties import AT, ORIGIN, County

OTHER = golden.body(299).replace("第 299 条".encode(), "被改的内容".encode())


def refused(county: County, expected: type[Halted]) -> Halted:
    """The run is halted for this reason: nothing is signed, nothing public but the status changes, and the status says it."""
    memory, served = county.sealer.store.path, county.served()
    before = memory.read_bytes() if memory.exists() else None
    halted = _halt_of(county)
    assert type(halted) is expected, halted.paragraph()
    status = json.loads(county.served()["status.json"])
    assert (status["state"], status["reason"]) == ("halted", halted.title)
    assert (memory.read_bytes() if memory.exists() else None) == before
    assert {**county.served(), "status.json": b""} == {**served, "status.json": b""}
    return halted


def _halt_of(county: County) -> Halted:
    try:
        outcome = county.seal(hours=1)
    except Halted as halted:
        return halted
    pytest.fail(f"signed: {outcome}")


# --------------------------------------------------------------------------------------------------------------- database


def a_rollback_is_refused(folder: Path) -> None:
    county = County(folder, size=3)
    shutil.copy(county.database.path, folder / "yesterday")
    county.grow_and_seal(7)
    shutil.copy(folder / "yesterday", county.database.path)
    assert "已签名 7 条，数据库只有 3 条" in refused(county, Rollback).differed


def test_a_database_of_yesterday_is_refused(tmp_path: Path) -> None:
    a_rollback_is_refused(tmp_path)


def test_yesterdays_database_grown_past_the_signed_size_is_refused(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    shutil.copy(county.database.path, tmp_path / "yesterday")
    county.grow_and_seal(7)
    shutil.copy(tmp_path / "yesterday", county.database.path)
    county.database.grow(20, lambda number: golden.body(number + 100))
    assert isinstance(refused(county, EditedEntry).seq, int)


def test_yesterdays_database_grown_past_a_full_tile_is_a_fork_named_by_its_first_entry(tmp_path: Path) -> None:
    county = County(tmp_path, size=250)
    shutil.copy(county.database.path, tmp_path / "yesterday")
    county.grow_and_seal(256)
    shutil.copy(tmp_path / "yesterday", county.database.path)
    county.database.grow(258, lambda number: golden.body(number + 20))
    assert refused(county, Fork).seq == 250


def a_fork_is_refused(folder: Path) -> None:
    county = County(folder, size=7)
    county.database.rewrite({4: OTHER})
    assert refused(county, Fork).seq == 4


def test_another_history_of_the_same_length_is_refused_and_the_entry_named(tmp_path: Path) -> None:
    a_fork_is_refused(tmp_path)


def test_a_fork_shortens_nothing_by_a_missing_entry(tmp_path: Path) -> None:
    county = County(tmp_path, size=7)
    county.database.rewrite({6: OTHER})
    county.database.run("DELETE FROM log_event WHERE seq = 2")
    assert refused(county, Fork).seq == 2


def test_a_fork_whose_entry_no_tile_can_name_is_refused_as_well(tmp_path: Path) -> None:
    county = County(tmp_path, size=7)
    county.database.rewrite({4: OTHER})
    (county.public.path / "tile/0/000.p/7").unlink()
    assert refused(county, Fork).seq is None


def test_an_edited_right_edge_alone_is_refused(tmp_path: Path) -> None:
    county = County(tmp_path, size=7)
    edge = Frontier().extended(golden.leaves()[:7])
    county.database.run(("UPDATE log_head SET frontier = ?", (b"".join(edge.hashes[::-1]),)))
    assert refused(county, Fork).seq is None


def a_consistent_rewrite_is_refused(folder: Path) -> None:
    """Database and tiles tell the same new history; only the sealer's memory tells the old one."""
    county, forged = County(folder, size=300), _forged(folder, 300)
    shutil.copy(forged.database.path, county.database.path)
    shutil.copytree(forged.public.path / "tile", county.public.path / "tile", dirs_exist_ok=True)
    county.database.grow(305, lambda number: golden.body(number - 300))
    refused(county, TileAltered)


def _forged(folder: Path, size: int) -> County:
    (folder / "forged").mkdir()
    forged = County(folder / "forged")
    forged.database.grow(size)
    forged.database.rewrite({10: OTHER})
    forged.seal()
    return forged


def test_a_consistent_rewrite_of_database_and_tiles_is_refused(tmp_path: Path) -> None:
    a_consistent_rewrite_is_refused(tmp_path)


def test_a_consistent_rewrite_with_the_checkpoint_taken_away_is_refused(tmp_path: Path) -> None:
    county, forged = County(tmp_path, size=300), _forged(tmp_path, 300)
    shutil.copy(forged.database.path, county.database.path)
    shutil.rmtree(county.public.path)
    shutil.copytree(forged.public.path, county.public.path)
    (county.public.path / CHECKPOINT).unlink()
    county.database.grow(305, lambda number: golden.body(number - 300))
    refused(county, Fork)


@pytest.mark.parametrize("seq", [0, 255, 256, 299])
def test_an_old_entry_rewritten_with_its_right_edge_is_refused_when_the_log_grows(tmp_path: Path, seq: int) -> None:
    county = County(tmp_path, size=300)
    county.database.rewrite({seq: OTHER if seq != 299 else golden.body(3)})
    county.database.grow(302, lambda number: golden.body(number - 300))
    halted = refused(county, Fork if seq < 256 else EditedEntry)
    assert halted.seq == seq


def an_edited_new_entry_is_refused(folder: Path) -> None:
    county = County(folder, size=3)
    county.database.grow(9)
    county.database.run(("UPDATE log_event SET body = ? WHERE seq = 6", (OTHER,)))
    assert refused(county, EditedEntry).seq == 6


def test_a_new_entry_whose_body_was_edited_is_refused_by_its_number(tmp_path: Path) -> None:
    an_edited_new_entry_is_refused(tmp_path)


def an_edited_entry_of_the_begun_bundle_is_refused(folder: Path) -> None:
    """Its right edge is left alone, so the tree agrees; but its bytes would be published once more."""
    county = County(folder, size=3)
    county.database.grow(9)
    county.database.run(("UPDATE log_event SET body = ?, leaf_hash = ? WHERE seq = 1", (OTHER, leaf_hash(OTHER))))
    assert refused(county, EditedEntry).seq == 1


def test_an_old_entry_of_the_begun_bundle_is_refused_although_the_tree_agrees(tmp_path: Path) -> None:
    an_edited_entry_of_the_begun_bundle_is_refused(tmp_path)


def test_an_entry_that_is_text_and_not_bytes_is_refused(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    county.database.grow(9)
    county.database.run("UPDATE log_event SET body = CAST(body AS text) WHERE seq = 6")
    assert refused(county, EditedEntry).seq == 6


def a_gap_is_refused(folder: Path) -> None:
    county = County(folder, size=3)
    county.database.grow(9)
    county.database.run("DELETE FROM log_event WHERE seq = 6")
    assert refused(county, Gap).seq == 6


def test_a_deleted_new_entry_is_refused(tmp_path: Path) -> None:
    a_gap_is_refused(tmp_path)


@pytest.mark.parametrize(("seq", "size"), [(8, 9), (3, 9)])
def test_a_missing_first_or_last_new_entry_is_refused(tmp_path: Path, seq: int, size: int) -> None:
    county = County(tmp_path, size=3)
    county.database.grow(size)
    county.database.run(("DELETE FROM log_event WHERE seq = ?", (seq,)))
    assert refused(county, Gap).seq == seq


@pytest.mark.parametrize("seq", [3, 40])
def test_an_entry_beyond_the_head_is_refused(tmp_path: Path, seq: int) -> None:
    county = County(tmp_path, size=3)
    county.database.run(("INSERT INTO log_event VALUES (?, 'x', 'x', 'x', x'00', x'00')", (seq,)))
    assert refused(county, Gap).seq == seq


def test_an_entry_that_is_not_of_the_logs_form_is_refused_by_its_number(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    county.database.append([golden.body(3), b'{"v":1}'])
    assert refused(county, BadEntry).seq == 4


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM log_head",
        "INSERT INTO log_head VALUES (2, 0, x'')",
        "UPDATE log_head SET id = 2",
        "UPDATE log_head SET frontier = x'00'",
        "UPDATE log_head SET size = size + 1",
        "UPDATE log_head SET size = -1",
        "UPDATE log_head SET frontier = 'text'",
        "UPDATE log_head SET size = 'seven'",
    ],
)
def test_a_head_that_is_no_head_is_refused(tmp_path: Path, statement: str) -> None:
    county = County(tmp_path, size=7)
    county.database.run(statement)
    refused(county, HeadBroken)


# ------------------------------------------------------------------------------------------------------------------ memory


def a_missing_store_is_refused(folder: Path) -> None:
    """The attack it must stop: another history, an empty public folder, and no memory."""
    county, forged = County(folder, size=300), _forged(folder, 300)
    shutil.copy(forged.database.path, county.database.path)
    shutil.rmtree(county.public.path)
    county.sealer.store.path.unlink()
    refused(county, StoreMissing)


def test_a_missing_store_is_never_made_anew(tmp_path: Path) -> None:
    a_missing_store_is_refused(tmp_path)
    assert not (tmp_path / "home/signer-state").exists()


def a_store_behind_the_published_is_refused(folder: Path) -> None:
    county = County(folder, size=3)
    shutil.copy(county.sealer.store.path, folder / "yesterday")
    county.grow_and_seal(7)
    shutil.copy(folder / "yesterday", county.sealer.store.path)
    refused(county, StoreReplaced)


def test_a_store_from_a_backup_is_refused(tmp_path: Path) -> None:
    a_store_behind_the_published_is_refused(tmp_path)


def test_a_store_of_another_history_of_the_same_length_is_refused(tmp_path: Path) -> None:
    county, forged = County(tmp_path, size=300), _forged(tmp_path, 300)
    shutil.copy(forged.sealer.store.path, county.sealer.store.path)
    refused(county, StoreReplaced)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"size":3', b'"size":2'),
        (b'"size":3', b'"size":"3"'),
        (b'"size":3', b'"size":true'),
        (b'"v":1', b'"w":1'),
        (b'"origin":"log', b'"origin":"lag'),
        (b'"root":"', b'"root":"00'),
        (b'"root":"', b'"root":"x'),
        (b"2026-03-02", b"2026-03-99"),
        (b"}", b""),
        (b'"note":"log', b'"note":"lag'),
    ],
)
def test_a_store_that_does_not_carry_our_signature_is_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    county = County(tmp_path, size=3)
    path = county.sealer.store.path
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))
    refused(county, StoreDamaged)


def test_a_store_with_a_root_that_was_not_signed_is_refused(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    path, signed = county.sealer.store.path, county.sealer.store.read()
    path.write_bytes(path.read_bytes().replace(signed.root.hex().encode(), golden.leaves()[0].hex().encode()))
    refused(county, StoreDamaged)


def nobody_swaps_the_store_meanwhile(folder: Path) -> None:
    """A second process replaces the memory while we ask the database."""
    county = County(folder, size=3)
    county.database.grow(9)
    honest, store = county.sealer.source, county.sealer.store
    raw = store.path.read_bytes()

    class Swapping:
        def snapshot(self):  # type: ignore[no-untyped-def]
            store.path.unlink()
            store.create(nothing_signed(ORIGIN, AT))
            return honest.snapshot()

    county.sealer = replace(county.sealer, source=Swapping())
    with pytest.raises(StoreReplaced):
        county.seal()
    assert store.path.read_bytes() != raw
    assert b"\n3\n" in county.checkpoint()


def test_a_memory_swapped_during_the_run_stops_it_before_it_signs(tmp_path: Path) -> None:
    nobody_swaps_the_store_meanwhile(tmp_path)


@pytest.mark.parametrize("change", [{"size": 2}, {"root": golden.leaves()[1]}, {"origin": "other.example"}])
def test_the_store_itself_never_goes_back(tmp_path: Path, change: dict[str, object]) -> None:
    store = County(tmp_path, size=3).sealer.store
    signed = store.read()
    with store.locked() as memory, pytest.raises(StoreReplaced):
        memory.replace(signed, replace(signed, **change))  # type: ignore[arg-type]
    assert store.read() == signed


def a_second_sealer_is_refused(folder: Path) -> None:
    county = County(folder, size=3)
    with county.sealer.store.locked(), pytest.raises(AlreadyRunning):
        county.grow_and_seal(5)


def test_two_sealers_never_work_at_once(tmp_path: Path) -> None:
    a_second_sealer_is_refused(tmp_path)


# ------------------------------------------------------------------------------------------------------------ public folder


def test_a_checkpoint_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    for raw in (b"", b"x\n", golden.checkpoint(3).replace(b"\n3\n", b"\n4\n"), _foreign(county)):
        (county.public.path / CHECKPOINT).write_bytes(raw)
        refused(county, PublishedForeign)


def _foreign(county: County) -> bytes:
    return county.checkpoint().replace("— log".encode(), "— lag".encode())


@pytest.mark.parametrize("name", ["tile/0/000.p/7", "tile/0/001.p/44", "tile/1/000.p/1"])
@pytest.mark.parametrize("harm", ["truncated", "flipped", "missing"])
def test_a_damaged_tile_of_the_right_edge_is_refused_by_its_name(tmp_path: Path, name: str, harm: str) -> None:
    county = County(tmp_path, size=7 if name.endswith("/7") else 300)
    path = county.public.path / name
    raw = path.read_bytes()
    {
        "truncated": lambda: path.write_bytes(raw[:-1]),
        "flipped": lambda: path.write_bytes(bytes([raw[0] ^ 1]) + raw[1:]),
        "missing": path.unlink,
    }[harm]()
    county.database.append([golden.body(0)])
    halted = refused(county, TileAltered)
    assert harm == "flipped" or name in halted.differed


def a_full_tile_is_never_overwritten(folder: Path) -> None:
    """The tile that becomes full now is there already with other bytes, as a second sealer would leave it."""
    county = County(folder, size=250)
    planted = county.public.path / "tile/0/000"
    planted.write_bytes(bytes(8192))
    county.database.grow(257)
    with pytest.raises(TileAltered, match="tile/0/000"):
        county.seal()
    assert planted.read_bytes() == bytes(8192)
    assert b"\n250\n" in county.checkpoint()


def test_a_full_tile_with_other_bytes_is_not_overwritten(tmp_path: Path) -> None:
    a_full_tile_is_never_overwritten(tmp_path)


def test_a_public_folder_that_was_lost_is_made_again_from_the_database(tmp_path: Path) -> None:
    county = County(tmp_path, size=300)
    served = county.served()
    shutil.rmtree(county.public.path)
    assert county.seal().did == (REPUBLISHED,)
    assert county.served() == {name: raw for name, raw in served.items() if not name.endswith("7")}


def test_an_older_checkpoint_put_back_is_replaced_by_the_last_one(tmp_path: Path) -> None:
    county = County(tmp_path, size=250)
    old = county.checkpoint()
    county.grow_and_seal(257)
    last = county.checkpoint()
    (county.public.path / CHECKPOINT).write_bytes(old)
    assert county.seal().did == (REPUBLISHED,)
    assert county.checkpoint() == last


def test_what_was_signed_and_not_published_is_refused_when_the_database_has_changed_since(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    old = county.checkpoint()
    county.grow_and_seal(7)
    (county.public.path / CHECKPOINT).write_bytes(old)
    county.database.rewrite({5: OTHER})
    county.database.grow(9)
    refused(county, Fork)


def test_what_was_signed_and_not_published_comes_first_then_what_is_new(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    old = county.checkpoint()
    county.grow_and_seal(7)
    (county.public.path / CHECKPOINT).write_bytes(old)
    county.database.grow(9)
    assert county.seal().did == (REPUBLISHED, SEALED)


# ------------------------------------------------------------------------------------------------------------------- status


def test_a_halt_is_shown_with_its_beginning_and_goes_when_the_cause_is_mended(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    shutil.copy(county.database.path, tmp_path / "kept")
    county.database.run("DELETE FROM log_head")
    for hours in (1, 5):
        with pytest.raises(HeadBroken):
            county.seal(hours=hours)
    status = json.loads(county.served()["status.json"])
    assert status == {"state": "halted", "since": "2026-03-02T02:00:00Z", "reason": HeadBroken.title}
    mark = json.loads(county.sealer.standing.mark.read_bytes())
    assert mark["kind"] == "head"
    assert "下一步" in mark["reason"]
    shutil.copy(tmp_path / "kept", county.database.path)
    county.seal(hours=6)
    assert not county.sealer.standing.mark.exists()
    status = json.loads(county.served()["status.json"])
    assert (status["state"], status["since"], status["size"]) == ("sealed", "2026-03-02T07:00:00Z", 3)


def test_a_spoiled_status_file_decides_nothing(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    for raw in (b"[]", b"{", b"\xff"):
        (county.public.path / "status.json").write_bytes(raw)
        county.seal()
        assert json.loads(county.served()["status.json"])["state"] == "sealed"


def test_a_halt_that_cannot_be_shown_is_still_a_halt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county = County(tmp_path, size=3)
    county.database.run("DELETE FROM log_head")
    shows: Callable[..., None] = lambda *_: (_ for _ in ()).throw(OSError(28, "disk full"))  # noqa: E731 - shorter so
    monkeypatch.setattr(type(county.sealer.standing), "halt", shows)
    with pytest.raises(HeadBroken):
        county.seal()


@pytest.mark.parametrize("halted", Halted.__subclasses__(), ids=lambda halted: halted.kind)
def test_each_halt_says_what_was_checked_what_differed_and_what_to_do(halted: type[Halted]) -> None:
    paragraph = halted("甲与乙不同").paragraph()
    assert halted.title in paragraph
    assert paragraph.index("核对：") < paragraph.index("甲与乙不同") < paragraph.index("下一步：")
    assert halted.__dict__.keys() >= {"kind", "title", "checked", "remedy"}


def test_no_two_halts_have_one_name() -> None:
    kinds = [halted.kind for halted in Halted.__subclasses__()]
    assert len(set(kinds)) == len(kinds)


# ---------------------------------------------------------------------------------------------------------------- witnesses


def test_the_golden_signature_is_what_the_store_keeps(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.witnessed_by_all()
    county.grow_and_seal(3)
    assert parse_note(county.sealer.store.read().note).signatures == parse_note(golden.checkpoint(3)).signatures[:1]
    with closing(sqlite3.connect(county.database.path)) as connection:
        assert connection.execute("SELECT count(*) FROM log_event").fetchone() == (3,)
