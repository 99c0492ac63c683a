"""第十二条：对象由本级抽，或由上级一次抽好派下；上级名单原样接收。"""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import TASK, next_state
from shuangsuiji.core.rules.parameters import labels


def test_both_modes_are_offered() -> None:
    assert list(labels("level_modes")) == ["own", "superior"]


def test_a_superiors_list_is_received_whole_once_and_moves_nothing() -> None:
    row = TASK.row("REGISTRIES_CONFIRMED", "receive_list")
    assert row is not None
    assert {"list_whole_with_provenance", "no_list_received"} <= set(row.guards.split())
    assert next_state(TASK, "REGISTRIES_CONFIRMED", "receive_list") == "REGISTRIES_CONFIRMED"


def test_a_list_is_not_received_once_rosters_are_frozen() -> None:
    for state in ("FROZEN", "DRAWN", "DISPATCHED"):
        with pytest.raises(RuleViolation):
            next_state(TASK, state, "receive_list")
