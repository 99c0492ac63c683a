"""What waits in the measures register: last year to be closed in January, and before that the classes nobody has recorded anything for.

Source: 第六条（四）; 70-interface §5.
"""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from shuangsuiji.core.rules.measures import year_closing_due
from shuangsuiji.stages.plans.queries.measures import classes_without_evidence, year_to_close
from shuangsuiji.web.components.acting import offices_held, own_department
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.todos import Todo

_OFFICES = frozenset({"coordinator", "section_head"})


def waiting(request: HttpRequest) -> Iterator[Todo]:
    """From the first day of a year: the year before, for whoever closes it and for whoever records what is missing."""
    held, department = offices_held(request) & _OFFICES, own_department(request)
    year = year_to_close(department, localdate(now(request))) if held else None
    if year is None:
        return
    missing = classes_without_evidence(department, year)
    words = f"尚无落实记录：{'、'.join(f'{each}类' for each in missing)}" if missing else "各类均有落实记录"
    due = year_closing_due(year)
    if "coordinator" in held:
        address = reverse("measures:close", args=(year,))
        yield Todo("办结年度", f"{year}年度分类监管措施", address, due=due, hint=words, tone="need" if missing else "")
    if "section_head" in held and missing:
        address = f"{reverse('measures:list')}?year={year}"
        yield Todo("补记落实情况", f"{year}年度分类监管措施", address, due=due, hint=words, tone="need")
