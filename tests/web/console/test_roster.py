"""`shuangsuiji roster` as a person calls it: verdict first, exit codes, JSON, reports, forms. 第十条."""

import argparse
import json
from pathlib import Path

import pytest

from shuangsuiji.web.console import roster
from tests.foundation.sheets.makers import STATE, changed, csv_bytes, inspector_rows, subject_rows, xlsx_bytes


def called(*words: object) -> int:
    """The command with these words; its exit code."""
    parser = argparse.ArgumentParser(prog="shuangsuiji")
    roster.add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["roster", *map(str, words)])
    return int(args.run(args))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "名录.xlsx"
    path.write_bytes(xlsx_bytes(subject_rows()))
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "有错.csv"
    path.write_bytes(csv_bytes(changed(subject_rows(), 3, STATE, "[red]蓝色\x1b")))
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "人员.xlsx"
    path.write_bytes(xlsx_bytes(inspector_rows()))
    return path


def test_a_good_list_answers_zero_and_says_so_first(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("check", good, "--at", "2026-11-01") == 0
    assert capsys.readouterr().out.startswith("可以使用：检查对象名录 3 行")


def test_a_bad_list_answers_one_and_names_row_column_article(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "有错.csv"
    path.write_bytes(csv_bytes(changed(subject_rows(), 3, STATE, "[red]蓝色")))
    assert called("check", path, "--at", "2026-11-01") == 1
    out = capsys.readouterr().out
    assert out.startswith("整批未导入：1 处错误")
    assert "[red]蓝色" in out.replace("\n", "").replace("│", "").replace(" ", "")
    assert "第 3 行" in out
    assert "第十条" in out


def test_an_escape_sequence_does_not_reach_the_terminal(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("check", bad, "--at", "2026-11-01") == 1
    assert "\x1b" not in capsys.readouterr().out


def test_json_is_all_that_is_printed(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called("check", good, "--json", "--at", "2026-11-01", "--county", "410928") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["usable"], said["kind"], said["counts"]["总行数"]) == (True, "subject", 3)


def test_inspectors_are_known_by_their_header(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--department", "示例县人社局=rs", "--qualification", "劳动保障监察=ld", "--window-end", "2026-12-01")
    assert called("check", people, "--at", "2026-11-01", *words) == 0
    assert "执法检查人员名录 3 行" in capsys.readouterr().out


def test_a_list_of_items_and_a_received_list_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = tmp_path / "事项.csv"
    items.write_bytes(csv_bytes([["抽查事项", "检查对象"], ["甲", "乙"]]))
    assert called("check", items) == 0
    received = tmp_path / "名单.csv"
    received.write_bytes(csv_bytes([row[:2] for row in subject_rows()]))
    assert called("check", received, "--kind", "list") == 0
    assert called("check", received) == 1


def test_rows_are_excluded_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "有错.csv"
    path.write_bytes(csv_bytes(changed(subject_rows(), 3, STATE, "蓝色")))
    assert called("check", path, "--at", "2026-11-01", "--exclude", "3") == 0
    assert "未入库：第 3 行" in capsys.readouterr().out


def test_towns_come_from_a_file(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = tmp_path / "乡镇.csv"
    towns.write_bytes(csv_bytes([["名称", "代码"], ["城关镇", "410928100"]]))
    assert called("check", good, "--at", "2026-11-01", "--towns", towns, "--county", "410928") == 0
    assert "区划" not in capsys.readouterr().out
    assert called("check", good, "--towns", tmp_path / "没有.csv") == 2
    assert called("check", good, "--county", "41") == 2


def test_a_report_is_written_beside(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "报告.xlsx"
    assert called("check", bad, "--at", "2026-11-01", "--report", out) == 1
    assert out.read_bytes().startswith(b"PK")
    assert called("check", bad, "--report", tmp_path / "没有" / "报告.xlsx") == 2


def test_long_lists_of_findings_are_cut_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = subject_rows(30)
    for row in rows[1:]:
        row[STATE] = "蓝色"
    path = tmp_path / "有错.csv"
    path.write_bytes(csv_bytes(rows))
    called("check", path, "--at", "2026-11-01", "--limit", "5")
    assert "条未列出" in capsys.readouterr().out
    called("check", path, "--at", "2026-11-01", "--limit", "0")
    assert "条未列出" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "x", "--at", "昨天"),
        ("check", "x", "--exclude", "abc"),
        ("check", "x", "--exclude", "9-3"),
        ("check", "x", "--department", "甲"),
        ("check", "x", "--encoding", "big5"),
        ("check", "x", "--kind", "y"),
        (),
    ],
)
def test_a_wrong_call_answers_two(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        called(*words)
    assert stopped.value.code == 2


@pytest.mark.parametrize("kind", ["subject", "inspector"])
def test_a_form_is_written_and_never_over_another_file(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "模板.xlsx"
    assert called("template", "--kind", kind, "--out", out, "--json") == 0
    assert json.loads(capsys.readouterr().out)["kind"] == kind
    before = out.read_bytes()
    assert called("template", "--kind", kind, "--out", out) == 1
    assert out.read_bytes() == before
    assert called("template", "--out", tmp_path / "没有" / "模板.xlsx") == 1


def test_every_help_page_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check", "template"):
        with pytest.raises(SystemExit):
            called(command, "--help")
        assert f"shuangsuiji roster {command} " in capsys.readouterr().out
