"""第七条：联合计划由参与部门确认，报联席会议办公室汇总公示；公示后只能变更。"""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import BORN, PLAN, next_state, offices_of


def walk(*acts: str) -> str:
    state = BORN
    for act in acts:
        state = next_state(PLAN, state, act)
    return state


def test_a_joint_plan_goes_public_through_the_joint_office() -> None:
    assert walk("draft_plan", "confirm_plan", "submit_plan", "publish_plan") == "PUBLISHED"
    assert offices_of(PLAN, "SUBMITTED", "publish_plan") == ("joint_office",)


def test_an_own_plan_is_published_by_the_department_itself() -> None:
    assert walk("draft_plan", "confirm_plan", "publish_plan") == "PUBLISHED"
    assert offices_of(PLAN, "CONFIRMED", "publish_plan") == ("clerk",)


def test_a_participant_who_has_not_agreed_holds_up_the_plan() -> None:
    for act, state in (("confirm_plan", "DRAFT"), ("submit_plan", "CONFIRMED")):
        row = PLAN.row(state, act)
        assert row is not None
        assert "participants_agree" in row.guards.split()


def test_a_published_plan_is_amended_never_taken_back() -> None:
    assert next_state(PLAN, "PUBLISHED", "amend_plan") == "PUBLISHED"
    for act in ("return_plan", "confirm_plan", "submit_plan"):
        with pytest.raises(RuleViolation, match="当前为“已公示”"):
            next_state(PLAN, "PUBLISHED", act)
