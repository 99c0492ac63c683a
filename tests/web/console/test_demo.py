"""The demo: one whole draw that a separate verifier agrees with, calm to read, and nothing in public that names anybody."""

import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from rich.cells import cell_len

from tests.web.console.county_fixture import Spoken, assert_done, ssj

SMALL = ("--size", "300")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def spoken(place: Path) -> Spoken:
    return assert_done(ssj("demo", "--folder", place, *SMALL))


def rows(path: Path) -> list[dict[str, object]]:
    headers, *values = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in values]


def test_the_demo_ends_with_a_draw_that_the_separate_verifier_agrees_with(spoken: Spoken) -> None:
    assert "核验通过：任何人凭公开记录都能复算出同一名单。" in spoken.out
    assert not re.search("不符 [1-9]", spoken.out)


@pytest.mark.parametrize("article", ["第六条（三）", "第九条", "第十条", "第十三条", "第十四条", "第十六条"])
def test_each_step_is_printed_with_its_article(spoken: Spoken, article: str) -> None:
    titles = [line for line in spoken.out.splitlines() if re.match("[一二三四五六七八]、", line)]
    assert len(titles) == 8
    assert any(article in title for title in titles)


def test_what_is_made_up_says_so(spoken: Spoken, place: Path) -> None:
    assert "公开随机数和时钟为演示给定" in spoken.out
    assert "公开随机数（演示）" in spoken.out
    assert "演示，非实投" in (place / "001" / "骰子记录表-演示.txt").read_text("utf-8")


def test_nothing_in_the_public_folder_names_a_firm_or_a_person_or_opens_a_handle(spoken: Spoken, place: Path) -> None:
    demo = place / "001"
    subjects, people = rows(demo / "subjects.xlsx"), rows(demo / "inspectors.xlsx")
    opened = json.loads((demo / "draw-private" / "opened.json").read_bytes())
    secrets = json.loads((demo / "draw-private" / "keys.json").read_bytes())
    canaries = {f"{row[column]}" for row in subjects for column in ("企业名称", "统一社会信用代码")}
    canaries |= {f"{row[column]}" for row in people for column in ("姓名", "证件编号")}
    canaries |= {entry["salt"] for entry in (*opened["subjects"][""], *opened["inspectors"])}
    canaries |= set(secrets.values())
    assert len(canaries) == 2 * 300 + 2 * 16 + 300 + 16 + 2
    public = [path for path in (demo / "draw").rglob("*") if path.is_file()]
    assert len(public) >= 12
    for path in public:
        told = path.read_text("utf-8") + path.name
        found = [canary for canary in canaries if canary in told]
        assert not found, (path.name, found)
        assert not re.search("uscc:|cert:|信用风险分类", told)


def test_the_canaries_are_found_where_they_may_be(spoken: Spoken, place: Path) -> None:
    """The search above can find something: the private folder is full of it."""
    private = (place / "001" / "draw-private" / "opened.json").read_text("utf-8")
    assert f"{rows(place / '001' / 'subjects.xlsx')[0]['企业名称']}" in private


def test_one_changed_byte_of_the_public_record_fails_in_the_separate_verifier(spoken: Spoken, place: Path) -> None:
    demo = place / "001"
    record = next((demo / "draw").glob("draw-*.json"))
    changed = place / record.name
    raw = record.read_bytes()
    (place / "roster-subject.csv").write_bytes((demo / "draw" / "roster-subject.csv").read_bytes())
    command = [sys.executable, "-I", f"{demo / 'ssj-verify.pyz'}", f"{changed}", "--no-log"]
    changed.write_bytes(raw)
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    for member in ("selection_hash", "seed", "context"):
        value = json.loads(raw)[member].encode()
        place_of = raw.index(value, raw.index(f'"{member}"'.encode()))
        byte = b"0" if raw[place_of : place_of + 1] != b"0" else b"1"
        changed.write_bytes(raw[:place_of] + byte + raw[place_of + 1 :])
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "FAIL" in done.stdout
    changed.unlink()


def test_a_second_demo_has_a_folder_of_its_own_its_own_clock_and_answers_in_json(spoken: Spoken, place: Path) -> None:
    before = {path: path.read_bytes() for path in (place / "001").rglob("*") if path.is_file()}
    answer = assert_done(ssj("demo", "--folder", place, *SMALL, "--at", "2025-11-20T06:30:00Z", "--json")).members
    assert answer["folder"] == f"{place / '002'}"
    assert answer["verified"] is True
    assert {path: path.read_bytes() for path in before} == before
    plan = json.loads((place / "002" / "draw" / "plan.json").read_bytes())
    assert plan["commit_by"] == "2025-11-20T07:00:00Z"
    assert plan["task_id"] == "410928/rsj/2025/laodong-yonggong"
    for report in answer["reports"].values():
        assert report["exit_code"] == 0


@pytest.mark.parametrize("width", [80, 100])
def test_every_table_fits_the_terminal(place: Path, spoken: Spoken, width: int) -> None:
    tables = [line for line in spoken.out.splitlines() if line[:1] in "┏┃┡│└"]
    assert len(tables) > 50
    assert max(map(cell_len, tables)) <= width


def test_a_demo_is_not_built_upon_a_file(place: Path) -> None:
    (place / "file").write_text("")
    answer = ssj("demo", "--folder", place / "file", *SMALL)
    assert answer.code == 1
    assert "路径中有一段不是文件夹" in answer.err
