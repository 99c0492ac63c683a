"""The table of towns as the office sees it: the one that counts, earlier ones.

Source: 第十条. Reads only.
"""

from django.db.models import QuerySet

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.registry.models import TownTable
from shuangsuiji.stages.registry.placing import town_table, towns_of

__all__ = ["tables_of", "town_table", "towns_of"]


def tables_of(department: Department) -> QuerySet[TownTable]:
    """Every table, the newest first."""
    found: QuerySet[TownTable] = TownTable.objects.filter(department=department)
    return found.order_by("-at", "-id")
