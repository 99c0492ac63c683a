"""What holds for a plan as a whole: each refusal from the acceptable case by one change."""

from datetime import date

import pytest

from shuangsuiji.core.ratios import Ratio, parse_ratio
from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.parameters import Override
from shuangsuiji.core.rules.plans import (
    AGREED,
    OPEN,
    REFUSED,
    Consent,
    PolicyTerm,
    check_joint_method,
    check_line_complete,
    check_line_window,
    check_overlap_decided,
    check_overlap_decider,
    check_overlap_reason,
    check_participants,
    check_plan_editable,
    check_plan_published,
    check_policy,
    check_policy_row,
    check_policy_terms,
    check_source,
    check_year_over,
    floor_on,
    frequency_on,
    near,
)
from shuangsuiji.core.rules.risk import RiskClass

A, B, C, D = RiskClass
JUNE, JULY = date(2026, 6, 15), date(2026, 7, 15)
STRICTER = PolicyTerm(parse_ratio("15%"), 3, "某局〔2026〕1号")
SAME = PolicyTerm(parse_ratio("10%"), 2, "某局〔2026〕1号")
MEASURES = [
    Override("sample_floor.C", parse_ratio("5%"), "某办〔2026〕5号", date(2026, 7, 1)),
    Override("draws_per_year.C", 1, "某办〔2026〕5号", date(2026, 7, 1)),
]


def refused(finding: Finding, code: str, *words: str) -> None:
    assert (finding.code, finding.satisfied) == (code, False)
    assert finding.remedy
    assert all(word in finding.message for word in words)


def test_a_measure_comes_before_the_policy_and_a_stricter_policy_before_the_rules() -> None:
    assert floor_on(C, JUNE, MEASURES, None).ratio == Ratio(10, 100)
    assert floor_on(C, JUNE, MEASURES, SAME).document == ""
    assert (floor_on(C, JUNE, MEASURES, STRICTER).ratio, floor_on(C, JUNE, MEASURES, STRICTER).document) == (
        parse_ratio("15%"),
        "某局〔2026〕1号",
    )
    assert floor_on(C, JULY, MEASURES, STRICTER).document == "某办〔2026〕5号"


def test_frequencies_stand_in_the_same_order() -> None:
    assert frequency_on(C, JUNE, MEASURES, None).draws == 2
    assert frequency_on(C, JUNE, MEASURES, SAME).document == ""
    assert (frequency_on(C, JUNE, MEASURES, STRICTER).draws, frequency_on(C, JULY, MEASURES, STRICTER).draws) == (3, 1)


def test_e06_3_a_policy_names_its_document_and_first_day() -> None:
    assert check_policy_terms("某局〔2026〕1号", JUNE).satisfied
    refused(check_policy_terms(" ", JUNE), "E06-3", "文号或生效日期")
    refused(check_policy_terms("某局〔2026〕1号", None), "E06-3")
    assert check_policy_terms("", None).actual == "无"


def test_e06_8_a_policy_row_reaches_what_holds_without_it() -> None:
    assert check_policy_row(C, SAME, (), JUNE).satisfied
    refused(check_policy_row(C, SAME._replace(ratio=parse_ratio("9%")), (), JUNE), "E06-8", "9%", "10%")
    refused(check_policy_row(C, SAME._replace(frequency=1), (), JUNE), "E06-9", "全年 2 次")
    lower = PolicyTerm(parse_ratio("5%"), 1, "某局〔2026〕2号")
    assert check_policy_row(C, lower, MEASURES, JULY).satisfied


def test_e06_4_a_year_without_policy_is_told() -> None:
    assert check_policy(2026, True).satisfied
    refused(check_policy(2026, False), "E06-4", "尚未制定本年度分类监管措施")


def test_e07_1_a_participant_who_has_not_answered_is_named() -> None:
    agreed, silent = check_participants([Consent("甲局", AGREED), Consent("乙局", OPEN)])
    assert agreed.satisfied
    refused(silent, "E07-1", "乙局 尚未确认")


def test_e07_2_a_participant_who_said_no_is_quoted() -> None:
    (finding,) = check_participants([Consent("乙局", REFUSED, "人员不足")])
    refused(finding, "E07-2", "乙局 不同意：人员不足")


def test_e07_3_a_task_waits_for_a_public_plan() -> None:
    assert check_plan_published("PUBLISHED", "已公示").satisfied
    refused(check_plan_published("CONFIRMED", "已会签"), "E07-3", "尚未公示")


@pytest.mark.parametrize(
    ("status", "amending", "open_"),
    [
        ("DRAFT", False, True),
        ("DRAFT", True, True),
        ("CONFIRMED", False, False),
        ("PUBLISHED", False, False),
        ("PUBLISHED", True, True),
        ("CLOSED", True, False),
    ],
)
def test_e07_4_a_paper_is_open_while_drafted_or_amended(status: str, amending: bool, open_: bool) -> None:
    finding = check_plan_editable(status, "某状态", amending=amending)
    assert finding.satisfied == open_
    if not open_:
        refused(finding, "E07-4", "只能提出变更" if status != "CONFIRMED" else "先退回编制")


@pytest.mark.parametrize(
    ("changed", "actual"),
    [({"code": "1"}, "年度计划"), ({"code": "9"}, "自行安排"), ({"body": " "}, "缺少来文机关、文号或日期")],
)
def test_e08_3_an_ad_hoc_plan_comes_from_elsewhere(changed: dict[str, str], actual: str) -> None:
    good = {"code": "2", "body": "某市人民政府", "document": "某政〔2026〕1号", "dated_on": JUNE}
    assert check_source(**good).satisfied  # type: ignore[arg-type]
    finding = check_source(**{**good, **changed})  # type: ignore[arg-type]
    refused(finding, "E08-3", "来源须为上级")
    assert finding.actual == actual


def test_e07_5_a_line_says_what_a_scheme_will_need() -> None:
    assert check_line_complete("甲", {"检查时间": True}).satisfied
    refused(check_line_complete("甲", {"检查时间": False, "检查方式": True}), "E07-5", "缺少检查时间")


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 3, 1), date(2027, 1, 1)), (date(2025, 12, 1), date(2026, 3, 1)), (date(2026, 5, 2), date(2026, 5, 1))],
)
def test_e11_2_a_window_lies_in_the_plans_year(first: date, last: date) -> None:
    assert check_line_window("甲", 2026, date(2026, 3, 1), date(2026, 3, 1)).satisfied
    refused(check_line_window("甲", 2026, first, last), "E11-2", "2026 年度")


def test_e18_1_a_joint_line_goes_on_site() -> None:
    assert check_joint_method("甲", ["M1", "M2"]).satisfied
    refused(check_joint_method("甲", ["M2"]), "E18-1", "须进行实地检查")
    assert check_joint_method("甲", []).actual == "未填写"


def test_e07_6_a_plan_ends_after_its_year() -> None:
    assert check_year_over(2026, date(2027, 1, 1)).satisfied
    refused(check_year_over(2026, date(2026, 12, 31)), "E07-6")


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ((date(2026, 4, 30), date(2026, 9, 1)), True),
        ((date(2026, 6, 1), date(2026, 7, 1)), True),
        ((date(2026, 7, 1), date(2026, 7, 2)), True),
        ((date(2026, 7, 2), date(2026, 8, 1)), False),
        ((date(2026, 1, 1), date(2026, 1, 31)), True),
        ((date(2026, 1, 1), date(2026, 1, 28)), False),
    ],
)
def test_windows_are_near_when_they_meet_or_lie_a_month_apart(second: tuple[date, date], found: bool) -> None:
    assert near((date(2026, 3, 1), date(2026, 5, 31)), second) is found


def test_e09_5_lines_that_meet_are_told_until_it_is_decided_whether_they_merge() -> None:
    assert check_overlap_decided("乙", 30, True, "甲").satisfied
    refused(check_overlap_decided("乙", 30, False, "甲"), "E09-5", "“甲”与“乙”有 30 户重复")


def test_e09_6_lines_stay_apart_for_a_reason() -> None:
    assert check_overlap_reason(apart=False, reason="").satisfied
    assert check_overlap_reason(apart=True, reason="分季进行").satisfied
    refused(check_overlap_reason(apart=True, reason=" "), "E09-6", "须写明理由")


@pytest.mark.parametrize("office", ["clerk", "deputy_head"])
def test_a_department_decides_on_its_own_lines(office: str) -> None:
    assert check_overlap_decider(office, own=True, across=False, joint=False).satisfied
    refused(check_overlap_decider(office, own=False, across=True, joint=False), "E13-2", "联席会议办公室决定")
    refused(check_overlap_decider(office, own=False, across=False, joint=True), "E13-2", "计划所属部门的")


def test_the_office_of_the_joint_meeting_decides_between_departments_and_on_joint_plans() -> None:
    assert check_overlap_decider("joint_office", own=False, across=True, joint=False).satisfied
    assert check_overlap_decider("joint_office", own=True, across=False, joint=True).satisfied
    refused(check_overlap_decider("joint_office", own=False, across=False, joint=False), "E13-2")
    refused(check_overlap_decider("inspector", own=True, across=False, joint=False), "E13-2", "检查")
