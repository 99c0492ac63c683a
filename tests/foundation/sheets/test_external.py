"""Real published lists: read without loss, or refused with every damaged row named. Counts as recomputed from the files."""

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from shuangsuiji.core.identifiers import uscc_is_valid
from shuangsuiji.foundation.sheets.columns import RECEIVED_LIST
from shuangsuiji.foundation.sheets.findings import Fault
from shuangsuiji.foundation.sheets.items import read_items
from shuangsuiji.foundation.sheets.readings import RosterReading, SubjectEntry
from shuangsuiji.foundation.sheets.subjects import read_subjects
from tests.foundation.sheets.makers import AT

pytestmark = pytest.mark.external


@pytest.fixture
def listed(shared: Path) -> Callable[[str], Path]:
    """A real list by name, or a visible skip."""

    def path(name: str) -> Path:
        found = shared / "data" / name
        if not found.is_file():
            pytest.skip(f"外部数据不在: {found}（设置 SHUANGSUIJI_SHARED）")
        return found

    return path


def rows_of(path: Path) -> list[list[str]]:
    """The file's rows as the standard library reads them, header included."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def kinds(reading: RosterReading[SubjectEntry]) -> Counter[str]:
    return Counter(entry.id.partition(":")[0] for entry in reading.entries)


@pytest.mark.parametrize(
    ("name", "rows", "uscc", "reg", "errors"),
    [
        ("zhejiang2017_drawn_targeted_advertising_478.csv", 478, 430, 47, 1),
        ("zhejiang2017_drawn_untargeted_2883.csv", 2883, 1779, 1094, 10),
    ],
)
def test_a_drawn_list_is_read_without_loss(
    listed: Callable[[str], Path], name: str, rows: int, uscc: int, reg: int, errors: int
) -> None:
    path = listed(name)
    whole = read_subjects(path, at=AT, columns=RECEIVED_LIST)
    assert whole.counts["总行数"] == rows
    assert whole.counts["有错误的行"] == errors, "the rows without a number that could be an identity, each named"
    assert {finding.fault for finding in whole.errors()} <= {Fault.NO_IDENTITY, Fault.CHECK_DIGIT}
    assert not [finding for finding in whole.findings if finding.fault in {Fault.NUMBER_DAMAGED, Fault.DUPLICATE}]
    rest = read_subjects(
        path, at=AT, columns=RECEIVED_LIST, exclude_rows={finding.row: "旧式编号" for finding in whole.errors()}
    )
    assert rest.usable
    assert len(rest.entries) + len(rest.excluded) == rows
    assert kinds(rest) == {"uscc": uscc, "reg": reg}
    original = rows_of(path)
    assert all(original[entry.row - 1][0].rstrip("\u3000") == entry.name for entry in rest.entries)
    assert all(original[entry.row - 1][1] == entry.id.partition(":")[2] for entry in rest.entries)


def test_the_name_with_an_ideographic_blank_is_the_only_one_repaired(listed: Callable[[str], Path]) -> None:
    reading = read_subjects(listed("zhejiang2017_drawn_untargeted_2883.csv"), at=AT, columns=RECEIVED_LIST)
    repaired = [finding for finding in reading.findings if finding.fault is Fault.TEXT_CLEANED]
    assert len(repaired) == 1
    assert "全角空格" in repaired[0].reason


def test_the_dirty_library_is_refused_with_every_damaged_row_named(listed: Callable[[str], Path]) -> None:
    path = listed("wanning2021_subject_library_enterprises_nopersonal.csv")
    reading = read_subjects(path, at=AT)
    assert not reading.usable
    assert reading.entries == ()
    assert reading.counts["总行数"] == 395
    rows = rows_of(path)
    column = rows[0].index("统一社会信用代码")
    numbers = {row for row, cells in enumerate(rows, start=1) if cells[column].isdigit()}
    wrong = {row for row, cells in enumerate(rows[1:], start=2) if cells[column] and not uscc_is_valid(cells[column])}
    assert (len(numbers), len(wrong), len(numbers - wrong)) == (83, 81, 2)
    damaged = {finding.row for finding in reading.errors() if finding.fault is Fault.NUMBER_DAMAGED}
    assert damaged == numbers | wrong
    assert sum(finding.fault is Fault.DUPLICATE for finding in reading.errors()) == 4
    stale = [finding.reason for finding in reading.findings if finding.fault is Fault.STALE]
    assert any("2016-04-30" in reason for reason in stale)
    assert any("都是正常" in reason for reason in stale)


def test_the_item_list_of_nine_columns_parses(listed: Callable[[str], Path]) -> None:
    reading = read_items(listed("hainan2020_hrss_inspection_items.csv"), at=AT)
    assert len(reading.require()) == 108
    assert len({item.category for item in reading.entries}) == 14
    assert len({item.subject for item in reading.entries}) == 8
    assert {item.kind for item in reading.entries} == {"一般检查事项"}
    assert len({item.basis for item in reading.entries}) == 99
    assert max(len(item.name) for item in reading.entries) == 205


def test_the_longest_items_are_kept_whole(listed: Callable[[str], Path]) -> None:
    reading = read_items(listed("hainan2020_all_inspection_items.csv"), at=AT)
    assert len(reading.require()) == 388
    assert max(len(item.name) for item in reading.entries) == 1272
    assert max(len(item.basis) for item in reading.entries) == 293


def test_the_item_list_of_eleven_columns_keeps_its_free_text(listed: Callable[[str], Path]) -> None:
    reading = read_items(listed("zhejiang2017_inspection_items.csv"), at=AT)
    assert len(reading.require()) == 79
    assert sum(not item.sub_item for item in reading.entries) == 20
    assert len({item.ratio_text for item in reading.entries}) == 26
    assert len({item.frequency_text for item in reading.entries}) == 25


def test_the_joint_list_names_who_initiates(listed: Callable[[str], Path]) -> None:
    reading = read_items(listed("hainan_joint_inspection_items_v2.csv"), at=AT)
    assert len(reading.require()) == 83
    assert all(item.initiating_dept for item in reading.entries)
