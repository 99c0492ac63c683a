"""第一条：计划引用当时有效的依据。"""

from shuangsuiji.core.rules.lifecycle import PLAN
from shuangsuiji.core.rules.parameters import Modal, number, parameter


def test_a_plan_is_countersigned_only_with_a_basis() -> None:
    row = PLAN.row("DRAFT", "confirm_plan")
    assert row is not None
    assert "basis_cited" in row.guards.split()
    assert "第一条" in row.citation
    assert number("plan_basis.minimum") == 1
    assert parameter("plan_basis.minimum").modal is Modal.MUST
