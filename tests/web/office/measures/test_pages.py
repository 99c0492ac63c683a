"""The measures register through its pages: recorded, replaced, printed, taken out; read by those whose work rests on it."""

import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.core.rules.measures import measures_of
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.stages.plans.models import MeasureClosing, MeasureRecord
from tests.cast import FENG, LI, QIAN, SUN, WANG, WU, ZHENG
from tests.cast import Person as Member
from tests.foundation.evidence.files import pdf
from tests.stages.cast import TANG, XIE, County, build_county
from tests.web.pages import page, send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
REFERENCE = "平人社发〔2026〕12号"
MEASURE = {letter.value: measures_of(letter)[0] for letter in RiskClass}


JANUARY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build_county(NOW)


def terms(letter: str = "A", **changed: Any) -> dict[str, Any]:
    """A form as a head of section fills it in."""
    usual = {"measure": f"{letter}:{MEASURE[letter]}", "kind": "DOCUMENT", "reference": REFERENCE, "on": "2026-03-02"}
    return {**usual, **changed}


def recorded(county: County, letter: str = "A", by: Member = ZHENG, **changed: Any) -> MeasureRecord:
    """Through the page."""
    before = list(MeasureRecord.objects.values_list("pk", flat=True))
    answer = send(county.client(by), "measures:add", **terms(letter, **changed))
    assert answer.status_code == 302, answer.content.decode()
    return MeasureRecord.objects.exclude(pk__in=before).get()


def test_what_the_head_of_section_records_stands_in_the_table_of_its_year(county: County) -> None:
    before = page(county.client(LI), "measures:list")
    assert (before.count("未落实</span></td>"), REFERENCE in before) == (13, False)
    made = recorded(county)
    after = page(county.client(LI), "measures:list")
    assert (after.count("未落实</span></td>"), REFERENCE in after) == (12, True)
    assert REFERENCE not in page(county.client(LI), "measures:list", year=2025)
    assert "measure.recorded" in LogEvent.objects.values_list("type", flat=True)
    told = page(county.client(TANG), "measures:record", made.pk)
    assert all(words in told for words in (REFERENCE, "郑某", "2026-03-02", "监管措施已登记"))
    assert "measure_record" not in {each.table for each in differences()}


def test_nothing_of_a_record_stands_openly_in_the_log(county: County) -> None:
    recorded(county)
    (body,) = [bytes(each.body) for each in LogEvent.objects.filter(type="measure.recorded")]
    assert not any(words.encode() in body for words in (REFERENCE, MEASURE["A"]))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"reference": " "}, "没有写明落实的依据"),
        ({"on": "2026-11-25"}, "落实日期 2026-11-25 晚于今天 2026-11-24"),
        ({"measure": "A:行政许可重点审查"}, "不在可用的选项中"),
        ({"kind": "VOID"}, "不在可用的选项中"),
    ],
)
def test_a_record_with_one_thing_wrong_is_refused_above_the_form(
    county: County, changed: dict[str, str], told: str
) -> None:
    client = county.client(ZHENG)
    before = LogEvent.objects.count()
    answer = send(client, "measures:add", **terms(**changed))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert (LogEvent.objects.count(), MeasureRecord.objects.count()) == (before, 0)
    assert send(client, "measures:add", **terms()).status_code == 302


def test_a_refusal_of_the_rules_leaves_its_line_in_the_access_log(county: County) -> None:
    send(county.client(ZHENG), "measures:add", **terms(reference=""))
    line = AuditEntry.objects.filter(action="denied").latest("id")
    assert (line.object, line.detail["findings"]) == ("measures:add", ["E06-15"])


def test_a_wrong_record_gives_way_to_another_and_both_stay(county: County) -> None:
    first, client = recorded(county), county.client(ZHENG)
    right = terms(reference="平人社发〔2026〕21号", reason="文号写错")
    assert send(client, "measures:correct", first.pk, **right).status_code == 302
    told = page(client, "measures:list")
    assert ("平人社发〔2026〕21号" in told, REFERENCE in told) == (True, False)
    assert "已更正" in page(client, "measures:record", first.pk)
    again = send(client, "measures:correct", first.pk, **right)
    assert (again.status_code, "已经更正或作废" in again.content.decode()) == (422, True)
    assert MeasureRecord.objects.count() == 2


def test_a_void_record_shows_nothing(county: County) -> None:
    first, client = recorded(county), county.client(ZHENG)
    assert send(client, "measures:correct", first.pk, **terms(kind="VOID", reason="登记有误")).status_code == 302
    told = page(client, "measures:list")
    assert (REFERENCE in told, told.count("未落实</span></td>")) == (False, 13)
    (void,) = MeasureRecord.objects.filter(kind="VOID")
    assert "作废" in page(client, "measures:record", void.pk)
    assert send(client, "measures:correct", void.pk, **terms(reason="再改")).status_code == 422


def test_a_correction_stays_in_its_year_and_says_why(county: County) -> None:
    first, client = recorded(county), county.client(ZHENG)
    for changed, told in (({"on": "2025-12-30"}, "不能改为 2025 年度"), ({"reason": ""}, "更正理由")):
        answer = send(client, "measures:correct", first.pk, **{**terms(reason="日期写错"), **changed})
        assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert send(client, "measures:correct", first.pk, **terms(reason="日期写错", on="2026-03-03")).status_code == 302


def test_a_file_is_kept_with_its_record_and_leaves_as_an_attachment(county: County) -> None:
    paper = io.BytesIO(pdf())
    paper.name = "通知.pdf"
    made, client = recorded(county, file=paper), county.client(LI)
    answer = client.get(reverse("measures:file", args=(made.pk,)))
    assert answer.content == pdf()
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("measures:file", args=(recorded(county, "B").pk,))).status_code == 404
    assert send(county.client(ZHENG), "measures:correct", made.pk, **terms(reason="日期写错")).status_code == 302
    kept = MeasureRecord.objects.get(replaces=made)
    assert client.get(reverse("measures:file", args=(kept.pk,))).content == pdf()


def test_another_department_gets_the_page_of_what_is_not_there(county: County) -> None:
    made = recorded(county)
    for view in ("measures:record", "measures:file"):
        there = county.client(WANG).get(reverse(view, args=(made.pk,)))
        nowhere = county.client(WANG).get(reverse(view, args=(county.lead.pk,)))
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert send(county.client(XIE), "measures:correct", made.pk, **terms(reason="无")).status_code == 404
    assert REFERENCE not in page(county.client(WANG), "measures:list")


def test_only_the_head_of_section_records_and_others_read(county: County) -> None:
    for member in (LI, SUN, TANG, FENG):
        assert "登记落实情况" not in page(county.client(member), "measures:list")
        assert send(county.client(member), "measures:add", **terms()).status_code == 403
    for member in (WU, QIAN):
        assert county.client(member).get(reverse("measures:list")).status_code == 403
    assert "/log-in/" in Client().get(reverse("measures:list")).headers["Location"]
    assert not MeasureRecord.objects.exists()


def test_the_print_lists_every_measure_with_its_evidence_or_none(county: County) -> None:
    recorded(county, "D")
    told = page(county.client(LI), "measures:report", 2026)
    assert all(words in told for letter in RiskClass for words in measures_of(letter))
    assert (told.count("<td>未落实</td>"), told.count("<td>已落实</td>")) == (12, 1)
    assert REFERENCE in told


def test_the_sheet_runs_no_formula(county: County) -> None:
    recorded(county, reference="=HYPERLINK(1)")
    answer = county.client(LI).get(reverse("measures:list"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]
    cells = [cell for row in sheet.active.iter_rows() for cell in row]
    answer.close()
    assert [cell.value for cell in cells if "HYPERLINK" in str(cell.value)] == ["'=HYPERLINK(1)"]
    assert not any(cell.data_type == "f" for cell in cells)
    assert sum(cell.value == "未落实" for cell in cells) == 12


def test_the_table_asks_as_many_questions_for_ten_records_as_for_one(county: County) -> None:
    client = county.client(LI)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, "measures:list")
        return len(asked)

    recorded(county)
    questions()
    one = questions()
    for _ in range(9):
        recorded(county)
    assert questions() == one


def test_reading_writes_nothing(county: County) -> None:
    made, client = recorded(county), county.client(ZHENG)
    before = LogEvent.objects.count()
    for view, keys in (
        ("measures:list", ()),
        ("measures:add", ()),
        ("measures:record", (made.pk,)),
        ("measures:correct", (made.pk,)),
        ("measures:report", (2026,)),
    ):
        page(client, view, *keys)
    assert LogEvent.objects.count() == before


# ------------------------------------------------------------------------------------------------------ the end of a year


@pytest.fixture
def january(county: County, monkeypatch: pytest.MonkeyPatch) -> County:
    """Last year has evidence for every class but D."""
    for letter in "ABC":
        recorded(county, letter)
    monkeypatch.setattr("django.utils.timezone.now", lambda: JANUARY)
    return County(JANUARY)


def test_e06_13_a_year_without_evidence_for_a_class_is_not_closed_and_the_class_is_named(january: County) -> None:
    section = january.client(TANG)
    before = LogEvent.objects.count()
    answer = send(section, "measures:close", 2026)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "2026年度D类措施尚无落实记录，不能出具年度报告（第六条（四））" in told
    assert "2026年度C类措施尚无落实记录" not in told
    assert LogEvent.objects.count() == before
    line = AuditEntry.objects.filter(action="denied").latest("id")
    assert (line.object, line.detail["findings"]) == ("measures:close", ["E06-13"])
    recorded(january, "D")
    assert send(section, "measures:close", 2026).status_code == 302


def test_a_closed_year_takes_no_more_records_and_its_report_stays(january: County) -> None:
    made, section = recorded(january, "D"), january.client(TANG)
    assert send(section, "measures:close", 2026).status_code == 302
    (event,) = LogEvent.objects.filter(type="measures.closed")
    closing = MeasureClosing.objects.get()
    assert closing.digest.encode() in bytes(event.body)
    report = page(section, "measures:report", 2026)
    assert all(words in report for words in (closing.digest, "2027-01-04", REFERENCE))
    head = january.client(ZHENG)
    for view, keys, more in (("measures:add", (), {}), ("measures:correct", (made.pk,), {"reason": "文号写错"})):
        answer = send(head, view, *keys, **terms("D", **more))
        assert (answer.status_code, "2026年度措施落实记录已办结" in answer.content.decode()) == (422, True)
    assert send(head, "measures:add", **terms("D", on="2027-01-03")).status_code == 302
    assert "已办结" in page(head, "measures:list", year=2026)
    assert "更正</a>" not in page(head, "measures:record", made.pk)
    again = send(section, "measures:close", 2026)
    assert (again.status_code, MeasureClosing.objects.count()) == (422, 1)


def test_a_year_is_not_closed_before_its_end(county: County) -> None:
    for letter in "ABCD":
        recorded(county, letter)
    answer = send(county.client(TANG), "measures:close", 2026)
    assert (answer.status_code, "2026年度尚未结束" in answer.content.decode()) == (422, True)
    assert "办结年度</a>" not in page(county.client(TANG), "measures:list")


def test_only_the_coordinating_section_closes_a_year(january: County) -> None:
    recorded(january, "D")
    for member in (LI, ZHENG, SUN, FENG):
        assert january.client(member).get(reverse("measures:close", args=(2026,))).status_code == 403
        assert send(january.client(member), "measures:close", 2026).status_code == 403
    assert not MeasureClosing.objects.exists()


def test_the_workbench_asks_for_the_year_from_january_until_it_is_closed(
    county: County, january: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, head = january.client(TANG), january.client(ZHENG)
    words = "2026年度分类监管措施"
    for client in (section, head):
        told = page(client, "office:home")
        assert all(each in told for each in (words, "尚无落实记录：D类", "01-31"))
    assert words not in page(january.client(LI), "office:home")
    recorded(january, "D")
    assert words not in page(head, "office:home"), "nothing is missing"
    assert words in page(section, "office:home")
    send(section, "measures:close", 2026)
    assert words not in page(section, "office:home")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    assert "2025年度分类监管措施" not in page(county.client(TANG), "office:home"), (
        "the platform knew nothing of that year"
    )
