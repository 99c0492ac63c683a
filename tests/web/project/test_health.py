"""`/health` and the front door."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from shuangsuiji.web.components import clock
from shuangsuiji.web.project import health
from tests.foundation.accounts.bureau import build

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GOLDEN = Path(__file__).resolve().parents[2] / "vectors" / "tlog" / "log" / "checkpoint"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.timezone, "now", lambda: NOW)
    health._examined.clear()


def publish(age: timedelta) -> Path:
    folder = Path(settings.SHUANGSUIJI_LOG_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(GOLDEN, folder / "checkpoint")
    stamp = (NOW - age).timestamp()
    os.utime(folder / "checkpoint", (stamp, stamp))
    return folder


def examine(monkeypatch: pytest.MonkeyPatch, *reasons: str) -> list[int]:
    """The examination finds this; how often it was asked."""
    asked: list[int] = []

    def found(*_: object) -> tuple[str, ...]:
        asked.append(1)
        return reasons

    monkeypatch.setattr(health.soundness, "reasons", found)
    return asked


def sound(monkeypatch: pytest.MonkeyPatch) -> None:
    examine(monkeypatch)


def ask(client: Client) -> tuple[int, dict[str, object]]:
    answer = client.get("/health")
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, json.loads(answer.content)


def test_a_sound_log_is_200_with_its_figures(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sound(monkeypatch)
    publish(timedelta(minutes=2))
    assert ask(client) == (
        200,
        {
            "database": "ok",
            "head": 0,
            "published": 300,
            "published_age_seconds": 120,
            "writes_allowed": True,
            "log": "ok",
        },
    )


def test_nothing_published_yet_is_no_fault(client: Client, db: None) -> None:
    status, told = ask(client)
    assert (told["published"], told["published_age_seconds"], told["log"]) == (None, None, "ok")
    assert told["head"] == 0
    assert status == (200 if told["writes_allowed"] else 503)


def test_refused_writes_are_503_without_their_reasons(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    examine(monkeypatch, "数据库角色 geheim 是表的所有者")
    answer = client.get("/health")
    assert answer.status_code == 503
    assert json.loads(answer.content)["writes_allowed"] is False
    assert "geheim" not in answer.content.decode()


def test_a_stopped_sealer_turns_it_red(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sound(monkeypatch)
    publish(timedelta(hours=27))
    status, told = ask(client)
    assert (status, told["log"]) == (503, "stale")


def test_a_halted_log_turns_it_red(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sound(monkeypatch)
    (publish(timedelta(minutes=1)) / "status.json").write_text('{"state": "halted", "reason": "分叉"}')
    status, told = ask(client)
    assert (status, told["log"]) == (503, "halted")


def test_a_database_that_does_not_answer_is_said_so(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def dead(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(health.soundness, "reasons", dead)
    status, told = ask(client)
    assert (status, told["database"], told["head"]) == (503, "unreachable", None)


def test_the_front_door_leads_visitors_to_the_public_pages_once_there_is_a_bureau(
    client: Client, db: None, at: datetime
) -> None:
    assert client.get("/")["Location"] == "/setup/"
    build(at)
    assert client.get("/")["Location"] == "/open/"


def test_asked_often_it_examines_the_log_once_in_five_seconds(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = examine(monkeypatch)
    for seconds in (0, 1, 4.9, 5, 6, -1):
        monkeypatch.setattr(clock.timezone, "now", lambda seconds=seconds: NOW + timedelta(seconds=seconds))
        assert client.get("/health").status_code == 200
    assert len(asked) == 3


def test_the_examination_itself_only_reads(client: Client, db: None) -> None:
    publish(timedelta(minutes=1))
    status, told = ask(client)
    assert (status, told["database"], told["writes_allowed"]) == (503, "ok", False)
