"""The act: the deputy head of the outgoing person's department agrees; the substitute is appended, the drawn list stays.

Source: 第十五条; SSJ-DRAW/1 §8.5. The draw's record learns of it as its next version.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.lifecycle import REPLACEMENT, check_act
from shuangsuiji.foundation.approvals.deciding import decide
from shuangsuiji.foundation.approvals.models import Outcome
from shuangsuiji.foundation.approvals.queries import effective
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.replacing import Change, append_replacement
from shuangsuiji.stages.inspections.models import InspectorReplacement, TeamMember
from shuangsuiji.stages.inspections.queries.teams import place_of
from shuangsuiji.stages.inspections.replacing import judged
from shuangsuiji.stages.plans.signing import reason_given


@dataclass(frozen=True, slots=True)
class Answer:
    """What the deputy head decided on what he saw; `standing_in` where the next office up decides, and why."""

    seen: str
    opinion: str = ""
    standing_in: str = ""


def replace_inspector(*, replacement_id: UUID, answer: Answer, actor: Actor, at: datetime) -> InspectorReplacement:
    """Agree. Raises RuleViolation (E13-1, E13-2, E15-1 to E15-5), DrawRefused where the record cannot take it, ContentChanged, DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        found = _locked(replacement_id)
        require(check_act(REPLACEMENT, found.status, "replace_inspector"))
        decide(
            cmd, found.request, outcome=Outcome.APPROVED, content_digest=answer.seen, opinion=answer.opinion,
            standing_in=answer.standing_in,
        )  # fmt: skip
        team, place = found.team, place_of(found.team, found.slot)
        approval = effective(found.request, answer.seen)
        facts = judged(team, found.slot, found.substitute, found.ground, found.text, approval, at)
        move(found, "replace_inspector", actor=actor, at=at, facts=facts, standing_in=answer.standing_in)
        TeamMember(
            team=team, slot=found.slot, ordinal=place.ordinal + 1, role=place.role, department=place.department,
            inspector=found.substitute, replacement=found,
        ).save(force_insert=True)  # fmt: skip
        change = Change(found.slot, found.substitute.number, found.ground, found.text, found.request.requester_office)
        append_replacement(team.draw, change, at=at)
        key = house_key(at=at).id
        kept = {"from": Private(found.outgoing.number, key), "to": Private(found.substitute.number, key)}
        pub = {"draw_id": team.draw.number, "slot": found.slot, "ground": found.ground, "office": actor.office}
        cmd.emit("inspector.replaced", pub=pub, private=kept)
    return found


def refuse_replacement(*, replacement_id: UUID, answer: Answer, actor: Actor, at: datetime) -> InspectorReplacement:
    """Refuse, with an opinion. Raises RuleViolation (E13-1, E13-2), ApprovalRefused without one, ContentChanged, DoesNotExist."""
    with command(actor=actor, at=at) as cmd:
        found = _locked(replacement_id)
        decide(
            cmd, found.request, outcome=Outcome.REFUSED, content_digest=answer.seen, opinion=answer.opinion,
            standing_in=answer.standing_in,
        )  # fmt: skip
        facts = {"reason_given": reason_given(answer.opinion, "第十五条")}
        move(found, "refuse_replacement", actor=actor, at=at, facts=facts, standing_in=answer.standing_in)
        kept = {"slot": Private(f"{found.team.code}/{found.slot}", house_key(at=at).id)}
        pub = {"office": actor.office, "task_id": found.team.task.number, "count": 1}
        cmd.emit("replacement.refused", pub=pub, private=kept)
    return found


def _locked(key: UUID) -> InspectorReplacement:
    rows = InspectorReplacement.objects.select_for_update(no_key=True, of=("self",))
    found: InspectorReplacement = rows.select_related(
        "team__task__department",
        "team__draw",
        "outgoing",
        "substitute__person__key",
        "substitute__department",
        "request",
    ).get(pk=key)
    return found
