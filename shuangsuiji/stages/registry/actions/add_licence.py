"""The act: a licence of a subject is entered.

Source: 第六条（二）, 第十条; form F9. Emits `roster.changed` with one changed row.
"""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, save_told, subject_of
from shuangsuiji.stages.registry.facts import facts_of
from shuangsuiji.stages.registry.models import Licence

PERMANENT = date(9999, 9, 9)


def add_licence(
    *,
    subject: UUID,
    name: str,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
    permanent: bool = False,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Licence:
    """Enter one licence; 9999-09-09 means permanent. Raises Subject.DoesNotExist, RuleViolation E10-3 for a bad term."""
    permanent = permanent or expires_on == PERMANENT
    ends = None if permanent else expires_on
    require(_termed(name, issued_on, ends, permanent))
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = subject_of(lock_registry(actor.org), subject)
        licence = Licence(
            subject=found, name=name.strip(), number=number.strip(), issuer=issuer.strip(), issued_on=issued_on,
            expires_on=ends, permanent=permanent,
        )  # fmt: skip
        licence.save(force_insert=True)
        found.version += 1
        save_told(
            cmd, found, act="add_licence", before=facts_of(found), more={"licence": f"{licence}"},
            origin=by_hand(issuer or reason or "许可证", localdate(at)), reason=reason,
        )  # fmt: skip
    return licence


def _termed(name: str, issued: date | None, ends: date | None, permanent: bool) -> Finding:
    in_order = issued is None or ends is None or issued <= ends
    return judge(
        "E10-3",
        "第十条",
        bool(name.strip()) and in_order and (permanent or ends is not None),
        required="名称和有效期",
        actual=f"{issued or ''}—{ends or ('长期' if permanent else '空')}",
        refusal="许可证缺少名称，或有效期有误（第十条）。",
        remedy="请填写名称，以及有效期或“长期有效”。",
    )
