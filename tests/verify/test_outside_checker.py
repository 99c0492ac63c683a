"""A checker written by others, after the same public formats, says the same of our log: good where it is, bad one byte later.

It needs Python 3.12 and is not part of our environment: `SHUANGSUIJI_OUTSIDE_CHECKER` names its command (`.ci/run` installs
it where such a Python is at hand). Without it these tests are skipped: unproven.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parents[1] / "vectors" / "tlog"
CHECKER = os.environ.get("SHUANGSUIJI_OUTSIDE_CHECKER", "")
pytestmark = pytest.mark.skipif(
    not CHECKER, reason="没有外部核验程序（SHUANGSUIJI_OUTSIDE_CHECKER，需 Python 3.12 以上），其结论未证实"
)


def keys() -> list[str]:
    """The options that tell it whom to trust: the log and two of three witnesses."""
    words = [line.split() for line in (GOLDEN / "policy").read_text().splitlines()]
    log = next(line[1] for line in words if line[0] == "log")
    witnesses = [line[2] for line in words if line[0] == "witness"]
    return ["--log-key", log, *(word for key in witnesses for word in ("--witness-key", key)), "--quorum", "2"]


def ask(command: str, tiles: Path, *options: str) -> tuple[bool, dict[str, object]]:
    done = subprocess.run(
        [CHECKER, command, "--tiles", str(tiles), *keys(), *options], capture_output=True, text=True, check=False
    )
    answer = json.loads(done.stdout)
    return done.returncode == 0 and answer["ok"], answer


def test_it_accepts_the_checkpoint_with_its_witnesses() -> None:
    good, answer = ask("verify-checkpoint", GOLDEN / "log")
    assert good, answer
    assert (answer["size"], answer["cosignatures"]) == (300, 2)


@pytest.mark.parametrize("index", [0, 1, 127, 255, 256, 298, 299])
def test_it_finds_the_entries_where_we_say(index: int) -> None:
    good, answer = ask("verify-inclusion", GOLDEN / "log", "--index", str(index))
    assert good, answer


@pytest.mark.parametrize("size", ["3", "255", "256", "257"])
def test_it_agrees_that_the_log_only_grew(size: str) -> None:
    good, answer = ask("verify-consistency", GOLDEN / "log", "--old-checkpoint", str(GOLDEN / "checkpoints" / size))
    assert good, answer


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/44", "tile/entries/000", "checkpoint"])
def test_one_changed_byte_is_refused_by_it_too(path: str, tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / "log", tmp_path / "log")
    target = tmp_path / "log" / path
    raw = bytearray(target.read_bytes())
    raw[40] ^= 1
    target.write_bytes(raw)
    indexes = ["0", "299"] if path != "checkpoint" else ["0"]
    assert not all(ask("verify-inclusion", tmp_path / "log", "--index", index)[0] for index in indexes)
