"""`shuangsuiji ledger witness` and `pack` as a person at the terminal meets them. Source: 50-ledger §7."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.core.tlog.policy import open_witnessed, parse_policy
from shuangsuiji.foundation.ledger.sealer.home import Settings
from shuangsuiji.foundation.ledger.sealer.store import Store as SealerStore
from shuangsuiji.foundation.ledger.witness.keyfile import vkey_path
from shuangsuiji.foundation.ledger.witness.server import Application
from shuangsuiji.foundation.ledger.witness.transport import exchange
from shuangsuiji.verify.signatures import verify_ed25519
from shuangsuiji.web.console.ledger import witnessing
from shuangsuiji.web.console.usage import Parser, WrongUse
from tests.foundation.ledger.witness.invented import ORIGIN, Log, call, public, write

LOG = Log.of(13)


def run(*words: object) -> int:
    """One command of the group; its exit code."""
    parser = Parser(prog="shuangsuiji ledger")
    witnessing.add_parsers(parser.add_subparsers(dest="command", required=True))
    options = parser.parse_args([f"{word}" for word in words])
    code: int = options.run(options)
    return code


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A witness that knows the invented log."""
    folder = tmp_path / "witness"
    assert run("witness", "init", "--home", folder, "--name", "audit.example") == 0
    assert run("witness", "add-log", "--home", folder, public(ORIGIN).vkey) == 0
    return folder


@pytest.fixture
def sealer(tmp_path: Path, home: Path) -> Path:
    """A sealer's home whose policy asks for that witness, and for one that is nowhere; the log is published."""
    folder = tmp_path / "sealer"
    folder.mkdir()
    Settings(folder, ORIGIN, "log.sqlite", "", Path("public"), Path("policy"), ("log-1.key",)).write()
    vkey = vkey_path(home / "witness.key").read_text().strip()
    (folder / "policy").write_text(f"log {public(ORIGIN).vkey}\nwitness audit {vkey}\nquorum audit\n")
    LOG.publish(folder / "public")
    return folder


def cosigners(sealer: Path) -> dict[str, int]:
    """Who has cosigned the published checkpoint."""
    policy = parse_policy((sealer / "policy").read_bytes())
    return open_witnessed((sealer / "public/checkpoint").read_bytes(), policy, verify_ed25519).cosigned


def carry(sealer: Path, home: Path, folder: Path, *pieces: str) -> tuple[int, int, int]:
    """Out, answered, back: the three exit codes."""
    out, back = folder / "request", folder / "answer"
    return (
        run("pack", "--home", sealer, "--for", "audit", "--out", out, *pieces),
        run("witness", "answer", "--home", home, out, "--out", back, *pieces),
        run("pack", "--home", sealer, "--for", "audit", "--merge", back),
    )


# ----------------------------------------------------------------------------------------------------------------- witness


def test_a_witness_is_made_once_and_tells_its_public_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "witness"
    assert run("witness", "init", "--home", folder, "--name", "audit.example", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made == {"vkey": vkey_path(folder / "witness.key").read_text().strip(), "encrypted": False}
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run("witness", "init", "--home", folder, "--name", "audit.example") == 1
    assert "已存在" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_passphrase_comes_from_a_file_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "witness", tmp_path / "passphrase"
    write(file, b"correct horse\n")
    given = ("--home", folder, "--passphrase-file", file)
    assert run("witness", "init", *given, "--name", "audit.example") == 1
    assert "chmod 600" in capsys.readouterr().err
    file.chmod(0o600)
    assert run("witness", "init", *given, "--name", "audit.example") == 0
    write(tmp_path / "request", LOG.request(0))
    answer = ("witness", "answer", tmp_path / "request", "--out", tmp_path / "answer", "--home", folder)
    assert run(*answer) == 1, "nobody types, nothing is known"
    assert run(*answer, "--passphrase-file", file) == 1, "the log is not known yet"
    assert "不认识这个日志" in capsys.readouterr().err
    credentials = tmp_path / "credentials"
    write(credentials / witnessing.CREDENTIAL, b"correct horse")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", f"{credentials}")
    assert run("witness", "add-log", "--home", folder, public(ORIGIN).vkey) == 0
    assert run(*answer) == 0
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", f"{tmp_path}")
    assert run(*answer) == 1


def test_a_passphrase_is_asked_of_whoever_sits_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(witnessing.sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(witnessing.getpass, "getpass", lambda question: asked.append(question) or "typed")
    folder = tmp_path / "witness"
    assert run("witness", "init", "--home", folder, "--name", "audit.example") == 0
    assert b"ENCRYPTED" in (folder / "witness.key").read_bytes()
    witnessing.application(f"{folder}")
    assert len(asked) == 2


def test_logs_and_keys_are_added_and_retired(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("witness", "add-log", "--home", home, public(ORIGIN).vkey) == 0
    assert "早已登记" in capsys.readouterr().out
    assert run("witness", "add-log", "--home", home, public("second").vkey, "--origin", ORIGIN) == 0
    assert run("witness", "add-log", "--home", home, public(ORIGIN).vkey, "--retire") == 0
    assert "已停用" in capsys.readouterr().out
    assert run("witness", "add-log", "--home", home, public(ORIGIN).vkey, "--retire") == 0
    assert "本来就没有启用" in capsys.readouterr().out
    assert run("witness", "add-log", "--home", home, "nonsense") == 1


def test_a_witness_without_its_memory_stops(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "witness.sqlite").unlink()
    write(tmp_path / "request", LOG.request(0))
    for words in (
        ("answer", tmp_path / "request", "--out", tmp_path / "answer"),
        ("show",),
        ("serve", "--port", "0"),
        ("add-log", public(ORIGIN).vkey),
    ):
        assert run("witness", words[0], "--home", home, *words[1:]) == 1
        assert "已停止" in capsys.readouterr().err
    assert not (home / "witness.sqlite").exists()


def test_a_missing_key_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "witness.key").unlink()
    assert run("witness", "serve", "--home", home, "--port", "0") == 1
    assert "没有见证私钥" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("make", "code", "told"),
    [
        (lambda: LOG.request(0), 0, "已见证"),
        (lambda: LOG.request(8), 3, "已见证到别的大小"),
        (lambda: b"nonsense", 1, "没有见证（400）"),
        (lambda: Log(LOG.bodies, ORIGIN, "stranger").request(0), 1, "没有见证（403）"),
    ],
)
def test_an_answer_says_what_it_is_and_is_written_in_any_case(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Callable[[], bytes], code: int, told: str
) -> None:
    write(tmp_path / "request", make())
    assert run("witness", "answer", "--home", home, tmp_path / "request", "--out", tmp_path / "answer") == code
    spoken = capsys.readouterr()
    assert told in spoken.out + spoken.err
    assert (tmp_path / "answer").read_bytes().startswith(b"ssj-witness-answer/1\n")


def test_a_file_that_is_not_there_can_be_tried_again(home: Path, tmp_path: Path) -> None:
    assert run("witness", "answer", "--home", home, tmp_path / "none", "--out", tmp_path / "answer") == 3


def test_what_was_seen_and_kept_is_listed_and_written_out(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("witness", "show", "--home", home) == 0
    assert "尚无" in capsys.readouterr().out
    for body in (LOG.request(0), LOG.rewritten(3).request(13), LOG.rewritten(3).grown_to(20).request(13)):
        write(tmp_path / "request", body)
        run("witness", "answer", "--home", home, tmp_path / "request", "--out", tmp_path / "answer")
    capsys.readouterr()
    assert run("witness", "show", "--home", home, "--evidence", tmp_path / "kept", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [row[1] for row in told["logs"]] == ["13"]
    assert [(row[1], row[3]) for row in told["evidence"]] == [
        ("13", "同一大小两个树根，自相矛盾"),
        ("20", "未能证明是追加而成"),
    ]
    kept = {path.name: path.read_bytes() for path in (tmp_path / "kept").iterdir()}
    assert len(kept) == 4
    assert LOG.rewritten(3).request(13) in kept.values()
    assert parse_note(next(raw for name, raw in kept.items() if name.endswith(".known"))).text == LOG.note().text


@pytest.mark.enable_socket
def test_the_service_answers_until_it_is_interrupted(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real, statuses = witnessing.serve, []

    def once(application: Application, host: str, port: int) -> Any:
        server = real(application, host, port)

        def forever() -> None:
            url = f"http://127.0.0.1:{server.server_port}/w/add-checkpoint"
            asking = threading.Thread(
                target=lambda: statuses.append(exchange(url, body=LOG.request(0), most=1000, timeout=10).status)
            )
            asking.start()
            server.handle_request()
            asking.join(10)
            raise KeyboardInterrupt

        server.serve_forever = forever  # type: ignore[method-assign]
        return server

    monkeypatch.setattr(witnessing, "serve", once)
    assert run("witness", "serve", "--home", home, "--port", "0", "--prefix", "/w") == 0
    assert statuses == [200]
    spoken = capsys.readouterr().out
    assert "/w/add-checkpoint" in spoken
    assert "已停止" in spoken


def test_a_larger_server_gets_the_same_application(home: Path) -> None:
    application = witnessing.application(f"{home}", "/w")
    assert call(application, "POST", "/w/add-checkpoint", LOG.request(0))[0] == 200


# --------------------------------------------------------------------------------------------------------------------- pack


@pytest.mark.parametrize("pieces", [(), ("--pieces",)])
def test_a_round_by_hand_puts_the_cosignature_under_the_published_checkpoint(
    sealer: Path, home: Path, tmp_path: Path, pieces: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert carry(sealer, home, tmp_path, *pieces) == (0, 0, 0)
    assert "1 个见证人中 1 个已见证，已达到" in capsys.readouterr().out
    assert set(cosigners(sealer)) == {"audit"}
    assert parse_note((sealer / "public/checkpoint").read_bytes()).signatures[0] == LOG.note().signatures[0]
    LOG.grown_to(20).publish(sealer / "public")
    assert carry(sealer, home, tmp_path, *pieces) == (0, 0, 0)
    sent = sorted(path.read_bytes().split(b"\n")[0] for path in (sealer / "carried").glob("audit-*.request"))
    assert sent == [b"old 0", b"old 13"]
    assert set(cosigners(sealer)) == {"audit"}


def test_a_witness_that_stands_elsewhere_costs_a_second_trip(
    sealer: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "earlier", LOG.cut_to(5).request(0))
    run("witness", "answer", "--home", home, tmp_path / "earlier", "--out", tmp_path / "x")
    assert carry(sealer, home, tmp_path) == (0, 3, 3)
    assert "重新打包" in capsys.readouterr().out
    assert cosigners(sealer) == {}
    assert carry(sealer, home, tmp_path) == (0, 0, 0)
    assert set(cosigners(sealer)) == {"audit"}


def test_a_witness_that_contradicts_is_an_alarm(
    sealer: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "earlier", LOG.grown_to(20).request(0))
    run("witness", "answer", "--home", home, tmp_path / "earlier", "--out", tmp_path / "x")
    assert carry(sealer, home, tmp_path) == (0, 3, 1)
    assert "警报" in capsys.readouterr().err
    assert carry(sealer, home, tmp_path)[0] == 0, "and the size it told does not stop the next request"


def test_a_witness_carried_in_is_shown_on_pages_at_once(sealer: Path, home: Path, tmp_path: Path) -> None:
    assert carry(sealer, home, tmp_path) == (0, 0, 0)
    shown = json.loads((sealer / "public/status.json").read_bytes())
    assert (shown["state"], shown["witnessed"], shown["enough"]) == ("sealed", 1, True)
    (sealer / "halted.json").write_text("{}", encoding="utf-8")
    (sealer / "public/status.json").unlink()
    assert carry(sealer, home, tmp_path) == (0, 0, 0)
    assert not (sealer / "public/status.json").exists(), "a halt goes on until the sealer itself ends it"


def test_an_answer_for_a_checkpoint_that_was_replaced_meanwhile_is_kept_beside(
    sealer: Path, home: Path, tmp_path: Path
) -> None:
    run("pack", "--home", sealer, "--for", "audit", "--out", tmp_path / "request")
    run("witness", "answer", "--home", home, tmp_path / "request", "--out", tmp_path / "answer")
    grown = LOG.grown_to(20)
    grown.publish(sealer / "public")
    assert run("pack", "--home", sealer, "--for", "audit", "--merge", tmp_path / "answer") == 0
    assert (sealer / "public/checkpoint").read_bytes() == grown.note().to_bytes()
    assert parse_note((sealer / "carried/13.checkpoint").read_bytes()).text == LOG.note().text
    assert carry(sealer, home, tmp_path) == (0, 0, 0), "the size it cosigned is known all the same"


def test_an_answer_may_come_back_after_the_next_request_was_sent(sealer: Path, home: Path, tmp_path: Path) -> None:
    run("pack", "--home", sealer, "--for", "audit", "--out", tmp_path / "first")
    LOG.grown_to(20).publish(sealer / "public")
    run("pack", "--home", sealer, "--for", "audit", "--out", tmp_path / "second")
    run("witness", "answer", "--home", home, tmp_path / "first", "--out", tmp_path / "answer")
    assert run("pack", "--home", sealer, "--for", "audit", "--merge", tmp_path / "answer") == 0
    assert (sealer / "carried/13.checkpoint").exists()


def test_a_merge_waits_while_a_seal_is_going_on(sealer: Path, home: Path, tmp_path: Path) -> None:
    run("pack", "--home", sealer, "--for", "audit", "--out", tmp_path / "request")
    run("witness", "answer", "--home", home, tmp_path / "request", "--out", tmp_path / "answer")
    with SealerStore(sealer / "signer-state").locked():
        assert run("pack", "--home", sealer, "--for", "audit", "--merge", tmp_path / "answer") == 3
    assert cosigners(sealer) == {}


def test_what_cannot_be_packed_or_merged_is_refused(
    sealer: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for_whom = ("pack", "--home", sealer, "--for")
    assert run(*for_whom, "nobody", "--out", tmp_path / "request") == 1
    assert "没有见证人 nobody" in capsys.readouterr().err
    write(tmp_path / "unasked", LOG.request(0))
    run("witness", "answer", "--home", home, tmp_path / "unasked", "--out", tmp_path / "answer")
    capsys.readouterr()
    assert run(*for_whom, "audit", "--merge", tmp_path / "answer") == 1
    assert "不是对送给 audit 的请求的答复" in capsys.readouterr().err
    write(tmp_path / "answer", b"nonsense")
    assert run(*for_whom, "audit", "--merge", tmp_path / "answer") == 1
    assert "不是见证人的答复" in capsys.readouterr().err
    (sealer / "public/checkpoint").unlink()
    assert run(*for_whom, "audit", "--out", tmp_path / "request") == 1
    assert "还没有公布过检查点" in capsys.readouterr().err
    assert run("pack", "--home", tmp_path, "--for", "audit", "--out", tmp_path / "request") == 1


def test_a_witnesss_name_is_no_path(sealer: Path, tmp_path: Path) -> None:
    text = (
        (sealer / "policy")
        .read_text()
        .replace("witness audit", "witness ../../x")
        .replace("quorum audit", "quorum none")
    )
    (sealer / "policy").write_text(text)
    assert run("pack", "--home", sealer, "--for", "../../x", "--out", tmp_path / "request") == 0
    (kept,) = (sealer / "carried").iterdir()
    assert kept.name.startswith("_.._x-")


def test_either_out_or_merge_must_be_said(sealer: Path) -> None:
    with pytest.raises(WrongUse):
        run("pack", "--home", sealer, "--for", "audit")
