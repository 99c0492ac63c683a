"""The act: the clerk announces a draw; plan, contributors, times and public number are fixed before anybody knows the rosters.

Source: 第十三条（二）, 第十四条; SSJ-DRAW/1 §4, §5 (PLANNED).
"""

import secrets
from datetime import datetime
from uuid import UUID

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.ceremony import PLANNED
from shuangsuiji.core.draw.plan import plan_hash
from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.lifecycle import BORN, TASK, check_act
from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.keeping import seal_keys
from shuangsuiji.stages.draws.models import Draw, DrawContributor, DrawStep
from shuangsuiji.stages.draws.planning import DrawTerms, draw_plan, new_persons
from shuangsuiji.stages.draws.queries.draws import require_no_standing
from shuangsuiji.stages.draws.rostering import drawable, signed_scheme, subject_entries
from shuangsuiji.stages.draws.telling import announced
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.stages.plans.queries.filings import filing_finding
from shuangsuiji.stages.plans.signing import holds

KEY_BYTES = 32
KINDS = ("subject", "inspector")


def plan_draw(*, task_id: UUID, terms: DrawTerms, actor: Actor, at: datetime) -> Draw:
    """Announce the next draw of a task of the actor's department. Cost: the live registry is read once.

    Raises RuleViolation (E08-4, E13-1, E13-2), DrawRefused with every fault of the plan, also while another draw stands (E14-1);
    DoesNotExist for another department's task.
    """
    with command(actor=actor, at=at) as cmd:
        task: Task = (
            Task.objects.select_related("department", "line")
            .select_for_update(no_key=True, of=("self",))
            .get(pk=task_id, department__code=actor.org)
        )
        require_no_standing(task)
        require(check_act(TASK, task.status, "plan_draw"))
        scheme = signed_scheme(task)
        ordinal = Draw.objects.filter(series=task.number).count() + 1
        keys = {kind: secrets.token_bytes(KEY_BYTES) for kind in KINDS}
        plan = draw_plan(task, scheme, terms, keys, ordinal, drawable(subject_entries(task, scheme)))
        facts = {
            "draw_plan_valid": holds("第十四条", "各方、时间、公开数已写定"),
            "exclusions_as_in_scheme": holds("第九条", "照方案抄录"),
            "filed_if_ad_hoc": filing_finding(task),
        }
        move(task, "plan_draw", actor=actor, at=at, facts=facts)
        draw = Draw(
            id=cmd.new_id(), task=task, series=task.number, ordinal=ordinal, number=plan["draw_id"], mode=plan["mode"],
            plan=plan, plan_hash=plan_hash(suite_named(plan["suite"]), plan),
            keys_sealed=seal_keys(keys, plan["draw_id"], at=at), planned_at=at,
        )  # fmt: skip
        draw.save(force_insert=True)
        _contributors(task, draw, terms, scheme.content["contributors"])
        DrawStep(draw=draw, act="plan", from_state=BORN, to_state=PLANNED, at=at).save(force_insert=True)
        cmd.emit("draw.planned", pub=announced(draw))
    return draw


def _contributors(task: Task, draw: Draw, terms: DrawTerms, labels: list[str]) -> None:
    for ordinal, (code, label, person) in enumerate(new_persons(terms, task, labels), start=1):
        DrawContributor(draw=draw, ordinal=ordinal, code=code, label=label, person=Person.objects.get(pk=person)).save(
            force_insert=True
        )
