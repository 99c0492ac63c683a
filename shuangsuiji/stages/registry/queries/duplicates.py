"""Rows that may be one subject: the same organisation under two codes, the same registration number, the same name.

Source: 第十条, E10-5; `30-domain` §12. Found afresh; pairs a person decided on are left out. Cost: 4 queries, grouped in the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.registry.models import DuplicateDecision, Subject

CODE, NUMBER, NAME = "code", "number", "name"
GROUNDS = {CODE: "信用代码第 9–17 位相同", NUMBER: "注册号相同", NAME: "名称相同"}
_COLUMNS = {CODE: "organisation", NUMBER: "reg_no", NAME: "name_key"}
_MOST_OF_ONE = 20


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two live rows, by identity, and why somebody should look."""

    first: Subject
    second: Subject
    ground: str

    @property
    def words(self) -> str:
        """The ground in Chinese."""
        return GROUNDS[self.ground]


def ground_of(first: Subject, second: Subject) -> str:
    """The strongest ground to take two rows for one; empty where there is none."""
    for ground, column in _COLUMNS.items():
        if getattr(first, column) and getattr(first, column) == getattr(second, column):
            return ground
    return ""


def duplicate_pairs(department: Department, *, most: int = 500) -> list[DuplicatePair]:
    """Pairs nobody has decided on, the strongest ground first; at most `most`."""
    decided = set(DuplicateDecision.objects.filter(department=department).values_list("first", "second"))
    found: dict[tuple[object, object], DuplicatePair] = {}
    for pair in _pairs(department):
        key = (pair.first.pk, pair.second.pk)
        if key not in decided and len(found) < most:
            found.setdefault(key, pair)
    return list(found.values())


def _pairs(department: Department) -> Iterator[DuplicatePair]:
    live = Subject.objects.filter(department=department, removed_on__isnull=True)
    for ground, column in _COLUMNS.items():
        shared = live.exclude(**{column: ""}).order_by().values(column).annotate(rows=Count("pk")).filter(rows__gt=1)
        groups: dict[str, list[Subject]] = {}
        rows = live.filter(**{f"{column}__in": shared.values(column)}).order_by("identity")
        for row in rows:
            groups.setdefault(getattr(row, column), []).append(row)
        for group in groups.values():
            yield from (DuplicatePair(*two, ground) for two in combinations(group[:_MOST_OF_ONE], 2))
