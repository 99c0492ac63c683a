"""Citations are read and printed in one spelling, and a mark changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.rules.provision import Provision, ProvisionError, marked, numeral, provisions, source


@pytest.mark.parametrize(
    "text",
    [
        "第一条",
        "第十条",
        "第十九条（四）",
        "第二十九条",
        "第六条（四）1",
        "第六条第一款",
        "第六条第二款至第四款",
        "第六条末款",
    ],
)
def test_a_citation_prints_as_it_was_read(text: str) -> None:
    assert str(Provision.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "十九条",
        "第19条",
        "第十九条(四)",
        "第十九条（4）",
        "第一一条",
        "第十九条（四",
        "第十九条（四）。",
        "第六条3",
        "第零条",
    ],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(ProvisionError, match="应如 第十九条（四）"):
        Provision.parse(text)


def test_both_parts_are_checked_when_given_apart() -> None:
    assert Provision("第十九条", "（四）") == Provision.parse("第十九条（四）")
    for article, paragraph in (("第十九", "（四）"), ("第十九条", "(四)")):
        with pytest.raises(ProvisionError):
            Provision(article, paragraph)


@given(st.integers(1, 99))
def test_every_number_to_ninety_nine_has_one_numeral(number: int) -> None:
    assert Provision(f"第{numeral(number)}条").number == number


@pytest.mark.parametrize("number", [0, 100])
def test_other_numbers_have_none(number: int) -> None:
    with pytest.raises(ProvisionError, match="超出范围"):
        numeral(number)


def test_citations_sort_in_the_order_of_the_rules() -> None:
    order = provisions(
        "第二条、第六条 第六条（二） 第六条（四）1 第六条（十） 第六条末款 第十条 第十九条（三） 第二十条"
    )
    mixed = order[1::2] + order[::2]
    assert sorted(mixed) == list(order)


def test_the_mark_records_and_changes_nothing() -> None:
    def rule() -> int:
        """Answer."""
        return 6

    attributes = dict(vars(rule))
    assert source("第六条（三）", "第四条")(rule) is rule
    assert vars(rule) == attributes
    mine = [mark for mark in marked() if mark.where.endswith(rule.__qualname__)]
    assert [str(mark.provision) for mark in mine] == ["第四条", "第六条（三）"]


def test_a_mark_that_cannot_be_read_is_refused_at_once() -> None:
    with pytest.raises(ProvisionError):
        source("19(4)")
