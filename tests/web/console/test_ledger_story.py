"""An operator's day with the log, command by command, each in its own process: enable, act, seal, carry away, verify; then somebody edits a row."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from shuangsuiji.web.console.verifier_archive import build_archive

ROOT = Path(__file__).resolve().parents[3]
ORIGIN = "log.example.gov.cn/410928/rsj"
FOUND = [
    "--code",
    "rsj",
    "--name",
    "某局",
    "--division",
    "410928",
    "--sysadmin",
    "xt=甲",
    "--secadmin",
    "aq=乙",
    "--audadmin",
    "sj=丙",
]


class Office:
    """One machine with the program on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "var"
        self.database = self.home / "database" / "shuangsuiji.sqlite3"
        self.passphrase = folder / "口令"
        self.passphrase.write_text("a long passphrase", encoding="utf-8")
        self.passphrase.chmod(0o600)

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command as the operator types it; what it said on both streams."""
        done = subprocess.run(
            [sys.executable, "-m", "shuangsuiji.web.console.main", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env={
                **{
                    name: value
                    for name, value in os.environ.items()
                    if not name.startswith(("SHUANGSUIJI_", "DJANGO_"))
                },
                "SHUANGSUIJI_HOME": str(self.home),
                "PYTHONPATH": str(ROOT),
                "NO_COLOR": "1",
                "COLUMNS": "200",
            },
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def init(self, code: int = 0) -> str:
        return self("ledger", "init", "--origin", ORIGIN, "--passphrase-file", str(self.passphrase), code=code)

    def seal(self, code: int = 0) -> str:
        return self(
            "ledger", "seal", "--home", str(self.home / "sealer"), "--passphrase-file", str(self.passphrase), code=code
        )

    def sql(self, script: str) -> None:
        with sqlite3.connect(self.database) as connection:
            connection.executescript(script)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.slow
def test_the_operators_day(office: Office, tmp_path: Path) -> None:
    assert "尚未建表" in office("ledger", "status", code=1)
    assert not office.home.exists()
    assert "日志已启用" in office.init()
    assert "不能再次建立" in office.init(code=1)
    assert "初始密码" in office("accounts", "found", *FOUND)
    assert "一次性密码" in office("accounts", "reset-password", "xt", "--reason", "忘记密码")
    assert "尚未封存" in office("ledger", "status")
    assert "共 3 条" in office.seal()

    carried = tmp_path / "u盘" / "log"
    shutil.copytree(office.home / "log", carried)
    archive = tmp_path / "u盘" / "ssj-verify.pyz"
    build_archive(archive)
    policy = office.home / "sealer" / "policy"
    office(
        "ledger", "receipt", "2", "--out", str(tmp_path / "u盘"), "--open", "who", "--to", "甲", "--reason", "本人查阅"
    )
    receipt = ["--proof", f"{tmp_path}/u盘/log-2.tlog-proof", "--opening", f"{tmp_path}/u盘/log-2.openings.json"]
    for what in ([str(carried), "--all"], receipt):
        verdict = subprocess.run(
            [sys.executable, "-I", "-S", str(archive), *what, "--policy", str(policy)],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONUTF8": "1"},
        )
        assert verdict.returncode == 0, verdict.stdout + verdict.stderr
        assert "核验通过" in verdict.stdout

    assert "通过：日志 3 条" in office("ledger", "verify")
    office.sql("UPDATE department SET name = '伪局'")
    told = office("ledger", "verify", code=1)
    assert "部门（department）行" in told
    assert "被改写，以日志第 1 条为准" in told
    assert "处置：停止办理，保留" in told
    office.sql("UPDATE department SET name = '某局'")
    assert "通过" in office("ledger", "reconcile")

    with pytest.raises(sqlite3.IntegrityError, match="不能删除"):
        office.sql("DELETE FROM log_event WHERE seq = 2")
    office.sql("DROP TRIGGER ssj_log_event_update")
    assert "ssj_log_event_update" in office("ledger", "status", code=1)
    refused = office("accounts", "reset-password", "xt", "--reason", "再试", code=1)
    assert "触发器" in refused
    assert "已恢复：ssj_log_event_update" in office("ledger", "install-triggers")
    assert "完好" in office("ledger", "install-triggers")
    assert "没有需要封存" in office("ledger", "seal-audit")


@pytest.mark.slow
def test_yesterdays_backup_comes_back_and_two_persons_recover_it(office: Office, tmp_path: Path) -> None:
    office.init()
    office("accounts", "found", *FOUND)
    backup = tmp_path / "昨天.sqlite3"
    with sqlite3.connect(office.database) as live, sqlite3.connect(backup) as copy:
        live.backup(copy)
    office("accounts", "reset-password", "xt", "--reason", "忘记密码")
    office.seal()
    for leftover in office.database.parent.iterdir():
        leftover.unlink()
    shutil.copy(backup, office.database)

    assert "落后于已发布的检查点" in office("ledger", "status", code=1)
    assert "恢复" in office.seal(code=1)
    assert "两名不同" in office("ledger", "recover", "--by", "甲", code=2)
    recovered = office("ledger", "recover", "--by", "甲", "--by", "乙")
    assert "已从公开目录补回第 2–2 条" in recovered
    assert "account.changed" in recovered
    assert "没有缺少" in office("ledger", "recover", "--by", "甲", "--by", "乙", code=1)
    assert "共 4 条" in office.seal()
    for command in ("verify", "reconcile"):
        told = office("ledger", command, code=3)
        assert "上列 1 条是恢复旧备份后从公开目录补回的" in told
        assert "account.changed" in told
        assert "通过" not in told


@pytest.mark.slow
def test_one_account_rotates_the_key_and_rebuilds_the_memory_and_both_are_in_the_log(office: Office) -> None:
    office.init()
    home = ["--home", str(office.home / "sealer")]
    told = office("ledger", "rotate-key", *home, "--by", "甲", "--passphrase-file", str(office.passphrase))
    assert "已登记入日志第 1 条" in told
    office.seal()
    (office.home / "sealer" / "signer-state").unlink()
    told = office("ledger", "rebuild-state", *home, "--by", "甲", "--by", "乙", "--reason", "换机")
    assert "已登记入日志第 2 条" in told
    assert "共 3 条" in office.seal()
    assert "通过" in office("ledger", "verify")


def test_a_name_that_is_no_name_of_a_log_is_wrong_use(office: Office) -> None:
    for origin in ("log.example.gov.cn", "log/x/rsj", "a/410928/", "log.example.gov.cn/410928/rsj/x"):
        told = office("ledger", "init", "--origin", origin, "--passphrase-file", str(office.passphrase), code=2)
        assert "主机/行政区划代码/部门代码" in told
    assert not office.database.exists()
