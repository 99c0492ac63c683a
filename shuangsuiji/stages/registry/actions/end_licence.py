"""The act: a licence of a subject no longer holds.

Source: 第十条. The row stays; emits `roster.changed`.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, save_told, subject_of, well_said
from shuangsuiji.stages.registry.facts import facts_of
from shuangsuiji.stages.registry.models import Licence


def end_licence(*, subject: UUID, licence: UUID, reason: str, actor: Actor, at: datetime) -> Licence:
    """End one licence. Raises DoesNotExist for another's, RuleViolation E10-6 without a reason."""
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = subject_of(lock_registry(actor.org), subject)
        require(*well_said(found.name, reason, found.source))
        ended: Licence = Licence.objects.get(pk=licence, subject=found, ended_on__isnull=True)
        ended.ended_on = localdate(at)
        ended.save(update_fields=["ended_on"])
        found.version += 1
        save_told(
            cmd, found, act="end_licence", before=facts_of(found), more={"licence": f"停用 {ended}"},
            origin=by_hand(reason, localdate(at)), reason=reason,
        )  # fmt: skip
    return ended
