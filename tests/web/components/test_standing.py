"""What the banner of office pages says about the log (50-ledger §6, §10; 80-reliability F3, F7)."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError

from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.web.components import standing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GOLDEN = Path(__file__).resolve().parents[2] / "vectors" / "tlog" / "log" / "checkpoint"
SIZE = 300


class Table:
    """Stands in for a model's table: one value whatever is asked."""

    def __init__(self, value: object) -> None:
        self.value = value

    def filter(self, **_: object) -> "Table":
        return self

    def values_list(self, *_: object, **__: object) -> "Table":
        return self

    def first(self) -> object:
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


@pytest.fixture
def folder() -> Path:
    """A fresh checkpoint of 300 entries."""
    target = Path(settings.SHUANGSUIJI_LOG_FOLDER)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(GOLDEN, target / "checkpoint")
    os.utime(target / "checkpoint", (NOW.timestamp(), NOW.timestamp()))
    return target


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> object:
    """Says how long the log is and since when the first unsealed entry waits."""

    def says(head: object, waiting: object = None) -> None:
        monkeypatch.setattr(LogHead, "objects", Table(head))
        monkeypatch.setattr(LogEvent, "objects", Table(waiting))

    return says


def test_a_sealed_log_has_nothing_to_say(folder: Path, database: object) -> None:
    database(SIZE)  # type: ignore[operator]
    assert standing.warnings(NOW) == []


def test_a_log_of_which_nothing_is_sealed_yet_has_nothing_to_say_at_first(database: object) -> None:
    database(2, NOW - timedelta(seconds=30))  # type: ignore[operator]
    assert standing.warnings(NOW) == []


def test_an_act_that_waits_too_long_for_its_seal_is_told(folder: Path, database: object) -> None:
    database(SIZE + 1, NOW - standing.SEALED_WITHIN)  # type: ignore[operator]
    assert standing.warnings(NOW) == []
    database(SIZE + 1, NOW - standing.SEALED_WITHIN - timedelta(seconds=1))  # type: ignore[operator]
    assert [each[:4] for each in standing.warnings(NOW)] == ["日志落后"]


def test_a_database_that_fell_back_is_told_with_both_numbers(folder: Path, database: object) -> None:
    database(SIZE - 1)  # type: ignore[operator]
    assert "已发布 300 条，数据库只有 299 条" in standing.warnings(NOW)[0]


def test_a_halted_log_is_told_once(folder: Path, database: object) -> None:
    status = {"state": "halted", "since": "2026-11-24T08:00:00Z", "reason": "日志分叉"}
    (folder / "status.json").write_text(json.dumps(status))
    database(SIZE + 9, NOW - timedelta(hours=1))  # type: ignore[operator]
    assert standing.warnings(NOW) == [
        "日志暂停：日志分叉。封存程序已停止签发检查点，请告诉运维人员；现有记录可以查看。"
    ]
    assert standing.standing(NOW).halted_since == "2026-11-24T08:00:00Z"


def test_a_halt_without_reason_is_still_a_halt(folder: Path, database: object) -> None:
    (folder / "status.json").write_text('{"state": "halted"}')
    database(SIZE)  # type: ignore[operator]
    assert standing.warnings(NOW)[0].startswith("日志暂停：原因待查")


def test_a_quiet_sealer_is_told_after_a_day(folder: Path, database: object) -> None:
    database(SIZE)  # type: ignore[operator]
    assert standing.warnings(NOW + standing.FRESH_FOR) == []
    assert "超过一天" in standing.warnings(NOW + standing.FRESH_FOR + timedelta(seconds=1))[0]


def test_a_clock_before_the_checkpoint_gives_no_negative_age(folder: Path) -> None:
    assert standing.standing(NOW - timedelta(hours=1)).age == timedelta(0)


def test_an_unreadable_checkpoint_is_told(folder: Path, database: object) -> None:
    (folder / "checkpoint").write_text("?")
    database(0)  # type: ignore[operator]
    assert "无法读取" in standing.warnings(NOW)[0]


def test_a_checkpoint_that_cannot_even_be_opened_is_told(folder: Path, database: object) -> None:
    (folder / "checkpoint").unlink()
    (folder / "checkpoint").mkdir()
    database(0)  # type: ignore[operator]
    assert "无法读取" in standing.warnings(NOW)[0]


def test_a_checkpoint_that_goes_while_it_is_looked_at_has_no_age(folder: Path) -> None:
    assert standing._age(folder / "gone", NOW) == timedelta(0)


def test_a_database_that_does_not_answer_is_told_and_the_page_stays(folder: Path, database: object) -> None:
    database(DatabaseError())  # type: ignore[operator]
    assert standing.warnings(NOW) == ["数据库暂时读不到，请稍后再试。"]
