"""The act: statements whose day has come count, and the fusion rule that now holds is applied. Done nightly, or by the keeper.

Source: 第六条（一）, 第六条末款; C06-14 (the move is what the preview showed).
"""

from datetime import datetime

from django.utils.timezone import localdate

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import NothingToSay, Origin, lock_registry
from shuangsuiji.stages.registry.classing import fusion_in_force, records_of
from shuangsuiji.stages.registry.fusing import open_to_change
from shuangsuiji.stages.registry.models import RegistryChange
from shuangsuiji.stages.registry.reclassing import Reclassing


def apply_due_classes(*, actor: Actor, at: datetime) -> RegistryChange | None:
    """Settle every class of the actor's department as of the day of `at`; None where all are as they should be."""
    on = localdate(at)
    try:
        with command(actor=actor, at=at) as cmd:
            department = lock_registry(actor.org)
            fusion = fusion_in_force(department, on)
            act = Reclassing(cmd, department, on, fusion)
            subjects = open_to_change(department)
            act.settle(subjects, records_of(subject.pk for subject in subjects))
            document = fusion.document if fusion else ""
            return act.write(act="apply_due_classes", origin=Origin(source=document), reason="到期分类生效")
    except NothingToSay:
        return None
