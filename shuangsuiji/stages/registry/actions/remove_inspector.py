"""The act: one inspector leaves the registry, with a reason; the row stays.

Source: 第十条. Emits `roster.changed`.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, well_said
from shuangsuiji.stages.registry.inspecting import facts_of, inspector_of, inspectors_root, require_version, save_told
from shuangsuiji.stages.registry.models import RegistryChange, What


def remove_inspector(*, inspector: UUID, version: int, reason: str, actor: Actor, at: datetime) -> RegistryChange:
    """Take one row out. Raises Inspector.DoesNotExist, StaleVersion, RuleViolation E10-6."""
    require(*well_said("—", reason, reason))
    with command(actor=actor, at=at, reason=reason) as cmd:
        department = lock_registry(actor.org)
        row = inspector_of(department, inspector)
        require_version(row, version)
        root, before = inspectors_root(department), facts_of(row)
        row.removed_on, row.removed_reason = localdate(at), reason.strip()
        row.version += 1
        return save_told(
            cmd, row, act="remove_inspector", what=What.REMOVED, before=before, root_before=root,
            origin=by_hand(reason, localdate(at)), reason=reason,
        )  # fmt: skip
