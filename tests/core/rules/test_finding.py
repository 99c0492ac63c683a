"""A rule answers with numbers, article and remedy; a violation tells all that fail at once."""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation, judge, require, unsatisfied


def finding(code: str, satisfied: bool, note: str = ""):
    return judge(
        code,
        "第六条（三）",
        satisfied,
        required=11,
        actual=10,
        refusal="少了（第六条（三））。",
        remedy="请补足。",
        note=note,
    )


def test_a_refusal_carries_message_and_remedy() -> None:
    refused = finding("E06-8", False)
    assert str(refused) == "少了（第六条（三））。请补足。"
    assert (refused.code, str(refused.provision), refused.required, refused.actual) == ("E06-8", "第六条（三）", 11, 10)


def test_a_rule_that_holds_says_so_without_a_remedy() -> None:
    assert str(finding("E06-8", True)) == "符合第六条（三）：要求 11，实际 10。"
    assert str(finding("E06-8", True, note="已批准。")) == "已批准。"


def test_a_violation_tells_all_that_fail_and_only_those() -> None:
    first, held, last = finding("E06-8", False), finding("E06-9", True), finding("E06-11", False)
    with pytest.raises(RuleViolation) as caught:
        require(first, held, last)
    assert caught.value.findings == (first, last) == unsatisfied(first, held, last)
    assert str(caught.value) == f"{first}\n{last}"


def test_nothing_is_raised_when_all_hold() -> None:
    require(finding("E06-8", True))


@pytest.mark.parametrize("findings", [(), (finding("E06-8", True),)])
def test_a_violation_without_a_refusal_cannot_be_made(findings: tuple) -> None:
    with pytest.raises(ValueError, match="至少一个"):
        RuleViolation(*findings)
