"""Writing a confirmation of a registry: what is examined before, the row, and its event. Parts of an open command.

Source: 第十条; E10-1, E10-6, C10-2. Emits `roster.confirmed` with counts only. Used where the keeper confirms, where a second person
signs, and where the paper of a department without an account is vouched for.
"""

from datetime import datetime

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import require
from shuangsuiji.foundation.approvals.models import Decision
from shuangsuiji.foundation.ledger.command import Command, Private
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.stages.registry.confirming import (
    Delta,
    delta_since,
    empty_is_said,
    root_of,
    seen_is_now,
    source_is_fresh,
)
from shuangsuiji.stages.registry.models import ConfirmationTerms, PaperConfirmation, RegistryConfirmation, RegistryKind

KEEPER = "registry_keeper"
_PUBLIC_KIND = {RegistryKind.SUBJECTS: "subject", RegistryKind.INSPECTORS: "inspector"}


def examined(terms: ConfirmationTerms, at: datetime) -> Delta:
    """What there is to confirm now. Raises RuleViolation where it is not what was shown, or may not be confirmed."""
    delta = delta_since(terms.department, terms.kind)
    require(
        seen_is_now(delta, terms.delta_digest),
        source_is_fresh(delta, terms.reason, localdate(at)),
        empty_is_said(terms.kind, delta, terms.reason),
    )
    return delta


def write(cmd: Command, terms: ConfirmationTerms, delta: Delta, decision: Decision | None) -> RegistryConfirmation:
    """The confirmation and its event. `decision`: of the second person; a paper holds both signatures itself."""
    on_paper = isinstance(terms, PaperConfirmation)
    second = decision is not None
    made = RegistryConfirmation(
        id=cmd.new_id(), department=terms.department, kind=terms.kind, task_id=terms.task_id,
        task_number=terms.task_number, change_ordinal=delta.ordinal, delta_digest=delta.digest, reason=terms.reason,
        live=delta.live, added=delta.added, changed=delta.changed, removed=delta.removed,
        root=root_of(terms.department, terms.kind), second_needed=second, decision=decision,
        confirmed_by=KEEPER if on_paper or second else cmd.actor.office, at=cmd.at,
    )  # fmt: skip
    made.save(force_insert=True)
    if isinstance(terms, PaperConfirmation):
        terms.confirmation = made
        terms.save(update_fields=["confirmer", "confirmation"])
    pub = {"kind": _PUBLIC_KIND[RegistryKind(terms.kind)], "count": delta.count, "office": cmd.actor.office}
    if terms.task_number:
        pub["task_id"] = terms.task_number
    told = {
        "added": delta.added, "changed": delta.changed, "removed": delta.removed, "excluded": len(delta.excluded),
        "digest": delta.digest,
    }  # fmt: skip
    cmd.emit("roster.confirmed", pub=pub, private={"delta": Private(told, house_key(at=cmd.at).id)})
    return made
