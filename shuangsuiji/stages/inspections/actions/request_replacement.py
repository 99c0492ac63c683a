"""The act: a clerk or the team's leader asks that somebody be replaced; the outgoing person's deputy head is asked.

Source: 第十五条. Working of the request is the approval; nothing changes until it is agreed.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.parameters import labels, text
from shuangsuiji.foundation.approvals.asking import ask
from shuangsuiji.foundation.approvals.content import content_digest
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.inspections.models import InspectorReplacement, Team
from shuangsuiji.stages.inspections.queries.teams import place_of
from shuangsuiji.stages.inspections.replacing import judged
from shuangsuiji.stages.registry.models import Inspector

CITATION = "第十五条"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which place, who comes, on which ground."""

    slot: int
    substitute: UUID
    ground: str
    text: str


def request_replacement(*, team_id: UUID, wish: Wish, actor: Actor, at: datetime) -> InspectorReplacement:
    """Ask. All that would refuse the exchange but the consent is told now.

    Raises RuleViolation (E13-2, E15-1, E15-3, E15-4, E15-5), AlreadyAsked, DoesNotExist for another task's team or an unknown person.
    """
    with command(actor=actor, at=at) as cmd:
        team = Team.objects.select_related("task__department", "draw").get(pk=team_id)
        place = place_of(team, wish.slot)
        substitute = Inspector.objects.select_related("person__key", "department").get(
            pk=wish.substitute, department=place.department, removed_on__isnull=True
        )
        found = judged(team, wish.slot, substitute, wish.ground, wish.text, None, at)
        require(*(each for name, each in found.items() if name != "consent_given" and not each.satisfied))
        request = ask(
            cmd, act="replace_inspector", citation=CITATION, object_type="inspections.Team", object_id=team.pk,
            content_digest=wish_digest(team, wish), office=text("replacement_approver"), department=place.department.code,
            reason=f"{labels('replacement_grounds')[wish.ground]}：{wish.text.strip()}",
        )  # fmt: skip
        made = InspectorReplacement(
            team=team, slot=wish.slot, outgoing=place.inspector, substitute=substitute, ground=wish.ground,
            text=wish.text.strip(), request=request, requested_at=at,
        )  # fmt: skip
        move(made, "request_replacement", actor=actor, at=at, facts={"ground_listed": found["ground_listed"]})
        key = house_key(at=at).id
        kept = {"slot": Private(f"{team.code}/{wish.slot}", key), "ground": Private(wish.ground, key)}
        pub = {"office": actor.office, "task_id": team.task.number, "count": 1}
        cmd.emit("replacement.requested", pub=pub, private=kept)
    return made


def wish_digest(team: Team, wish: Wish) -> str:
    """What the deciding office signs."""
    told = {
        "team": str(team.pk),
        "slot": wish.slot,
        "substitute": str(wish.substitute),
        "ground": wish.ground,
        "text": wish.text.strip(),
    }
    return content_digest(told)
