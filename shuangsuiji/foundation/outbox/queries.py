"""What a page about messages shows: counts by state, and those that need a person. Nobody's name is in it.

Source: 80-reliability A3 (dead letters visible).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from shuangsuiji.foundation.outbox.models import Message, State

NOT_CONFIGURED = "未配置发送方式：消息保留在待发列表中，请用电话等方式告知，或由运维人员配置"


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts by state, what is overdue, and the notice to show where nothing is configured."""

    counts: dict[str, int]
    overdue: int
    notice: str


def standing(at: datetime, *, configured: bool) -> Standing:
    """How the outbox stands. Cost: 2 queries."""
    found = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    overdue = Message.objects.filter(state=State.WAITING, due_at__lt=at).count()
    return Standing(
        {state.value: found.get(state.value, 0) for state in State}, overdue, "" if configured else NOT_CONFIGURED
    )


def for_a_person() -> QuerySet[Message]:
    """Messages that will not move by themselves, oldest first."""
    return Message.objects.filter(state__in=[State.UNCERTAIN, State.DEAD])
