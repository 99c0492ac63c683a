"""第二十一条：公示后的结果不改；确有错误，由本部门主要负责人签字更正，新旧并列。"""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import CORRECTION, INSPECTION, next_state, offices_of
from shuangsuiji.core.rules.parameters import Modal, parameter, text


def test_a_disclosed_result_has_no_way_back() -> None:
    for state in ("DISCLOSED", "CLOSED", "ARCHIVED"):
        for act in ("return_result", "form_result", "disclose_result", "withhold_disclosure", "resume"):
            with pytest.raises(RuleViolation):
                next_state(INSPECTION, state, act)


def test_a_correction_is_signed_by_the_principal_head_and_moves_nothing() -> None:
    assert parameter("correction_approver").modal is Modal.MUST_NOT
    for state in ("DISCLOSED", "CLOSED", "ARCHIVED"):
        assert offices_of(INSPECTION, state, "correct_result") == (text("correction_approver"),)
        assert next_state(INSPECTION, state, "correct_result") == state


def test_a_correction_is_public_only_after_it_is_signed() -> None:
    with pytest.raises(RuleViolation, match="当前为“已申请”，不能公示更正"):
        next_state(CORRECTION, "REQUESTED", "publish_correction")
    assert next_state(CORRECTION, "APPROVED", "publish_correction") == "PUBLISHED"
