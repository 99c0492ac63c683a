"""The small parts: dates, words, towns, neutral cells, headers, findings. 30-domain §4, §12; 80-reliability D5."""

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.identifiers import reg_no_is_valid, uscc_is_valid
from shuangsuiji.foundation.sheets import decoding
from shuangsuiji.foundation.sheets.cells import ErrorCell, Formula, neutral, number_text, plain, revive, shown, text_of
from shuangsuiji.foundation.sheets.codes import is_identity_card, organisation_digit, read_code
from shuangsuiji.foundation.sheets.columns import COLUMN_SETS, header_forms, normal_header
from shuangsuiji.foundation.sheets.dates import read_date
from shuangsuiji.foundation.sheets.decoding import decode
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook, RowFinding
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from shuangsuiji.foundation.sheets.towns import Towns
from shuangsuiji.foundation.sheets.wordings import risk_class, subject_state, subject_type
from tests.foundation.sheets.makers import digits_uscc, identity_card

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STARTS), st.text(max_size=30), st.sampled_from(["", " ", "\u3000", "\u200b", "\n", "\t "]))
def test_no_cell_starts_a_formula_even_after_csv(start: str, rest: str, before: str) -> None:
    before = "" if start in {"\t", "\r"} else before
    written = neutral(before + start + rest)
    assert written == "'" + before + start + rest
    stream = io.StringIO()
    csv.writer(stream).writerow([written])
    assert next(csv.reader(io.StringIO(stream.getvalue(), newline="")))[0].startswith("'")


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30))
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert neutral(text) == text


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1900, 3, 2), date(2200, 12, 31)))
def test_every_way_of_writing_a_day_is_the_same_day(day: date) -> None:
    ways = (
        day,
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        f" {day:%Y-%m-%d}T00:00:00Z ",
    )
    assert {read_date(way).on for way in ways} == {day}


@settings(max_examples=200, deadline=None)
@given(st.integers(2_201, 109_205))
def test_a_serial_number_counts_from_the_epoch_of_its_workbook(serial: int) -> None:
    assert read_date(float(serial)).on == date(1899, 12, 30) + timedelta(days=serial)
    assert read_date(float(serial), date1904=True).on == date(1904, 1, 1) + timedelta(days=serial)
    assert read_date(serial + 0.75).on == read_date(float(serial)).on


@pytest.mark.parametrize(
    "cell",
    [
        "2026.2.30",
        "2026-13-01",
        "2026-00-10",
        "26-2-3",
        "2/12/2026",
        "昨天",
        "2026",
        2026,
        60,
        12,
        -5,
        True,
        "二〇二六年",
        1e300,
        float("inf"),
        float("nan"),
        ErrorCell("#N/A"),
        Formula("2026.2.30"),
        "20260230",
        20260230,
        "1850-01-01",
        date(1900, 2, 28),
    ],
)
def test_what_is_no_day_is_never_guessed(cell: object) -> None:
    reading = read_date(cell)  # type: ignore[arg-type]
    assert reading.on is None
    assert not reading.permanent
    assert reading.problem
    assert reading.remedy


@pytest.mark.parametrize("cell", [None, "", "无", "-", "/", 0])
def test_an_empty_date_is_empty_and_no_fault(cell: object) -> None:
    reading = read_date(cell)  # type: ignore[arg-type]
    assert (reading.on, reading.permanent, reading.problem) == (None, False, "")


@pytest.mark.parametrize("cell", ["9999-09-09", "99991231", date(9999, 9, 9), "长期", "长期有效", 2958465.0])
def test_for_ever_is_a_flag_and_no_date(cell: object) -> None:
    reading = read_date(cell)  # type: ignore[arg-type]
    assert (reading.on, reading.permanent) == (None, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A", "A"),
        ("Ａ类", None),
        ("A类", "A"),
        ("B级", "B"),
        ("信用风险低(A类)", "A"),
        ("低风险", "A"),
        ("信用风险一般", "B"),
        ("较高", "C"),
        ("信用风险较高(C)", "C"),
        ("高风险", "D"),
        ("D类(高)", "D"),
        ("", ""),
        ("未分类", ""),
        ("较低", None),
        ("E", None),
        ("AB", None),
        ("A类B类", None),
        ("高(A)", None),
        ("AAA", None),
        ("红", None),
        ("c", "C"),
    ],
)
def test_a_class_is_read_in_its_own_scale_only(text: str, expected: str | None) -> None:
    assert risk_class(text) == expected


@pytest.mark.parametrize(
    ("text", "word", "elig"),
    [
        ("正常", "正常", "E"),
        ("存续", "正常", "E"),
        ("在营（开业）企业", "正常", "E"),
        ("注销", "注销", "X2"),
        ("已注销", "注销", "X2"),
        ("吊销", "吊销", "X2"),
        ("吊销未注销", "吊销", "X2"),
        ("迁出", "迁出", "X2"),
        ("撤销", "撤销", "X2"),
        ("拟注销", "正常", "E"),
        ("歇业", "正常", "E"),
        ("清算", "正常", "E"),
    ],
)
def test_a_state_decides_whether_a_firm_may_be_drawn(text: str, word: str, elig: str) -> None:
    state = subject_state(text)
    assert state is not None
    assert (state.word, state.elig) == (word, elig)


def test_a_state_or_kind_nobody_knows_is_not_guessed() -> None:
    assert subject_state("蓝色") is None
    assert subject_type("蓝色") is None
    assert subject_type("其他有限责任公司") == "企业"
    assert subject_type("农民专业合作社分支机构") == "农民专业合作社"
    assert subject_type("产品") == "产品"


def test_towns_are_known_by_name_short_name_and_code() -> None:
    towns = Towns({"城关镇": "410928100", "柳屯镇": "410928101", "柳屯乡": "410928201"}, "410928")
    assert towns.code(" 城关镇 ") == "410928100"
    assert towns.code("城关") == "410928100"
    assert towns.code("柳屯") is None, "two towns share the short name"
    assert towns.code("410928") == "410928000"
    assert towns.code("410928999") == "410928999"
    assert towns.code("410928100001") is None
    assert towns.code("") is None
    assert towns.county == "410928000"


@pytest.mark.parametrize(
    ("names", "county"), [({"甲": "41"}, "410928"), ({"甲": "410928", "乙": "410928100"}, "410928"), ({}, "41")]
)
def test_a_malformed_table_of_towns_is_refused(names: dict[str, str], county: str) -> None:
    with pytest.raises(ValueError, match="区划代码"):
        Towns(names, county)


@pytest.mark.parametrize("kind", COLUMN_SETS)
def test_no_header_means_two_columns(kind: str) -> None:
    columns = COLUMN_SETS[kind]
    names = [normal_header(name) for column in columns.columns for name in column.names]
    assert len(set(names)) == len(names)
    assert all(names)


def test_a_header_is_found_through_its_decoration() -> None:
    assert header_forms(" *统一社会信用代码\n（18 位）") == ("统一社会信用代码18位", "统一社会信用代码")
    assert header_forms("片区（网格）")[0] == normal_header("片区(网格)")
    assert header_forms("QYLX_ZL") == ("QYLX_ZL",)


def test_messages_show_what_cannot_be_seen() -> None:
    assert shown("a\u202eb\tc") == "a‹U+202E›b‹U+0009›c"
    assert shown("长" * 100) == "长" * 60 + "…"
    assert number_text(914109281234567040.0) == "914109281234567040"
    assert (text_of(1.5), text_of(True), text_of(None), text_of(Formula(2.0)), text_of(date(2026, 1, 2))) == (
        "1.5", "TRUE", "", "2", "2026-01-02",
    )  # fmt: skip
    assert number_text(float("nan")) == "nan"


def test_synthetic_codes_pass_every_check() -> None:
    for number in range(1, 300):
        code = synthetic_uscc(number)
        assert uscc_is_valid(code)
        assert organisation_digit(code[8:16]) == code[16]
        assert not read_code(code, column="uscc").remarks
    assert int(digits_uscc(1, rounded=True)) % 128 == 0
    assert reg_no_is_valid("410928000000010")


def test_an_identity_card_number_is_known_by_birthday_and_digit() -> None:
    good = identity_card("41092819800229001")
    assert is_identity_card(good)
    assert not is_identity_card(identity_card("41092819810229001")), "1981 had no 29 February"
    assert not is_identity_card(good[:17] + ("1" if good[17] != "1" else "2"))
    assert not is_identity_card("914109280000000000")


def test_the_value_of_an_identity_card_number_is_not_repeated() -> None:
    reading = read_code(identity_card("41092819800101001"), column="uscc")
    assert reading.secret


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200),
    st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]),
)
def test_what_is_decoded_is_what_was_written(text: str, encoding: str) -> None:
    written = ("名称，" + text).encode(encoding)
    named = "gb18030" if encoding == "gb18030" else None
    assert decode(written, named)[0] == "名称，" + text


def test_findings_beyond_the_limit_are_counted_and_errors_kept() -> None:
    book = FindingBook(limit=2)
    for number in range(1, 6):
        book.add(RowFinding("", number, "", "", "warning", "E10-3", "x", "y", fault=Fault.DATE))
    book.add(RowFinding("", 9, "", "", "error", "E10-3", "x", "y", fault=Fault.DATE))
    assert [finding.row for finding in book] == [1, 2, 9]
    assert (book.omitted, book.levels["warning"]) == (3, 5)


def test_bytes_that_do_not_come_back_are_no_proof() -> None:
    with pytest.raises(SheetRefused, match="不能还原"):
        decoding._strictly(b"+AGE-", "utf-7")


def test_a_serial_beyond_the_last_day_is_refused() -> None:
    assert read_date(2_958_465.0, date1904=True).problem
    assert read_date(2_957_003.0, date1904=True).permanent


def test_only_plain_values_cross_from_the_reading_process() -> None:
    values = ["a", 1.5, True, None, date(2026, 1, 2), datetime(2026, 1, 2, 3, tzinfo=UTC), time(3, 4)]
    sent = [plain(value) for value in values]
    back = json.loads(json.dumps(sent), object_hook=revive)
    assert back == ["a", 1.5, True, None, date(2026, 1, 2), date(2026, 1, 2), "03:04:00"]
    assert revive({"f": 2.0}) == Formula(2.0)
    assert revive({"e": "#N/A"}) == ErrorCell("#N/A")
    assert revive({"e": 1}) == {"e": 1}
    assert revive({"f": [], "e": ""}) == {"f": [], "e": ""}
