"""第二条：只查已公布清单内的事项，对象有八类，一户一次查完。"""

import pytest

from shuangsuiji.core.rules.finding import RuleViolation, require
from shuangsuiji.core.rules.lifecycle import BORN, TASK
from shuangsuiji.core.rules.parameters import number, texts
from shuangsuiji.stages.items import queries
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.edit_draft import write_item
from tests.cast import LI
from tests.stages.cast import County
from tests.stages.items.conftest import terms


def test_a_task_begins_only_with_published_items() -> None:
    row = TASK.row(BORN, "create_task")
    assert row is not None
    assert "items_published" in row.guards.split()


def test_there_are_eight_types_of_subject_products_projects_and_acts_among_them() -> None:
    assert len(set(texts("subject_types"))) == 8
    assert {"产品", "项目", "行为"} < set(texts("subject_types"))


def test_a_subject_has_one_inspection_per_task() -> None:
    assert number("inspections_per_subject") == 1


@pytest.mark.django_db
def test_c02_1_an_item_of_a_draft_is_not_offered_and_refused_when_asked_for(ready: County) -> None:
    li = ready.actor(LI)
    second = draft_version(kind="OWN", actor=li, at=ready.at)
    new = write_item(version=second.pk, terms=terms(9), owner="rsj", actor=li, at=ready.at)
    assert not queries.item_in_published(new.code)
    assert queries.item_in_published("rsj-o0001")
    require(*queries.unpublished_findings({"rsj-o0001": "劳动合同"}))
    with pytest.raises(RuleViolation, match="不在已公布的抽查事项清单中，不能列入任务（第二条）"):
        require(*queries.unpublished_findings({"rsj-o0001": "劳动合同", new.code: new.name}))
