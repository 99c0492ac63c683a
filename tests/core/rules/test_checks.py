"""The list of checks is whole, and says of each check what proves it or what it waits for."""

import pytest

from shuangsuiji.core.rules.checks import (
    Check,
    CheckError,
    Proof,
    check_named,
    check_section,
    checks,
    load_checks,
    unproven,
)

ROW = '[[check]]\nid = "C02-1"\nword = "草稿事项"\n'
LISTED = (Check("C02-1", "草稿事项", ""), Check("C02-2", "项目产品", "第7号议题：归档"))
PROOF = Proof("C02-1", "tests/stages/test_one.py", "test_c02_1_a")


def test_every_article_up_to_the_thirteenth_has_its_checks() -> None:
    assert {check.article for check in checks()} == set(range(1, 14))


@pytest.mark.parametrize(
    ("name", "check"),
    [("test_c06_8_the_table", "C06-8"), ("test_c06_10", "C06-10"), ("test_e06_8_a_share", ""), ("test_c06_8b", "")],
)
def test_the_name_of_a_test_carries_its_check(name: str, check: str) -> None:
    assert check_named(name) == check


@pytest.mark.parametrize(
    "text",
    [
        ROW.replace("C02-1", "C02-2"),
        ROW.replace("C02-1", "C2-1"),
        ROW.replace("草稿事项", ""),
        ROW + 'waits = "以后"\n',
        ROW + 'text = "全文"\n',
        ROW + ROW.replace("C02", "C01"),
    ],
)
def test_a_list_with_a_gap_a_missing_word_or_an_unknown_field_is_refused(text: str) -> None:
    assert load_checks(ROW) == (Check("C02-1", "草稿事项", ""),)
    with pytest.raises(CheckError):
        load_checks(text)


def test_a_check_that_nothing_proves_and_that_waits_for_nothing_is_told() -> None:
    assert unproven(LISTED, [PROOF]) == ()
    assert unproven(LISTED, []) == ("核对 C02-1 既没有测试，也没有写明等什么",)


def test_a_test_of_a_check_that_is_not_in_the_list_is_told_and_one_of_a_later_article_is_left_alone() -> None:
    unknown, later = PROOF._replace(check="C02-9"), PROOF._replace(check="C14-1")
    assert unproven(LISTED, [PROOF, unknown, later]) == ("有测试写作核对 C02-9，清单里没有",)


def test_the_page_has_a_row_for_each_check_with_its_tests_or_what_it_waits_for() -> None:
    page = check_section(LISTED, [PROOF, PROOF._replace(name="test_c02_1_b")])
    assert "共 2 项核对：1 项由测试证明" in page
    assert "| C02-1 | 第二条 | 草稿事项 | [stages/test_one.py](../../tests/stages/test_one.py) 2 项 | — |" in page
    assert "| C02-2 | 第二条 | 项目产品 | — | 第7号议题：归档 |" in page
