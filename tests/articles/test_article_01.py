"""第一条：计划引用当时有效的依据。"""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import PLAN
from shuangsuiji.core.rules.parameters import Modal, number, parameter
from tests.stages.cast import County
from tests.stages.plans.planning import drafted, send


def test_a_plan_is_countersigned_only_with_a_basis() -> None:
    row = PLAN.row("DRAFT", "confirm_plan")
    assert row is not None
    assert "basis_cited" in row.guards.split()
    assert "第一条" in row.citation
    assert number("plan_basis.minimum") == 1
    assert parameter("plan_basis.minimum").modal is Modal.MUST


@pytest.mark.django_db
def test_e01_1_a_plan_that_cites_nothing_is_not_sent_round(ready: County) -> None:
    with pytest.raises(RuleViolation, match="计划未引用依据文件"):
        send(ready, drafted(ready, basis=[]))
    assert send(ready, drafted(ready))
