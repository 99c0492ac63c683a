"""Who may read which slip, and how it stands.

Source: 第三条; 80-reliability E3. Never: a slip marked 仅协调股室 shown to anybody else.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from shuangsuiji.core.rules.lifecycle import SLIP
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.stages.plans.models import Slip, SlipFile, SlipKind, SlipMessage

# These read what every department has to say; the auditor checks and answers nothing.
SLIP_READERS = frozenset({"coordinator", "auditor"})
SLIP_KINDS = tuple(SlipKind.choices)
SLIP_STATES = tuple(SLIP.states.items())


def slips_for(department: str, offices: Collection[str], person: UUID | None) -> QuerySet[Slip]:
    """What somebody may read: readers all; others those of their department that are not private, and their own."""
    slips: QuerySet[Slip] = Slip.objects.select_related("department")
    if SLIP_READERS.intersection(offices):
        return slips
    return slips.filter(Q(private=False) | Q(raised_by=person), department__code=department)


def slip_for(key: Any, department: str, offices: Collection[str], person: UUID | None) -> Slip | None:
    """One of them; None where it is not among them."""
    return slips_for(department, offices, person).filter(pk=key).first()


def messages_of(slip: Slip) -> list[tuple[SlipMessage, str, str]]:
    """What was said in order: message (with its `files`), label of its act, name of who said it. Cost: 3 queries."""
    labels = {row.act: row.label for row in SLIP.rows}
    files = Prefetch("files", SlipFile.objects.select_related("file").order_by("ordinal"))
    said = list(slip.messages.select_related("department").prefetch_related(files).order_by("ordinal"))
    names = {each.pk: each.name for each in Person.objects.filter(pk__in={message.person for message in said})}
    return [(message, labels[message.act], names.get(message.person, "")) for message in said]


def file_of(slip: Slip, key: Any) -> SlipFile | None:
    """A file that came with something said about the slip; None where it belongs to another. One query."""
    found: SlipFile | None = SlipFile.objects.filter(pk=key, message__slip=slip).select_related("file").first()
    return found


def slips_to_answer() -> QuerySet[Slip]:
    """What the coordinating section has to answer, the most urgent first."""
    return Slip.objects.filter(status="RAISED").select_related("department").order_by("due_on", "number")


def slips_to_close(department: str, person: UUID) -> QuerySet[Slip]:
    """What somebody raised and has an answer to, the oldest first."""
    return slips_for(department, (), person).filter(status="ANSWERED", raised_by=person).order_by("number")


def answers_of(slip: Slip) -> int:
    """Answers since the slip was last asked."""
    asked = slip.messages.filter(act__in=("raise_slip", "reopen_slip")).order_by("-ordinal").values_list("ordinal")[:1]
    return slip.messages.filter(act="answer_slip", ordinal__gt=asked).count()
