"""The act: a second person signs a confirmation of a registry from which class D rows left, or of which much changed.

Source: 第十条; C10-3, C10-5; 20-house §4. One command: request of the keeper, decision, confirmation, event.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.parameters import text
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.actions.confirm_registry import examined, write
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.models import ConfirmationDraft, RegistryConfirmation

KEEPER = "registry_keeper"
CITATION = "第十条"


def shown(draft: ConfirmationDraft) -> dict[str, object]:
    """What the second person sees, as a JSON value: the changes, and what for."""
    return {
        "kind": draft.kind,
        "task": str(draft.task_id or ""),
        "number": draft.task_number,
        "ordinal": draft.change_ordinal,
        "delta": draft.delta_digest,
        "reason": draft.reason,
    }


def sign_confirmation(
    *, draft: UUID, opinion: str = "", standing_in: str = "", actor: Actor, at: datetime
) -> RegistryConfirmation:
    """Sign; the draft is used up. Raises ConfirmationDraft.DoesNotExist; RuleViolation E10-1 (changed since), E13-2 (keeper himself)."""
    with command(actor=actor, at=at) as cmd:
        department = lock_registry(actor.org)
        found = ConfirmationDraft.objects.select_for_update(of=("self",)).get(pk=draft, department=department)
        delta = examined(found, at)
        digest = content_digest(shown(found))
        request = ask(
            cmd, act="sign_confirmation", citation=CITATION, object_type="registry.ConfirmationDraft",
            object_id=found.pk, content_digest=digest, office=text("second_signature_office"), department=actor.org,
            reason=found.reason or "更新确认名录库", requester=found.drafter, requester_office=KEEPER,
        )  # fmt: skip
        decision = decide(
            cmd, request, outcome=Outcome.APPROVED, content_digest=digest, opinion=opinion, standing_in=standing_in
        )
        made = write(cmd, found, delta, decision)
        found.delete()
    return made
