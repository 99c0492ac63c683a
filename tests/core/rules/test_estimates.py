"""How many firms and visits: exact shares of live counts, draws spread evenly over the window."""

from datetime import date

import pytest

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.estimates import expected, spread


@pytest.mark.parametrize(
    ("window", "draws", "months"),
    [
        ((date(2026, 3, 1), date(2026, 11, 30)), 1, ("2026-03",)),
        ((date(2026, 3, 1), date(2026, 11, 30)), 3, ("2026-03", "2026-06", "2026-09")),
        ((date(2026, 12, 1), date(2026, 12, 31)), 2, ("2026-12", "2026-12")),
        ((date(2026, 11, 1), date(2027, 2, 1)), 4, ("2026-11", "2026-12", "2027-01", "2027-02")),
        ((date(2026, 5, 2), date(2026, 4, 1)), 1, ("2026-05",)),
    ],
)
def test_draws_fall_evenly_the_first_in_the_first_month(
    window: tuple[date, date], draws: int, months: tuple[str, ...]
) -> None:
    assert spread(*window, draws) == months


def test_firms_are_the_exact_share_and_visits_count_every_draw() -> None:
    quotas = {"C": (Ratio(10, 100), 2), "D": (Ratio(20, 100), 3), "A": (Ratio(1, 100), 1)}
    c, d, a = expected({"C": 31, "A": 101}, quotas, date(2026, 3, 1), date(2026, 4, 30))
    assert (c.in_library, c.firms, c.visits) == (31, 4, 8)
    assert (d.firms, d.visits) == (0, 0)
    assert (a.firms, a.visits, a.months) == (2, 2, ("2026-03",))
