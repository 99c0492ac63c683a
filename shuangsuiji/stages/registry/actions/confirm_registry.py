"""The act: the keeper confirms a registry before a draw; where much changed, it waits for a second person.

Source: 第十条; E10-1, E10-6, C10-2. Emits `roster.confirmed` with counts only. The second signature is `sign_confirmation`.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Command, Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.confirming import (
    Delta,
    delta_since,
    empty_is_said,
    root_of,
    seen_is_now,
    source_is_fresh,
)
from shuangsuiji.stages.registry.models import ConfirmationDraft, RegistryConfirmation, RegistryKind

_PUBLIC_KIND = {RegistryKind.SUBJECTS: "subject", RegistryKind.INSPECTORS: "inspector"}


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


def examined(draft: ConfirmationDraft, at: datetime) -> Delta:
    """What there is to confirm now. Raises RuleViolation where it is not what was shown, or may not be confirmed."""
    delta = delta_since(draft.department, draft.kind)
    require(
        seen_is_now(delta, draft.delta_digest),
        source_is_fresh(delta, draft.reason, localdate(at)),
        empty_is_said(draft.kind, delta, draft.reason),
    )
    return delta


def write(cmd: Command, draft: ConfirmationDraft, delta: Delta, decision: Decision | None) -> RegistryConfirmation:
    """The confirmation and its event."""
    made = RegistryConfirmation(
        id=cmd.new_id(), department=draft.department, kind=draft.kind, task_id=draft.task_id,
        task_number=draft.task_number, change_ordinal=delta.ordinal, delta_digest=delta.digest, reason=draft.reason,
        live=delta.live, added=delta.added, changed=delta.changed, removed=delta.removed,
        root=root_of(draft.department, draft.kind), second_needed=decision is not None, decision=decision,
        confirmed_by="registry_keeper" if decision is not None else cmd.actor.office, at=cmd.at,
    )  # fmt: skip
    made.save(force_insert=True)
    pub = {"kind": _PUBLIC_KIND[RegistryKind(draft.kind)], "count": delta.count, "office": cmd.actor.office}
    if draft.task_number:
        pub["task_id"] = draft.task_number
    told = {
        "added": delta.added, "changed": delta.changed, "removed": delta.removed, "excluded": len(delta.excluded),
        "digest": delta.digest,
    }  # fmt: skip
    cmd.emit("roster.confirmed", pub=pub, private={"delta": Private(told, house_key(at=cmd.at).id)})
    return made
