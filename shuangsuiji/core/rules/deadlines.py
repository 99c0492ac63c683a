"""Last days: for a referral, for a disclosure, for a confirmation; and how a deadline stands on a given day.

Source: 第十九条（三）（四）, 第十条; 00-decisions, readings 2 and 3. Takes: dates. Gives: `Deadline(on, provisional)`.
Never: a clock; counting the first day; an exception for a year without calendar.
"""

from dataclasses import dataclass
from datetime import date

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import number, numbers
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.workdays import Calendars, add_working_days, working_days_between


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, that day in time. `provisional`: recomputed when the next year's arrangement is published."""

    on: date
    provisional: bool

    def __str__(self) -> str:
        return f"暂定 {self.on}" if self.provisional else str(self.on)

    def overdue(self, today: date) -> bool:
        """Whether the last day has passed."""
        return today > self.on

    def days_left(self, today: date, calendars: Calendars | None = None) -> int:
        """Working days after `today` up to the last day; 0 on the last day; negative when it has passed."""
        return working_days_between(today, self.on, calendars)


@source("第十九条（三）", "第十九条（四）")
def due(start: date, days: int, calendars: Calendars | None = None) -> Deadline:
    """The last day of a period of `days` working days that begins with an event on `start` (not counted)."""
    return Deadline(*add_working_days(start, days, calendars))


@source("第十九条（三）")
def referral_due(formed_on: date, calendars: Calendars | None = None) -> Deadline:
    """The last day to refer a suspected violation, from the day the result was formed."""
    return due(formed_on, number("referral_days"), calendars)


@source("第十九条（四）")
def disclosure_due(ended_on: date, calendars: Calendars | None = None) -> Deadline:
    """The last day for a department to disclose, from the day its own part ended (or its last outside report arrived)."""
    return due(ended_on, number("disclosure_days"), calendars)


@source("第十九条（四）")
def reminder(deadline: Deadline, today: date, calendars: Calendars | None = None) -> int | None:
    """The step of the reminder ladder reached today (working days left), or None: not yet near, or passed.

    A step that falls between two days of asking is not lost: the smallest step not yet passed answers.
    """
    left = deadline.days_left(today, calendars)
    if deadline.overdue(today):
        return None
    return min((step for step in numbers("reminder_days") if left <= step), default=None)


@source("第十条")
def check_confirmation(confirmed_on: date, today: date, calendars: Calendars | None = None) -> Finding:
    """Whether a registry confirmation is recent enough for a draw today (E10-2)."""
    days = number("confirmation_valid_days")
    last = due(confirmed_on, days, calendars)
    return judge(
        "E10-2",
        "第十条",
        not last.overdue(today),
        required=f"{last} 以前",
        actual=str(today),
        refusal=f"更新确认已超过 {days} 个工作日，请在本次抽查前重新确认（第十条）；{confirmed_on} 的确认有效至 {last}。",
        remedy="请名录库管理员重新更新确认两库。",
    )
