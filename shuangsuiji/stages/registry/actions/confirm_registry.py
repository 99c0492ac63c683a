"""The act: the keeper confirms a registry before a draw; where much changed, it waits for a second person.

Source: 第十条; E10-1, E10-6, C10-2. Emits `roster.confirmed` with counts only. The second signature is `sign_confirmation`.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.confirmed import examined, write
from shuangsuiji.stages.registry.confirming import Delta
from shuangsuiji.stages.registry.models import ConfirmationDraft, RegistryConfirmation


class SecondNeeded(Exception):
    """Takes an open command back: the confirmation becomes a draft that waits for its second signature."""


def confirm_registry(
    *,
    kind: str,
    seen: str,
    task_id: UUID | None = None,
    task_number: str = "",
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> RegistryConfirmation | ConfirmationDraft:
    """Confirm one registry of the actor's department. `seen`: the digest of the changes that were shown;
    `task_number`: the task as the public log names it.

    Answers a draft where class D rows left or more changed than the parameter allows: it counts once it is signed.
    Raises RuleViolation E10-1 (changed since shown), E10-6 (old source or empty registry without reason).
    """
    draft = ConfirmationDraft(
        id=uuid7(at), kind=kind, task_id=task_id, task_number=task_number, delta_digest=seen, reason=reason.strip(), at=at
    )  # fmt: skip
    try:
        with command(actor=actor, at=at, reason=reason) as cmd:
            draft.department = lock_registry(actor.org)
            delta = examined(draft, at)
            draft.change_ordinal = delta.ordinal
            _require_alone(delta)
            return write(cmd, draft, delta, None)
    except SecondNeeded:
        assert actor.person is not None
        draft.drafter = actor.person
        # A newer draft takes the place of one nobody signed: it says the same and more.
        ConfirmationDraft.objects.filter(department=draft.department, kind=kind, task_id=task_id).delete()
        draft.save(force_insert=True)
        return draft


def _require_alone(delta: Delta) -> None:
    if delta.needs_second:
        raise SecondNeeded
