"""The act: a unit tells the coordinating section of a problem, or suggests something.

Source: 第三条. One command: slip, step, message, event.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.timezone import localdate

from shuangsuiji.core.rules.slips import check_slip_written
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.approvals.asking import person_of
from shuangsuiji.foundation.evidence.receiving import Received
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.plans.models import Slip, SlipKind
from shuangsuiji.stages.plans.refusal import PlansRefused
from shuangsuiji.stages.plans.slip_words import ask_on, attach, concerning_slip, say


def raise_slip(
    *, kind: str, title: str, text: str, private: bool, files: Sequence[Received] = (), actor: Actor, at: datetime
) -> Slip:
    """Raise a slip of the actor's department. `private`: only the coordinating section reads it; `files` come with it.

    Raises RuleViolation (E03-3 without text, E13-2), PlansRefused without a title.
    """
    if not title.strip():
        raise PlansRefused("请填写标题。")
    with command(actor=actor, at=at) as cmd:
        department = Department.objects.select_for_update(no_key=True, of=("self",)).get(code=actor.org)
        year = localdate(at).year
        last = Slip.objects.filter(department=department, year=year).aggregate(last=Max("ordinal"))["last"] or 0
        slip = Slip(
            department=department,
            year=year,
            ordinal=last + 1,
            number=f"{department.code}-建议-{year}-{last + 1:03d}",
            kind=SlipKind(kind),
            title=title.strip(),
            private=private,
            raised_by=person_of(cmd),
        )
        ask_on(slip, cmd)
        move(slip, "raise_slip", actor=actor, at=at, facts={"slip_written": check_slip_written(text)})
        attached = attach(cmd, say(cmd, slip, "raise_slip", text), files)
        pub = {"office": actor.office, "count": 1}
        cmd.emit("slip.raised", pub=pub, private=concerning_slip(cmd, slip, text), files=attached)
    return slip
