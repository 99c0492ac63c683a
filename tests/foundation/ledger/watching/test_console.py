"""`shuangsuiji ledger mirror` and `monitor` as cron and a person meet them. Source: 50-ledger §7, §9."""

import json
from pathlib import Path

import pytest

from shuangsuiji.web.console.ledger import watching
from shuangsuiji.web.console.usage import Parser, WrongUse
from tests.foundation.ledger.watching.test_monitor import published
from tests.foundation.ledger.witness.invented import START, Log, policy_text

LOG = Log.of(13)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which everything happens."""
    monkeypatch.setattr(watching, "_now", lambda: START)


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    """A policy file."""
    path = tmp_path / "policy"
    path.write_text(policy_text())
    return path


def run(*words: object) -> int:
    """One command of the group; its exit code."""
    parser = Parser(prog="shuangsuiji ledger")
    watching.add_parsers(parser.add_subparsers(dest="command", required=True))
    options = parser.parse_args([f"{word}" for word in words])
    code: int = options.run(options)
    return code


def test_a_mirror_says_what_it_copied(tmp_path: Path, trusted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = published(LOG, tmp_path / "log")
    assert run("mirror", log, tmp_path / "mirror", "--policy", trusted) == 0
    told = capsys.readouterr().out
    assert "0 → 13 条" in told
    assert "没有发现问题" in told
    assert run("mirror", log, tmp_path / "two", "--policy", trusted, "--other", tmp_path / "mirror", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "before": 0,
        "size": 13,
        "fetched": 2,
        "kept": 1,
        "compared": 2,
        "findings": [],
        "exit": 0,
    }


def test_a_fork_is_a_paragraph_with_what_to_do(
    tmp_path: Path, trusted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("mirror", published(LOG, tmp_path / "log"), tmp_path / "mirror", "--policy", trusted)
    published(LOG.rewritten(3), tmp_path / "log")
    assert run("mirror", tmp_path / "log", tmp_path / "mirror", "--policy", trusted) == 1
    spoken = capsys.readouterr()
    assert "【L06 日志分叉或被改写】核对：" in spoken.err
    assert "处置：" in spoken.err
    assert "不符 1 项，未能查 0 项" in spoken.out


def test_a_monitor_is_silent_in_cron_until_something_is_wrong(
    tmp_path: Path, trusted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("monitor", tmp_path / "log", "--state", tmp_path / "state.json", "--policy", trusted)
    published(LOG, tmp_path / "log")
    assert run(*words) == 0
    assert "首次运行" in capsys.readouterr().out
    assert run(*words, "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    published(LOG.cut_to(8), tmp_path / "log")
    for _ in range(2):
        assert run(*words, "--quiet") == 1
        spoken = capsys.readouterr()
        assert "【L14 日志被回退】" in spoken.err
        assert "8 条" in spoken.out
    published(LOG.grown_to(20), tmp_path / "log")
    assert run(*words, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "size": 20,
        "grown": 7,
        "first": False,
        "compared": 0,
        "findings": [],
        "exit": 0,
    }
    assert len(json.loads((tmp_path / "state.json").read_bytes())["kept"]) == 1


def test_a_monitor_compares_with_mirrors(tmp_path: Path, trusted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("mirror", published(LOG, tmp_path / "log"), tmp_path / "mirror", "--policy", trusted)
    published(LOG.rewritten(3), tmp_path / "log")
    capsys.readouterr()
    words = ("monitor", tmp_path / "log", "--state", tmp_path / "state.json", "--policy", trusted)
    assert run(*words, "--mirror", tmp_path / "mirror", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert {finding["kind"] for finding in told["findings"]} == {"FORK"}


def test_without_any_time_the_freshness_is_called_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published(LOG, tmp_path / "log")
    (tmp_path / "policy").write_text(policy_text("a.example", quorum=1, url=""))
    words = ("monitor", tmp_path / "log", "--state", tmp_path / "state.json", "--policy", tmp_path / "policy")
    assert run(*words) == 3
    assert "无从判断" in capsys.readouterr().out


def test_a_log_never_read_leaves_no_state(tmp_path: Path, trusted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log").mkdir()
    words = ("monitor", tmp_path / "log", "--state", tmp_path / "state.json", "--policy", trusted)
    assert run(*words) == 3
    assert not (tmp_path / "state.json").exists()
    capsys.readouterr()
    assert run(*words, "--json") == 3
    assert json.loads(capsys.readouterr().out)["size"] is None


def test_a_place_that_cannot_be_opened_is_incomplete(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("mirror", tmp_path / "none", tmp_path / "mirror") == 3
    assert "没有目录" in capsys.readouterr().err
    assert run("mirror", "ftp://log.example", tmp_path / "mirror", "--json") == 3
    assert "http" in json.loads(capsys.readouterr().out)["unreachable"]


def test_a_disk_that_fails_is_incomplete_and_no_verdict_on_the_log(tmp_path: Path, trusted: Path) -> None:
    published(LOG, tmp_path / "log")
    state = tmp_path / "no folder" / "state.json"
    (tmp_path / "no folder").write_bytes(b"a file")
    assert run("monitor", tmp_path / "log", "--state", state, "--policy", trusted) == 3


def test_a_policy_or_state_that_is_none_is_wrong_use(tmp_path: Path, trusted: Path) -> None:
    published(LOG, tmp_path / "log")
    (tmp_path / "bad").write_text("nonsense\n")
    with pytest.raises(WrongUse, match="信任名单"):
        run("mirror", tmp_path / "log", tmp_path / "mirror", "--policy", tmp_path / "bad")
    with pytest.raises(WrongUse, match="不能读信任名单"):
        run("mirror", tmp_path / "log", tmp_path / "mirror", "--policy", tmp_path / "none")
    with pytest.raises(WrongUse, match="状态文件"):
        run("monitor", tmp_path / "log", "--state", tmp_path / "bad", "--policy", trusted)
