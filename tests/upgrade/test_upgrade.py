"""The database of every tagged release, brought to today's shape: nothing differs from its log, its private values open, acts go on."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.upgrade.make_snapshot import HERE, database
from tests.upgrade.offices import ORIGIN, ROOT, Installation

RELEASES = sorted(path.name for path in HERE.glob("v*") if path.is_dir())


def test_there_is_a_snapshot_to_upgrade_from() -> None:
    assert RELEASES


def restored(release: str, kind: str, home: Path, address: str = "") -> Installation:
    """The release's files in place, as an operator's restore would put them."""
    kept = HERE / release / kind
    home.mkdir()
    (home / "database").mkdir()
    shutil.copytree(kept / "log", home / "log")
    (home / "wrapping.key").write_bytes(bytes.fromhex((kept / "wrapping.key.hex").read_text().strip()))
    (home / "settings.env").write_text(f"SHUANGSUIJI_ORIGIN={ORIGIN}\n")
    place = Installation(home, address)
    script = (kept / "dump.sql").read_text(encoding="utf-8")
    if address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(script)  # type: ignore[call-overload] - a dump of our own
    else:
        with sqlite3.connect(place.sqlite) as live:
            live.executescript(script)
    return place


def upgraded(place: Installation, release: str, kind: str) -> None:
    place.migrate()
    assert "通过：日志 15 条" in place.command("ledger", "verify")
    assert "可以办理：是" in place.command("ledger", "status")
    assert "一次性密码" in place.command("accounts", "reset-password", "xt", "--reason", "升级之后")
    assert "甲" in place.command("accounts", "list"), "a sealed name opens"
    verdict = subprocess.run(
        [
            sys.executable,
            "-m",
            "shuangsuiji.verify",
            str(place.home / "log"),
            "--all",
            "--policy",
            str(HERE / release / kind / "policy"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES)
def test_a_release_on_sqlite(release: str, tmp_path: Path) -> None:
    upgraded(restored(release, "sqlite", tmp_path / "home"), release, "sqlite")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("release", RELEASES)
def test_a_release_on_postgres(release: str, tmp_path: Path) -> None:
    if os.environ.get("SHUANGSUIJI_TEST_DATABASE") != "postgres":
        pytest.skip("PostgreSQL 未给出；在 PostgreSQL 上的升级由 make postgres 证实")
    with database(f"shuangsuiji_upgrade_{os.getpid()}") as address:
        upgraded(restored(release, "postgres", tmp_path / "home", address), release, "postgres")
