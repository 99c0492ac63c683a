"""Writing down what a seed gave: the digests, the drawn subjects, the places in teams. Part of an open command.

Source: 第十四条, 第十六条; SSJ-DRAW/1 §7, §8. Takes: a seeded draw, its proceedings, the outcome the verifier agreed with. Gives: rows and event.
"""

from datetime import datetime

from shuangsuiji.core.draw.ceremony import Ceremony
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import libraries_of
from shuangsuiji.core.draw.record import Proceedings
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.command import Command
from shuangsuiji.stages.draws.models import Draw, DrawnSubject, DrawResult, TeamPlace
from shuangsuiji.stages.draws.stepping import take
from shuangsuiji.stages.draws.telling import result_told
from shuangsuiji.stages.registry.models import Inspector, Subject

BATCH = 500


def write_lists(cmd: Command, found: Draw, proceedings: Proceedings, outcome: Outcome, after: Ceremony) -> None:
    """Write both lists and take the step to `after`; the event speaks for all of it."""
    made = _result(found, outcome, cmd.at)
    made.save(force_insert=True)
    DrawnSubject.objects.bulk_create(_subjects(found, proceedings, outcome))
    TeamPlace.objects.bulk_create(_places(found, proceedings, outcome))
    take(found, "draw", after, at=cmd.at)
    cmd.emit("draw.result", pub=result_told(found, made))


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
    departments = {each.code: each for each in Department.objects.filter(code__in={entry["dept"] for entry in entries})}
    # Who left the registry after the freeze stays drawn, and is replaced by the book (第十五条).
    frozen = Inspector.objects.filter(number__in=wanted, department__in=departments.values())
    people = {(each.department_id, each.number): each for each in frozen}
    return [
        TeamPlace(
            draw=found, slot=slot, team=entry["team"], role=entry["role"], department=departments[entry["dept"]],
            inspector=people[departments[entry["dept"]].pk, numbers[entry["handle"]]], handle=entry["handle"], ticket=entry["ticket"],
        )
        for slot, entry in enumerate(entries)
    ]  # fmt: skip
