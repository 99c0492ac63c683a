"""The act: both lists are computed from the seed, recomputed by the verifier, and fixed for good.

Source: 第十三条（二）, 第十四条, 第十六条; SSJ-DRAW/1 §7, §8. Computed before the transaction; once for a task, whoever presses how often.
"""

from datetime import datetime
from uuid import UUID

from shuangsuiji.core.draw.ceremony import SEEDED
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import libraries_of
from shuangsuiji.core.draw.record import Proceedings
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.foundation.lifecycle.move import move
from shuangsuiji.stages.draws.models import Draw, DrawnSubject, DrawResult, TeamPlace
from shuangsuiji.stages.draws.proving import proceedings_of, recomputed
from shuangsuiji.stages.draws.queries.draws import own_draw
from shuangsuiji.stages.draws.stepping import ceremony_of, locked, take
from shuangsuiji.stages.draws.telling import result_told
from shuangsuiji.stages.plans.signing import holds
from shuangsuiji.stages.registry.models import Inspector, Subject

BATCH = 500


def draw(*, draw_id: UUID, actor: Actor, at: datetime) -> Draw:
    """Draw. Raises DrawRefused (E14-1 the second time, E13-1 before the number), RuleViolation (E13-2), DoesNotExist.

    Cost: the rosters are read once from the shelf; a fault of the recomputation refuses everything.
    """
    found = own_draw(draw_id, actor.org)
    ceremony_of(found).draw()  # refused before anything is computed
    proceedings = proceedings_of(found)
    outcome = proceedings.outcome()
    assert outcome is not None
    checked = recomputed(proceedings, outcome)
    with command(actor=actor, at=at) as cmd:
        found = locked(draw_id, actor.org)
        after = ceremony_of(found).draw()
        facts = {"ceremony_complete": holds("第十四条", SEEDED), "result_recomputed": checked}
        move(found.task, "draw", actor=actor, at=at, facts=facts)
        made = _result(found, outcome, at)
        made.save(force_insert=True)
        DrawnSubject.objects.bulk_create(_subjects(found, proceedings, outcome))
        TeamPlace.objects.bulk_create(_places(found, proceedings, outcome))
        take(found, "draw", after, at=at)
        cmd.emit("draw.result", pub=result_told(found, made))
    return found


def _result(found: Draw, outcome: Outcome, at: datetime) -> DrawResult:
    firms = {entry["handle"] for part in _parts(found, outcome) for entry in part[2]["selected"]}
    people = outcome.assignment or []
    return DrawResult(
        draw=found, selection_hash=outcome.selection_hash, batches_root=outcome.batches_root,
        assignment_hash=outcome.assignment_hash, result_hash=outcome.result_hash, subjects=len(firms),
        teams=len(outcome.team_order), inspectors=len({each["handle"] for each in people}), blocking=outcome.blocking, at=at,
    )  # fmt: skip


def _parts(found: Draw, outcome: Outcome) -> list[tuple[str, str, dict[str, list[dict[str, str]]]]]:
    """(library, stratum, what was drawn of it)."""
    return [
        (library, stratum, part)
        for library in libraries_of(found.plan)
        for stratum, part in (outcome.selection[library] if library else outcome.selection).items()
    ]


def _subjects(found: Draw, proceedings: Proceedings, outcome: Outcome) -> list[DrawnSubject]:
    assert proceedings.rosters is not None
    teams = {handle: team for team, handles in outcome.batches.items() for handle in handles}
    rows = []
    for library, stratum, part in _parts(found, outcome):
        department = Department.objects.get(code=library or found.task.department.code)
        known = {opened.handle: opened.id for opened in proceedings.rosters.subjects[library].opened}
        drawn = {known[entry["handle"]] for entry in part["selected"]}
        subjects = _subjects_by_identity(department, drawn)
        rows += [
            DrawnSubject(
                draw=found, department=department, library=library, stratum=stratum, rank=entry["rank"],
                ticket=entry["ticket"], handle=entry["handle"], subject=subjects[known[entry["handle"]]],
                team=teams.get(entry["handle"], ""),
            )
            for entry in part["selected"]
        ]  # fmt: skip
    return rows


def _subjects_by_identity(department: Department, wanted: set[str]) -> dict[str, Subject]:
    found: dict[str, Subject] = {}
    names = sorted(wanted)
    for start in range(0, len(names), BATCH):
        some = Subject.objects.filter(department=department, identity__in=names[start : start + BATCH])
        found.update({each.identity: each for each in some})
    return found


def _places(found: Draw, proceedings: Proceedings, outcome: Outcome) -> list[TeamPlace]:
    assert proceedings.rosters is not None
    numbers = {opened.handle: opened.pid for opened in proceedings.rosters.inspectors.opened}
    entries = outcome.assignment or []
    wanted = {numbers[entry["handle"]] for entry in entries}
    people = {each.number: each for each in Inspector.objects.filter(number__in=wanted, removed_on__isnull=True)}
    departments = {each.code: each for each in Department.objects.filter(code__in={entry["dept"] for entry in entries})}
    return [
        TeamPlace(
            draw=found, slot=slot, team=entry["team"], role=entry["role"], department=departments[entry["dept"]],
            inspector=people[numbers[entry["handle"]]], handle=entry["handle"], ticket=entry["ticket"],
        )
        for slot, entry in enumerate(entries)
    ]  # fmt: skip
