"""Logs of others through the source seam: signed checkpoints, tiles and entries of foreign programs verify as ours do."""

import json
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.checkpoint import parse_checkpoint
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.verify.__main__ import main
from shuangsuiji.verify.log.opened import Log
from shuangsuiji.verify.log.walking import Walk
from shuangsuiji.verify.sources import FolderSource
from shuangsuiji.verify.verdict import EXIT_GOOD, PASS
from tests.core.tlog.test_outside_vectors import LOG_ID, SKYLIGHT, TESSERA, TESSERA_VKEY

pytestmark = pytest.mark.external
Screen = pytest.CaptureFixture[str]


def _json(capsys: Screen) -> dict[str, str]:
    return {each["id"]: each["status"] for each in json.loads(capsys.readouterr().out)["checks"]}


def test_a_foreign_log_verifies_at_every_size_against_all_earlier_ones(
    shared: Path, tmp_path: Path, capsys: Screen
) -> None:
    folder = shared / TESSERA
    for size in range(16):
        place = tmp_path / f"{size}"
        kept = place / "kept"
        kept.mkdir(parents=True)
        for earlier in range(size):
            (kept / f"{earlier:02}").write_bytes((folder / f"checkpoint.{earlier}").read_bytes())
        (place / "tile").symlink_to(folder / "tile")
        (place / "checkpoint").write_bytes((folder / f"checkpoint.{size}").read_bytes())
        arguments = [f"{place}", "--vkey", TESSERA_VKEY, "--checkpoints", f"{kept}", "--json"]
        assert main(arguments) == EXIT_GOOD
        assert set(_json(capsys).values()) == {PASS}
        for index in range(size):
            assert main([f"{place}", "--vkey", TESSERA_VKEY, "--entry", f"{index}"]) == EXIT_GOOD
        capsys.readouterr()


def test_every_foreign_export_is_a_prefix_of_the_last(shared: Path, tmp_path: Path, capsys: Screen) -> None:
    folder = shared / TESSERA
    (tmp_path / "tile").symlink_to(folder / "tile")
    (tmp_path / "checkpoint").write_bytes((folder / "checkpoint.15").read_bytes())
    for size in range(16):
        old = f"{folder / f'checkpoint.{size}'}"
        assert main(["diff", old, f"{tmp_path}", "--vkey", TESSERA_VKEY]) == EXIT_GOOD
    capsys.readouterr()


def test_a_foreign_mirror_of_300_has_tiles_of_its_root_and_its_entries_are_placeholders(shared: Path) -> None:
    """Its bundles hold one line each instead of entries, so that L08 must refuse them while the tiles alone lead to the root."""
    folder = shared / SKYLIGHT / "witness/mirror" / LOG_ID
    source = FolderSource(folder)
    log = Log(source, parse_checkpoint(parse_note((folder / "checkpoint").read_bytes()).text))
    assert log.tree.root() == log.checkpoint.root
    walk = Walk(log)
    assert list(walk.entries()) == []
    assert walk.result().status == "FAIL"
    assert not walk.root_holds()
