"""The act: what the registry says of one inspector is corrected by hand, with a reason.

Source: 第十条, 第十六条. Emits `roster.changed`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, well_said
from shuangsuiji.stages.registry.inspecting import (
    facts_of,
    inspector_of,
    inspectors_root,
    renew,
    require_version,
    save_told,
    set_qualifications,
)
from shuangsuiji.stages.registry.models import InspectorState, RegistryChange, What


def edit_inspector(
    *,
    inspector: UUID,
    version: int,
    section: str,
    cap: int,
    state: str,
    valid_to: date,
    qualifications: Sequence[str],
    is_expert: bool | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> RegistryChange:
    """Write the columns. A later `valid_to` is a renewed certificate; `is_expert` None leaves it as it is.

    Raises DoesNotExist, StaleVersion, RuleViolation E10-3, E10-6.
    """
    known = state in InspectorState.values
    require(
        *well_said("—", reason, reason),
        judge(
            "E10-3", "第十条", known and cap >= 1 and bool(qualifications), required="状态、最多组数、可查事项齐备",
            actual="不齐备", refusal="状态、最多组数或可查事项没有填写（第十条）。", remedy="请补充后保存。",
        ),
    )  # fmt: skip
    with command(actor=actor, at=at, reason=reason) as cmd:
        department = lock_registry(actor.org)
        row = inspector_of(department, inspector)
        require_version(row, version)
        root, before = inspectors_root(department), facts_of(row)
        row.section, row.cap, row.state, row.state_text = section.strip(), cap, state, InspectorState(state).label
        row.is_expert = row.is_expert if is_expert is None else is_expert
        renew(row, valid_to=valid_to, kind=_kind(row), on=localdate(at))
        set_qualifications(row, qualifications, localdate(at))
        row.version += 1
        return save_told(
            cmd, row, act="edit_inspector", what=What.CHANGED, before=before, root_before=root,
            origin=by_hand(reason, localdate(at)), reason=reason,
        )  # fmt: skip


def _kind(row: object) -> str:
    newest = row.person.certificates.order_by("-valid_from").first()  # type: ignore[attr-defined]
    return newest.issuer if newest is not None else ""
