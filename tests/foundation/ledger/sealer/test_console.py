"""`shuangsuiji ledger seal | rebuild-state | rotate-key` as a person at the terminal, a timer or systemd runs them. Source: 50-ledger §6, §10."""

import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog.note import Note, parse_note
from shuangsuiji.foundation.ledger.sealer.home import POLICY, STATE, open_home
from shuangsuiji.foundation.ledger.sealer.refusal import Halted, Retry, Rollback, SourceUnavailable
from shuangsuiji.foundation.ledger.sealer.sealing import Answers, Collect, Outcome
from shuangsuiji.foundation.ledger.sealer.watch import Told, watch
from shuangsuiji.foundation.ledger.witness.transport import Reply
from shuangsuiji.web.console.ledger import sealing as console
from shuangsuiji.web.console.usage import Parser, WrongUse
from tests.core.tlog import golden
from tests.core.tlog.signing import Signer
from tests.foundation.ledger.sealer.counties import AT, County, Database, cosigned
from tests.foundation.ledger.sealer.test_home import PASSPHRASE, WITNESSES, make

SCRIPT = """
import sys
from shuangsuiji.web.console.ledger import sealing
from shuangsuiji.web.console.usage import Parser
parser = Parser(prog="shuangsuiji ledger")
sealing.add_parsers(parser.add_subparsers(dest="command", required=True))
options = parser.parse_args(sys.argv[1:])
sys.exit(options.run(options))
"""

Run = Callable[..., int]


def run(arguments: Sequence[object], **options: Any) -> int:
    """One command of the group, in this process."""
    parser = Parser(prog="shuangsuiji ledger")
    console.add_parsers(parser.add_subparsers(dest="command", required=True), **options)
    given = parser.parse_args([str(argument) for argument in arguments])
    code: int = given.run(given)
    return code


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make(tmp_path / "home")
    (tmp_path / "passphrase").write_bytes(PASSPHRASE + b"\n")
    (tmp_path / "passphrase").chmod(0o600)
    Database(tmp_path / "county.sqlite3").grow(3)
    return tmp_path / "home"


def with_key(home: Path, command: str, *more: object) -> list[object]:
    return [command, "--home", home, "--passphrase-file", home.parent / "passphrase", *more]


def test_a_seal_says_what_it_did_and_that_nobody_witnessed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(with_key(home, "seal")) == 0
    told = capsys.readouterr().out
    assert all(words in told for words in ("已封存", "共 3 条", "没有设见证人"))
    assert run(with_key(home, "seal", "--once")) == 0
    assert "没有新条目" in capsys.readouterr().out


def test_a_program_reads_one_object(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(with_key(home, "seal", "--json")) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["did"], told["size"], told["witnessed"], told["enough"]) == (["sealed"], 3, [], True)


def test_an_empty_log_is_told_as_such(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Database(home.parent / "county.sqlite3").run(
        "DELETE FROM log_event", "UPDATE log_head SET size = 0, frontier = x''"
    )
    assert run(with_key(home, "seal")) == 0
    assert "还没有检查点" in capsys.readouterr().out


def test_a_halt_ends_with_a_paragraph_and_code_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(with_key(home, "seal"))
    Database(home.parent / "county.sqlite3").run("UPDATE log_head SET size = 1, frontier = zeroblob(32)")
    assert run(with_key(home, "seal")) == 1
    told = capsys.readouterr().err
    assert all(
        words in told for words in ("日志暂停", "核对：", "已签名 3 条，数据库只有 1 条", "下一步：", "没有签名")
    )
    assert run(with_key(home, "seal", "--json")) == 1
    assert json.loads(capsys.readouterr().out)["halted"]["kind"] == "rollback"


def test_a_database_that_is_away_is_code_three(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home.parent / "county.sqlite3").rename(home.parent / "away")
    assert run(with_key(home, "seal")) == 3
    assert "再运行即可" in capsys.readouterr().err


def test_a_disk_that_refuses_is_code_three(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home.parent / "public/tile").write_text("a file where a folder must be")
    assert run(with_key(home, "seal")) == 3
    assert "出错" in capsys.readouterr().err


def test_a_wrong_passphrase_is_code_one_and_not_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home.parent / "passphrase").write_bytes(b"something else entirely")
    assert run(with_key(home, "seal")) == 1
    told = capsys.readouterr()
    assert "口令不对" in told.err
    assert "something else" not in told.err + told.out
    assert run(with_key(home, "seal", "--json")) == 1
    assert "口令不对" in json.loads(capsys.readouterr().out)["refused"]


def test_a_person_is_asked_for_the_passphrase_and_a_timer_is_not(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(["seal", "--home", home]) == 1
    assert "--passphrase-file" in capsys.readouterr().err
    asked: list[str] = []
    monkeypatch.setattr(console.sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    monkeypatch.setattr(console.getpass, "getpass", lambda prompt: asked.append(prompt) or PASSPHRASE.decode())
    assert run(["seal", "--home", home]) == 0
    assert asked == ["封存密钥的口令："]


def test_wrong_use_is_told_in_a_sentence(home: Path) -> None:
    with pytest.raises(WrongUse, match="--home"):
        run(["seal"])
    with pytest.raises(WrongUse, match="不能与"):
        run(["seal", "--home", home, "--once", "--watch"])


# --------------------------------------------------------------------------------------------------------------- witnesses


def test_the_witnesses_of_the_policy_are_asked_over_the_wire(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = (
        WITNESSES.decode()
        .replace("\ngroup", " https://audit.example\ngroup")
        .replace(f"{golden.UPPER.key.vkey}\n", f"{golden.UPPER.key.vkey} https://upper.example\n")
    )
    make(tmp_path / "home", policy=policy.encode())
    Database(tmp_path / "county.sqlite3").grow(3)
    asked: list[tuple[str, bytes]] = []

    def answer(url: str, *, body: bytes, most: int, timeout: float) -> Reply:
        asked.append((url, body.partition(b"\n")[0]))
        note = parse_note(body.partition(b"\n\n")[2])
        signer = golden.UPPER if "upper" in url else golden.AUDIT
        return Reply(200, signer.line(note.text, 1_790_000_000).written().encode())

    monkeypatch.setattr("shuangsuiji.foundation.ledger.witness.client.exchange", answer)
    collect = console.ask_witnesses(open_home(tmp_path / "home", PASSPHRASE).policy)
    (tmp_path / "passphrase").write_bytes(PASSPHRASE)
    (tmp_path / "passphrase").chmod(0o600)
    for size in (3, 5):
        Database(tmp_path / "county.sqlite3").grow(size)
        assert run(with_key(tmp_path / "home", "seal"), witnesses=lambda policy: collect) == 0
        assert "2 方已签，已够" in capsys.readouterr().out
    # What each has cosigned is remembered: the second time nobody is asked twice.
    assert sorted(asked) == sorted(
        (f"https://{name}.example/add-checkpoint", old) for old in (b"old 0", b"old 3") for name in ("upper", "audit")
    )


def test_a_witness_that_contradicts_is_an_alarm_and_code_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def contradicting(_policy: object) -> Collect:
        return lambda note, prove: Answers(note, ("上级：它已见证到 9 条，本日志只有 3 条",))

    assert run(with_key(home, "seal"), witnesses=contradicting) == 1
    assert "见证警报：上级：它已见证到 9 条" in capsys.readouterr().err


def test_too_few_witnesses_are_said_and_do_not_stop_the_log(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (home / POLICY).read_bytes().replace(b"quorum none\n", WITNESSES)
    (home / POLICY).write_bytes(text)
    assert run(with_key(home, "seal")) == 3
    assert "0 方已签，不够" in capsys.readouterr().out


def test_while_the_quorum_is_missed_witnesses_are_asked_at_every_run_and_then_no_more(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / POLICY).write_bytes((home / POLICY).read_bytes().replace(b"quorum none\n", WITNESSES))
    asked: list[int] = []

    def answering(*signers: Signer) -> Callable[[object], Collect]:
        def collect(note: Note, _prove: object) -> Answers:
            asked.append(len(signers))
            return Answers(cosigned(note, *signers))

        return lambda _policy: collect

    assert run(with_key(home, "seal"), witnesses=answering()) == 3
    assert run(with_key(home, "seal"), witnesses=answering()) == 3
    assert "没有新条目" in capsys.readouterr().out
    # One of two: kept, and the missing one is asked again.
    assert run(with_key(home, "seal"), witnesses=answering(golden.UPPER)) == 3
    assert "已补上见证" in capsys.readouterr().out
    assert run(with_key(home, "seal"), witnesses=answering(golden.AUDIT)) == 0
    assert "2 方已签，已够" in capsys.readouterr().out
    assert run(with_key(home, "seal"), witnesses=answering()) == 0
    assert asked == [0, 0, 1, 1]


# ------------------------------------------------------------------------------------------------------- rebuild and rotate


def test_two_persons_rebuild_the_memory(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(with_key(home, "seal"))
    (home / STATE).unlink()
    assert run(with_key(home, "seal")) == 1
    assert "rebuild-state" in capsys.readouterr().err
    call = ["rebuild-state", "--home", home, "--by", "张三", "--reason", "主机更换"]
    assert run(call) == 1
    assert "两个不同的姓名" in capsys.readouterr().err
    assert run([*call, "--by", "李四", "--checkpoint", home.parent / "public/checkpoint"]) == 0
    assert "已重建记忆：3 条" in capsys.readouterr().out
    assert run(with_key(home, "seal")) == 0


def test_a_key_is_rotated_and_not_retired_too_early(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(with_key(home, "rotate-key", "--json", "--by", "张三")) == 0
    vkey = json.loads(capsys.readouterr().out)["vkey"]
    assert vkey in (home / POLICY).read_text()
    assert run(with_key(home, "rotate-key", "--retire")) == 1
    assert "至少 30 天" in capsys.readouterr().err


@pytest.mark.parametrize(("seq", "told"), [(7, "已登记入日志第 7 条"), (None, "以应用的账号运行")])
def test_acts_on_the_sealer_are_logged_or_the_command_is_printed_that_logs_them(
    home: Path, capsys: pytest.CaptureFixture[str], seq: int | None, told: str
) -> None:
    recorded: list[tuple[str, Any]] = []

    def record(name: str, options: Any) -> int | None:
        recorded.append((name, options))
        return seq

    assert run(with_key(home, "rotate-key"), record=record) == 1
    assert recorded == [], "nobody's act is none"
    assert "--by" in capsys.readouterr().err
    run(with_key(home, "seal"))
    assert run(with_key(home, "rotate-key", "--by", "张三"), record=record) == 0
    shown = capsys.readouterr().out
    assert told in shown
    assert (f"record-rotation {recorded[0][1].vkey} --by '张三'" in shown) == (seq is None)
    (home / STATE).unlink()
    call = ["rebuild-state", "--home", home, "--by", "张三", "--by", "李四", "--reason", "主机 更换"]
    assert run(call, record=record) == 0
    name, options = recorded[1]
    shown = capsys.readouterr().out
    assert (name, options.size, len(options.root)) == ("record-rebuild", 3, 64)
    command = f"record-rebuild 3 {options.root} --by '张三' --by '李四' --reason '主机 更换'"
    assert (command in shown) == (seq is None)


def test_a_key_is_retired_after_the_overlap(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(with_key(home, "rotate-key", "--by", "张三")) == 0
    assert "record-rotation" in capsys.readouterr().out
    now = console._now()
    monkeypatch.setattr(console, "_now", lambda: now + timedelta(days=31))
    assert run(["rotate-key", "--home", home, "--retire"]) == 0
    assert "旧密钥已停用" in capsys.readouterr().out


# ------------------------------------------------------------------------------------------------------------------- watch


def watched(county: County, days: Sequence[Callable[[], None]]) -> tuple[list[Told], bool]:
    """Look once per act, an hour apart; what was told, and whether the last look was good."""
    told: list[Told] = []
    times = iter(AT + timedelta(hours=hour) for hour in range(1000))
    acts = iter(days)

    def stopped(seconds: float) -> bool:
        assert seconds == 10
        act = next(acts, None)
        if act is not None:
            act()
        return act is None

    good = watch(county.sealer, clock=lambda: next(times), stopped=stopped, tell=told.append)
    return told, good


def nothing() -> None:
    """Nobody does anything."""


def test_a_watch_tells_what_it_sealed_and_is_silent_otherwise(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.database.grow(3)
    told, good = watched(county, [nothing, lambda: county.database.grow(5), nothing, *[nothing] * 24])
    assert good
    assert [(each.did, each.checkpoint.size) for each in told if isinstance(each, Outcome)] == [
        (("sealed",), 3),
        (("sealed",), 5),
        (("heartbeat",), 5),
    ]


def test_a_watch_tells_a_fault_once_and_goes_on_when_it_is_mended(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    kept = county.database.path.read_bytes()

    def harm() -> None:
        county.database.run("UPDATE log_head SET size = 1, frontier = zeroblob(32)")

    def mend() -> None:
        county.database.path.write_bytes(kept)

    told, good = watched(county, [harm, nothing, nothing, mend, nothing])
    assert good
    assert [type(each) for each in told] == [Rollback, Outcome]


def test_a_watch_tells_an_objection_of_a_witness_once(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    county.witnessed_by_all()
    county.sealer = county.sealer.asking(lambda note, prove: Answers(note, ("上级：日志自相矛盾",)))
    told, good = watched(county, [nothing, nothing, nothing])
    assert good
    assert [each.alarms for each in told if isinstance(each, Outcome)] == [("上级：日志自相矛盾",)]


def test_a_watch_outlives_a_database_that_is_away(tmp_path: Path) -> None:
    county = County(tmp_path, size=3)
    path = county.database.path
    told, good = watched(county, [lambda: (path.rename(tmp_path / "away"), None)[1], nothing])
    assert not good
    assert [type(each) for each in told] == [SourceUnavailable]


def test_a_watch_that_ends_on_a_fault_tells_what_it_is(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from shuangsuiji.web.console.words import Printer

    for fault in (Rollback("甲"), Retry("乙"), OSError(28, "满")):
        console._tell(Printer(as_json=False), fault)
    told = capsys.readouterr().err
    assert all(words in told for words in ("日志暂停", "乙", "满"))
    assert issubclass(Rollback, Halted)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_watch_in_its_own_process_seals_and_stops_cleanly(home: Path, root: Path, how: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *map(str, with_key(home, "seal", "--watch"))],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    checkpoint = home.parent / "public/checkpoint"
    until = time.monotonic() + 30
    while not checkpoint.exists() and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(how)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert "已封存：共 3 条" in out
    assert "已停止守候" in out


def test_the_clock_of_the_console_is_aware() -> None:
    assert isinstance(console._now(), datetime)
    assert console._now().tzinfo is not None
