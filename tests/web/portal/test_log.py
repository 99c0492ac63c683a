"""The log as the public sees it: the page, and the files anybody verifies from (50-ledger §1, §5, §7)."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from shuangsuiji.web.components import clock, protection, standing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GOLDEN = Path(__file__).resolve().parents[2] / "vectors" / "tlog" / "log"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock.timezone, "now", lambda: NOW)


@pytest.fixture
def folder(db: None) -> Path:
    """A published log: the golden one."""
    target = Path(settings.SHUANGSUIJI_LOG_FOLDER)
    shutil.copytree(GOLDEN, target, dirs_exist_ok=True)
    put_at(target / "checkpoint", NOW - timedelta(minutes=3))
    return target


def put_at(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def status(folder: Path, **members: object) -> None:
    """What the sealer says of itself."""
    (folder / "status.json").write_text(json.dumps(members), encoding="utf-8")


def page(client: Client) -> str:
    answer = client.get("/open/log/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_checkpoint_is_served_as_it_is_for_five_seconds(client: Client, folder: Path) -> None:
    answer = client.get("/log/checkpoint")
    assert answer.content == (folder / "checkpoint").read_bytes()
    assert answer["Cache-Control"] == "public, max-age=5"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"]
)
def test_tiles_and_bundles_are_served_as_they_are_for_ever(client: Client, folder: Path, path: str) -> None:
    answer = client.get(f"/log/{path}")
    assert answer.content == (folder / path).read_bytes()
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}


def test_verifiers_on_other_sites_may_read_the_files_and_no_page(client: Client, folder: Path) -> None:
    for path in ("/log/checkpoint", "/log/tile/0/000"):
        answer = client.get(path)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in client.get("/open/log/")


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/002",
        "tile/0/0",
        "tile/00/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/x000/000",
        "tile/0/000/",
        "tile/0/../0/000",
        "tile/../checkpoint",
        "../wrapping.key",
        "%2e%2e/wrapping.key",
        "tile/0/000%00",
        "status.json",
        "checkpoint.old",
        "tile/entries/000%2F..%2F001",
        "/etc/passwd",
        "tile/0/٠٠٠",
    ],
)
def test_any_other_path_is_the_404_of_everything_that_is_not_there(client: Client, folder: Path, path: str) -> None:
    (folder.parent / "wrapping.key").touch()
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == client.get("/open/nowhere/").content


def test_a_folder_in_place_of_a_tile_is_not_there(client: Client, folder: Path) -> None:
    (folder / "tile/0/007").mkdir()
    assert client.get("/log/tile/0/007").status_code == 404


def test_nothing_published_is_said_so(client: Client, db: None) -> None:
    assert "还没有公布过检查点" in page(client)
    assert client.get("/log/checkpoint").status_code == 404


def test_the_page_shows_name_size_root_and_time(client: Client, folder: Path) -> None:
    shown = page(client)
    origin, size, *_ = (folder / "checkpoint").read_text().splitlines()
    assert f">{origin}<" in shown
    assert f"<dd>{size}</dd>" in shown
    assert "2026-11-24 16:57" in shown
    assert "python -m shuangsuiji.verify http://testserver/log/ --policy 信任名单 --all" in shown


def test_without_a_quorum_the_page_says_what_nobody_can_notice(client: Client, folder: Path) -> None:
    status(folder, state="sealed", witnessed=0, of=0, enough=True, quorum="none")
    shown = page(client)
    assert "没有见证人" in shown
    assert "quorum none" in shown


def test_a_status_that_does_not_tell_its_quorum_counts_as_none(client: Client, folder: Path) -> None:
    status(folder, state="sealed", witnessed=2, of=3, enough=True)
    shown = page(client)
    assert "3 个见证人中 2 个已见证" in shown
    assert "quorum none" in shown


def test_with_enough_witnesses_the_page_says_the_fourth_level(client: Client, folder: Path) -> None:
    status(folder, state="sealed", witnessed=2, of=3, enough=True, quorum="two-of-three")
    shown = page(client)
    assert "保护到第四级" in shown
    assert "quorum none" not in shown
    assert "尚未达到要求" not in shown


def test_too_few_witnesses_are_told_and_do_not_protect(client: Client, folder: Path) -> None:
    status(folder, state="sealed", witnessed=1, of=3, enough=False, quorum="two-of-three")
    shown = page(client)
    assert "3 个见证人中 1 个已见证，尚未达到要求" in shown
    assert "保护到第四级" not in shown


@pytest.mark.parametrize(
    ("said", "home_is_here", "level"),
    [(False, False, "二"), (False, True, "二"), (True, True, "二"), (True, False, "三")],
)
def test_the_third_level_is_promised_only_where_the_sealer_is_said_to_be_and_is_elsewhere(
    client: Client,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    said: bool,
    home_is_here: bool,
    level: str,
) -> None:
    monkeypatch.setattr(settings, "SHUANGSUIJI_SEALER_ELSEWHERE", said)
    monkeypatch.setattr(settings, "SHUANGSUIJI_SEALER_HOME", tmp_path if home_is_here else tmp_path / "elsewhere")
    assert f"保护到第{level}级" in page(client)


def test_a_sealer_s_home_in_a_folder_of_another_account_is_here(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(settings, "SHUANGSUIJI_SEALER_ELSEWHERE", True)
    monkeypatch.setattr(protection.Path, "exists", refuse)
    assert "保护到第二级" in page(client)


def test_a_halted_log_is_told_with_its_reason(client: Client, folder: Path) -> None:
    status(folder, state="halted", since="2026-11-24T08:00:00Z", reason="日志分叉")
    assert "日志暂停：日志分叉" in page(client)


@pytest.mark.parametrize("spoiled", ["", "[]", "{", '{"state": 3, "witnessed": "2", "of": -1}', "\x00"])
def test_a_spoiled_status_is_no_status(client: Client, folder: Path, spoiled: str) -> None:
    (folder / "status.json").write_text(spoiled, encoding="utf-8")
    assert "没有见证人" in page(client)


def test_an_unreadable_checkpoint_is_told(client: Client, folder: Path) -> None:
    (folder / "checkpoint").write_text("not a note", encoding="utf-8")
    shown = page(client)
    assert "已公布的检查点无法读取" in shown
    assert "日志暂停" in shown


def test_a_checkpoint_older_than_a_day_is_told(client: Client, folder: Path) -> None:
    put_at(folder / "checkpoint", NOW - standing.FRESH_FOR - timedelta(minutes=1))
    assert "超过一天没有新的检查点" in page(client)


def test_a_database_behind_the_checkpoint_is_told_to_everybody(client: Client, folder: Path) -> None:
    assert "数据库落后于已发布的检查点：已发布 300 条，数据库只有 0 条" in page(client)


def test_a_signed_in_visitor_s_copy_is_kept_by_nobody(client: Client, folder: Path) -> None:
    assert client.get("/open/log/")["Cache-Control"] == "public, max-age=5"
    client.cookies["sessionid"] = "x" * 32
    assert client.get("/open/log/")["Cache-Control"] == "no-store"


def test_the_public_pages_set_no_cookie(client: Client, folder: Path) -> None:
    for path in ("/open/", "/open/rules/", "/open/log/", "/log/checkpoint"):
        assert not client.get(path).cookies, path


def test_every_article_has_its_line_with_an_anchor(client: Client, db: None) -> None:
    shown = client.get("/open/rules/").content.decode()
    assert [f'id="art-{number}"' in shown for number in range(1, 30)] == [True] * 29
