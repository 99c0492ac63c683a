"""The act: one subject leaves the registry, with a reason; its row stays.

Source: 第十条. Emits `roster.changed`.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, require_version, save_told, subject_of, well_said
from shuangsuiji.stages.registry.facts import facts_of
from shuangsuiji.stages.registry.models import RegistryChange


def remove_subject(*, subject: UUID, version: int, reason: str, actor: Actor, at: datetime) -> RegistryChange:
    """Take one row out. Raises Subject.DoesNotExist, RuleViolation E10-6, StaleVersion."""
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = subject_of(lock_registry(actor.org), subject)
        require(*well_said(found.name, reason, found.source))
        require_version(found, version)
        before = facts_of(found)
        found.removed_on, found.removed_reason = localdate(at), reason.strip()
        found.version += 1
        return save_told(
            cmd, found, act="remove_subject", before=before, origin=by_hand(reason, localdate(at)), reason=reason
        )
