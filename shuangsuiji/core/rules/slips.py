"""Problems and suggestions of the units, told to the coordinating section: what must be written, when it is reminded, who may read.

Source: 第三条; 10-articles, 第三条. Takes: plain texts and dates. Gives: Findings and the day of the reminder.
Never: a slip that is removed.
"""

from datetime import date

from shuangsuiji.core.rules.deadlines import Deadline, due
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.core.rules.parameters import number
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.workdays import Calendars


@source("第三条")
def check_slip_written(text: str) -> Finding:
    """Whether anything was written (E03-3): the problem itself, an answer, or what is still open."""
    return judge(
        "E03-3",
        "第三条",
        bool(text.strip()),
        required="文字说明",
        actual="已写明" if text.strip() else "空",
        refusal="没有写明内容（第三条）。",
        remedy="写明后重新提交。",
    )


@source("第三条")
def check_slip_answered(answers: int) -> Finding:
    """Whether the coordinating section has answered since it was last asked (E03-1)."""
    return judge(
        "E03-1",
        "第三条",
        answers > 0,
        required="已答复",
        actual=answers,
        refusal="问题尚未答复，不能办结（第三条）。",
        remedy="请等待协调股室答复；不再需要答复的，可撤回并写明原因。",
    )


@source("第三条")
def check_slip_withdrawal(reason: str) -> Finding:
    """Whether a withdrawal says why (E03-2): nothing is removed."""
    return judge(
        "E03-2",
        "第三条",
        bool(reason.strip()),
        required="撤回原因",
        actual="已写明" if reason.strip() else "未写明",
        refusal="问题记录不可删除，可撤回并写明原因（第三条）。",
        remedy="请写明撤回原因；记录仍然保留。",
    )


@source("第三条")
def slip_due(asked_on: date, calendars: Calendars | None = None) -> Deadline:
    """The last day to answer before the coordinating section is reminded; the day of asking is not counted."""
    return due(asked_on, number("slip_reminder_days"), calendars)
