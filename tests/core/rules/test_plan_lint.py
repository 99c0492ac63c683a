"""Everything wrong with a plan is told at once, with what it weighs; one good plan, one change each."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.plan_lint import Line, PlanFacts, Quota, Weight, lint, refusing, standing_out
from shuangsuiji.core.rules.quotas import frequency_floor, ratio_floor
from shuangsuiji.core.rules.risk import RiskClass

A, B, C, D = RiskClass
SHARES = {A: (1, 1), B: (3, 1), C: (10, 2), D: (20, 3)}
HEAD = Approval("deputy_head", "rsj", "sun", "li", date(2026, 1, 5))


def quota(risk_class: RiskClass, percent: int | None = None, frequency: int | None = None, **more: str) -> Quota:
    share, draws = SHARES[risk_class]
    return Quota(Ratio(percent or share, 100), frequency or draws, ratio_floor(risk_class), **more)


LINE = Line(
    ordinal=1,
    name="劳动用工检查",
    items={"a1": "某事项"},
    methods=["M1"],
    subject_range="用人单位",
    from_on=date(2026, 3, 1),
    to_on=date(2026, 11, 30),
    quotas={each: quota(each) for each in RiskClass},
)
GOOD = PlanFacts(
    department="rsj",
    year=2026,
    annual=True,
    joint=False,
    basis=1,
    has_policy=True,
    participants=None,
    lines=(LINE,),
    published={"a1"},
    guided={"a1"},
    frequencies={each: frequency_floor(each) for each in RiskClass},
    elsewhere={},
    libraries=dict.fromkeys(RiskClass, 100),
)


def told(**changed: Any) -> set[tuple[str, Weight, int]]:
    return {(each.finding.code, each.weight, each.line) for each in standing_out(lint(replace(GOOD, **changed)))}


def with_line(**changed: Any) -> set[tuple[str, Weight, int]]:
    return told(lines=(replace(LINE, **changed),))


def with_quota(risk_class: RiskClass, given: Quota | None) -> dict[RiskClass, Quota]:
    quotas = {each: known for each, known in LINE.quotas.items() if each != risk_class}
    return quotas if given is None else {**quotas, risk_class: given}


def test_a_good_plan_has_nothing_that_stands_out() -> None:
    assert told() == set()
    assert refusing(lint(GOOD)) == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"basis": 0}, "E01-1"),
        ({"has_policy": False}, "E06-4"),
        ({"lines": (), "libraries": {}}, "E07-5"),
        ({"participants": 0}, "E07-5"),
    ],
)
def test_what_the_whole_plan_lacks(changed: dict[str, Any], code: str) -> None:
    assert told(**changed) == {(code, Weight.REFUSES, 0)}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": " "}, "E07-5"),
        ({"items": {}}, "E07-5"),
        ({"subject_range": ""}, "E07-5"),
        ({"methods": []}, "E07-5"),
        ({"from_on": None}, "E07-5"),
        ({"to_on": date(2027, 1, 1)}, "E11-2"),
        ({"items": {"a1": "某事项", "a2": "未公布"}}, "E02-1"),
    ],
)
def test_what_a_line_lacks(changed: dict[str, Any], code: str) -> None:
    assert (code, Weight.REFUSES, 1) in with_line(**changed)


def test_e02_1_an_item_of_a_draft_list_is_not_planned() -> None:
    assert with_line(items={"zz": "未公布"}) >= {("E02-1", Weight.REFUSES, 1)}


def test_e17_1_an_item_without_guide_is_only_worth_knowing() -> None:
    assert told(guided=set()) == {("E17-1", Weight.WARNS, 1)}
    assert refusing(lint(replace(GOOD, guided=set()))) == ()


def test_e18_1_a_joint_plan_without_a_visit_is_refused() -> None:
    assert told(joint=True, lines=(replace(LINE, methods=["M2"]),)) == {("E18-1", Weight.REFUSES, 1)}


def test_e06_8_below_the_floor_needs_a_reason_and_then_the_deputy_head() -> None:
    bare = with_quota(C, quota(C, 5))
    explained = with_quota(C, quota(C, 5, below="力量不足"))
    assert with_line(quotas=bare) == {("E06-8", Weight.REFUSES, 1)}
    assert with_line(quotas=explained) == {("E06-8", Weight.ASKS, 1)}
    approved = replace(GOOD, lines=(replace(LINE, quotas=explained),), approval=HEAD)
    assert standing_out(lint(approved)) == ()
    own = replace(approved, approval=replace(HEAD, person="li"))
    assert [each.weight for each in standing_out(lint(own))] == [Weight.REFUSES]


def test_e06_9_too_few_draws_in_the_year_are_refused() -> None:
    assert with_line(quotas=with_quota(D, quota(D, frequency=2))) == {("E06-9", Weight.REFUSES, 0)}
    assert told(lines=(replace(LINE, quotas=with_quota(D, quota(D, frequency=2))),), elsewhere={D: 1}) == set()


def test_e06_9_an_own_plan_leaves_out_a_class_only_when_nobody_is_in_it() -> None:
    without = (replace(LINE, quotas=with_quota(D, None)),)
    assert told(lines=without) == {("E06-9", Weight.REFUSES, 0)}
    assert told(lines=without, libraries={A: 1}) == set()
    assert told(lines=without, joint=True, participants=1) == set()


def test_e06_10_a_second_draw_of_the_good_ones_is_explained() -> None:
    assert with_line(quotas=with_quota(A, quota(A, frequency=2))) == {("E06-10", Weight.REFUSES, 0)}
    assert with_line(quotas=with_quota(A, quota(A, frequency=2, necessity="专项治理"))) == set()


def test_frequencies_are_not_asked_of_what_is_outside_the_year_plan() -> None:
    assert told(annual=False, lines=(replace(LINE, quotas=with_quota(D, quota(D, frequency=1))),)) == set()
