"""The act: a person decides whether two rows are one subject; where they are, one of them leaves the registry.

Source: 第十条, E10-5; 30-domain §12. The decision is kept; a pair decided on is not asked about again.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, save_told, subject_of
from shuangsuiji.stages.registry.facts import facts_of
from shuangsuiji.stages.registry.models import DuplicateDecision
from shuangsuiji.stages.registry.models.duplicate import Verdict
from shuangsuiji.stages.registry.queries.duplicates import ground_of


def resolve_duplicate(
    *, first: UUID, second: UUID, kept: UUID | None, reason: str, actor: Actor, at: datetime
) -> DuplicateDecision:
    """Decide on a pair: `kept` is the row that stays, None where they are different subjects.

    Raises Subject.DoesNotExist; RuleViolation E10-5 (no reason, no such pair).
    """
    with command(actor=actor, at=at, reason=reason) as cmd:
        department = lock_registry(actor.org)
        one, two = sorted((subject_of(department, first), subject_of(department, second)), key=lambda row: row.identity)
        ground = ground_of(one, two)
        require(_decidable(ground, kept, (one.pk, two.pk), reason))
        made = DuplicateDecision(
            department=department, first=one, second=two, ground=ground, reason=reason.strip(), at=at,
            verdict=Verdict.SAME if kept else Verdict.DIFFERENT, kept=next((row for row in (one, two) if row.pk == kept), None),
        )  # fmt: skip
        made.save(force_insert=True)
        told = {"first": one.identity, "second": two.identity, "kept": made.kept.identity if made.kept else ""}
        cmd.emit(
            "duplicate.resolved",
            pub={"office": actor.office, "count": 1},
            private={"subject": Private(told, house_key(at=at).id)},
        )
        if made.kept is not None:
            gone = two if made.kept.pk == one.pk else one
            before = facts_of(gone)
            gone.removed_on = localdate(at)
            gone.removed_reason = f"与{made.kept.identity}为同一主体"
            gone.version += 1
            origin = by_hand("重复处理", localdate(at))
            save_told(cmd, gone, act="resolve_duplicate", before=before, origin=origin, reason=reason)
    return made


def _decidable(ground: str, kept: UUID | None, pair: tuple[UUID, UUID], reason: str) -> Finding:
    fits = bool(ground) and bool(reason.strip()) and (kept is None or kept in pair)
    return judge(
        "E10-5",
        "第十条",
        fits,
        required="疑似同一主体的两行和理由",
        actual=ground or "无疑点",
        refusal="不能就这两行作出处理：没有疑点，或没有写明理由（第十条）。",
        remedy="请从重复核对页选择一对，写明核对的依据。",
    )
