"""The act: the special libraries and tags of a subject are those that are named now.

Source: 第六条（二）, 第十条. Ended tags stay as rows; emits `roster.changed`.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, require_version, save_told, subject_of, well_said
from shuangsuiji.stages.registry.facts import facts_of
from shuangsuiji.stages.registry.models import RegistryChange, SubjectTag

_LONGEST = 50


def set_tags(
    *,
    subject: UUID,
    version: int,
    libraries: Collection[str],
    tags: Collection[str],
    reason: str,
    actor: Actor,
    at: datetime,
) -> RegistryChange:
    """Set both lists. Raises Subject.DoesNotExist, RuleViolation (E10-6 no reason; E10-3 nothing differs), StaleVersion."""
    wanted = {(SubjectTag.Kind.LIBRARY.value, name.strip()[:_LONGEST]) for name in libraries if name.strip()}
    wanted |= {(SubjectTag.Kind.TAG.value, name.strip()[:_LONGEST]) for name in tags if name.strip()}
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = subject_of(lock_registry(actor.org), subject)
        require(*well_said(found.name, reason, found.source))
        require_version(found, version)
        standing = {(tag.kind, tag.name): tag for tag in found.tags.filter(ended_on__isnull=True)}
        fresh, gone = sorted(wanted - standing.keys()), sorted(standing.keys() - wanted)
        require(
            judge(
                "E10-3", "第十条", bool(fresh or gone), required="有变动", actual="与现有标签相同",
                refusal="标签与现有的相同，没有变化（第十条）。", remedy="请核对要增减的标签。",
            )
        )  # fmt: skip
        for kind, name in fresh:
            SubjectTag(subject=found, kind=kind, name=name).save(force_insert=True)
        for key in gone:
            standing[key].ended_on = localdate(at)
            standing[key].save(update_fields=["ended_on"])
        found.version += 1
        told = "、".join([*(f"＋{name}" for _, name in fresh), *(f"－{name}" for _, name in gone)])
        return save_told(
            cmd, found, act="set_tags", before=facts_of(found), more={"tags": told},
            origin=by_hand(reason, localdate(at)), reason=reason,
        )  # fmt: skip
