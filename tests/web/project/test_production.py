"""The settings of a county's server, as a process of its own reads them: without a word from `check --deploy`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """What an operator sets."""
    for folder in ("database", "keys", "sealer", "static"):
        (tmp_path / folder).mkdir()
    for name, text in (("secret.key", "k9" * 30 + "aBcDeFgHiJ"), ("wrapping.key", "x" * 64)):
        (tmp_path / "keys" / name).write_text(text)
        (tmp_path / "keys" / name).chmod(0o600)
    (tmp_path / "sealer" / "policy").write_text("quorum none\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SHUANGSUIJI_", "DJANGO_"))}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "shuangsuiji.web.project.settings.production",
        "SHUANGSUIJI_HOME": str(tmp_path),
        "SHUANGSUIJI_HOSTS": "ssj.example.gov.cn",
        "SHUANGSUIJI_ORIGIN": "log.example.gov.cn/410928/rsj",
        "SHUANGSUIJI_DATABASE": f"sqlite://{tmp_path / 'database' / 'ssj.sqlite3'}",
        "SHUANGSUIJI_SECRET_KEY_FILE": str(tmp_path / "keys" / "secret.key"),
        "SHUANGSUIJI_WRAPPING_KEY_FILE": str(tmp_path / "keys" / "wrapping.key"),
    }


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start a process in the project's root."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_good_server_is_checked_without_a_word(environment: dict[str, str]) -> None:
    done = run(environment, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    told = done.stdout + done.stderr
    if "project.E011" in told:
        assert told.count("project.") == 1, (
            told
        )  # a machine for tests may have no Chinese font; everything else must be good
    else:
        assert done.returncode == 0, told


def test_a_careless_server_is_told(environment: dict[str, str]) -> None:
    environment["SHUANGSUIJI_HOSTS"] = "*"
    done = run(environment, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 1
    assert "project.E002" in done.stderr


def test_without_its_secret_the_server_does_not_start_and_says_where_to_look(environment: dict[str, str]) -> None:
    Path(environment["SHUANGSUIJI_SECRET_KEY_FILE"]).unlink()
    done = run(environment, "manage.py", "check")
    assert done.returncode == 1
    assert "SHUANGSUIJI_SECRET_KEY_FILE" in done.stderr
    assert "secrets.token_urlsafe(48)" in done.stderr


def test_the_server_accepts_its_settings(environment: dict[str, str]) -> None:
    done = run(environment, "-m", "gunicorn", "--check-config", "-c", "python:shuangsuiji.web.project.gunicorn")
    assert done.returncode == 0, done.stderr


def test_the_developers_settings_load_and_make_their_own_secret(environment: dict[str, str]) -> None:
    environment["DJANGO_SETTINGS_MODULE"] = "shuangsuiji.web.project.settings.dev"
    secret = Path(environment["SHUANGSUIJI_HOME"]) / "secret.key"
    secret.parent.mkdir(exist_ok=True)
    assert run(environment, "manage.py", "check").returncode == 0
    assert not secret.exists(), "nothing is here yet, and looking makes nothing"
    (secret.parent / "settings.env").touch()
    done = run(environment, "manage.py", "check")
    assert done.returncode == 0, done.stderr
    assert secret.stat().st_mode & 0o077 == 0
    assert len(secret.read_text()) >= 50
