"""Which published items a year's public plans take up.

Source: 第四条 (全面覆盖).
"""

from django.db.models import F

from shuangsuiji.stages.plans.models import PlanLineItem


def planned_codes(year: int) -> set[str]:
    """The codes of all items that stand in a line of a public plan of that year, of whatever department. One query."""
    lines = PlanLineItem.objects.filter(
        line__version__plan__year=year,
        line__version__plan__status__in=("PUBLISHED", "CLOSED"),
        line__version__number=F("line__version__plan__published_number"),
    )
    return set(lines.values_list("item__code", flat=True))
