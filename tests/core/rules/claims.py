"""What must be true of the rules' arithmetic, as functions that a test and its saboteur both call.

Each looks the function up in its module when called, so that a saboteur who replaces a part is seen.
"""

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import ceil

import chinese_calendar

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules import deadlines, quotas, workdays

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)


def days(first: date = FIRST, last: date = LAST) -> list[date]:
    """Every day from first to last."""
    return [first + DAY * step for step in range((last - first).days + 1)]


@cache
def worked(on: date) -> bool:
    """Whether the second source counts the day as worked."""
    return chinese_calendar.is_workday(on)


def naive_due(start: date, count: int) -> date:
    """The second source counts by itself: the first day left out, one day at a time."""
    on = start
    while count:
        on += DAY
        count -= worked(on)
    return on


def every_day_agrees_with_a_second_source() -> None:
    """Each day 2019–2026 is worked or not as the second source says, and certain."""
    differing = [on for on in days() if workdays.is_working_day(on) != (worked(on), False)]
    assert differing == []


def every_deadline_agrees_with_a_second_source(last: date = date(2026, 11, 30)) -> None:
    """Each start day 2019–2026 gives the last days for referral and disclosure that the second source counts."""
    for start in days(last=last):
        assert deadlines.referral_due(start) == deadlines.Deadline(naive_due(start, 7), False)
        assert deadlines.disclosure_due(start) == deadlines.Deadline(naive_due(start, 20), False)


def samples_are_exact_ceilings() -> None:
    """N = 0…500 × 1…100 % against exact fractions."""
    for percent in range(1, 101):
        share = Ratio(percent, 100)
        for population in range(501):
            assert quotas.sample_size(population, share) == ceil(Fraction(population * percent, 100))
