"""A term in the words of an office: how many working days are left, which day, whether the day is provisional.

Source: 第十九条（三）（四）; 70-interface §3 (numbers with unit and date).
"""

from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.rules.workdays import is_working_day, working_days_between

SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Due:
    """`days` working days from today to `on`, negative when it is past. `tone` as `{% tag %}` takes it."""

    on: date
    days: int
    provisional: bool = False

    @property
    def tone(self) -> str:
        """Red when late or today, amber when near, else quiet."""
        if self.days <= 0:
            return "danger"
        return "need" if self.days <= SOON_DAYS else "new"

    @property
    def words(self) -> str:
        """「还剩 3 个工作日（2026-12-05）」."""
        mark = "，暂定" if self.provisional else ""
        return f"{self.left}（{self.on:%Y-%m-%d}{mark}）"

    @property
    def left(self) -> str:
        """The first half of it."""
        if self.days < 0:
            return f"已超期 {-self.days} 个工作日"
        return "今天到期" if self.days == 0 else f"还剩 {self.days} 个工作日"


def due_of(on: date, today: date) -> Due:
    """The term for a day, seen from today."""
    days = working_days_between(today, on)
    if days == 0 and on != today:
        # A term that ends on the coming weekend is no longer today's; one that ended last weekend is late all the same.
        days = 1 if on > today else -1
    return Due(on, days, is_working_day(on).provisional)
