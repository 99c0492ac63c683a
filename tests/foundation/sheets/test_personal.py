"""Personal columns: handed on only to a reader that seals them, and never in a finding, a report or JSON. 第二十四条."""

import pytest
from python_calamine import CalamineWorkbook

from shuangsuiji.foundation.sheets.report import to_json, write_workbook
from shuangsuiji.foundation.sheets.subjects import read_subjects
from tests.foundation.sheets.makers import AT, subject_rows, xlsx_bytes

pytestmark = pytest.mark.article("第二十四条")
TITLES = ("地址", "法定代表人", "联系电话", "手机", "邮箱", "身份证号")
VALUES = ("金丝雀路7号\u3000", "金丝雀甲", 13800138000, "金丝雀手机", "canary@example.invalid", "110101199001011234")


@pytest.fixture
def path(tmp_path):
    rows = [[*row, *(TITLES if number == 0 else VALUES)] for number, row in enumerate(subject_rows())]
    rows[2][-len(TITLES)] = "不详"
    target = tmp_path / "名录.xlsx"
    target.write_bytes(xlsx_bytes(rows))
    return target


def test_a_reader_that_did_not_ask_gets_none(path):
    reading = read_subjects(path, at=AT)
    assert reading.usable
    assert all(entry.personal == {} for entry in reading.entries)


def test_a_reader_that_asked_gets_four_kinds_cleaned_and_the_first_of_two_columns(path):
    entries = read_subjects(path, at=AT, personal=True).entries
    assert entries[0].personal == {"address": "金丝雀路7号", "legal_rep": "金丝雀甲", "phone": "13800138000"}
    assert entries[1].personal == {"legal_rep": "金丝雀甲", "phone": "13800138000"}


@pytest.mark.parametrize("personal", [False, True])
def test_no_report_repeats_a_personal_value(path, personal, tmp_path):
    reading = read_subjects(path, at=AT, personal=personal)
    report = tmp_path / "report.xlsx"
    write_workbook(reading, report, source=path)

    book = CalamineWorkbook.from_path(report)
    cells = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    for canary in ("金丝雀", "13800138000", "canary@", "110101199001011234"):
        assert canary not in to_json(reading)
        assert canary not in cells


def test_a_sink_takes_the_entries_and_the_reading_keeps_none(path):
    given = []
    reading = read_subjects(path, at=AT, sink=lambda entries, columns: given.append((entries, columns)))
    assert (reading.usable, reading.entries) == (True, ())
    ((entries, columns),) = given
    assert len(entries) == 3
    assert {"name", "uscc"} <= next(iter(columns.values()))
    assert columns == reading.columns
