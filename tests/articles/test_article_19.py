"""第十九条：先预查，再告知和现场检查，再形成结果并按期移送，最后由检查的部门按期公示。"""

from datetime import date

import pytest

from shuangsuiji.core.rules.deadlines import disclosure_due, referral_due
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.rules.lifecycle import INSPECTION, PUBLICATION, next_state
from shuangsuiji.core.rules.results import NOT_INSPECTED, RESULTS, check_code, check_qualified
from shuangsuiji.core.rules.workdays import calendars_of, load_calendar, packaged_calendars
from tests.core.rules.late_calendar import NEXT_YEAR


@pytest.mark.parametrize(
    ("formed_on", "last_day"), [(date(2026, 9, 18), date(2026, 9, 29)), (date(2026, 2, 11), date(2026, 2, 27))]
)
def test_c19_8_a_referral_is_due_on_the_seventh_working_day(formed_on: date, last_day: date) -> None:
    deadline = referral_due(formed_on)
    assert (deadline.on, deadline.provisional) == (last_day, False)


def test_c19_9_on_the_eighth_day_a_referral_is_overdue() -> None:
    deadline = referral_due(date(2026, 9, 18))
    assert not deadline.overdue(date(2026, 9, 29))
    assert deadline.overdue(date(2026, 9, 30))


def test_c19_10_a_disclosure_is_in_time_on_the_twentieth_working_day_and_late_for_ever_after() -> None:
    deadline = disclosure_due(date(2026, 9, 11))
    assert (deadline.on, deadline.provisional) == (date(2026, 10, 15), False)
    assert not deadline.overdue(date(2026, 10, 15))
    assert deadline.overdue(date(2026, 10, 16))
    assert deadline.overdue(date(2030, 1, 1))


def test_c19_11_without_next_years_calendar_it_is_provisional_and_recomputed_on_arrival() -> None:
    provisional = disclosure_due(date(2026, 12, 4))
    assert str(provisional) == "暂定 2027-01-04"
    arrived = {**packaged_calendars(), **calendars_of(load_calendar(NEXT_YEAR))}
    assert str(disclosure_due(date(2026, 12, 4), arrived)) == "2027-01-05"
    assert str(disclosure_due(date(2026, 12, 3))) == "2026-12-31"
    assert str(disclosure_due(date(2026, 12, 3), arrived)) == "2027-01-04", "a notice may name days of the old year"


def test_c19_12_ten_results_can_be_chosen_each_with_its_own_words() -> None:
    assert len(RESULTS) == 10
    assert len({row.label for row in RESULTS.values()}) == 10
    assert all(check_code(code).satisfied for code in RESULTS)


def test_c19_14_not_inspected_is_a_state_and_no_result() -> None:
    assert not check_code(NOT_INSPECTED.code).satisfied
    with pytest.raises(RuleViolation):
        next_state(INSPECTION, "NOTIFIED", "form_result")


def test_e19_11_a_code_outside_the_table_is_refused() -> None:
    assert not check_code("R99").satisfied


def test_e19_12_qualified_is_for_items_so_judged() -> None:
    assert check_qualified(["R09"], True).satisfied
    assert not check_qualified(["R09"], False).satisfied


def test_a_visit_begins_after_precheck_and_notice_or_exemption() -> None:
    for state in ("ASSIGNED", "PRECHECKED"):
        with pytest.raises(RuleViolation):
            next_state(INSPECTION, state, "start")
    for state in ("NOTIFIED", "NOTICE_EXEMPT"):
        assert next_state(INSPECTION, state, "start") == "ON_SITE"


def test_an_exempt_visit_gets_no_notice() -> None:
    with pytest.raises(RuleViolation, match="当前为“不予告知”，不能告知"):
        next_state(INSPECTION, "NOTICE_EXEMPT", "notify")


def test_what_is_out_is_never_withheld_afterwards() -> None:
    for act in ("withhold_disclosure", "disclose_result"):
        with pytest.raises(RuleViolation):
            next_state(PUBLICATION, "OUT", act)
