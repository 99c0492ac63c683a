"""How many live subjects a line reaches, per class, and how many two lines share.

Source: 第六条（一）（三）, 第九条. Takes: a department's registry as it is today. Never: a name or a code of a subject.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.registry.models import SubjectTag
from shuangsuiji.stages.registry.queries import library_counts, subjects_of, subjects_of_all


class Reach(NamedTuple):
    """Whom a line reaches: the live subjects of a department of these types and with any of these tags; empty leaves it open."""

    department: Department
    types: Sequence[str] = ()
    tags: Sequence[str] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one reach from another."""
        return self.department.pk, tuple(sorted(self.types)), tuple(sorted(self.tags))


def library_sizes(reach: Reach, on: date) -> Mapping[str, int]:
    """Class → live subjects; "" counts those without class. One query."""
    return library_counts(reach.department, on, types=reach.types, tags=reach.tags)


def common_count(first: Reach, second: Reach) -> int:
    """Subjects that both reach, joined by identity. One query."""
    there = subjects_of(second.department, types=second.types, tags=second.tags)
    here = subjects_of(first.department, types=first.types, tags=first.tags)
    return here.filter(Exists(there.filter(identity=OuterRef("identity")))).count()


def common_firms(first: Sequence[Reach], second: Sequence[Reach]) -> int:
    """Firms that stand in any registry of the first and in any of the second, each counted once. One query.

    The reaches of one side differ in their department only.
    """
    there = subjects_of_all([each.department for each in second], types=second[0].types, tags=second[0].tags)
    here = subjects_of_all([each.department for each in first], types=first[0].types, tags=first[0].tags)
    both = here.filter(Exists(there.filter(identity=OuterRef("identity"))))
    return both.order_by().values("identity").distinct().count()


def tags_known(department: str) -> list[str]:
    """Names of special libraries and tags that a department's registry uses. One query."""
    found = SubjectTag.objects.filter(subject__department__code=department, ended_on__isnull=True)
    return sorted(set(found.order_by().values_list("name", flat=True)))
