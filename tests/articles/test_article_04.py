"""第四条：按风险分类用力，谁的事谁负责，不公开要有法定情形和批准。"""

from datetime import date

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import INSPECTION, offices_of
from shuangsuiji.core.rules.parameters import Modal, labels, parameter, text
from shuangsuiji.core.rules.risk import ClassRecord, RiskClass, prevailing
from shuangsuiji.stages.items.actions.mark_special import mark_special
from shuangsuiji.stages.items.models import ItemListVersion, SpecialMark
from tests.cast import LI
from tests.stages.cast import County


def test_c04_5_a_class_changed_after_the_freeze_counts_from_the_next_one() -> None:
    records = [
        ClassRecord(RiskClass.B, "省共享", date(2026, 3, 1)),
        ClassRecord(RiskClass.D, "省共享", date(2026, 4, 10)),
    ]
    frozen_on, next_freeze = date(2026, 4, 9), date(2026, 9, 1)
    before, after = prevailing(records, frozen_on), prevailing(records, next_freeze)
    assert before is not None
    assert after is not None
    assert (before.risk_class, after.risk_class) == (RiskClass.B, RiskClass.D)


def test_withholding_needs_a_listed_ground_and_the_deputy_head() -> None:
    assert parameter("withholding_grounds").modal is Modal.UNLESS_GROUND
    assert len(labels("withholding_grounds")) == 4
    assert offices_of(INSPECTION, "FORMED", "withhold_disclosure") == (text("withholding_approver"),)


@pytest.mark.django_db
@pytest.mark.parametrize(("reason", "basis"), [(" ", "某文"), ("风险高", "")])
def test_e04_1_a_special_field_needs_reason_and_basis(ready: County, reason: str, basis: str) -> None:
    version = ItemListVersion.objects.get(status="PUBLISHED")
    same = {
        "item_list": version.item_list_id,
        "code": "rsj-o0001",
        "kind": "FIELD",
        "actor": ready.actor(LI),
        "at": ready.at,
    }
    with pytest.raises(RuleViolation, match="列为特殊行业、重点领域须写明理由和依据（第四条）"):
        mark_special(**same, reason=reason, basis=basis)
    assert not SpecialMark.objects.exists()
    assert mark_special(**same, reason="风险高", basis="某文").pk
