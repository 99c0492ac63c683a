"""The whole draw as one pure function: each mode draws its part, empties the other, and hashes what it drew.

Source: 40-draw §4 (mode), §8, §9; 第十四条.
"""

from typing import Any

import pytest

from shuangsuiji.core.canonical import jcs, tag
from shuangsuiji.core.draw.freeze import FrozenRosters, freeze_rosters
from shuangsuiji.core.draw.outcome import Outcome, draw, drawn_subjects
from shuangsuiji.core.draw.result import assignment_hash, result_hash, selection_hash
from shuangsuiji.core.draw.teams import place_leaves
from shuangsuiji.core.tree import root
from tests.core.draw import cases
from tests.core.draw.cases import KEYS, SHA256, TASK

pytestmark = pytest.mark.article("第十四条")

SEED = "c" * 64


def run(rules: dict[str, Any], rosters: FrozenRosters, seed: str = SEED) -> Outcome:
    return draw(
        rules,
        seed,
        {library: frozen.rows for library, frozen in rosters.subjects.items()},
        rosters.inspectors.rows,
        towns=rosters.towns,
        salts=rosters.salts,
        recusals=rosters.recusals,
    )


@pytest.fixture(scope="module")
def both() -> Outcome:
    return run(cases.plan(), cases.freeze())


def test_the_same_arguments_give_the_same_lists(both: Outcome) -> None:
    assert run(cases.plan(), cases.freeze()) == both


def test_everything_is_drawn_in_the_plain_mode(both: Outcome) -> None:
    assert [part["k"] for part in both.selection.values()] == [1, 1, 1, 2]
    assert sorted(handle for batch in both.batches.values() for handle in batch) == sorted(
        drawn_subjects(cases.plan(), both.selection)
    )
    assert len(both.slots) == len(both.assignment or []) == 4
    assert both.batches_root == root(SHA256, place_leaves(SHA256, both.batches, cases.freeze().salts)).hex()


def test_a_recusal_is_kept_whatever_the_seed() -> None:
    """The person recused from firm 30 never sits in the team that visits it: 200 seeds, both found together in none."""
    rosters = cases.freeze()
    (recused,) = [opened for opened in rosters.inspectors.opened if opened.recusal]
    drawn = served = 0
    for number in range(200):
        outcome = run(cases.plan(), rosters, f"{number:064x}")
        teams = {team for team, batch in outcome.batches.items() if recused.recusal[0] in batch}
        serving = {entry["team"] for entry in outcome.assignment or [] if entry["handle"] == recused.handle}
        assert not teams & serving
        drawn += bool(teams)
        served += bool(serving)
    assert drawn > 20
    assert served > 60


def test_the_hashes_cover_what_was_drawn(both: Outcome) -> None:
    where = (SHA256, TASK + "/1", SEED)
    assert both.selection_hash == selection_hash(*where, both.selection)
    assert both.selection_hash == tag(SHA256, "selection", TASK + "/1", SEED, jcs(both.selection))
    people = {"assignment": both.assignment, "slots": both.slots, "team_order": both.team_order}
    assert both.assignment_hash == tag(SHA256, "assignment", TASK + "/1", SEED, both.batches_root, jcs(people))
    assert both.result_hash == result_hash(*where, both.selection_hash, both.assignment_hash)


def test_any_edit_of_a_list_changes_its_hash(both: Outcome) -> None:
    """An alternate removed, two ranks swapped, a slot moved: nothing published can be edited unseen."""
    where = (SHA256, TASK + "/1", SEED)
    first = (both.assignment or [])[0]
    edited = [{**first, "alternates": first["alternates"][1:]}, *(both.assignment or [])[1:]]
    swapped = {**both.selection, "D": {**both.selection["D"], "selected": both.selection["D"]["selected"][::-1]}}
    assert selection_hash(*where, swapped) != both.selection_hash
    hashes = {
        assignment_hash(*where, both.batches_root, both.assignment, both.slots, both.team_order),
        assignment_hash(*where, both.batches_root, edited, both.slots, both.team_order),
        assignment_hash(*where, both.batches_root, None, both.slots, both.team_order),
        assignment_hash(*where, both.batches_root, both.assignment, both.slots[::-1], both.team_order),
        assignment_hash(*where, both.batches_root, both.assignment, both.slots, both.team_order[::-1]),
        assignment_hash(*where, "0" * 64, both.assignment, both.slots, both.team_order),
    }
    assert len(hashes) == 6


def test_a_draw_of_subjects_alone_leaves_the_other_part_empty(both: Outcome) -> None:
    rules = cases.subjects_plan()
    rosters = freeze_rosters(rules, {"": cases.subjects()}, [], {"subject": KEYS["subject"]})
    outcome = run(rules, rosters)
    assert outcome.selection == both.selection, "one code path, whatever else is drawn"
    assert (outcome.team_order, outcome.slots, outcome.batches, outcome.batches_root) == ([], [], {}, "")
    assert (outcome.assignment, outcome.cap_step, outcome.blocking, outcome.assignment_hash) == ([], 0, [], "")
    assert outcome.result_hash == result_hash(SHA256, TASK + "/1", SEED, outcome.selection_hash, "")


@pytest.mark.article("第十二条")
def test_a_draw_of_inspectors_alone_deals_the_received_subjects() -> None:
    rules, received = cases.received_plan(), cases.received_subjects()
    rosters = freeze_rosters(rules, {}, cases.people(), {"inspector": KEYS["inspector"]}, received)
    outcome = run(rules, rosters)
    assert (outcome.selection, outcome.selection_hash) == ({}, "")
    assert {handle for batch in outcome.batches.values() for handle in batch} == {row.handle for row in received}
    assert list(drawn_subjects(rules, {})) == rules["dispatched"]["handles"]
    assert outcome.result_hash == result_hash(SHA256, TASK + "/1", SEED, "", outcome.assignment_hash)


def test_too_few_inspectors_leave_the_subjects_standing(both: Outcome) -> None:
    rosters = freeze_rosters(cases.plan(), {"": cases.subjects()}, cases.people()[:3], KEYS)
    outcome = run(cases.plan(), rosters)
    assert (outcome.selection, outcome.batches) == (both.selection, both.batches)
    assert (outcome.assignment, outcome.cap_step) == (None, 2)
    assert outcome.blocking
    assert {outcome.slots[index][2] for index in outcome.blocking} == {"scjgj"}


# Two teams have two orders only, and nothing blocks here.
@pytest.mark.parametrize(
    "name",
    [
        "ticket_key",
        "selection",
        "selection_hash",
        "batches",
        "batches_root",
        "assignment",
        "assignment_hash",
        "result_hash",
    ],
)
def test_another_seed_gives_another_draw(name: str, both: Outcome) -> None:
    assert getattr(run(cases.plan(), cases.freeze(), "d" * 64), name) != getattr(both, name)
