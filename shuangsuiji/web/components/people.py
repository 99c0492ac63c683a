"""Names for keys: persons and departments, each in one query, for pages inside the office.

Source: 第二十四条 (names only where the work needs them). Never: a name on a page that anybody may read.
"""

from collections.abc import Iterable
from uuid import UUID

from shuangsuiji.foundation.accounts.models import Department, Person


def person_names(keys: Iterable[UUID | None]) -> dict[UUID, str]:
    """Key → name; an erased person's name is what is left of it."""
    wanted = {key for key in keys if key is not None}
    return (
        {person.pk: person.name for person in Person.objects.filter(pk__in=wanted).select_related("key")}
        if wanted
        else {}
    )


def department_names(codes: Iterable[str]) -> dict[str, str]:
    """Code → name."""
    wanted = {code for code in codes if code}
    return dict(Department.objects.filter(code__in=wanted).values_list("code", "name")) if wanted else {}
