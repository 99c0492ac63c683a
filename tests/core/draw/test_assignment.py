"""Assignment in small: who may hold a slot, what stops one, and the filling that is kept while choices are fixed.

Source: 40-draw §8.3; 第十四条, 第十五条, 第十六条. The definition itself is tried against brute force elsewhere.
"""

from typing import Any

import pytest

from shuangsuiji.core.draw.assignment import Assignment, assign, can_fill, eligible_persons
from shuangsuiji.core.draw.matching import Filling
from shuangsuiji.core.draw.roster import InspectorRow
from shuangsuiji.core.draw.tickets import inspector_scope, ticket, ticket_key
from tests.core.draw.cases import SHA256, vectors

SEED = "3" * 64
GOOD = InspectorRow("h:a", "rsj", ("food", "law"), "E", 1, "")
SLOT: list[Any] = ["t1", "member", "rsj", ["law"]]


def two(**changes: Any) -> list[InspectorRow]:
    return [GOOD._replace(**changes), GOOD._replace(handle="h:b", **changes)]


# ------------------------------------------------------------------------------------------------------- eligibility


@pytest.mark.parametrize(
    "change",
    [{"elig": "X2"}, {"elig": "X3"}, {"elig": "X4"}, {"dept": "scjgj"}, {"quals": ("food",)}, {"quals": ()}],
    ids=["no certificate", "on leave", "other", "another department", "not qualified", "no qualification"],
)
def test_one_thing_missing_and_a_person_may_not_hold_the_slot(change: dict[str, Any]) -> None:
    assert eligible_persons(SLOT, [GOOD], {}, ["firm"]) == ["h:a"]
    assert eligible_persons(SLOT, [GOOD._replace(**change)], {}, ["firm"]) == []


@pytest.mark.article("第十五条")
def test_a_conflict_with_one_firm_of_the_batch_is_enough_and_with_another_batch_is_none() -> None:
    assert eligible_persons(SLOT, [GOOD], {"h:a": ["firm"]}, ["other", "firm"]) == []
    assert eligible_persons(SLOT, [GOOD], {"h:a": ["firm"]}, ["other"]) == ["h:a"]
    assert eligible_persons(SLOT, [GOOD], {"h:b": ["firm"]}, ["firm"]) == ["h:a"]


def test_two_slots_of_one_team_that_ask_the_same_may_differ_between_teams() -> None:
    """Only the person of team two is recused: the same question has another answer there."""
    slots = [["t1", "member", "rsj", []], ["t2", "member", "rsj", []]]
    made = assign(SHA256, SEED, slots, two(), {"h:a": ["firm"]}, {"t1": [], "t2": ["firm"]})
    assert made.entries is not None
    assert [entry["handle"] for entry in made.entries] == ["h:a", "h:b"]


# ------------------------------------------------------------------------------------------------------------- entries


def test_an_entry_tells_load_ticket_and_the_next_two_by_rank() -> None:
    people = [GOOD._replace(handle=f"h:{letter}") for letter in "abcde"]
    made = assign(SHA256, SEED, [SLOT], people, {}, {"t1": []})
    key = ticket_key(SHA256, SEED, inspector_scope(0))
    ranked = sorted((ticket(SHA256, key, row.handle), row.handle) for row in people)
    assert made == Assignment(
        [
            {
                "team": "t1",
                "role": "member",
                "dept": "rsj",
                "handle": ranked[0][1],
                "generation": 0,
                "ticket": ranked[0][0],
                "skipped": [],
                "alternates": [ranked[1][1], ranked[2][1]],
            }
        ],
        0,
        [],
    )


def test_whoever_serves_already_comes_after_those_who_do_not_and_has_a_new_ticket() -> None:
    slots = [[f"t{number}", "member", "rsj", []] for number in range(1, 5)]
    made = assign(SHA256, SEED, slots, two(cap=2), {}, {f"t{number}": [] for number in range(1, 5)})
    assert made.entries is not None
    assert [entry["generation"] for entry in made.entries] == [0, 0, 1, 1]
    assert {entry["handle"] for entry in made.entries[:2]} == {"h:a", "h:b"}
    second = ticket_key(SHA256, SEED, inspector_scope(1))
    assert made.entries[2]["ticket"] == ticket(SHA256, second, made.entries[2]["handle"])


def test_nobody_serves_twice_in_a_team_however_high_the_cap() -> None:
    slots = [["t1", "leader", "rsj", []], ["t1", "member", "rsj", []], ["t1", "member", "rsj", []]]
    assert assign(SHA256, SEED, slots, two(cap=9), {}, {"t1": []}).entries is None


def test_nothing_to_fill_is_filled() -> None:
    assert assign(SHA256, SEED, [], [GOOD], {}, {}) == Assignment([], 0, [])


def test_the_ladder_is_climbed_only_as_far_as_needed() -> None:
    slots = [[f"t{number}", "member", "rsj", []] for number in range(1, 6)]
    dealt: dict[str, list[str]] = {f"t{number}": [] for number in range(1, 6)}
    assert assign(SHA256, SEED, slots, two(), {}, dealt, [0, 1]) == Assignment(None, 1, [0, 1, 2, 3, 4])
    assert assign(SHA256, SEED, slots, two(), {}, dealt, [0, 1, 2, 3]).cap_step == 2
    assert assign(SHA256, SEED, slots, two(cap=3), {}, dealt, [0, 1, 2, 3]).cap_step == 0


def test_the_smallest_set_that_blocks_is_named_and_checked() -> None:
    """Two slots need the one person who knows fires; the other three could be filled."""
    people = [*two(), GOOD._replace(handle="h:c", quals=("fire",))]
    slots = [["t1", "member", "rsj", []], ["t1", "member", "rsj", ["fire"]], ["t2", "member", "rsj", ["fire"]]]
    dealt: dict[str, list[str]] = {"t1": [], "t2": []}
    made = assign(SHA256, SEED, slots, people, {}, dealt)
    assert made == Assignment(None, 0, [1, 2])
    assert not can_fill(slots, [1, 2], people, {}, dealt, 0)
    assert can_fill(slots, [1, 2], people, {}, dealt, 1)
    assert can_fill(slots, [0, 1], people, {}, dealt, 0)


# ----------------------------------------------------------------------------------------------------------- the filling


def test_a_filling_may_leave_a_slot_empty_and_still_fix_others() -> None:
    filling = Filling(["t1", "t2", "t3"], [["a"], ["a", "b"], ["b"]], {"a": 1, "b": 1})
    assert filling.fill([0]) == []
    assert filling.holder == ["a", None, None]
    assert filling.fix(1, "b")
    assert filling.holder == ["a", "b", None]


def test_an_empty_slot_that_cannot_be_fixed_leaves_everything_as_it_was() -> None:
    filling = Filling(["t1", "t2", "t3"], [["a"], ["a"], ["b"]], {"a": 1, "b": 1})
    filling.fill([0])
    assert not filling.fix(1, "a")
    assert filling.holder == ["a", None, None]
    assert filling.fill([1]) == [[0, 1]]
    assert filling.fix(0, "a")


def test_a_fixed_slot_is_never_given_up_again() -> None:
    filling = Filling(["t1", "t2"], [["a", "b"], ["a"]], {"a": 1, "b": 1})
    assert filling.fill([0]) == []
    held = filling.holder[0]
    assert filling.fix(0, "a")
    assert filling.fill([1]) == [[1]]
    assert filling.holder == ["a", None]
    assert held == "a"


def test_a_cap_of_nothing_admits_nobody() -> None:
    filling = Filling(["t1"], [["a"]], {"a": 0})
    assert filling.fill([0]) == [[0]]
    assert filling.holder == [None]


def test_the_known_assignment_stands_still_when_people_are_permuted() -> None:
    known = vectors("suites")[0]
    people = [InspectorRow(**{**row, "quals": tuple(row["quals"])}) for row in known["inspector_roster"]]
    recusals = {opened["handle"]: opened["recusal"] for opened in known["inspector_private"]["rows"]}
    for turned in (people[::-1], people[5:] + people[:5]):
        made = assign(SHA256, known["seed"], known["slots"], turned, recusals, known["batches"])
        assert made.entries == known["assignment"]
