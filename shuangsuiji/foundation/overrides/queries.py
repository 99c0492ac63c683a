"""Which measures stand on a day, and what each parameter is then.

Source: 第六条（四）; 20-house §9; `core.rules.parameters.in_force` decides which of several comes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from shuangsuiji.core.rules.parameters import Override as Measure
from shuangsuiji.core.rules.parameters import Parameter, in_force, parameters
from shuangsuiji.foundation.overrides.measures import measure_of
from shuangsuiji.foundation.overrides.models import Override, OverrideDraft


@dataclass(frozen=True, slots=True)
class Standing:
    """A parameter on a day: the rules' own entry, and the measure over it where there is one."""

    parameter: Parameter
    measure: Measure | None

    @property
    def value(self) -> object:
        """What holds: an integer or share, or the list or text of the rules."""
        return self.parameter.value if self.measure is None else self.measure.value

    @property
    def document(self) -> str:
        """The number of the document behind it; empty where the rules themselves say so."""
        return "" if self.measure is None else self.measure.document


def overrides_on(day: date, department: str) -> tuple[Measure, ...]:
    """The measures in force on `day` for `department` and for all, by first day. Cost: 1 query."""
    rows = Override.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=day),
        effective_from__lte=day,
        department__in=["", department],
    )
    return tuple(measure_of(row) for row in rows.order_by("effective_from", "id"))


def parameters_on(day: date, department: str) -> Mapping[str, Standing]:
    """Every parameter as it stands on `day`, in file order. Cost: 1 query."""
    measures = overrides_on(day, department)
    return {name: Standing(entry, in_force(name, day, measures)) for name, entry in parameters().items()}


def measures_ahead(day: date, department: str) -> list[Override]:
    """Measures for `department` or for all that hold on `day` or later, by first day. Cost: 1 query."""
    rows = Override.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=day), department__in=["", department]
    )
    return list(rows.order_by("effective_from", "id"))


def override_drafts(department: str) -> list[OverrideDraft]:
    """Drafts for `department` or for all that were not decided yet. Cost: 1 query."""
    decided = Override.objects.values("draft_id")
    return list(OverrideDraft.objects.filter(department__in=["", department]).exclude(pk__in=decided))


def override_draft(key: Any) -> OverrideDraft | None:
    """One draft that was not decided yet."""
    return OverrideDraft.objects.filter(pk=key).exclude(pk__in=Override.objects.values("draft_id")).first()
