"""评先评优: another body is told the class of a firm by those who may; who asked, what for and what was said is kept and stays inside."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.stages.plans.models import ClassQuery
from shuangsuiji.stages.registry.models import Subject
from tests.cast import FENG, LI, QIAN, SUN, WANG, WU, ZHENG, ZHOU
from tests.stages.cast import TANG, XIE, County, build_county
from tests.stages.plans.planning import firms
from tests.web.pages import page, send

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ASKED = {"organisation": "平原县总工会", "purpose": "和谐劳动关系企业评选"}


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments, and two firms in the bureau's registry."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    county = build_county(NOW)
    firms(county, county.lead, 1, A=1, D=1)
    return county


def firm(letter: str = "D") -> Subject:
    """The firm of that class."""
    return Subject.objects.get(risk_class=letter)


def answered(county: County, letter: str = "D", **changed: str) -> ClassQuery:
    """Through the page."""
    before = list(ClassQuery.objects.values_list("pk", flat=True))
    answer = send(county.client(TANG), "measures:query", firm(letter).pk, **{**ASKED, **changed})
    assert answer.status_code == 302, answer.content.decode()
    return ClassQuery.objects.exclude(pk__in=before).get()


def test_a_body_is_told_class_source_and_day_and_the_answer_is_kept(county: County) -> None:
    section = county.client(TANG)
    found = page(section, "measures:ask", q=firm().name)
    assert reverse("measures:query", args=(firm().pk,)) in found
    assert "D类" not in found + page(section, "measures:query", firm().pk), "nothing is told before it is asked for"
    made = answered(county)
    told = page(section, "measures:answer", made.pk)
    assert all(
        words in told for words in (*ASKED.values(), firm().name, "D类", firm().class_source, f"{firm().class_on}")
    )
    assert made.number in told
    assert made.number in page(section, "measures:queries")
    assert "class_query" not in {each.table for each in differences()}


@pytest.mark.article("第六条")
def test_c06_13_whoever_has_not_the_right_is_refused_and_the_refusal_is_logged(county: County) -> None:
    key = firm().pk
    for member in (LI, WU, QIAN, SUN, ZHOU, FENG, WANG):
        before = AuditEntry.objects.filter(action="denied").count()
        assert send(county.client(member), "measures:query", key, **ASKED).status_code == 403
        lines = AuditEntry.objects.filter(action="denied").order_by("id")
        assert lines.count() == before + 1
        assert lines.last().object == "measures:query"  # type: ignore[union-attr]
        assert county.client(member).get(reverse("measures:ask")).status_code == 403
    assert not ClassQuery.objects.exists()
    assert not LogEvent.objects.filter(type="class.queried").exists()
    assert send(county.client(ZHENG), "measures:query", key, **ASKED).status_code == 302


@pytest.mark.parametrize(
    ("missing", "told"), [("organisation", "没有写明查询单位，不能答复"), ("purpose", "没有写明用途，不能答复")]
)
def test_an_answer_without_asker_or_purpose_is_refused_above_the_form(county: County, missing: str, told: str) -> None:
    answer = send(county.client(TANG), "measures:query", firm().pk, **{**ASKED, missing: " "})
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    line = AuditEntry.objects.filter(action="denied").latest("id")
    assert line.detail["findings"] == ["E06-20"]
    assert not ClassQuery.objects.exists()
    assert answered(county)


def test_nothing_of_an_answer_stands_openly_in_the_log_or_on_the_portal(county: County) -> None:
    made = answered(county)
    canaries = [firm().name, *ASKED.values(), made.number]
    (event,) = LogEvent.objects.filter(type="class.queried")
    assert not any(words.encode() in bytes(event.body) for words in canaries)
    for view in ("portal:home", "portal:log", "portal:plans", "portal:items"):
        told = page(Client(), view)
        assert not any(words in told for words in [*canaries, "D类"])


def test_the_auditor_reads_every_answer_and_another_department_none(county: County) -> None:
    made = answered(county)
    assert made.number in page(county.client(FENG), "measures:queries")
    assert ASKED["purpose"] in page(county.client(FENG), "measures:answer", made.pk)
    neighbour = county.client(XIE)
    assert made.number not in page(neighbour, "measures:queries")
    for view in ("measures:answer", "measures:query"):
        key = made.pk if view == "measures:answer" else firm().pk
        there = neighbour.get(reverse(view, args=(key,)))
        nowhere = neighbour.get(reverse(view, args=(county.lead.pk,)))
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert send(neighbour, "measures:query", firm().pk, **ASKED).status_code == 404
    assert reverse("measures:query", args=(firm().pk,)) not in page(neighbour, "measures:ask", q=firm().name)


def test_answers_are_numbered_without_a_gap_and_do_not_change_with_the_firm(county: County) -> None:
    numbers = [answered(county, letter).number for letter in "DA"]
    assert numbers == ["rsj-评先-2026-001", "rsj-评先-2026-002"]
    Subject._base_manager.filter(pk=firm().pk).update(risk_class="B")
    made = ClassQuery.objects.get(number=numbers[0])
    assert "D类" in page(county.client(TANG), "measures:answer", made.pk), "what was said, not what would be said now"


def test_the_list_narrows_and_goes_out_without_a_formula(county: County) -> None:
    answered(county, organisation="=1+1")
    answered(county, "A")
    narrowed = page(county.client(TANG), "measures:queries", organisation="总工会")
    assert ("-002" in narrowed, "-001" in narrowed) == (True, False)
    answer = county.client(FENG).get(reverse("measures:queries"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]
    answer.close()
    cells = [cell for row in sheet.active.iter_rows() for cell in row]
    assert [cell.value for cell in cells if "1+1" in str(cell.value)] == ["'=1+1"]


def test_the_list_asks_as_many_questions_for_ten_as_for_one(county: County) -> None:
    client = county.client(TANG)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, "measures:queries")
        return len(asked)

    answered(county)
    questions()
    one = questions()
    for _ in range(9):
        answered(county)
    assert questions() == one


def test_looking_writes_nothing(county: County) -> None:
    made, section = answered(county), county.client(TANG)
    before = LogEvent.objects.count()
    for view, keys in (
        ("measures:queries", ()),
        ("measures:ask", ()),
        ("measures:query", (firm().pk,)),
        ("measures:answer", (made.pk,)),
    ):
        page(section, view, *keys)
    assert (LogEvent.objects.count(), ClassQuery.objects.count()) == (before, 1)
