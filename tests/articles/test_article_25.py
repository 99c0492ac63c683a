"""第二十五条：公示的内容有具名责任人；公示前可以退回重核。"""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import PART, next_state, offices_of
from shuangsuiji.core.rules.parameters import number, ratio


def test_a_result_is_returned_by_the_section_head_before_disclosure_only() -> None:
    assert offices_of(PART, "FORMED", "return_result") == ("section_head",)
    assert next_state(PART, "FORMED", "return_result") == "ENDED"
    with pytest.raises(RuleViolation):
        next_state(PART, "DISCLOSED", "return_result")


def test_a_disclosure_names_the_person_responsible() -> None:
    row = PART.row("FORMED", "disclose_result")
    assert row is not None
    assert "responsible_named" in row.guards.split()


def test_three_percent_are_audited_again_each_quarter() -> None:
    assert ratio("reaudit_percent") == (3, 100)
    assert number("reaudit_days") == 10
