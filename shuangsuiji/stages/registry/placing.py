"""Where an area lies: the department's own table of towns, and the division code of one area.

Source: 第十条; 30-domain §4; SSJ-DRAW/1 §1. An area that the table does not know gets the county's code padded with zeros. Reads only.
"""

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.sheets.towns import Towns
from shuangsuiji.stages.registry.models import TownTable

COUNTY_DIGITS, TOWN_DIGITS = 6, 9


def town_table(department: Department) -> TownTable | None:
    """The table that counts. Cost: one query."""
    rows = TownTable.objects.filter(department=department)
    return rows.order_by("-at", "-id").first()


def towns_of(department: Department) -> dict[str, str]:
    """Name → 9-digit division code; empty where no table was set."""
    found = town_table(department)
    return found.codes if found is not None else {}


def town_of(department: Department, area: str) -> str:
    """The division code of one area, 9 digits."""
    towns = Towns(towns_of(department), department.division[:COUNTY_DIGITS])
    return towns.code(area) or department.division[:TOWN_DIGITS].ljust(TOWN_DIGITS, "0")
