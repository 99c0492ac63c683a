"""The demo county: valid, plausible, synthetic, and the same bytes wherever it is built."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import stdnum.cn.uscc

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.freeze import InspectorEntry, SubjectEntry, freeze_rosters
from shuangsuiji.core.draw.outcome import draw
from shuangsuiji.core.draw.plan import plan_refusals, shape_refusals
from shuangsuiji.core.draw.sealing import key_commitment_of
from shuangsuiji.core.identifiers import ingest_certificate, ingest_uscc
from shuangsuiji.foundation.sheets.findings import Fault
from shuangsuiji.foundation.sheets.inspectors import read_inspectors
from shuangsuiji.foundation.sheets.items import read_items
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.web.console.county.firms import _MARKS, firms
from shuangsuiji.web.console.county.items import ITEMS
from shuangsuiji.web.console.county.lots import dealt, lot, pick, shuffled
from shuangsuiji.web.console.county.people import DEPARTMENTS, QUALIFICATIONS, department_codes
from shuangsuiji.web.console.county.task import demo_plan
from shuangsuiji.web.console.county.towns import TOWNS, town_codes
from shuangsuiji.web.console.demo_county import County, build_county
from tests.synthetic import certificate_number, organisation_code, valid_uscc

YEAR = 2026
FLOORS = {"A": "1%", "B": "3%", "C": "10%", "D": "20%"}
LOTS = [610, 452, 570, 466, 616]
SHUFFLED = [1, 2, 3, 7, 0, 4, 6, 5]
ROWS = "dd17a1656748e07969e310ae75e777886dc5d8328706fc2e062457b031682b0c"
Table = list[dict[str, object]]


def read(path: Path) -> Table:
    """The rows of a one-sheet workbook, by header."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    headers, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headers, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return build_county(tmp_path_factory.mktemp("county"), year=YEAR, size=1000)


@pytest.fixture(scope="module")
def subjects(county: County) -> Table:
    return read(county.subjects)


@pytest.fixture(scope="module")
def people(county: County) -> Table:
    return read(county.inspectors)


# ------------------------------------------------------------------------------------------------------------ codes


def test_every_code_of_the_whole_county_passes_a_foreign_check_of_the_credit_code() -> None:
    for firm in firms(8000, date(YEAR, 3, 1)):
        assert stdnum.cn.uscc.is_valid(firm.uscc), firm
        assert ingest_uscc(firm.uscc) == f"uscc:{firm.uscc}"


@pytest.mark.parametrize("kind", ["91", "92", "93", "52"])
def test_a_code_of_every_kind_is_valid_and_keeps_its_organisation(kind: str) -> None:
    code = valid_uscc(7, kind=kind, division="410900")
    assert stdnum.cn.uscc.is_valid(code)
    assert code.startswith(f"{kind}410900")
    assert code[8:17] == organisation_code(7)


def test_the_check_digit_of_every_organisation_code_satisfies_its_standard() -> None:
    """GB 11714 by its definition, on our codes: Σ value·weight + check ≡ 0 (mod 11), X counting ten."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    for counter in range(2000):
        code = organisation_code(counter)
        total = sum(int(letter, 36) * weight for letter, weight in zip(code[:8], weights, strict=True))
        check = 10 if code[8] == "X" else int(code[8])
        assert (total + check) % 11 == 0


def test_all_eleven_check_characters_of_organisation_codes_occur() -> None:
    assert {organisation_code(counter)[8] for counter in range(500)} == set("0123456789X")


def test_organisation_codes_never_repeat_and_were_never_issued() -> None:
    codes = [organisation_code(counter) for counter in range(50_000)]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("YY") for code in codes)


@pytest.mark.parametrize("counter", [-1, 31**6])
def test_a_counter_out_of_range_is_refused(counter: int) -> None:
    assert organisation_code(0)
    assert organisation_code(31**6 - 1)
    with pytest.raises(ValueError, match="超出范围"):
        organisation_code(counter)


def test_certificate_numbers_are_canonical() -> None:
    assert ingest_certificate(certificate_number(1, 3)) == "cert:YS-410928-0103"


# ------------------------------------------------------------------------------------------------------------- lots


def test_shares_are_dealt_exactly() -> None:
    dealt_names = dealt("class", 8000, (("A", 650), ("B", 250), ("C", 80), ("D", 15), ("-", 5)))
    assert Counter(dealt_names) == {"A": 5200, "B": 2000, "C": 640, "D": 120, "-": 40}


def test_lots_are_known_answers() -> None:
    assert [lot("a", index, 1000) for index in range(5)] == LOTS
    assert shuffled("a", 8) == SHUFFLED
    assert pick("a", 0, "xyz") == "xyz"[lot("a", 0, 3)]


# --------------------------------------------------------------------------------------------------------- subjects


def test_the_class_mix_is_the_prefectures(county: County, subjects: Table) -> None:
    assert county.classes == {"A": 650, "B": 250, "C": 80, "D": 15, "未分类": 5}
    assert Counter(row["信用风险分类"] or "未分类" for row in subjects) == county.classes
    assert county.subject_count == len(subjects) == 1000


def test_most_firms_are_in_business_and_some_are_not(county: County, subjects: Table) -> None:
    assert county.states == {"存续": 976, "注销": 12, "吊销": 7, "迁出": 5}
    assert Counter(row["登记状态"] for row in subjects) == county.states


def test_names_and_codes_never_repeat_even_in_a_county_beyond_the_two_syllable_names() -> None:
    roster = firms(20_000, date(YEAR, 3, 1))
    assert len({firm.name for firm in roster}) == len({firm.uscc for firm in roster}) == 20_000


def test_every_name_carries_a_mark_that_says_made_up(subjects: Table) -> None:
    for row in subjects:
        assert any(mark in str(row["企业名称"]) for mark in _MARKS)


def test_every_area_is_a_township_of_the_county(subjects: Table) -> None:
    codes = town_codes()
    assert len(codes) == len(TOWNS) == 20
    assert all(code.startswith("410928") and len(code) == 9 for code in codes.values())
    assert {row["区域"] for row in subjects} == set(codes)


def test_codes_are_text_and_dates_are_dates(subjects: Table) -> None:
    for row in subjects:
        assert isinstance(row["统一社会信用代码"], str)
        assert isinstance(row["成立日期"], datetime)
        assert row["来源日期"] == datetime(YEAR, 3, 1)  # noqa: DTZ001 - a sheet's date has no zone


def test_no_firm_was_visited_before_it_was_founded_or_after_the_hand_over(county: County) -> None:
    for firm in firms(1000, county.as_of):
        assert firm.established_on <= (firm.visited_on or county.as_of) <= county.as_of


def test_some_firms_were_inspected_this_year(county: County, subjects: Table) -> None:
    days = [row["最近检查日期"] for row in subjects if row["最近检查日期"]]
    this_year = [day for day in days if isinstance(day, datetime) and day.year == YEAR]
    assert county.visited_this_year == len(this_year) == 25
    assert len(days) == 140


def test_there_is_no_personal_column(county: County) -> None:
    personal = ("法定代表人", "电话", "联络", "地址", "住所", "身份证", "出生")
    for path in (county.subjects, county.inspectors, county.items):
        for header in read(path)[0]:
            assert not any(word in header for word in personal), header


# ------------------------------------------------------------------------------------------------------- inspectors


def test_sixteen_inspectors_of_three_departments(county: County, people: Table) -> None:
    assert county.inspector_count == len(people) == 16
    assert Counter(row["单位"] for row in people) == dict(zip(DEPARTMENTS.values(), (7, 5, 4), strict=True))
    assert len({row["证件编号"] for row in people}) == 16
    assert len({row["姓名"] for row in people}) == 16


def test_one_certificate_has_expired_and_one_person_is_on_leave(county: County, people: Table) -> None:
    expired = [row for row in people if isinstance(row["有效期"], datetime) and row["有效期"].date() < county.as_of]
    assert len(expired) == 1
    assert Counter(row["状态"] for row in people) == {"在岗": 15, "休假": 1}


def test_one_inspector_declares_two_firms_of_the_roster(people: Table, subjects: Table) -> None:
    declared = [str(row["回避对象"]).split("、") for row in people if row["回避对象"]]
    by_code = {row["统一社会信用代码"]: row for row in subjects}
    assert len(declared) == 1
    assert len(declared[0]) == 2
    assert {by_code[code]["信用风险分类"] for code in declared[0]} == {"D"}
    assert {by_code[code]["登记状态"] for code in declared[0]} == {"存续"}


# ------------------------------------------------------------------------------------------------------------ items


def test_the_item_list_has_24_items_in_14_categories_and_the_nine_published_columns(county: County) -> None:
    rows = read(county.items)
    assert list(rows[0]) == [
        "编制单位", "序号", "抽查类别", "抽查事项", "检查对象", "事项类别", "检查方式", "检查主体", "检查依据",
    ]  # fmt: skip
    assert county.item_count == len(rows) == len(ITEMS) == 24
    assert len({row["抽查类别"] for row in rows}) == 14
    assert len({row["抽查事项"] for row in rows}) == 24
    assert {row["事项类别"] for row in rows} == {"一般检查事项", "重点检查事项"}


# ------------------------------------------------------------------------------------------------------------- task


def plan(**changes: object) -> dict[str, object]:
    at = datetime(YEAR, 3, 10, 1, 0, tzinfo=UTC)
    commitment = {"subject": "0" * 64, "inspector": "1" * 64}
    return {**demo_plan(year=YEAR, at=at, floors=FLOORS), "salt_key_commit": commitment, **changes}


def test_the_plan_is_accepted_once_its_sealing_keys_are_committed() -> None:
    assert list(shape_refusals(plan())) == []
    assert list(plan_refusals(plan(), FLOORS)) == []


def test_the_plan_without_its_sealing_keys_is_not_accepted() -> None:
    refusals = list(plan_refusals(plan(salt_key_commit="0" * 64), FLOORS))
    assert {refusal.code for refusal in refusals} == {"plan.salt-key"}


def test_the_plan_draws_at_the_floors_and_unclassified_firms_like_class_b() -> None:
    strata = plan()["strata"]
    assert isinstance(strata, dict)
    assert {name: rule["ratio"] for name, rule in strata.items()} == FLOORS


def test_the_ceremony_follows_the_moment_it_is_given() -> None:
    made = plan()
    assert (made["commit_by"], made["reveal_by"]) == ("2026-03-10T01:30:00Z", "2026-03-10T02:00:00Z")
    assert made["contributors"] == ["rsj", "scjgj", "jiwei"]
    assert made["draw_id"] == "410928/rsj/2026/laodong-yonggong/1"


# --------------------------------------------------------------------------------------------------- our own importer


CONFIRMED_ON = date(YEAR, 3, 10)


def test_our_importer_reads_the_subjects_without_error_and_warns_only_of_unclassified_firms(county: County) -> None:
    reading = read_subjects(county.subjects, at=CONFIRMED_ON, towns=town_codes(), county="410928")
    assert reading.usable
    assert (reading.counts["总行数"], reading.counts["警告"], reading.counts["未入库"]) == (1000, 5, 0)
    assert {(fault, level) for fault, level, _ in reading.faults} == {
        (Fault.RISK_CLASS, "warning"),
        (Fault.NOT_DRAWABLE, "note"),
    }
    assert Counter(entry.elig for entry in reading.entries) == {"E": 976, "X2": 24}
    assert Counter(entry.risk_class for entry in reading.entries) == {"A": 650, "B": 250, "C": 80, "D": 15, None: 5}
    assert {entry.town for entry in reading.entries} == set(town_codes().values())


def test_our_importer_reads_the_inspectors_and_warns_only_of_the_expired_certificate(county: County) -> None:
    reading = read_inspectors(county.inspectors, at=CONFIRMED_ON, departments=department_codes())
    assert reading.usable
    assert reading.faults == ((Fault.CERTIFICATE, "warning", 1), (Fault.NOT_DRAWABLE, "note", 1))
    assert Counter(entry.elig for entry in reading.entries) == {"E": 14, "X2": 1, "X3": 1}
    assert Counter(entry.department for entry in reading.entries) == {"rsj": 7, "scjgj": 5, "xfjy": 4}
    assert sum(len(entry.recusals) for entry in reading.entries) == 2
    assert {qual for entry in reading.entries for qual in entry.quals} == set(QUALIFICATIONS.values())


def test_our_importer_has_nothing_to_say_about_the_item_list(county: County) -> None:
    reading = read_items(county.items, at=CONFIRMED_ON)
    assert reading.usable
    assert reading.findings == ()
    assert len(reading.entries) == 24


def test_the_demo_task_can_be_drawn_from_the_files_as_they_are(county: County) -> None:
    """Read, freeze, draw: quotas at the floors, three full teams, nobody recused sent to a declared firm."""
    keys = {"subject": bytes(range(32)), "inspector": bytes(range(1, 33))}
    rules = plan(salt_key_commit={kind: key_commitment_of(suite_named("SHA256"), key) for kind, key in keys.items()})
    firms_read = read_subjects(county.subjects, at=CONFIRMED_ON, towns=town_codes(), county="410928").require()
    people_read = read_inspectors(county.inspectors, at=CONFIRMED_ON, departments=department_codes()).require()
    entries = [
        SubjectEntry(firm.id, firm.risk_class or "B", firm.elig, {"name": firm.name, "town": firm.town})
        for firm in firms_read
    ]
    staff = [InspectorEntry(who.id, who.department, who.quals, who.elig, who.cap, who.recusals) for who in people_read]
    rosters = freeze_rosters(rules, {"": entries}, staff, keys)
    rows = {"": rosters.subjects[""].rows}
    outcome = draw(
        rules,
        "7" * 64,
        rows,
        rosters.inspectors.rows,
        towns=rosters.towns,
        salts=rosters.salts,
        recusals=rosters.recusals,
    )
    assert {name: part["k"] for name, part in outcome.selection.items()} == {"A": 7, "B": 8, "C": 8, "D": 3}
    assert outcome.assignment is not None
    assert outcome.cap_step == 0
    assert len(outcome.assignment) == 12
    for entry in outcome.assignment:
        assert not set(rosters.recusals[entry["handle"]]) & set(outcome.batches[entry["team"]])


# ------------------------------------------------------------------------------------------------------------ bytes


def test_the_same_call_writes_the_same_bytes_and_another_year_does_not(tmp_path: Path) -> None:
    one = build_county(tmp_path / "one", year=YEAR, size=200)
    two = build_county(tmp_path / "two", year=YEAR, size=200)
    other = build_county(tmp_path / "other", year=YEAR + 1, size=200)
    for name in ("subjects.xlsx", "inspectors.xlsx", "items.xlsx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert one.classes == two.classes == other.classes
    assert one.subjects.read_bytes() != other.subjects.read_bytes()


def test_the_rows_of_the_whole_county_are_a_known_answer() -> None:
    """The rows, not the file: the workbook's own bytes may change with the library that writes it."""
    rows = "\n".join("\t".join(map(str, firm)) for firm in firms(8000, date(YEAR, 3, 1)))
    assert hashlib.sha256(rows.encode()).hexdigest() == ROWS


def test_the_day_of_hand_over_can_be_given_and_must_lie_in_the_year(tmp_path: Path) -> None:
    made = build_county(tmp_path, year=YEAR, size=10, as_of=date(YEAR, 9, 30))
    assert made.as_of == date(YEAR, 9, 30)
    assert read(made.subjects)[0]["来源日期"] == datetime(YEAR, 9, 30)  # noqa: DTZ001 - a sheet's date has no zone
    with pytest.raises(ValueError, match="不在 2026 年内"):
        build_county(tmp_path, year=YEAR, size=10, as_of=date(YEAR - 1, 9, 30))


def test_a_county_of_one_firm_is_refused(tmp_path: Path) -> None:
    assert build_county(tmp_path, year=YEAR, size=2).subject_count == 2
    with pytest.raises(ValueError, match="至少 2 户"):
        build_county(tmp_path, year=YEAR, size=1)
