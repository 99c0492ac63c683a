"""第二十九条：改参数只能从将来某日起，已建任务按原规则办完。"""

from datetime import date

from shuangsuiji.core.rules.parameters import Override, check_effective, in_force


def test_e29_1_a_parameter_cannot_change_in_the_past() -> None:
    today = date(2026, 3, 1)
    assert not check_effective(today, today).satisfied
    assert check_effective(date(2026, 4, 1), today).satisfied


def test_a_task_born_before_a_change_keeps_its_number() -> None:
    raised = Override("sample_floor.B", 5, "某办〔2026〕8号", date(2026, 4, 1))
    born, later = date(2026, 3, 20), date(2026, 4, 2)
    assert in_force("sample_floor.B", born, [raised]) is None
    assert in_force("sample_floor.B", later, [raised]) is raised
