"""The act: a second person signs a confirmation of a registry from which class D rows left, or of which much changed.

Source: 第十条; C10-3, C10-5; 20-house §4. One command: request of the keeper, decision, confirmation, event.
"""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, judge, require
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import text
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.accounts.queries import Deciding, deciding_office
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.registry.changes import lock_registry
from shuangsuiji.stages.registry.confirmed import examined, write
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
    """Sign; the draft is used up. The deputy head stands in where nobody but the keeper is section head, or the post is vacant.

    Raises ConfirmationDraft.DoesNotExist; RuleViolation E10-1 (changed since), E13-2 (keeper himself, or not his to sign).
    """
    with command(actor=actor, at=at) as cmd:
        department = lock_registry(actor.org)
        found = ConfirmationDraft.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=draft, department=department
        )
        delta = examined(found, at)
        office = text("second_signature_office")
        why = "" if actor.office == office else _standing_in(found, actor, standing_in, localdate(at))
        digest = content_digest(shown(found))
        request = ask(
            cmd, act="sign_confirmation", citation=CITATION, object_type="registry.ConfirmationDraft",
            object_id=found.pk, content_digest=digest, office=office, department=actor.org,
            reason=found.reason or "更新确认名录库", requester=found.drafter, requester_office=KEEPER,
        )  # fmt: skip
        decision = decide(
            cmd, request, outcome=Outcome.APPROVED, content_digest=digest, opinion=opinion, standing_in=why
        )
        made = write(cmd, found, delta, decision)
        found.delete()
    return made


def signer_of(draft: ConfirmationDraft, on: date) -> Deciding | None:
    """Which office signs on that day, and why where it stands in; None where nobody but the keeper could."""
    keeper = Person.objects.get(pk=draft.drafter)
    return deciding_office(text("second_signature_office"), draft.department.code, on, requester=keeper)


def _standing_in(draft: ConfirmationDraft, actor: Actor, reason: str, on: date) -> str:
    """Why another office than the usual one signs. Raises RuleViolation where it may not."""
    deciding = signer_of(draft, on)
    require(_may_stand_in(deciding, actor.office))
    return reason.strip() or (deciding.standing_in if deciding is not None else "")


def _may_stand_in(deciding: Deciding | None, office: str) -> Finding:
    usual = OFFICES[text("second_signature_office")]
    return judge(
        "E13-2", CITATION, deciding is not None and deciding.office == office, required=usual,
        actual=OFFICES.get(office, office),
        refusal=f"本部门有在任的{usual}，第二签字由其办理，不能代签（{CITATION}）。",
        remedy=f"请交{usual}办理；已离任的，请安全管理员先登记任职变动。",
    )  # fmt: skip
