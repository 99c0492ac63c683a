"""Quotas: exact ceilings, floors, measures laid over them, frequency, and what a shortfall must say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.ratios import Ratio, parse_ratio
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.parameters import Override
from shuangsuiji.core.rules.quotas import (
    BelowFloor,
    Floor,
    Frequency,
    check_eligible,
    check_frequency,
    check_ratio,
    check_sample,
    frequency_floor,
    minimum_draws_per_year,
    minimum_sample,
    percent,
    ratio_floor,
    sample_size,
)
from shuangsuiji.core.rules.risk import RiskClass
from tests.cast import LEAD_DEPARTMENT, LI, SUN
from tests.core.rules.claims import samples_are_exact_ceilings

A, B, C, D = RiskClass
CONSENT = Approval("deputy_head", LEAD_DEPARTMENT, SUN.name, LI.name, date(2026, 3, 2))
JULY = date(2026, 7, 1)


def test_every_population_to_500_and_every_percentage_is_an_exact_ceiling() -> None:
    samples_are_exact_ceilings()


@given(st.integers(1, 10**7), st.integers(1, 10**6))
def test_a_sample_is_at_least_one_and_never_more_than_the_library(population: int, millionths: int) -> None:
    size = sample_size(population, Ratio(millionths, 10**6))
    assert 1 <= size <= population
    assert size * 10**6 >= population * millionths > (size - 1) * 10**6


def test_the_floor_is_the_rules_where_nothing_else_is_said() -> None:
    assert ratio_floor(C) == Floor(C, Ratio(10, 100))
    assert frequency_floor(D) == Frequency(D, 3)
    assert [minimum_draws_per_year(letter) for letter in RiskClass] == [1, 1, 2, 3]


@pytest.mark.parametrize("value", [5, Ratio(5, 100)])
def test_a_dated_measure_comes_first_and_brings_its_document(value: int | Ratio) -> None:
    measure = Override("sample_floor.C", value, "某办〔2026〕5号", JULY)
    assert ratio_floor(C, on=date(2026, 6, 30), overrides=[measure]) == Floor(C, Ratio(10, 100))
    lowered = ratio_floor(C, on=JULY, overrides=[measure])
    assert lowered == Floor(C, Ratio(5, 100), "某办〔2026〕5号")
    assert minimum_sample(101, C, lowered) == 6
    assert minimum_sample(101, C) == 11


def test_a_measure_may_set_the_frequency_too() -> None:
    measure = Override("draws_per_year.D", 1, "某办〔2026〕5号", JULY)
    once = frequency_floor(D, on=JULY, overrides=[measure])
    assert once == Frequency(D, 1, "某办〔2026〕5号")
    assert all(finding.satisfied for finding in check_frequency(1, D, frequency=once))


def test_a_ratio_at_the_floor_holds() -> None:
    assert check_ratio(parse_ratio("10%"), C, LEAD_DEPARTMENT).satisfied
    assert check_ratio(parse_ratio("10.5%"), C, LEAD_DEPARTMENT).satisfied


def test_e06_8_a_ratio_below_the_floor_needs_reason_and_consent() -> None:
    finding = check_ratio(parse_ratio("9.5%"), C, LEAD_DEPARTMENT)
    assert (finding.code, finding.satisfied, finding.required, finding.actual) == ("E06-8", False, "10%", "9.5%")
    assert "C类比例 9.5% 低于 10%，须写明理由并经分管负责人批准（第六条（三））" in str(finding)
    accepted = check_ratio(parse_ratio("9.5%"), C, LEAD_DEPARTMENT, below=BelowFloor("新办企业集中", CONSENT))
    assert accepted.satisfied
    assert "已写明理由并经分管负责人批准" in str(accepted)


@pytest.mark.parametrize(
    "below",
    [
        BelowFloor("新办企业集中"),
        BelowFloor(" ", CONSENT),
        BelowFloor("新办企业集中", Approval("deputy_head", LEAD_DEPARTMENT, LI.name, LI.name, date(2026, 3, 2))),
        BelowFloor("新办企业集中", Approval("section_head", LEAD_DEPARTMENT, SUN.name, LI.name, date(2026, 3, 2))),
        BelowFloor("新办企业集中", Approval("deputy_head", "scjgj", SUN.name, LI.name, date(2026, 3, 2))),
    ],
)
def test_one_thing_missing_leaves_it_refused(below: BelowFloor) -> None:
    assert not check_ratio(parse_ratio("9.5%"), C, LEAD_DEPARTMENT, below=below).satisfied


def test_a_refusal_under_a_measure_names_its_document() -> None:
    floor = Floor(C, Ratio(15, 100), "某办〔2026〕5号")
    assert "低于 15%（某办〔2026〕5号）" in str(check_ratio(parse_ratio("10%"), C, LEAD_DEPARTMENT, floor=floor))


@pytest.mark.parametrize(
    ("share", "written"),
    [("3%", "3%"), ("0.5%", "0.5%"), ("100%", "100%"), ("0.000001%", "0.000001%"), ("20.50%", "20.5%")],
)
def test_a_share_is_written_without_rounding(share: str, written: str) -> None:
    assert percent(parse_ratio(share)) == written


def test_a_share_that_is_no_decimal_is_written_as_a_fraction() -> None:
    assert percent(Ratio(1, 3)) == "1/3"


def test_a_number_of_subjects_is_held_against_the_floor() -> None:
    assert check_sample(11, 101, C).satisfied
    finding = check_sample(10, 101, C)
    assert (finding.code, finding.satisfied, finding.required, finding.actual) == ("E06-8", False, 11, 10)
    assert str(finding) == (
        "C 类库 101 户，本次至少抽 11 户（第六条（三））；计划为 10 户。低于此数须写明理由并报分管负责人批准。"
    )


def test_an_empty_library_says_so_and_needs_nothing() -> None:
    assert str(check_sample(0, 0, D)) == "本层无对象（空库）"
    assert sample_size(0, Ratio(20, 100)) == 0


def test_e06_9_too_few_draws_a_year_are_refused() -> None:
    (enough,) = check_frequency(3, D)
    assert enough.satisfied
    (few,) = check_frequency(2, D)
    assert (few.code, few.satisfied, few.required, few.actual) == ("E06-9", False, 3, 2)
    assert "D类全年 2 次，少于 3 次；仅上级或本部门规定可另行确定（第六条（三）（四））" in str(few)


def test_e06_10_a_and_b_more_than_once_need_a_reason() -> None:
    for letter in (A, B):
        enough, often = check_frequency(2, letter)
        assert enough.satisfied
        assert (often.code, often.satisfied, often.required, often.actual) == ("E06-10", False, 1, 2)
        assert f"{letter}类全年安排 2 次，请说明必要性，防止执法扰民（第六条）" in str(often)
        assert all(finding.satisfied for finding in check_frequency(2, letter, reason="上级专项部署"))
        assert all(finding.satisfied for finding in check_frequency(1, letter))


def test_a_measure_that_asks_for_more_is_its_own_reason() -> None:
    assert all(finding.satisfied for finding in check_frequency(2, A, frequency=Frequency(A, 2, "某办〔2026〕5号")))


def test_e06_11_a_shortfall_is_never_silent() -> None:
    assert check_eligible(4, 4).satisfied
    finding = check_eligible(4, 1)
    assert (finding.code, finding.satisfied, finding.required, finding.actual) == ("E06-11", False, 4, 1)
    assert "本层应抽 4 户，可抽 1 户，缺口 3；请确认缺口原因（第六条（三））" in str(finding)
    confirmed = check_eligible(4, 1, "三户本年度已检查")
    assert confirmed.satisfied
    assert "缺口 3，原因：三户本年度已检查" in str(confirmed)
