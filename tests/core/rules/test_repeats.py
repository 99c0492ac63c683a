"""X1: who was visited this year, by a rule that is fixed before the freeze."""

from dataclasses import replace
from datetime import date

import pytest

from shuangsuiji.core.rules.repeats import (
    RepeatRule,
    TaskType,
    Visit,
    check_repeat,
    check_rule_change,
    eligibility,
    usual_rule,
)
from shuangsuiji.core.rules.risk import RiskClass

CONTRACTS = TaskType("rsj", "劳动合同及招用工管理")
VISIT = Visit(date(2026, 3, 2), CONTRACTS)


def code(visits: list[Visit], risk_class: RiskClass | None = RiskClass.B, rule: RepeatRule | None = None) -> str:
    return eligibility(visits, year=2026, task_type=CONTRACTS, risk_class=risk_class, rule=rule or usual_rule())


def test_a_firm_visited_this_year_by_the_same_type_of_task_is_left_out() -> None:
    assert code([VISIT]) == "X1"
    assert code([VISIT], risk_class=None) == "X1"


@pytest.mark.parametrize(
    "visits",
    [
        [],
        [Visit(date(2025, 12, 31), CONTRACTS)],
        [Visit(date(2026, 3, 2), TaskType("scjgj", "劳动合同及招用工管理"))],
        [Visit(date(2026, 3, 2), TaskType("rsj", "劳务派遣"))],
    ],
)
def test_one_thing_different_keeps_it_in(visits: list[Visit]) -> None:
    assert code(visits) == "E"


def test_class_d_stays_in_unless_the_plan_says_otherwise() -> None:
    assert code([VISIT], RiskClass.D) == "E"
    assert code([VISIT], RiskClass.D, RepeatRule(True, 1, ())) == "X1"


def test_the_plan_may_switch_the_rule_off_or_raise_the_cap() -> None:
    assert code([VISIT], rule=replace(usual_rule(), applies=False)) == "E"
    assert code([VISIT], rule=replace(usual_rule(), cap=2)) == "E"
    assert code([VISIT, VISIT], rule=replace(usual_rule(), cap=2)) == "X1"


def test_e09_1_a_further_visit_needs_a_reason_unless_the_firm_was_drawn() -> None:
    finding = check_repeat(1, 1, drawn=False)
    assert (finding.code, finding.satisfied, finding.actual) == ("E09-1", False, 1)
    assert "该对象本年度已检查 1 次，合并或说明理由后方可再次检查（第九条）" in str(finding)
    assert check_repeat(0, 1, drawn=False).satisfied
    assert check_repeat(1, 1, drawn=True).satisfied
    assert check_repeat(1, 1, drawn=False, reason="投诉举报").satisfied


def test_e09_2_the_rule_is_fixed_once_the_list_is_frozen() -> None:
    fixed, wanted = usual_rule(), replace(usual_rule(), applies=False)
    finding = check_rule_change(fixed, wanted, frozen=True)
    assert (finding.code, finding.satisfied) == ("E09-2", False)
    assert "名单已冻结，排除规则不能更改（第九条、第十四条）" in str(finding)
    assert check_rule_change(fixed, wanted, frozen=False).satisfied
    assert check_rule_change(fixed, fixed, frozen=True).satisfied
