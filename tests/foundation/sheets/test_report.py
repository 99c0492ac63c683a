"""Reports and forms: what a clerk opens in a spreadsheet is complete, marked, and runs nothing. 第十条, 80-reliability D5."""

import json
from pathlib import Path

import openpyxl
import pytest

from shuangsuiji.foundation.sheets.inspectors import read_inspectors
from shuangsuiji.foundation.sheets.report import to_json, verdict, write_workbook
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.foundation.sheets.tables import EXAMPLE_MARK
from shuangsuiji.foundation.sheets.templates import template
from tests.foundation.sheets.makers import (
    AT,
    NAME,
    STATE,
    USCC,
    changed,
    csv_bytes,
    digits_uscc,
    subject_rows,
    xlsx_bytes,
)

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    """All cells of a workbook by sheet."""
    book = openpyxl.load_workbook(path)
    found = {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}
    book.close()
    return found


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A list with a damaged code in row 3, a bad state in row 4, and an identity card column."""
    rows = changed(changed(subject_rows(5), 3, USCC, int(digits_uscc(3))), 4, STATE, "-蓝色")
    path = tmp_path / "名录.xlsx"
    path.write_bytes(
        xlsx_bytes([[*row, "身份证号" if number == 0 else "秘密" + str(number)] for number, row in enumerate(rows)])
    )
    return path


def test_the_report_marks_the_offending_cells(roster: Path, tmp_path: Path) -> None:
    reading = read_subjects(roster, at=AT)
    out = tmp_path / "报告.xlsx"
    write_workbook(reading, out, source=roster)
    sheets = sheets_of(out)
    assert list(sheets) == ["汇总", "问题清单", "标记"]
    assert "整批未导入：2 处错误" in str(sheets["汇总"][0][0])
    listed = {(row[4], row[5]) for row in sheets["问题清单"][1:]}
    assert {("3", "统一社会信用代码"), ("4", "状态")} <= listed
    marked = sheets["标记"]
    assert marked[1][:3] == ["原行号", "企业名称", "统一社会信用代码"]
    assert [row[0] for row in marked[2:]] == ["3", "4"]
    book = openpyxl.load_workbook(out)
    page = book["标记"]
    assert (page["C3"].fill.fgColor.rgb, page["B3"].fill.fgColor.rgb) == ("FFF8CBAD", "00000000")
    book.close()


def test_the_report_repeats_no_column_that_was_not_read(roster: Path, tmp_path: Path) -> None:
    out = tmp_path / "报告.xlsx"
    reading = read_subjects(roster, at=AT)
    write_workbook(reading, out, source=roster)
    assert "秘密" not in str(sheets_of(out))
    assert "秘密" not in to_json(reading)


def test_no_cell_of_a_report_starts_a_formula(tmp_path: Path) -> None:
    rows = subject_rows(len(STARTS))
    for number, start in enumerate(STARTS, start=2):
        rows[number - 1][STATE] = f"{start}1+1|cmd"
        rows[number - 1][NAME] = f"{start}HYPERLINK(1)"
    path = tmp_path / "名录.csv"
    path.write_bytes(csv_bytes(rows))
    out = tmp_path / "报告.xlsx"
    reading = read_subjects(path, at=AT, exclude_rows=[2])
    write_workbook(reading, out, source=path)
    book = openpyxl.load_workbook(out)
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(STARTS)]
    book.close()
    assert sheets_of(out)["未入库"][1][2] == "'=HYPERLINK(1)"


def test_a_file_changed_since_is_not_marked(roster: Path, tmp_path: Path) -> None:
    reading = read_subjects(roster, at=AT)
    roster.write_bytes(xlsx_bytes(subject_rows()))
    out = tmp_path / "报告.xlsx"
    write_workbook(reading, out, source=roster)
    assert sheets_of(out)["标记"] == [["来源文件已改变，不能标记"]]
    roster.unlink()
    write_workbook(reading, out, source=roster)
    assert "找不到文件" in str(sheets_of(out)["标记"])


def test_the_json_says_what_the_table_says(roster: Path) -> None:
    reading = read_subjects(roster, at=AT)
    said = json.loads(to_json(reading))
    assert said["usable"] is False
    assert said["counts"]["错误"] == 2
    assert said["sha256"] == reading.digest
    assert {(each["row"], each["column"], each["level"]) for each in said["findings"]} >= {
        (3, "统一社会信用代码", "error"),
        (4, "状态", "error"),
    }


def test_the_verdict_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_bytes(csv_bytes(subject_rows(5)))
    assert verdict(read_subjects(path, at=AT)) == "可以使用：检查对象名录 5 行"
    assert verdict(read_subjects(path, at=AT, exclude_rows=[2])) == "可以使用：检查对象名录 4 行，按名排除 1 行"


@pytest.mark.parametrize("kind", ["subject", "inspector"])
def test_a_form_is_accepted_once_its_examples_are_real(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template(kind))
    read = read_subjects if kind == "subject" else read_inspectors
    empty = read(path, at=AT)
    assert [finding.reason for finding in empty.errors()] == ["表头之下没有数据行"]
    book = openpyxl.load_workbook(path)
    for row in (2, 3):
        book.worksheets[0].cell(row, 1).value = book.worksheets[0].cell(row, 1).value.replace(EXAMPLE_MARK, "")
    book.save(path)
    book.close()
    filled = read(path, at=AT)
    assert len(filled.require()) == 2
    assert {finding.level for finding in filled.findings if finding.row} <= {"warning", "note"}


@pytest.mark.parametrize("kind", ["subject", "inspector"])
def test_a_form_keeps_codes_as_text_and_explains_every_column(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template(kind))
    book = openpyxl.load_workbook(path)
    form, legend = book.worksheets
    assert legend.title == "说明"
    assert {form.column_dimensions[letter].width > 0 for letter in "ABC"} == {True}
    assert {cell.number_format for cell in form[2]} == {"@"}
    explained = {row[0] for row in legend.iter_rows(values_only=True)}
    assert {cell.value for cell in form[1]} <= explained
    assert all(str(row[4]).startswith("第") for row in legend.iter_rows(min_row=2, values_only=True) if row[4])
    assert form.data_validations.dataValidation
    book.close()
