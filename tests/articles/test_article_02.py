"""第二条：只查已公布清单内的事项，对象有八类，一户一次查完。"""

from shuangsuiji.core.rules.lifecycle import BORN, TASK
from shuangsuiji.core.rules.parameters import number, texts


def test_a_task_begins_only_with_published_items() -> None:
    row = TASK.row(BORN, "create_task")
    assert row is not None
    assert "items_published" in row.guards.split()


def test_there_are_eight_types_of_subject_products_projects_and_acts_among_them() -> None:
    assert len(set(texts("subject_types"))) == 8
    assert {"产品", "项目", "行为"} < set(texts("subject_types"))


def test_a_subject_has_one_inspection_per_task() -> None:
    assert number("inspections_per_subject") == 1
