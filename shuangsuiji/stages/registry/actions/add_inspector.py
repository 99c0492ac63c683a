"""The act: one inspector is entered by hand, by the checks of a roll, comes back into the registry, or moves here from another department.

Source: 第十条, 第十五条; E10-3, E10-5, E10-6; F7. Emits `roster.changed`.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.sheets.findings import RowFinding
from shuangsuiji.foundation.sheets.inspectors import read_entered
from shuangsuiji.foundation.sheets.readings import InspectorEntry, RosterReading
from shuangsuiji.stages.registry.arriving import arrival_findings
from shuangsuiji.stages.registry.changes import ChangeBook, Origin, lock_registry
from shuangsuiji.stages.registry.editing import well_said
from shuangsuiji.stages.registry.enrolling import Named, Taking, take
from shuangsuiji.stages.registry.inspecting import inspectors_root
from shuangsuiji.stages.registry.models import Inspector, RegistryChange, RegistryKind


def add_inspector(
    *, cells: Mapping[str, str], source: str, source_on: date | None = None, reason: str, actor: Actor, at: datetime
) -> RegistryChange:
    """Enter one inspector of the actor's department. `cells`: columns of the roll by key, as `entered` reads them.

    Raises RuleViolation with every rule that refuses (E10-3, E10-5, E10-6).
    """
    reading = entered(cells, source=source, source_on=source_on, org=actor.org, on=localdate(at))
    require(*map(_refused, reading.errors()), *well_said(cells.get("name", ""), reason, source))
    with command(actor=actor, at=at, reason=reason) as cmd:
        department = lock_registry(actor.org)
        entry = reading.require()[0]
        require(_not_there(entry, actor.org), *arrival_findings([entry], actor.org, localdate(at), in_roll=False))
        book = ChangeBook(
            cmd, department, RegistryKind.INSPECTORS, act="add_inspector", root_before=inspectors_root(department)
        )
        take(Taking(cmd, department, Named(source.strip(), source_on), book, localdate(at)), entry)
        origin = Origin(source=source.strip()[:200], source_on=source_on)
        return book.close(root_after=inspectors_root(department), origin=origin, reason=reason)


def entered(
    cells: Mapping[str, str], *, source: str, source_on: date | None, org: str, on: date
) -> RosterReading[InspectorEntry]:
    """What the checks of a roll say of one row; it is of the department `org` whatever the cells say."""
    return read_entered({**cells, "department": org}, at=on, source=source.strip(), source_on=source_on)


def _refused(error: RowFinding) -> Finding:
    said = f"{f'“{error.column}”：' if error.column else ''}{error.reason}（{error.article}）。"
    return judge(
        error.code, error.article.split("、")[0], False, required="符合名录要求", actual=error.value or "空",
        refusal=said, remedy=error.remedy or "请核对后改正。",
    )  # fmt: skip


def _not_there(entry: InspectorEntry, org: str) -> Finding:
    standing = Inspector.objects.filter(number=entry.id, department__code=org, removed_on__isnull=True).exists()
    return judge(
        "E10-5", "第十条", not standing, required="证件编号未被使用", actual="已在本部门的名录中",
        refusal="“证件编号”：已在本部门的名录中（第十条）。", remedy="请打开该人员修改，不要重复登记。",
    )  # fmt: skip
