"""第九条：年内查过的按事先公布的规则不再抽；抽中的不受阻。"""

from dataclasses import replace
from datetime import date

from shuangsuiji.core.rules.parameters import Modal, labels, number, parameter
from shuangsuiji.core.rules.plans import near
from shuangsuiji.core.rules.repeats import TaskType, Visit, check_repeat, check_rule_change, eligibility, usual_rule
from shuangsuiji.core.rules.risk import RiskClass

CONTRACTS = TaskType("rsj", "劳动合同及招用工管理")


def test_a_firm_visited_this_year_is_excluded_with_a_code_that_is_counted() -> None:
    code = eligibility(
        [Visit(date(2026, 3, 2), CONTRACTS)], year=2026, task_type=CONTRACTS, risk_class=RiskClass.C, rule=usual_rule()
    )
    assert code in labels("subject_exclusions")


def test_a_firm_drawn_and_not_yet_visited_is_not_excluded() -> None:
    assert eligibility([], year=2026, task_type=CONTRACTS, risk_class=RiskClass.C, rule=usual_rule()) == "E"


def test_e09_1_a_drawn_firm_is_never_blocked() -> None:
    assert check_repeat(3, 1, drawn=True).satisfied
    assert not check_repeat(3, 1, drawn=False).satisfied


def test_e09_2_the_rule_stands_once_the_list_is_frozen() -> None:
    assert not check_rule_change(usual_rule(), replace(usual_rule(), cap=2), frozen=True).satisfied


def test_merging_is_encouraged_and_never_blocks() -> None:
    assert parameter("merge_items").modal is Modal.ENCOURAGED


def test_plans_that_fall_near_each_other_are_told() -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    assert number("overlap_calendar_days") == 31
    assert near(march, (date(2026, 5, 1), date(2026, 5, 31)))
    assert not near(march, (date(2026, 5, 2), date(2026, 5, 31)))
