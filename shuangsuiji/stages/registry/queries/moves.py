"""Who moved between departments' registries of inspectors: in which one somebody stood from which day, who is on the way here.

Source: 第十条, 第十五条. Reads only. What a registry held on a day comes from its own changes, whose digests the log has.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Department, Person
from shuangsuiji.stages.registry.arriving import destinations
from shuangsuiji.stages.registry.models import ChangeLine, Inspector, InspectorTransfer, RegistryKind, What

_COMING_AND_GOING = (What.ADDED, What.REMOVED)


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch in one department's registry. `to_on` is the day he left, None while he stands there; `transfer` by which he left."""

    department: Department
    from_on: date
    to_on: date | None
    transfer: InspectorTransfer | None


def stays_of(person: Person) -> list[Stay]:
    """The registries a person stood in, oldest first. Cost: three queries."""
    rows = {row.pk: row for row in Inspector.objects.filter(person=person).select_related("department")}
    lines = ChangeLine.objects.filter(record_id__in=rows, what__in=_COMING_AND_GOING).select_related("change")
    moves = InspectorTransfer.objects.filter(inspector__in=rows).select_related("to_department")
    left = {(each.inspector_id, each.recorded_on): each for each in moves}
    return sorted(_stays(rows, lines.order_by("change__at", "change__ordinal"), left), key=lambda each: each.from_on)


def _stays(
    rows: dict[UUID, Inspector], lines: QuerySet[ChangeLine], left: dict[Any, InspectorTransfer]
) -> Iterator[Stay]:
    began: dict[UUID, date] = {}
    for line in lines:
        day = localdate(line.change.at)
        if line.what == What.ADDED:
            began[line.record_id] = day
        elif line.record_id in began:
            since = began.pop(line.record_id)
            yield Stay(rows[line.record_id].department, since, day, left.get((line.record_id, day)))
    for key, since in began.items():
        yield Stay(rows[key].department, since, None, None)


def members_on(department: str, day: date) -> set[str]:
    """Certificate numbers that stood in a department's registry at the end of that day. Cost: one query."""
    lines = ChangeLine.objects.filter(
        change__department__code=department, change__kind=RegistryKind.INSPECTORS, what__in=_COMING_AND_GOING
    ).select_related("change")
    found = {
        line.code: line.what == What.ADDED
        for line in lines.order_by("change__ordinal", "ordinal")
        if localdate(line.change.at) <= day
    }
    return {number for number, there in found.items() if there}


def arriving_at(department: str) -> QuerySet[InspectorTransfer]:
    """Transfers to a department that it has not taken up, oldest first."""
    rows = InspectorTransfer.objects.filter(to_department__code=department, received__isnull=True)
    return rows.select_related("inspector__person__key", "inspector__department").order_by("recorded_on", "id")


def arrival_with(key: UUID, department: str) -> InspectorTransfer | None:
    """One of them."""
    return arriving_at(department).filter(pk=key).first()


def arrival_cells(transfer: InspectorTransfer) -> dict[str, Any]:
    """What the form of a new inspector says of somebody who arrives, by its fields. Cost: three queries."""
    row = transfer.inspector
    newest = row.person.certificates.filter(number=row.number).order_by("-valid_from").first()
    codes = row.qualifications.filter(ended_on__isnull=True).order_by("code").values_list("code", flat=True)
    return {
        "name": row.person.name, "certificate": row.number.removeprefix("cert:"), "cap": row.cap,
        "valid_until": f"{newest.valid_to}" if newest is not None else "", "qualifications": "、".join(codes),
        "is_expert": "是" if row.is_expert else "否", "source": f"调动文件 {transfer.document}"[:200],
        "source_on": transfer.on, "reason": f"自{row.department.name}调入"[:200],
    }  # fmt: skip


def registered_numbers() -> dict[str, tuple[str, str]]:
    """Certificate → code and name of the department in whose registry it stands, for the checks of a roll. Cost: one query."""
    rows = Inspector.objects.filter(removed_on__isnull=True).order_by()
    return {
        number: (code, name)
        for number, code, name in rows.values_list("number", "department__code", "department__name")
    }


def destination_choices(department: str, on: date) -> list[tuple[str, str]]:
    """Code and name of the other departments in force."""
    return list(destinations(department, on).values_list("code", "name"))
