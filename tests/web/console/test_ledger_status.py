"""`ledger status` says the same as the page about the log, and looking leaves nothing behind."""

import json
import os
import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from shuangsuiji.web.console.ledger import database

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "vectors" / "tlog" / "log"


@pytest.fixture
def folder(db: None) -> Path:
    """A published log: the golden one."""
    shutil.copytree(GOLDEN, settings.SHUANGSUIJI_LOG_FOLDER, dirs_exist_ok=True)
    return Path(settings.SHUANGSUIJI_LOG_FOLDER)


@pytest.mark.parametrize(
    ("told", "level", "witnesses"),
    [
        ({"witnessed": 0, "of": 0, "enough": True, "quorum": "none"}, "二", "没有见证人"),
        ({"witnessed": 2, "of": 3, "enough": True, "quorum": "two"}, "四", "3 个见证人中 2 个已见证"),
        ({"witnessed": 1, "of": 3, "enough": False, "quorum": "two"}, "二", "3 个见证人中 1 个已见证，尚未达到要求"),
    ],
)
def test_the_terminal_and_the_page_promise_the_same_level(
    folder: Path,
    client: Client,
    capsys: pytest.CaptureFixture[str],
    told: dict[str, object],
    level: str,
    witnesses: str,
) -> None:
    (folder / "status.json").write_text(json.dumps({"state": "sealed", **told}), encoding="utf-8")
    database.status(Namespace(json=False))
    shown = capsys.readouterr().out
    page = client.get("/open/log/").content.decode()
    for words in (f"保护到第{level}级", witnesses):
        assert words in shown
        assert words in page


@pytest.mark.not_started
def test_an_empty_log_cannot_be_worked_with(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert database.status(Namespace(json=False)) == 1
    assert "尚未启用" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("there", [(), ("database",)])
def test_looking_before_init_leaves_nothing_behind(tmp_path: Path, there: tuple[str, ...]) -> None:
    home = tmp_path / "var"
    for name in there:
        (home / name).mkdir(parents=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SHUANGSUIJI_", "DJANGO_"))}
    for command in (["ledger", "status"], ["ledger", "reconcile"], ["nightly"], ["accounts", "list"]):
        done = subprocess.run(
            [sys.executable, "-m", "shuangsuiji.web.console.main", *command],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={**environment, "SHUANGSUIJI_HOME": str(home), "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 1
        assert "ledger init" in done.stderr
    assert {each.name for each in tmp_path.rglob("*")} <= {"var", "database"}
    assert home.exists() == bool(there)
