"""第十一条：方案写明查什么、何时查、怎么查，会签后才能抽取。"""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import TASK, next_state
from shuangsuiji.core.rules.parameters import texts


def test_the_scheme_is_signed_before_registries_are_confirmed() -> None:
    with pytest.raises(RuleViolation, match="下一步是“会签方案”"):
        next_state(TASK, "CREATED", "confirm_registries")
    assert next_state(TASK, "CREATED", "sign_scheme") == "SCHEME_SIGNED"


def test_a_changed_scheme_goes_back_and_is_signed_again() -> None:
    for state in ("SCHEME_SIGNED", "REGISTRIES_CONFIRMED"):
        assert next_state(TASK, state, "revise_scheme") == "CREATED"
    for state in ("FROZEN", "DRAWN", "DISPATCHED"):
        with pytest.raises(RuleViolation):
            next_state(TASK, state, "revise_scheme")


def test_signatures_bind_the_content_and_the_content_is_complete() -> None:
    row = TASK.row("CREATED", "sign_scheme")
    assert row is not None
    assert {"signatures_bind_content", "scheme_complete"} <= set(row.guards.split())
    assert len(texts("scheme_contents")) == 3
