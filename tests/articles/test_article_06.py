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
from shuangsuiji.core.rules.plan_lint import standing_out
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
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.disclosure.public import notices
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.models import PlanDraft, Policy
from shuangsuiji.stages.plans.queries.policies import standings_on
from shuangsuiji.stages.plans.queries.standing import remarks_on
from shuangsuiji.stages.plans.signing import Answer
from tests.cast import LEAD_DEPARTMENT, LI, SUN
from tests.foundation.overrides.measures import drafted as draft_measure
from tests.foundation.overrides.measures import set_
from tests.stages.cast import TANG, County
from tests.stages.plans.planning import (
    YEAR,
    drafted,
    line,
    paper,
    policy,
    prepare_without_policy,
    quotas,
    send,
)

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


# ---------------------------------------------------------------------------------------------- plans, through the acts


@pytest.mark.django_db
def test_c06_3_a_plan_line_of_july_shows_the_measure_and_one_of_june_the_rules(ready: County) -> None:
    terms = {"value": 5, "denominator": 100, "effective_from": date(YEAR, 7, 1), "document": "平政办〔2026〕5号"}
    tang, sun = ready.actor(TANG), ready.actor(SUN)
    set_(sun, ready.at, draft_measure(tang, ready.at, **terms))
    june = standings_on("rsj", date(YEAR, 6, 15))[C]
    july = standings_on("rsj", date(YEAR, 7, 15))[C]
    assert (percent(june.floor.ratio), june.origin) == ("10%", "细则第六条（三）")
    assert (percent(july.floor.ratio), july.floor.document) == ("5%", "平政办〔2026〕5号")
    lower = quotas(C=(5, 100, 2))
    plan = drafted(ready, line(quotas=lower), line(task_name="下半年", from_on=date(YEAR, 7, 1), quotas=lower))
    wrong = {(each.finding.code, each.line) for each in standing_out(remarks_on(paper(plan)))}
    assert ("E06-8", 1) in wrong
    assert ("E06-8", 2) not in wrong
    with pytest.raises(RuleViolation, match="缺少文号或生效日期"):
        draft_measure(tang, ready.at, **{**terms, "document": " "})


@pytest.mark.django_db
def test_c06_9_a_plan_with_the_raised_class_once_a_year_is_not_sent_round(ready: County) -> None:
    plan = drafted(ready, line(quotas=quotas(C=(10, 100, 1))))
    with pytest.raises(RuleViolation, match="C类全年 1 次，少于 2 次"):
        send(ready, plan)
    assert send(ready, drafted(ready, line(quotas=quotas(C=(10, 100, 2)))))


@pytest.mark.django_db
def test_c06_10_a_share_below_the_floor_needs_the_deputy_head_and_not_who_asked(ready: County) -> None:
    below = quotas(C=(5, 100, 2))
    bare = drafted(ready, line(quotas=below))
    with pytest.raises(RuleViolation, match="C类比例 5% 低于 10%"):
        send(ready, bare)
    below["C"]["below"] = "本年度集中治理"
    plan = drafted(ready, line(quotas=below))
    answer = Answer(send(ready, plan))
    with pytest.raises(RuleViolation, match="不能公示计划"):
        publish_plan(plan=plan.pk, place="", actor=ready.actor(LI), at=ready.at)
    PlanDraft.objects.filter(pk=plan.pk).update(sender=ready.actor(SUN).person)
    with pytest.raises(RuleViolation, match="申请人本人不能审批"):
        confirm_plan(plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    PlanDraft.objects.filter(pk=plan.pk).update(sender=ready.actor(LI).person)
    confirm_plan(plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    publish_plan(plan=plan.pk, place="本局网站", actor=ready.actor(LI), at=ready.at)
    printed = notices("plans")[0].content["rows"][0]["ratio"]
    assert "低于 10%，经批准，理由：本年度集中治理" in printed
    assert LogEvent.objects.filter(type="plan.override").count() == 1


@pytest.mark.django_db
def test_e06_3_a_policy_without_document_or_first_day_is_not_laid_before_the_deputy_head(ready: County) -> None:
    for changed in ({"document": ""}, {"effective_from": None}):
        with pytest.raises(RuleViolation, match="缺少文号或生效日期"):
            policy(ready, **changed)
    assert Policy.objects.count() == 1


@pytest.mark.django_db
def test_e06_4_a_plan_of_a_year_without_policy_is_not_sent_round(county: County) -> None:
    prepare_without_policy(county)
    plan = drafted(county)
    with pytest.raises(RuleViolation, match="尚未制定本年度分类监管措施"):
        send(county, plan)
    policy(county)
    assert send(county, plan)


@pytest.mark.django_db
def test_e06_10_a_second_draw_of_the_low_class_says_why(ready: County) -> None:
    twice = quotas(A=(1, 100, 2))
    with pytest.raises(RuleViolation, match="A类全年安排 2 次，请说明必要性"):
        send(ready, drafted(ready, line(quotas=twice)))
    twice["A"]["necessity"] = "专项治理"
    assert send(ready, drafted(ready, line(quotas=twice)))
