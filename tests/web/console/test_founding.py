"""`ledger init` is all or nothing: whatever step refuses, no key, no sealer's home and no entry 0 is left behind."""

from argparse import Namespace
from pathlib import Path

import pytest

from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.foundation.ledger.refusal import WritesRefused
from shuangsuiji.web.console.ledger import founding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.not_started]
ORIGIN = "log.example.gov.cn/410928/rsj"
LONG = "a long passphrase"


@pytest.fixture
def place(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing is there but the tables."""
    settings.SHUANGSUIJI_HOME = tmp_path
    settings.SHUANGSUIJI_WRAPPING_KEY_FILE = tmp_path / "wrapping.key"
    settings.SHUANGSUIJI_SEALER_HOME = tmp_path / "sealer"
    settings.SHUANGSUIJI_LOG_FOLDER = tmp_path / "log"
    monkeypatch.setattr(founding, "call_command", lambda *_, **__: None)
    return tmp_path


def init(place: Path, passphrase: str = LONG) -> int:
    file = place.parent / f"{place.name}-口令"
    file.write_text(passphrase, encoding="utf-8")
    file.chmod(0o600)
    return founding.init(Namespace(origin=ORIGIN, passphrase_file=file, json=False))


def left(place: Path) -> set[str]:
    return {each.name for each in place.rglob("*")}


def test_everything_is_made_at_once(place: Path) -> None:
    assert init(place) == 0
    assert {"wrapping.key", "sealer", "log", "signer-state", "log-1.key", "settings.env"} <= left(place)
    assert (place / "settings.env").read_text() == f"SHUANGSUIJI_ORIGIN={ORIGIN}\n"
    assert [event.type for event in LogEvent.objects.all()] == ["log.started"]


def test_it_is_examined_before_any_key_is_made(place: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(founding, "obstacles", lambda: ("触发器缺失。",))
    assert init(place) == 1
    assert "触发器缺失。这次没有建立密钥和封存机" in capsys.readouterr().err
    assert left(place) == set()


def test_a_passphrase_too_short_leaves_nothing(place: Path) -> None:
    assert init(place, "short") == 1
    assert left(place) == set()
    assert init(place) == 0


def refuses(**_: object) -> None:
    raise WritesRefused(("数据库不合要求。",))


def stops(**_: object) -> None:
    raise KeyboardInterrupt


def test_where_entry_0_is_refused_everything_made_before_is_taken_away(place: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(founding, "start_log", refuses)
    assert init(place) == 1
    assert "数据库不合要求" in capsys.readouterr().err
    assert left(place) == set()


def test_an_interrupted_init_leaves_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "start_log", stops)
    with pytest.raises(KeyboardInterrupt):
        init(place)
    assert left(place) == set()


def test_what_was_there_before_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(founding, "start_log", refuses)
    (place / "settings.env").write_text("SHUANGSUIJI_HOSTS=ssj.example.gov.cn")
    (place / "wrapping.key").write_bytes(b"\1" * 32)
    (place / "log").mkdir()
    assert init(place) == 1
    assert left(place) == {"settings.env", "wrapping.key", "log"}
    assert (place / "settings.env").read_text() == "SHUANGSUIJI_HOSTS=ssj.example.gov.cn"
    (place / "sealer").mkdir()
    (place / "sealer" / "mine").touch()
    assert init(place) == 1
    assert (place / "sealer" / "mine").exists()


def test_the_settings_are_added_to(place: Path) -> None:
    (place / "settings.env").write_text("SHUANGSUIJI_HOSTS=ssj.example.gov.cn")
    assert init(place) == 0
    assert (
        place / "settings.env"
    ).read_text() == f"SHUANGSUIJI_HOSTS=ssj.example.gov.cn\nSHUANGSUIJI_ORIGIN={ORIGIN}\n"
