"""第八条：计划外的联合抽查须有交办转办来源，抽取前备案并公示。"""

from shuangsuiji.core.rules.lifecycle import TASK, offices_of
from shuangsuiji.core.rules.parameters import labels, texts


def test_only_tasks_handed_down_or_over_are_filed_and_every_such_task_is() -> None:
    assert set(texts("task_sources_to_file")) == set(labels("task_sources")) - {"1"}


def test_filing_is_the_joint_offices_and_stands_before_the_draw() -> None:
    assert "joint_office" in offices_of(TASK, "CREATED", "file_ad_hoc")
    assert [state for state in TASK.states if TASK.row(state, "file_ad_hoc")] == ["CREATED"]
    announced = TASK.row("REGISTRIES_CONFIRMED", "plan_draw")
    assert announced is not None
    assert "filed_if_ad_hoc" in announced.guards.split()
