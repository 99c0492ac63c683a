"""The answers that were given about classes, as offices and auditor read them.

Source: 第六条（四） (C06-13). A department sees its own; an auditor sees every one.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from shuangsuiji.stages.plans.models import ClassQuery


def answers_for(department: str, offices: Collection[str]) -> QuerySet[ClassQuery]:
    """The answers somebody of that department and those offices may read."""
    rows: QuerySet[ClassQuery] = ClassQuery.objects.select_related("department", "subject")
    return rows if "auditor" in offices else rows.filter(department__code=department)


def answer_for(key: UUID, department: str, offices: Collection[str]) -> ClassQuery | None:
    """One of them; None where it is not among them."""
    return answers_for(department, offices).filter(pk=key).first()
