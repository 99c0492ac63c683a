"""What a scheme must say, whose signatures it needs, and when the draw may be announced: each from its acceptable case."""

from datetime import date

from shuangsuiji.core.rules.finding import Finding
from shuangsuiji.core.rules.schemes import (
    CHANGED,
    SIGNED,
    UNSIGNED,
    check_ad_hoc,
    check_countersigned,
    check_filed,
    check_lead_has_inspectors,
    check_merge,
    check_overlap_settled,
    check_registry_confirmed,
    check_scheme_complete,
    check_scheme_reason,
    check_window,
    check_without_account,
)

PLANNED = (date(2027, 3, 1), date(2027, 11, 30))


def refused(finding: Finding, code: str, words: str) -> None:
    """Refuses with this code and these words, and says what to do."""
    assert not finding.satisfied
    assert finding.code == code
    assert words in finding.message
    assert finding.remedy


def test_e11_1_a_department_that_has_not_signed_is_named() -> None:
    assert check_countersigned("乙局", SIGNED).satisfied
    refused(check_countersigned("乙局", UNSIGNED), "E11-1", "参与部门 乙局 尚未会签")


def test_e11_3_a_signature_on_another_content_is_void() -> None:
    refused(check_countersigned("乙局", CHANGED), "E11-3", "原会签失效")


def test_e11_2_a_window_may_fill_the_plans_and_not_pass_it() -> None:
    assert check_window(PLANNED, PLANNED).satisfied
    for wanted in ((date(2027, 2, 28), PLANNED[1]), (PLANNED[0], date(2027, 12, 1)), (PLANNED[1], PLANNED[0])):
        refused(check_window(wanted, PLANNED), "E11-2", "检查时间超出计划（2027-03-01—2027-11-30）")


def test_e11_4_everything_missing_is_named_at_once() -> None:
    assert check_scheme_complete({"检查方式": True}).satisfied
    refused(check_scheme_complete({"检查方式": False, "比例": False, "检查内容": True}), "E11-4", "缺少检查方式、比例")


def test_e11_5_a_revision_says_why() -> None:
    assert check_scheme_reason("时间调整").satisfied
    refused(check_scheme_reason(" "), "E11-5", "请写明理由")


def test_e09_3_shared_firms_are_merged_or_kept_apart_with_a_reason() -> None:
    assert check_overlap_settled("甲", 30, "MERGE", "").satisfied
    assert check_overlap_settled("甲", 30, "KEEP", "两项检查须分开").satisfied
    assert check_overlap_settled("甲", 0, "", "").satisfied
    refused(check_overlap_settled("甲", 30, "KEEP", " "), "E09-3", "有 30 户重复")
    refused(check_overlap_settled("甲", 30, "", "理由"), "E09-3", "与任务“甲”")


def test_e09_4_one_visit_needs_a_common_day_and_both_schemes() -> None:
    assert check_merge("甲", windows_meet=True, kept_apart=False).satisfied
    refused(check_merge("甲", windows_meet=False, kept_apart=False), "E09-4", "没有共同的日子")
    refused(check_merge("甲", windows_meet=True, kept_apart=True), "E09-4", "已写明分开检查")


def test_e08_1_an_ad_hoc_task_is_filed_before_its_draw() -> None:
    assert check_filed(filed=True, published=True).satisfied
    refused(check_filed(filed=False, published=False), "E08-1", "尚未向联席会议办公室备案")


def test_e08_4_a_task_of_the_years_plan_is_not_filed() -> None:
    assert check_ad_hoc(ad_hoc=True).satisfied
    refused(check_ad_hoc(ad_hoc=False), "E08-4", "不须备案")


def test_e08_2_a_filing_is_made_public_before_the_draw() -> None:
    refused(check_filed(filed=True, published=False), "E08-2", "尚未公示")


def test_e10_7_a_registry_that_was_not_confirmed_is_named() -> None:
    assert check_registry_confirmed("甲局", "检查对象名录库", confirmed=True).satisfied
    refused(check_registry_confirmed("甲局", "检查对象名录库", confirmed=False), "E10-7", "甲局的检查对象名录库尚未")


def test_e10_9_a_paper_is_for_a_department_whose_keepers_cannot_sign_in() -> None:
    assert check_without_account("乙局", 0).satisfied
    refused(check_without_account("乙局", 2), "E10-9", "乙局有 2 名能登录本平台的名录库管理员")


def test_e10_8_the_initiating_department_gives_the_leader_and_one_inspector_is_enough() -> None:
    assert check_lead_has_inspectors("甲局", 1).satisfied
    refused(check_lead_has_inspectors("甲局", 0), "E10-8", "甲局的执法人员名录是空的（0 人）")
