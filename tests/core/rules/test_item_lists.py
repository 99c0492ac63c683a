"""What an item needs before it is public, what may no longer be changed, what a document, a mark and a guide must say."""

import pytest

from shuangsuiji.core.rules.item_lists import (
    check_basis,
    check_guide_contents,
    check_guides,
    check_item,
    check_list_not_empty,
    check_none_under_way,
    check_not_cited,
    check_published,
    check_special,
    check_still_draft,
)
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.core.rules.parameters import texts

PARTS = {"依据": "《某法》第一条", "主体": "某局", "对象": "用人单位", "方式": "实地检查"}


def test_e01_1_a_paper_cites_at_least_one_document() -> None:
    assert check_basis(1).satisfied
    assert not check_basis(0).satisfied
    assert check_basis(0).code == "E01-1"


def test_e01_2_a_cited_document_only_ends() -> None:
    assert check_not_cited(0).satisfied
    assert "已被 3 份文书引用" in check_not_cited(3).message


def test_e02_1_an_item_must_stand_in_a_published_list() -> None:
    found = check_published({"a": "甲", "b": "乙"}, {"a"})
    assert [finding.satisfied for finding in found] == [True, False]
    assert "乙" in found[1].message


@pytest.mark.parametrize("part", PARTS)
def test_e06_1_each_of_the_four_parts_is_needed(part: str) -> None:
    assert texts("item_fields") == tuple(PARTS)
    assert all(finding.satisfied for finding in check_item("甲", PARTS))
    (gap,) = [finding for finding in check_item("甲", {**PARTS, part: " "}) if not finding.satisfied]
    assert (gap.code, part in gap.message) == ("E06-1", True)
    (gap,) = [
        finding for finding in check_item("甲", {k: v for k, v in PARTS.items() if k != part}) if not finding.satisfied
    ]
    assert gap.required == part


def test_e06_1_a_list_has_items() -> None:
    assert check_list_not_empty(1).satisfied
    assert not check_list_not_empty(0).satisfied


def test_e06_2_only_a_draft_that_was_not_sent_is_edited() -> None:
    assert check_still_draft("起草中", True).satisfied
    assert "请另建新版本" in check_still_draft("已公布", False).message
    assert "审批期间不能修改" in check_still_draft("起草中", True, sent=True).message


def test_e06_2_one_version_at_a_time() -> None:
    assert check_none_under_way(0).satisfied
    assert "第 2 版" in check_none_under_way(2).message


@pytest.mark.parametrize(
    ("reason", "basis", "missing"), [("", "据", "理由"), ("理", " ", "依据"), ("", "", "理由、依据")]
)
def test_e04_1_a_mark_needs_reason_and_basis(reason: str, basis: str, missing: str) -> None:
    assert check_special("理", "据").satisfied
    found = check_special(reason, basis)
    assert (found.code, found.satisfied, found.actual) == ("E04-1", False, f"缺{missing}")


def test_e17_1_an_item_without_guide_is_named_unless_it_was_explained() -> None:
    assert check_guides(()) == ()
    (found,) = check_guides(["甲"])
    assert (found.code, found.satisfied, "甲" in found.message) == ("E17-1", False, True)
    assert check_guides(["甲"], "新增事项，指引正在编写")[0].satisfied


def test_e17_1_a_guide_says_all_its_parts_and_has_a_check_point() -> None:
    whole = dict.fromkeys(texts("guide_contents"), "有")
    assert check_guide_contents(whole, 1).satisfied
    assert "检查要点" in check_guide_contents(whole, 0).message
    for part in whole:
        assert part in check_guide_contents({**whole, part: ""}, 1).message


def test_e13_2_an_act_outside_the_tables_belongs_to_one_office() -> None:
    assert check_done_by("clerk", "clerk", matter="编制计划", citation="第七条").satisfied
    told = check_done_by("machine", "clerk", matter="编制计划", citation="第七条")
    assert (told.code, told.actual, "编制计划由承办股室经办人办理" in told.message) == ("E13-2", "machine", True)
