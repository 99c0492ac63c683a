"""第二十二条：每个问题结果都有后续处理，直到有结果。"""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import FOLLOWUP, INSPECTION, next_state
from shuangsuiji.core.rules.parameters import texts
from shuangsuiji.core.rules.results import RESULTS


def test_a_follow_up_is_not_closed_without_an_outcome() -> None:
    for state in ("OPEN", "SENT", "RECEIVED"):
        with pytest.raises(RuleViolation):
            next_state(FOLLOWUP, state, "close_followup")
    assert next_state(FOLLOWUP, "CONCLUDED", "close_followup") == "CLOSED"


def test_what_was_sent_waits_for_its_receipt() -> None:
    with pytest.raises(RuleViolation, match="下一步是“登记回执”"):
        next_state(FOLLOWUP, "SENT", "conclude_followup")


def test_an_inspection_closes_only_when_its_follow_ups_are_closed_or_numbered() -> None:
    row = INSPECTION.row("DISCLOSED", "close_inspection")
    assert row is not None
    assert "followups_closed_or_case_numbered" in row.guards.split()


def test_all_results_but_three_are_problems() -> None:
    assert set(RESULTS) - set(texts("problem_results")) == {"R01", "R07", "R09"}
