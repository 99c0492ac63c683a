"""Reading private values again, for those who are entitled: one value at a time, none of the others.

Source: 50-ledger §4.1; 第二十四条.
"""

from uuid import UUID

from shuangsuiji.core.canonical import parse_json
from shuangsuiji.core.tlog.leaves import Opening
from shuangsuiji.foundation.ledger.keys import unseal
from shuangsuiji.foundation.ledger.models import LogOpening
from shuangsuiji.foundation.ledger.rows import stored as stored_bytes


def opening_of(event_id: UUID, name: str) -> Opening | None:
    """The opening of one private value; None when its key was destroyed. Raises LogOpening.DoesNotExist."""
    stored = LogOpening.objects.select_related("subject_key").get(entry__event_id=event_id, name=name)
    return opened(stored, event_id)


def opened(stored: LogOpening, event_id: UUID) -> Opening | None:
    """The same for a row already at hand."""
    context = f"{event_id}/{stored.name}"
    salt = unseal(stored.subject_key, stored_bytes(stored.salt_enc), context=f"{context}/salt")
    value = unseal(stored.subject_key, stored_bytes(stored.value_enc), context=f"{context}/value")
    if salt is None or value is None:
        return None
    return Opening(salt.hex(), stored.name, parse_json(value))
