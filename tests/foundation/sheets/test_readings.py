"""All or nothing, rows excluded by name, sources and ages: what holds for a list as a whole. 第十条, E10-3 … E10-6."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.foundation.sheets.columns import RECEIVED_LIST
from shuangsuiji.foundation.sheets.findings import Fault
from shuangsuiji.foundation.sheets.inspectors import read_inspectors
from shuangsuiji.foundation.sheets.kinds import kind_of_list
from shuangsuiji.foundation.sheets.readings import InspectorEntry, RosterUnusable, SubjectEntry
from shuangsuiji.foundation.sheets.subjects import read_subjects
from tests.foundation.sheets.makers import (
    AT,
    FOUNDED,
    GOOD_REG,
    NAME,
    REG,
    SOURCE,
    STATE,
    USCC,
    Rows,
    changed,
    csv_bytes,
    inspector_rows,
    subject_rows,
    xlsx_bytes,
)

Put = Callable[[Rows], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write rows as text and answer the path."""

    def write(rows: Rows) -> Path:
        path = tmp_path / "名录.csv"
        path.write_bytes(csv_bytes(rows))
        return path

    return write


@pytest.mark.article("第十条")
def test_one_bad_row_of_many_gives_nothing(put: Put) -> None:
    reading = read_subjects(put(changed(subject_rows(50), 17, STATE, "蓝色")), at=AT)
    assert reading.entries == ()
    assert (reading.counts["总行数"], reading.counts["可用"], reading.counts["错误"]) == (50, 49, 1)
    with pytest.raises(RosterUnusable, match=r"第 17 行“状态”：不认识的状态“蓝色”.*整批未导入"):
        reading.require()


@pytest.mark.article("第十条")
def test_a_bad_row_excluded_by_name_lets_the_rest_in_and_is_listed(put: Put) -> None:
    path = put(changed(subject_rows(50), 17, STATE, "蓝色"))
    reading = read_subjects(path, at=AT, exclude_rows={17: "状态待核实"})
    assert len(reading.require()) == 49
    assert [(row.row, row.name, row.reason) for row in reading.excluded] == [(17, "示例县第16服装厂", "状态待核实")]
    assert reading.counts["未入库"] == 1
    assert 17 not in {entry.row for entry in reading.entries}
    assert any(finding.fault is Fault.EXCLUDED_ROW and finding.row == 17 for finding in reading.findings)


def test_a_row_of_one_sheet_is_excluded_by_sheet_and_number(tmp_path: Path) -> None:
    path = tmp_path / "名录.xlsx"
    path.write_bytes(xlsx_bytes(subject_rows()))
    assert len(read_subjects(path, at=AT, exclude_rows=[("名录", 3)]).require()) == 2
    assert not read_subjects(path, at=AT, exclude_rows=[("别的表", 3)]).usable


def test_excluding_a_row_that_is_not_there_is_refused(put: Put) -> None:
    reading = read_subjects(put(subject_rows()), at=AT, exclude_rows=[99])
    assert not reading.usable
    assert "第 99 行不在数据中" in reading.errors()[0].reason


def test_the_first_row_of_a_pair_may_be_excluded_instead_of_the_second(put: Put) -> None:
    rows = subject_rows()
    path = put(changed(rows, 4, USCC, rows[1][USCC]))
    assert not read_subjects(path, at=AT).usable
    assert len(read_subjects(path, at=AT, exclude_rows=[2]).require()) == 2


def test_a_person_may_confirm_namesakes_as_different(put: Put) -> None:
    rows = changed(changed(changed(subject_rows(), 4, NAME, "示例县第1服装厂"), 4, USCC, ""), 4, REG, GOOD_REG)
    path = put(rows)
    assert not read_subjects(path, at=AT).usable
    assert len(read_subjects(path, at=AT, distinct_rows=[4]).require()) == 3


def test_entries_hold_no_personal_column() -> None:
    personal = ("phone", "address", "legal", "liaison", "birth", "mail", "gender")
    names = [field.name for kind in (SubjectEntry, InspectorEntry) for field in fields(kind)]
    assert not [name for name in names if any(word in name for word in personal)]


def test_a_list_without_source_is_refused_where_a_source_is_required(put: Put) -> None:
    path = put([[*row[:SOURCE]] for row in subject_rows()])
    assert read_subjects(path, at=AT).usable
    refused = read_subjects(path, at=AT, source_required=True)
    assert [finding.code for finding in refused.errors()] == ["E10-6"]
    given = read_subjects(path, at=AT, source_required=True, source="登记数据", source_on=date(2026, 10, 1))
    assert {(entry.source, entry.source_on) for entry in given.require()} == {("登记数据", date(2026, 10, 1))}


def test_a_row_without_source_is_refused_where_a_source_is_required(put: Put) -> None:
    refused = read_subjects(put(changed(subject_rows(), 3, SOURCE, "")), at=AT, source_required=True)
    assert [(finding.row, finding.code) for finding in refused.errors()] == [(3, "E10-6")]


@pytest.mark.parametrize(("on", "stale"), [(date(2026, 8, 3), False), (date(2026, 8, 2), True)])
def test_a_source_older_than_ninety_days_is_remarked(put: Put, on: date, stale: bool) -> None:
    path = put([[*row[:SOURCE]] for row in subject_rows()])
    reading = read_subjects(path, at=AT, source="登记数据", source_on=on)
    assert any(finding.fault is Fault.STALE for finding in reading.findings) is stale


def test_a_list_without_recent_foundings_may_be_stale(put: Put) -> None:
    old = subject_rows(30)
    assert "最新成立日期 2020-05-06" in " ".join(f.reason for f in read_subjects(put(old), at=AT).findings)
    young = changed(old, 5, FOUNDED, "2026-06-01")
    assert "最新成立日期" not in " ".join(f.reason for f in read_subjects(put(young), at=AT).findings)


def test_a_received_list_needs_names_and_codes_only(put: Put) -> None:
    path = put([[row[NAME], row[USCC]] for row in subject_rows()])
    strict = read_subjects(path, at=AT)
    assert {finding.fault for finding in strict.errors()} == {Fault.HEADER}
    assert len(strict.errors()) == 3
    entries = read_subjects(path, at=AT, columns=RECEIVED_LIST).require()
    assert {(entry.state, entry.elig, entry.risk_class, entry.subject_type) for entry in entries} == {
        ("正常", "E", None, "企业")
    }


def test_the_window_of_the_inspection_decides_about_certificates(put: Put) -> None:
    path = put(inspector_rows())
    assert {entry.elig for entry in read_inspectors(path, at=AT, window_end=date(2028, 12, 31)).require()} == {"E"}
    late = read_inspectors(path, at=AT, window_end=date(2029, 1, 1))
    assert {entry.elig for entry in late.require()} == {"X2"}
    assert "没有一名可抽取" in " ".join(finding.reason for finding in late.findings)
    assert {finding.code for finding in late.findings if finding.fault is Fault.CERTIFICATE} == {"E10-4"}


def test_words_for_departments_and_qualifications_are_arguments(put: Put) -> None:
    path = put(inspector_rows())
    entries = read_inspectors(
        path, at=AT, departments={"示例县人社局": "rs"}, qualifications={"劳动保障监察": "ld"}, default_cap=7
    ).require()
    assert {(entry.department, entry.quals, entry.cap) for entry in entries} == {("rs", ("ld", "wages"), 7)}


def test_the_same_file_gives_the_same_reading(put: Put) -> None:
    path = put(changed(subject_rows(20), 7, STATE, "蓝色"))
    one, two = (read_subjects(path, at=AT).as_dict() for _ in range(2))
    assert json.dumps(one, ensure_ascii=False) == json.dumps(two, ensure_ascii=False)


def test_every_finding_names_place_reason_remedy_and_article(put: Put) -> None:
    finding = read_subjects(put(changed(subject_rows(), 3, USCC, "4.1E+17")), at=AT).errors()[0]
    assert finding.message.startswith("第 3 行“统一社会信用代码”：代码成了科学记数法")
    assert finding.message.endswith("（第十条）")
    assert (finding.value, finding.level, finding.code, finding.position) == ("4.1E+17", "error", "E10-3", USCC)


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (subject_rows(), "subject"),
        (inspector_rows(), "inspector"),
        ([["抽查事项", "检查对象", "检查依据"], ["a", "b", "c"]], "item"),
    ],
)
def test_the_kind_of_a_list_is_told_by_its_header(put: Put, rows: Rows, kind: str) -> None:
    assert kind_of_list(put(rows)) == kind


def test_the_kind_of_a_broken_file_is_left_to_its_reading(tmp_path: Path) -> None:
    path = tmp_path / "名录.xlsx"
    path.write_bytes(b"%PDF")
    assert kind_of_list(path) == "subject"
