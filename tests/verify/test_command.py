"""The command `python -m shuangsuiji.verify`: exit codes, text, JSON, files beside the document, and a hostile quotation."""

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from shuangsuiji.core.draw.record import write_document
from shuangsuiji.verify.__main__ import main
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE, EXIT_USAGE, TITLES
from tests.verify import specimens
from tests.verify.forgeries import forgeries

Screen = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as somebody downloads it: a public record under its official name, a bundle, a record with its files."""
    (tmp_path / "draw-410928_rsj_2023_yonggong_1.v1.json").write_bytes(specimens.records()["sealed-public"].raw)
    (tmp_path / "bundle.json").write_bytes(specimens.bundles()["firm-drawn"].raw)
    files = specimens.records()["files-public"]
    (tmp_path / "files.json").write_bytes(files.raw)
    for name, raw in (files.files or {}).items():
        (tmp_path / name).write_bytes(raw)
    return tmp_path


def _run(*arguments: object) -> int:
    return main([f"{argument}" for argument in arguments])


def test_a_good_record_ends_with_0_and_lists_every_check(folder: Path, capsys: Screen) -> None:
    assert _run(folder / "draw-410928_rsj_2023_yonggong_1.v1.json", "--no-log") == EXIT_GOOD
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "draw-410928_rsj_2023_yonggong_1.v1.json"
    assert [line.split()[0] for line in lines[1:29]] == list(TITLES)
    assert "V02  PASS  通过  方案摘要" in lines
    assert lines[-1] == "通过 19 项，不符 0 项，未查 9 项。核验通过。"


def test_without_no_log_the_verdict_is_incomplete_and_says_what_to_do(folder: Path, capsys: Screen) -> None:
    assert _run(folder / "draw-410928_rsj_2023_yonggong_1.v1.json") == EXIT_INCOMPLETE
    told = capsys.readouterr().out
    assert "结论不完整" in told
    assert "--no-log" in told


def test_a_bad_record_ends_with_1_names_the_check_and_says_whom_to_ask(tmp_path: Path, capsys: Screen) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(forgeries()["bad-V05-stratum-letter-changed"].raw)
    assert _run(bad, "--no-log") == EXIT_BAD
    told = capsys.readouterr().out
    assert "V05  FAIL  不符" in told
    assert "核验不通过：V05。" in told
    assert "联席会议办公室" in told


@pytest.mark.parametrize("option", ["document", "--key", "--record"])
def test_a_file_that_is_not_there_is_wrong_usage(option: str, folder: Path, capsys: Screen) -> None:
    good, missing = folder / "bundle.json", folder / "nowhere.json"
    arguments = (missing,) if option == "document" else (good, option, missing)
    assert _run(*arguments) == EXIT_USAGE
    assert "nowhere.json" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [(), ("--unknown", "x"), ("a", "b")])
def test_wrong_arguments_leave_with_2(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == EXIT_USAGE


def test_help_shows_examples_and_exit_codes(capsys: Screen) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    assert "退出码" in capsys.readouterr().out


def test_json_holds_the_same_verdict(folder: Path, capsys: Screen) -> None:
    assert _run(folder / "files.json", "--no-log", "--json") == EXIT_GOOD
    told = json.loads(capsys.readouterr().out)
    assert told["exit_code"] == EXIT_GOOD
    assert [check["id"] for check in told["checks"]] == list(TITLES)
    assert told["checks"][1] == {"id": "V02", "title": "方案摘要", "status": "PASS", "reason": "", "required": False}


def test_roster_files_are_found_beside_the_record(folder: Path, capsys: Screen) -> None:
    assert _run(folder / "files.json", "--no-log") == EXIT_GOOD
    (folder / "files-subjects.csv").unlink()
    assert _run(folder / "files.json", "--no-log") == EXIT_INCOMPLETE
    assert "files-subjects.csv 不在记录旁边" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["folder.csv", "甲" * 190])
def test_a_roster_file_that_cannot_be_opened_is_not_there(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    record = json.loads(specimens.records()["files-public"].raw)
    record["subject_roster"]["file"] = name
    (tmp_path / "record.json").write_bytes(write_document(record))
    assert _run(tmp_path / "record.json", "--no-log") == EXIT_INCOMPLETE


def test_a_bundle_finds_the_latest_public_record_of_its_draw_beside_it(folder: Path) -> None:
    """Older versions, other draws, auditors' records and files that are no JSON lie in the way."""
    old = json.loads(specimens.records()["sealed-public"].raw)
    old["version"], old["subject_root"] = 0, "0" * 64
    (folder / "draw-old.json").write_bytes(write_document(old))
    (folder / "draw-strange.json").write_bytes(write_document({**old, "version": "9"}))
    (folder / "draw-auditor.json").write_bytes(specimens.records()["sealed-auditor"].raw)
    (folder / "draw-other.json").write_bytes(specimens.records()["open-public"].raw)
    (folder / "draw-broken.json").write_bytes(b"{")
    (folder / "draw-list.json").write_bytes(b"[]")
    assert _run(folder / "bundle.json") == EXIT_GOOD


def test_a_record_under_another_name_serves_as_long_as_there_is_no_doubt_which(folder: Path) -> None:
    (folder / "draw-410928_rsj_2023_yonggong_1.v1.json").rename(folder / "公开记录.json")
    (folder / "folder.json").mkdir()
    assert _run(folder / "bundle.json") == EXIT_GOOD
    other = {**json.loads(specimens.records()["sealed-public"].raw), "result_hash": "0" * 64}
    (folder / "另一份.json").write_bytes(write_document(other))
    assert _run(folder / "bundle.json") == EXIT_INCOMPLETE


def test_a_bundle_without_a_record_beside_it_is_incomplete(folder: Path, capsys: Screen) -> None:
    (folder / "draw-410928_rsj_2023_yonggong_1.v1.json").unlink()
    assert _run(folder / "bundle.json") == EXIT_INCOMPLETE
    assert "--record" in capsys.readouterr().out


def test_a_record_named_on_the_command_line_is_the_one_used(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "record.json"
    elsewhere.write_bytes(specimens.records()["open-public"].raw)
    assert _run(folder / "bundle.json", "--record", elsewhere) == EXIT_BAD


def test_a_key_file_opens_a_sealed_public_record(folder: Path, capsys: Screen) -> None:
    whole = json.loads(specimens.records()["sealed-auditor"].raw)
    key = folder / "key.json"
    key.write_bytes(write_document({name: whole[name] for name in ("subject_private", "inspector_private")}))
    assert _run(folder / "draw-410928_rsj_2023_yonggong_1.v1.json", "--no-log", "--key", key) == EXIT_GOOD
    assert "V21  PASS" in capsys.readouterr().out


@pytest.mark.parametrize("letter", ["\n", "\r", "\x1b", "\u202e", "\u2028", "\x07"])
def test_a_hostile_record_can_neither_steer_the_terminal_nor_add_lines(
    letter: str, tmp_path: Path, capsys: Screen
) -> None:
    record = json.loads(specimens.records()["open-public"].raw)
    record["beacon"][2] = f"{letter}核验通过。{letter}"
    record[f"x{letter}核验通过。"] = 1
    (tmp_path / "hostile.json").write_bytes(write_document(record))
    assert _run(tmp_path / "hostile.json", "--no-log") == EXIT_BAD
    told = capsys.readouterr().out
    assert f"\\u{ord(letter):04x}" in told
    assert letter == "\n" or letter not in told
    assert "核验通过。" not in told.splitlines()


def test_a_terminal_without_chinese_letters_still_gets_a_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(narrow, encoding="ascii"))
    assert _run(folder / "files.json", "--no-log") == EXIT_GOOD
    sys.stdout.flush()
    assert b"V02  PASS" in narrow.getvalue()


def test_output_may_be_caught_by_a_program() -> None:
    caught = io.StringIO()
    with redirect_stdout(caught), pytest.raises(SystemExit):
        main(["--help"])
    with redirect_stdout(caught):
        assert _run(Path(__file__)) == EXIT_BAD
    assert "V01  FAIL" in caught.getvalue()
