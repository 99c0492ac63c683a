"""The golden log of tests/vectors/tlog: what we wrote is what the definition says, read by code that is not ours.

Source: RFC 6962 §2.1 (naively), 50-ledger §9 L01–L09. Entries are parsed here once more by hand.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog import refusal as refusals
from shuangsuiji.core.tlog.checkpoint import open_checkpoint
from shuangsuiji.core.tlog.leaves import Opening, read_leaf, verify_opening
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.core.tlog.policy import open_witnessed, parse_policy
from shuangsuiji.core.tlog.receipt import parse_receipt, verify_receipt
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiled import TiledTree
from shuangsuiji.core.tlog.tiles import Tile, parse_path, tiles_of
from shuangsuiji.core.tlog.witnessing import Known, judge
from shuangsuiji.verify.signatures import verify_ed25519
from tests.core.tlog import golden
from tests.core.tlog.naive import Definition

FOLDER = golden.ROOT / golden.FOLDER
GOLDEN = json.loads((FOLDER / "golden.json").read_bytes())
NEGATIVE = json.loads((FOLDER / "negative.json").read_bytes())["cases"]
POLICY = parse_policy((FOLDER / "policy").read_bytes())


def entries() -> list[bytes]:
    """The entries, cut out of the bundles by hand."""
    found = []
    for name in ("000", "001.p/44"):
        raw = (FOLDER / "log/tile/entries" / name).read_bytes()
        while raw:
            length = raw[0] * 256 + raw[1]
            found.append(raw[2 : 2 + length])
            raw = raw[2 + length :]
    return found


ENTRIES = entries()
DEFINITION = Definition(ENTRIES.__getitem__)


def served(tile: Tile) -> bytes:
    """A tile as it lies in the folder."""
    return (FOLDER / "log" / tile.path).read_bytes()


def test_the_files_are_those_our_code_writes_today() -> None:
    assert golden.stale() == []
    assert golden.main(["--check"]) == 0


def test_a_changed_file_a_missing_and_a_left_over_one_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(golden, "ROOT", tmp_path)
    assert golden.main([]) == 0
    (tmp_path / golden.FOLDER / "policy").write_bytes(b"")
    (tmp_path / golden.FOLDER / "checkpoints/0").unlink()
    (tmp_path / golden.FOLDER / "log/more").touch()
    assert golden.main(["--check"]) == 1
    assert [line.rpartition("/")[2] for line in capsys.readouterr().out.splitlines()] == ["0", "more", "policy"]


def test_every_root_of_the_golden_log_is_that_of_the_definition() -> None:
    assert len(ENTRIES) == GOLDEN["size"] >= 300
    assert GOLDEN["roots"] == [DEFINITION.mth(0, size).hex() for size in range(301)]


def test_every_proof_of_the_golden_log_is_that_of_the_definition() -> None:
    for case in GOLDEN["inclusion"]:
        assert case["path"] == [node.hex() for node in DEFINITION.path(case["index"], 0, case["size"])]
    for case in GOLDEN["consistency"]:
        assert case["path"] == [node.hex() for node in DEFINITION.proof(case["old"], case["size"])]


def test_every_tile_of_the_golden_log_is_that_of_the_definition() -> None:
    paths = [path.relative_to(FOLDER / "log").as_posix() for path in (FOLDER / "log/tile").rglob("*") if path.is_file()]
    tiles = {tile for path in paths if isinstance(tile := parse_path(path), Tile)}
    assert tiles == {tile for size in GOLDEN["checkpoints"] for tile in tiles_of(size)}
    for tile in tiles:
        assert served(tile) == DEFINITION.tile(tile.level, tile.index, tile.width)
    assert GOLDEN["tiles"] == [tile.path for tile in tiles_of(300)]


@pytest.mark.parametrize("size", golden.SIZES)
def test_every_checkpoint_is_signed_and_says_the_root_of_its_tiles(size: int) -> None:
    raw = (FOLDER / f"checkpoints/{size}").read_bytes()
    origin, written_size, root = raw.decode().split("\n")[:3]
    assert (origin, written_size) == (GOLDEN["origin"], f"{size}")
    note = parse_note(raw)
    checkpoint, _ = open_checkpoint(note, origin, POLICY.keys_for(origin), verify_ed25519)
    assert checkpoint.root == DEFINITION.mth(0, size) == TiledTree(size, served).root()
    assert root in raw.decode()
    answer = open_witnessed(raw, POLICY, verify_ed25519)
    assert answer.is_enough == (size >= 3)
    assert set(answer.cosigned.values()) <= {golden.WITNESSED_AT + size}


@pytest.mark.parametrize("index", golden.RECEIPTS)
def test_every_receipt_proves_its_entry(index: int) -> None:
    receipt = parse_receipt((FOLDER / f"receipts/{index}.tlog-proof").read_bytes())
    assert receipt.index == index
    answer = verify_receipt(receipt, ENTRIES[index], POLICY, verify_ed25519)
    assert (answer.checkpoint.size, answer.is_enough) == (300, True)
    with pytest.raises(TlogRefused):
        verify_receipt(receipt, ENTRIES[index - 1], POLICY, verify_ed25519)


@pytest.mark.parametrize(("old", "size"), golden.CONSISTENCY)
def test_every_request_to_a_witness_is_answered_with_a_cosignature(old: int, size: int) -> None:
    body = (FOLDER / f"requests/{old}-{size}").read_bytes()
    logs = {GOLDEN["origin"]: POLICY.keys_for(GOLDEN["origin"])}
    known = Known(old, DEFINITION.mth(0, old))
    assert judge(body, logs, lambda _: known, verify_ed25519).status == 200


def test_every_entry_is_canonical_and_refers_to_the_one_before() -> None:
    for number, body in enumerate(ENTRIES):
        leaf = read_leaf(body)
        before = [["follows", hashlib.sha256(b"\x00" + ENTRIES[number - 1]).hexdigest()]] if number else []
        assert leaf["refs"] == before


def test_the_opening_of_the_golden_log_opens_its_entry() -> None:
    for given in GOLDEN["openings"]:
        verify_opening(read_leaf(ENTRIES[given["index"]]), Opening(given["salt"], given["name"], given["value"]))


def read_as_its_kind(case: dict[str, Any]) -> None:
    """Do with a bad case what a reader would do."""
    raw = case["raw"].encode()
    match case["kind"]:
        case "checkpoint":
            open_witnessed(raw, POLICY, verify_ed25519)
        case "receipt of entry 256":
            verify_receipt(parse_receipt(raw), ENTRIES[256], POLICY, verify_ed25519)
        case "policy":
            parse_policy(raw)
        case "path":
            parse_path(case["raw"])
        case _:
            raise AssertionError(case["kind"])


@pytest.mark.parametrize("case", NEGATIVE, ids=lambda case: f"{case['kind']}: {case['why']}")
def test_every_bad_case_is_refused_as_it_says(case: dict[str, Any]) -> None:
    with pytest.raises(getattr(refusals, case["refusal"])) as refused:
        read_as_its_kind(case)
    assert type(refused.value).__name__ == case["refusal"]


def test_the_good_ones_of_each_kind_are_not_refused() -> None:
    for kind, raw in (
        ("checkpoint", (FOLDER / "log/checkpoint").read_text("utf-8")),
        ("receipt of entry 256", (FOLDER / "receipts/256.tlog-proof").read_text("utf-8")),
        ("policy", (FOLDER / "policy").read_text("utf-8")),
        ("path", "tile/0/000"),
    ):
        read_as_its_kind({"kind": kind, "raw": raw})
