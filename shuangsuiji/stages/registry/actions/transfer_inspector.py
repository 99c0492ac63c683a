"""The act: a department lets one inspector go to another one: he leaves its registry, and that department may take him up.

Source: 第十条, 第十五条; E10-3, E10-6. Emits `roster.changed`. Taking up is `add_inspector` or `import_inspectors` of the other keeper.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.arriving import destinations
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.editing import by_hand, well_said
from shuangsuiji.stages.registry.inspecting import facts_of, inspector_of, inspectors_root, require_version, save_told
from shuangsuiji.stages.registry.models import InspectorTransfer, RegistryChange, What

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Move:
    """Where to, since when, by which document."""

    to_department: str
    on: date
    document: str


def transfer_inspector(
    *, inspector: UUID, version: int, move: Move, reason: str, actor: Actor, at: datetime
) -> RegistryChange:
    """Take the row out of the actor's registry and name the department that may take him up, under the same certificate.

    Raises Inspector.DoesNotExist, StaleVersion; RuleViolation E10-3 (no such other department, no document, a day to come), E10-6.
    """
    today = localdate(at)
    target = destinations(actor.org, today).filter(code=move.to_department).first()
    require(*_sound(move, target, today), *well_said("—", reason, reason))
    assert target is not None
    with command(actor=actor, at=at, reason=reason) as cmd:
        department = lock_registry(actor.org)
        row = inspector_of(department, inspector)
        require_version(row, version)
        root, before = inspectors_root(department), facts_of(row)
        row.removed_on, row.removed_reason = today, f"调往{target.name}：{reason.strip()}"[:200]
        row.version += 1
        InspectorTransfer(
            inspector=row, to_department=target, on=move.on, document=move.document.strip(), reason=reason.strip(),
            recorded_on=today,
        ).save(force_insert=True)  # fmt: skip
        return save_told(
            cmd, row, act="transfer_inspector", what=What.REMOVED, before=before, root_before=root,
            origin=by_hand(move.document, move.on), reason=row.removed_reason,
        )  # fmt: skip


def _sound(move: Move, target: Department | None, today: date) -> list[Finding]:
    return [
        judge(
            "E10-3", "第十条", target is not None, required="本平台上在用的其他部门",
            actual=move.to_department or "空", refusal="没有选择调往的部门，或不是本部门以外的在用部门（第十条）。",
            remedy="请选择调往的部门；调往本平台以外的，用“移出”办理。",
        ),
        judge(
            "E10-3", "第十条", 0 < len(move.document.strip()) <= _LONGEST, required=f"1—{_LONGEST} 字",
            actual=len(move.document.strip()), refusal="没有写明调动文件（第十条）。",
            remedy="请填写文号；没有文号的填写会议纪要的名称和日期。",
        ),
        judge(
            "E10-3", "第十条", move.on <= today, required=f"不晚于 {today}", actual=f"{move.on}",
            refusal=f"调动日期 {move.on} 在今天（{today}）之后（第十条）。", remedy="请到调动生效之日再办理调出。",
        ),
    ]  # fmt: skip
