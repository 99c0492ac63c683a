"""Takes the guards of the measures register away one at a time; the attack each one stops must then succeed, or meet the wall behind it.

Source: 第六条（四）; 80-reliability E3, E4.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from shuangsuiji.core.rules.finding import RuleViolation, judge
from shuangsuiji.core.rules.measures import measures_of
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.ledger import triggers
from shuangsuiji.stages.plans.actions import close_year as closing
from shuangsuiji.stages.plans.actions import query_class as answering
from shuangsuiji.stages.plans.actions import record_measure as recording
from shuangsuiji.stages.plans.actions.record_measure import Evidence
from shuangsuiji.stages.plans.models import ClassQuery, MeasureClosing, MeasureRecord
from shuangsuiji.stages.plans.queries import class_queries, measures
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.registry.models import Subject
from tests.cast import LI, WANG, ZHENG
from tests.cast import Person as Member
from tests.stages.cast import TANG, XIE, County
from tests.stages.conftest import county
from tests.stages.plans.planning import firms

pytestmark = pytest.mark.django_db
__all__ = ["county"]
HOLDS = judge("E06-15", "第六条（四）", True, required="", actual="", refusal="", remedy="")


JANUARY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def record(county: County, by: Member = ZHENG, letter: str = "A", **changed: Any) -> MeasureRecord:
    """What a head of section may record, but for what is changed."""
    evidence = Evidence(**{"kind": "DOCUMENT", "reference": "平人社发〔2026〕12号", "on": date(2026, 3, 2), **changed})
    return recording.record_measure(
        risk_class=letter,
        measure=measures_of(RiskClass(letter))[0],
        evidence=evidence,
        actor=county.actor(by),
        at=county.at,
    )


def test_without_the_office_anybody_records(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleViolation, match="由股室负责人办理"):
        record(county, by=LI)
    monkeypatch.setattr(recording, "check_done_by", lambda *said, **more: HOLDS)
    assert record(county, by=LI)


def test_without_the_day_evidence_comes_from_the_future(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleViolation, match="晚于今天"):
        record(county, on=date(2027, 3, 2))
    monkeypatch.setattr(recording, "check_evidence_day", lambda on, today: HOLDS)
    assert record(county, on=date(2027, 3, 2)).year == 2027


def test_without_the_rule_empty_evidence_meets_the_wall_of_the_database(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RuleViolation, match="没有写明落实的依据"):
        record(county, reference="")
    monkeypatch.setattr(recording, "check_evidence", lambda reference: HOLDS)
    with pytest.raises(IntegrityError, match="measure_record_has_evidence"):
        record(county, reference="")


def test_a_second_correction_meets_the_wall_of_the_database(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    first = record(county)
    terms: dict[str, Any] = {
        "risk_class": "A", "measure": first.measure, "evidence": Evidence("DOCUMENT", "另一文号", date(2026, 3, 3)),
        "replaces": first.pk, "reason": "文号写错", "actor": county.actor(ZHENG), "at": county.at,
    }  # fmt: skip
    recording.record_measure(**terms)
    with pytest.raises(PlansRefused, match="已经更正"):
        recording.record_measure(**terms)
    monkeypatch.setattr(recording, "_replaced", lambda *said: first)
    with pytest.raises(IntegrityError):
        recording.record_measure(**terms)


def test_without_the_department_a_neighbour_reads_a_record(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: county.at)
    address = reverse("measures:record", args=(record(county).pk,))
    assert county.client(WANG).get(address).status_code == 404
    monkeypatch.setattr(measures, "measure_record", lambda key, department: MeasureRecord.objects.get(pk=key))
    assert county.client(WANG).get(address).status_code == 200


def close(county: County, by: Member = TANG, at: datetime = JANUARY) -> MeasureClosing:
    """The coordinating section in January."""
    return closing.close_year(year=2026, actor=county.actor(by, at=at), at=at)


def whole_year(county: County) -> None:
    """Evidence for every class."""
    for letter in "ABCD":
        record(county, letter=letter)


def test_without_the_rule_a_year_without_evidence_is_closed(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    record(county)
    with pytest.raises(RuleViolation, match="2026年度B类措施尚无落实记录"):
        close(county)
    monkeypatch.setattr(closing, "check_year_evidence", lambda year, counts: ())
    assert close(county).year == 2026


def test_without_the_calendar_a_year_is_closed_before_its_end(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_year(county)
    with pytest.raises(RuleViolation, match="2026年度尚未结束"):
        close(county, at=county.at)
    monkeypatch.setattr(closing, "check_year_over", lambda year, today: HOLDS)
    assert close(county, at=county.at).year == 2026


def test_without_the_office_anybody_closes_a_year(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_year(county)
    with pytest.raises(RuleViolation, match="由调解仲裁与劳动监察股办理"):
        close(county, by=ZHENG)
    monkeypatch.setattr(closing, "check_done_by", lambda *said, **more: HOLDS)
    assert close(county, by=ZHENG).year == 2026


def test_a_second_closing_meets_the_wall_of_the_database(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_year(county)
    close(county)
    with pytest.raises(RuleViolation, match="已办结"):
        close(county)
    monkeypatch.setattr(closing, "check_year_open", lambda year, *, closed: HOLDS)
    with pytest.raises(IntegrityError):
        close(county)


def test_a_record_in_a_closed_year_meets_the_trigger_and_passes_without_it(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole_year(county)
    close(county)
    later = County(JANUARY)
    with pytest.raises(RuleViolation, match="已办结，不能再登记"):
        record(later)
    monkeypatch.setattr(recording, "check_year_open", lambda year, *, closed: HOLDS)
    with pytest.raises(IntegrityError, match="measure_record: 已办结，不能增加"):
        record(later)
    assert record(later, on=date(2027, 1, 3)).year == 2027
    monkeypatch.setattr(MeasureRecord, "closing", None)
    reinstall()
    try:
        assert record(later).year == 2026
    finally:
        monkeypatch.undo()
        reinstall()


def reinstall() -> None:
    """Put the triggers back as the models now ask for; PostgreSQL alters no table with checks pending."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    triggers.install(connection)


def answer(county: County, by: Member = TANG, **changed: str) -> ClassQuery:
    """What the coordinating section may answer, but for what is changed."""
    asked = {"organisation": "平原县总工会", "purpose": "和谐企业评选", **changed}
    firm = Subject.objects.get(risk_class="D")
    return answering.query_class(subject=firm.pk, **asked, actor=county.actor(by), at=county.at)


def test_without_the_right_anybody_tells_a_class_to_others(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    firms(county, county.lead, 1, D=1)
    with pytest.raises(RuleViolation, match="不能答复评先评优查询"):
        answer(county, by=LI)
    monkeypatch.setattr(answering, "check_answering_office", lambda office: HOLDS)
    assert answer(county, by=LI).risk_class == "D"


def test_without_the_rule_an_answer_to_nobody_meets_the_wall_of_the_database(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    firms(county, county.lead, 1, D=1)
    with pytest.raises(RuleViolation, match="没有写明用途"):
        answer(county, purpose=" ")
    monkeypatch.setattr(answering, "check_query_told", lambda organisation, purpose: HOLDS)
    with pytest.raises(IntegrityError, match="class_query_who_and_why"):
        answer(county, purpose=" ")


def test_without_the_department_a_neighbour_reads_an_answer(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: county.at)
    firms(county, county.lead, 1, D=1)
    address = reverse("measures:answer", args=(answer(county).pk,))
    assert county.client(XIE).get(address).status_code == 404
    monkeypatch.setattr(class_queries, "answers_for", lambda department, offices: ClassQuery.objects.all())
    assert county.client(XIE).get(address).status_code == 200
