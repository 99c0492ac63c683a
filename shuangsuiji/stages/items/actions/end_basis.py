"""Saying when a rule document ends. It is never removed: papers cite it (E01-2).

Source: 第一条.
"""

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.items.models import RuleDocument


def end_basis(*, document: UUID, to_on: date, reason: str, actor: Actor, at: datetime) -> RuleDocument:
    """Set the last day in force. Raises ValidationError for a day before the first."""
    with command(actor=actor, at=at, reason=reason) as cmd:
        found = RuleDocument.of(document)
        if to_on < found.from_on:
            raise ValidationError({"to_on": f"失效日期 {to_on} 早于施行日期 {found.from_on}，请核对。"})
        found.to_on = to_on
        found.save(update_fields=["to_on"])
        facts = Private(f"{found} {to_on}", house_key(at=at).id)
        cmd.emit("basis.registered", pub={"office": actor.office, "count": 1}, private={"document": facts})
    return found
