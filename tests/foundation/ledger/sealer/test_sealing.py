"""A seal publishes exactly what the log says, and only goes on from what was signed. Source: 50-ledger §5, §6, §13.1."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.checkpoint import parse_checkpoint
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.core.tlog.policy import open_witnessed
from shuangsuiji.core.tlog.tiled import TiledTree
from shuangsuiji.foundation.ledger.sealer.ed25519 import verify
from shuangsuiji.foundation.ledger.sealer.sealing import ALIVE, SEALED
from tests.core.tlog import golden
from tests.foundation.ledger.sealer.counties import County

GOLDEN = golden.ROOT / golden.FOLDER / "log"


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path)


def test_the_golden_log_is_reproduced_byte_for_byte(tmp_path: Path) -> None:
    county = County(tmp_path, keep_partial=True)
    for size in golden.SIZES[1:]:
        assert county.grow_and_seal(size).did == (SEALED,)
    expected = {path.relative_to(GOLDEN).as_posix(): path.read_bytes() for path in GOLDEN.rglob("*") if path.is_file()}
    served = county.served()
    assert served.pop("checkpoint").startswith(expected.pop("checkpoint").partition(b"\n\n")[0])
    del served["status.json"]
    assert served == expected


def test_with_the_golden_witnesses_the_checkpoint_is_the_golden_one(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.witnessed_by_all()
    county.grow_and_seal(300)
    judged = open_witnessed(county.checkpoint(), county.sealer.policy, verify)
    assert judged.is_enough
    assert judged.checkpoint.text() == golden.good_text()
    assert parse_note(county.checkpoint()).signatures[0] == parse_note(golden.checkpoint(300)).signatures[0]


def test_an_empty_log_signs_nothing(county: County) -> None:
    assert county.seal().did == ()
    assert set(county.served()) == {"status.json"}


def test_nothing_new_writes_nothing(county: County) -> None:
    county.grow_and_seal(3)
    before = {path: path.stat().st_mtime_ns for path in county.folder.rglob("*") if path.is_file()}
    assert county.seal(hours=23.9).did == ()
    assert {path: path.stat().st_mtime_ns for path in county.folder.rglob("*") if path.is_file()} == before


def test_a_quiet_log_says_daily_that_it_is_alive(county: County) -> None:
    county.grow_and_seal(3)
    first = county.checkpoint()
    assert county.seal(hours=24).did == (ALIVE,)
    assert county.checkpoint() == first
    assert county.seal(hours=47).did == ()
    assert county.seal(hours=48).did == (ALIVE,)


@pytest.mark.parametrize("first", [1, 255, 256, 257, 300])
def test_every_step_between_two_sizes_is_provable_from_what_is_served(county: County, first: int) -> None:
    county.grow_and_seal(first)
    for size in (300, 511, 512, 513):
        if size > first:
            county.database.grow(size, lambda number: golden.body(number % 300) if number < 300 else golden.body(0))
            county.seal()
            tree = TiledTree(size, county.public.read_tile)
            assert tree.root() == parse_checkpoint(parse_note(county.checkpoint()).text).root
            assert tree.consistency(first) is not None


def test_the_status_page_says_what_is_sealed(county: County) -> None:
    county.grow_and_seal(3)
    status = json.loads(county.served()["status.json"])
    assert status == {
        "state": "sealed",
        "since": "2026-03-02T01:00:00Z",
        "reason": "",
        "size": 3,
        "root": parse_checkpoint(parse_note(golden.checkpoint(3)).text).root.hex(),
        "witnessed": 0,
        "of": 0,
        "enough": True,
        "quorum": "none",
    }


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_files_can_be_served_and_the_memory_cannot(county: County, umask: int) -> None:
    before = os.umask(umask)
    try:
        county.grow_and_seal(300)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in county.public.path.rglob("*") if path.is_file()} == {0o644}
    assert {path.stat().st_mode & 0o777 for path in county.public.path.rglob("*") if path.is_dir()} == {0o755}
    assert county.sealer.store.path.stat().st_mode & 0o777 == 0o600


def test_whoever_keeps_a_copy_is_told_of_each_checkpoint(county: County) -> None:
    told: list[int] = []
    county.sealer = replace(county.sealer, seen=lambda checkpoint, note: told.append(checkpoint.size))
    county.grow_and_seal(2)
    county.seal()
    county.grow_and_seal(5)
    assert told == [2, 5]
