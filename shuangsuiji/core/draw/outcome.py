"""Everything a draw produces, as a pure function of plan, frozen rosters and seed. One code path, open or sealed.

Source: SSJ-DRAW/1 §7, §8; 第十四条, 第十六条.
Gives: `Outcome`, whose fields are those of a record.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.assignment import Assignment, assign
from shuangsuiji.core.draw.plan import Plan, draws_subjects, draws_teams
from shuangsuiji.core.draw.result import assignment_hash, result_hash, selection_hash
from shuangsuiji.core.draw.roster import InspectorRow, SubjectRow
from shuangsuiji.core.draw.selection import select, selected_handles
from shuangsuiji.core.draw.teams import batches, place_leaves, slots, team_order
from shuangsuiji.core.draw.tickets import SUBJECTS, ticket_key
from shuangsuiji.core.tree import root


@dataclass(frozen=True, slots=True)
class Outcome:
    """The drawn lists with their digests. A part the mode does not draw is empty (§9)."""

    seed: str
    ticket_key: str
    selection: dict[str, Any]
    selection_hash: str
    team_order: list[str]
    slots: list[list[Any]]
    batches: dict[str, list[str]]
    batches_root: str
    assignment: list[dict[str, Any]] | None
    cap_step: int
    blocking: list[int]
    assignment_hash: str
    result_hash: str


def draw(
    plan: Plan,
    seed: str,
    subjects: Mapping[str, Sequence[SubjectRow]],
    inspectors: Sequence[InspectorRow],
    *,
    towns: Mapping[str, str],
    salts: Mapping[str, str],
    recusals: Mapping[str, Collection[str]],
) -> Outcome:
    """Draw subjects and inspectors as far as the plan's mode says.

    `subjects` maps libraries to frozen rows; `towns`, `salts` map subject handles, `recusals` inspector handles (see
    `FrozenRosters`). The same arguments give the same bytes on every machine.
    """
    suite, draw_id = suite_named(plan["suite"]), plan["draw_id"]
    selection = select(suite, plan, subjects, seed) if draws_subjects(plan) else {}
    selection_digest = selection_hash(suite, draw_id, seed, selection) if draws_subjects(plan) else ""
    order, places, dealt, root_text, digest = [], [], {}, "", ""
    people = Assignment([], 0, [])
    if draws_teams(plan):
        order = team_order(suite, plan, seed)
        places = slots(plan, order)
        dealt = batches(suite, plan, drawn_subjects(plan, selection), towns, seed)
        root_text = root(suite, place_leaves(suite, dealt, salts)).hex()
        ladder = plan.get("cap_ladder", [0])
        people = assign(suite, seed, places, inspectors, recusals, dealt, ladder)
        digest = assignment_hash(suite, draw_id, seed, root_text, people.entries, places, order)
    return Outcome(
        seed=seed,
        ticket_key=ticket_key(suite, seed, SUBJECTS),
        selection=selection,
        selection_hash=selection_digest,
        team_order=order,
        slots=places,
        batches=dealt,
        batches_root=root_text,
        assignment=people.entries,
        cap_step=people.cap_step,
        blocking=people.blocking,
        assignment_hash=digest,
        result_hash=result_hash(suite, draw_id, seed, selection_digest, digest),
    )


def drawn_subjects(plan: Plan, selection: Mapping[str, Any]) -> Iterable[str]:
    """Handles of the subjects to be visited: the selected ones, or those the plan received."""
    handles: Iterable[str] = (
        selected_handles(plan, selection) if draws_subjects(plan) else plan["dispatched"]["handles"]
    )
    return handles
