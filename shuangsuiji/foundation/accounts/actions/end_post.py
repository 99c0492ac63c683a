"""Ending an office held.

Source: 第十五条; 80-reliability E12. By the security administrator.
"""

from datetime import date, datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.accounts.duties import concerning, period, require_another, require_duty
from shuangsuiji.foundation.accounts.models import Post
from shuangsuiji.foundation.accounts.roles import SECURITY
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command


def end_post(*, post: UUID, to_on: date, reason: str = "", actor: Actor, at: datetime) -> Post:
    """Set the last day. Raises RuleViolation (ACC-2, ACC-3, ACC-8); a day once set is only brought forward."""
    require_duty(actor, SECURITY)
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = Post.of(post)
        require_another(actor, found.person_id)
        require(
            period(found.from_on, to_on),
            judge(
                "ACC-8",
                "第五条",
                found.to_on is None or to_on < found.to_on,
                required="早于已登记的免职日期",
                actual=str(to_on),
                refusal=f"该任职已登记至 {found.to_on}，只能提前（第五条）。",
                remedy="需要延长的，请另行登记一次任职。",
            ),
        )
        found.to_on = to_on
        found.save(update_fields=["to_on"])
        cmd.emit(
            "account.changed",
            pub={"kind": "post-ended", "count": 1},
            private=concerning(found.person, office=found.office),
        )
    return found
