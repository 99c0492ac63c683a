"""第六条（四）: evidence of the measures, the end of their year, and the firm that is not visited without cause."""

from dataclasses import replace
from datetime import date

import pytest

from shuangsuiji.core.rules import measures
from shuangsuiji.core.rules.measures import (
    ANSWERING_OFFICES,
    check_answering_office,
    check_evidence,
    check_evidence_day,
    check_own_initiative,
    check_query_told,
    check_year_evidence,
    check_year_open,
    check_year_over,
    is_own_initiative,
    measures_of,
    year_closing_due,
)
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import labels, parameter
from shuangsuiji.core.rules.risk import RiskClass

A, B, C, D = RiskClass
FOUR = tuple(labels("own_initiative_grounds"))


def test_every_class_has_its_measures_in_the_order_of_the_rules() -> None:
    assert [len(measures_of(each)) for each in RiskClass] == [4, 2, 3, 4]
    assert measures_of(C)[1] == "行政许可重点审查"


@pytest.mark.parametrize("ground", FOUR)
def test_e06_12_the_four_cases_bring_an_inspector_to_a_firm_of_class_a_without_a_reason(ground: str) -> None:
    assert check_own_initiative(A, ground, "").satisfied
    assert not is_own_initiative(A, ground)


@pytest.mark.parametrize("ground", ["", "habit", "投诉举报"])
def test_e06_12_any_other_visit_to_a_firm_of_class_a_says_why_and_is_counted(ground: str) -> None:
    finding = check_own_initiative(A, ground, " ")
    assert (finding.satisfied, finding.code, str(finding.provision)) == (False, "E06-12", "第六条（四）1")
    assert "A类企业除投诉举报、监测、转办和计划抽查外可不主动现场检查；确需检查请说明理由" in finding.message
    assert check_own_initiative(A, ground, "群众反映集中").satisfied
    assert is_own_initiative(A, ground)


@pytest.mark.parametrize("risk_class", [B, C, D])
def test_e06_12_spares_no_other_class(risk_class: RiskClass) -> None:
    assert check_own_initiative(risk_class, "", "").satisfied
    assert not is_own_initiative(risk_class, "")


def test_e06_13_every_class_without_evidence_is_named() -> None:
    found = check_year_evidence(2026, {A: 1, B: 2, C: 1, D: 1})
    assert all(each.satisfied for each in found)
    refused = [each for each in check_year_evidence(2026, {A: 1, C: 0}) if not each.satisfied]
    assert [each.message for each in refused] == [
        f"2026年度{letter}类措施尚无落实记录，不能出具年度报告（第六条（四））。" for letter in "BCD"
    ]
    assert {each.code for each in refused} == {"E06-13"}


@pytest.mark.parametrize(("reference", "holds"), [("平人社发〔2026〕12号", True), ("", False), ("　 ", False)])
def test_e06_15_evidence_says_what_it_is(reference: str, holds: bool) -> None:
    assert check_evidence(reference).satisfied is holds


def test_e06_16_evidence_is_of_a_day_that_has_come() -> None:
    assert check_evidence_day(date(2026, 11, 24), date(2026, 11, 24)).satisfied
    refused = check_evidence_day(date(2026, 11, 25), date(2026, 11, 24))
    assert "落实日期 2026-11-25 晚于今天 2026-11-24" in refused.message


def test_e06_17_a_closed_year_takes_no_more() -> None:
    assert check_year_open(2026, closed=False).satisfied
    assert "2026年度措施落实记录已办结" in check_year_open(2026, closed=True).message


def test_e06_18_a_year_is_closed_when_it_is_over() -> None:
    assert check_year_over(2026, date(2027, 1, 1)).satisfied
    refused = check_year_over(2026, date(2026, 12, 31))
    assert (refused.satisfied, "2026年度尚未结束" in refused.message) == (False, True)


def test_the_day_by_which_a_year_is_closed_is_a_parameter(monkeypatch: pytest.MonkeyPatch) -> None:
    assert year_closing_due(2026) == date(2027, 1, 31)
    assert parameter("measures_closed_by").value == "01-31"
    monkeypatch.setattr(measures, "text", lambda name: replace(parameter(name), value="02-28").value)
    assert year_closing_due(2026) == date(2027, 2, 28)


def test_e06_19_only_the_offices_of_the_clause_tell_a_class_to_others() -> None:
    assert {office for office in OFFICES if check_answering_office(office).satisfied} == set(ANSWERING_OFFICES)
    assert "执法检查人员不能答复评先评优查询" in check_answering_office("inspector").message
    assert "sysadmin不能答复" in check_answering_office("sysadmin").message


@pytest.mark.parametrize(
    ("organisation", "purpose", "missing"),
    [(" ", "评选", "没有写明查询单位，"), ("县工会", "", "没有写明用途，"), ("", "", "没有写明查询单位、用途，")],
)
def test_e06_20_an_answer_says_who_asked_and_what_for(organisation: str, purpose: str, missing: str) -> None:
    refused = check_query_told(organisation, purpose)
    assert (refused.satisfied, missing in refused.message) == (False, True)
    assert check_query_told("县工会", "评选").satisfied
