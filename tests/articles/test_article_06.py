"""第六条：按风险四类定比例、频次，对象库按规则命名，另有规定的叠加显示，特定领域两种分类融合。"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil

import pytest

from shuangsuiji.core.ratios import Ratio, parse_ratio
from shuangsuiji.core.rules.finding import RuleViolation, require
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.parameters import Override, check_override
from shuangsuiji.core.rules.pool_names import pool_name
from shuangsuiji.core.rules.quotas import (
    EMPTY_LIBRARY,
    BelowFloor,
    check_frequency,
    check_ratio,
    check_sample,
    minimum_sample,
    percent,
    ratio_floor,
    sample_size,
)
from shuangsuiji.core.rules.risk import ClassRecord, RiskClass, fuse, prevailing
from tests.cast import LEAD_DEPARTMENT, LI, SUN

A, B, C, D = RiskClass


def test_c06_3_a_measure_from_july_leaves_june_to_the_rules() -> None:
    measure = Override("sample_floor.C", parse_ratio("5%"), "某办〔2026〕5号", date(2026, 7, 1))
    june = ratio_floor(C, on=date(2026, 6, 15), overrides=[measure])
    july = ratio_floor(C, on=date(2026, 7, 15), overrides=[measure])
    assert (percent(june.ratio), june.document) == ("10%", "")
    assert (percent(july.ratio), july.document) == ("5%", "某办〔2026〕5号")
    unnumbered = replace(measure, document="")
    assert "差异化规定缺少文号或生效日期，不能启用（第六条）" in str(check_override(unnumbered))
    assert ratio_floor(C, on=date(2026, 7, 15), overrides=[unnumbered]) == june


def test_c06_4_the_own_class_puts_the_subject_into_its_library_and_both_stay_known() -> None:
    records = [ClassRecord(B, "省共享", date(2026, 3, 1)), ClassRecord(D, "本系统", date(2026, 2, 1))]
    chosen = prevailing(records, date(2026, 4, 1))
    assert chosen is not None
    assert (chosen.risk_class, chosen.source) == (D, "本系统")
    assert len(records) == 2


def test_c06_6_the_library_has_its_statutory_name() -> None:
    name = pool_name("濮阳县人力资源和社会保障局", 2026, "劳动合同及招用工管理", C, 2)
    assert name == "濮阳县人力资源和社会保障局2026年劳动合同及招用工管理信用风险较高(C类)第2次抽查检查对象库"


@pytest.mark.parametrize(
    ("risk_class", "population", "sample"),
    [
        (A, 40, 1),
        (A, 101, 2),
        (B, 100, 3),
        (B, 101, 4),
        (C, 31, 4),
        (D, 7, 2),
        *((letter, 0, 0) for letter in RiskClass),
    ],
)
def test_c06_8_the_table_of_samples(risk_class: RiskClass, population: int, sample: int) -> None:
    assert minimum_sample(population, risk_class) == sample
    note = str(check_sample(sample, population, risk_class))
    assert (note == EMPTY_LIBRARY) is (population == 0)


def test_c06_8_an_own_rule_of_seven_percent_of_a_hundred_is_seven() -> None:
    assert sample_size(100, parse_ratio("7%")) == 7
    assert ceil(100 * 0.07) == 8, "what a float would give"


@pytest.mark.parametrize("percentage", [1, 3, 7, 10, 20, 29, 55, 57, 58, 100])
def test_c06_8_every_population_is_rounded_up_exactly(percentage: int) -> None:
    for population in range(1, 501):
        exact = Fraction(population * percentage, 100)
        assert sample_size(population, Ratio(percentage, 100)) == max(1, ceil(exact))


def test_c06_9_a_plan_with_class_c_once_a_year_is_refused() -> None:
    with pytest.raises(RuleViolation, match="C类全年 1 次，少于 2 次") as caught:
        require(*check_frequency(1, C))
    assert caught.value.findings[0].code == "E06-9"


def test_c06_10_a_plan_below_the_floor_needs_somebody_elses_consent() -> None:
    share = parse_ratio("2%")
    own = Approval("deputy_head", LEAD_DEPARTMENT, LI.name, LI.name, date(2026, 3, 2))
    theirs = replace(own, person=SUN.name)
    assert not check_ratio(share, B, LEAD_DEPARTMENT).satisfied
    assert not check_ratio(share, B, LEAD_DEPARTMENT, below=BelowFloor("力量不足", own)).satisfied
    assert check_ratio(share, B, LEAD_DEPARTMENT, below=BelowFloor("力量不足", theirs)).satisfied


def test_c06_14_general_a_and_sector_c_give_c() -> None:
    assert fuse(A, C) is C
