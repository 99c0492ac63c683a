"""A slip says something, is answered before it ends, says why it is withdrawn: each from its acceptable case; and when it is reminded."""

from datetime import date

import pytest

from shuangsuiji.core.rules.slips import check_slip_answered, check_slip_withdrawal, check_slip_written, slip_due


@pytest.mark.parametrize("blank", ["", "   ", "\n"])
def test_something_must_be_written(blank: str) -> None:
    assert check_slip_written("两部门的清单里同一事项名称不同").satisfied
    finding = check_slip_written(blank)
    assert (finding.satisfied, finding.code) == (False, "E03-3")
    assert "没有写明内容" in finding.message
    assert finding.remedy


def test_it_ends_only_once_it_was_answered() -> None:
    assert check_slip_answered(1).satisfied
    finding = check_slip_answered(0)
    assert (finding.satisfied, finding.code) == (False, "E03-1")
    assert "不能办结" in finding.message


@pytest.mark.parametrize("blank", ["", " \t"])
def test_a_withdrawal_says_why(blank: str) -> None:
    assert check_slip_withdrawal("已在会上解决").satisfied
    finding = check_slip_withdrawal(blank)
    assert (finding.satisfied, finding.code) == (False, "E03-2")
    assert "不可删除" in finding.message


def test_the_reminder_comes_after_the_days_of_the_parameter_not_counting_the_day_of_asking() -> None:
    # Tuesday to Tuesday: five working days, a week-end between them.
    assert slip_due(date(2026, 11, 24)).on == date(2026, 12, 1)
