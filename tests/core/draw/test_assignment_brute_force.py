"""The assignment equals its definition, tried out by brute force on small instances.

Source: 40-draw §8.3; 第十五、十六条. Brute force knows no augmenting path: it walks the slots, and to see whether the
rest can still be filled it tries everything.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest

from shuangsuiji.core.draw.assignment import Assignment, assign, can_fill
from shuangsuiji.core.draw.roster import InspectorRow
from shuangsuiji.core.draw.tickets import inspector_scope, ticket, ticket_key
from tests.core.draw.small_draws import NO_ATTRS, SHA256, chance, seeds

pytestmark = [pytest.mark.article("第十五条"), pytest.mark.article("第十六条")]

INSTANCES = 3000
DEPARTMENTS = ("rsj", "scjgj")
QUALS = ("law", "fire")


class Instance(NamedTuple):
    """One small assignment: slots in order, people, who must not visit what, which firms a team has."""

    seed: str
    slots: list[list[Any]]
    people: list[InspectorRow]
    recusals: dict[str, list[str]]
    dealt: dict[str, list[str]]
    ladder: tuple[int, ...]


def instance(number: int) -> Instance:
    """Instance `number`: 1–3 teams of 2–3 slots, 2–7 people; scarce enough that many cannot be filled at once."""
    label = f"instance/{number}"
    (seed,) = seeds(label, 1)
    teams = [f"t{index + 1}" for index in range(1 + chance(f"{label}/teams", 3))]
    template = [_slot(f"{label}/slot/{index}", index) for index in range(2 + chance(f"{label}/slots", 2))]
    slots = [[team, *template[0]] for team in teams] + [[team, *slot] for team in teams for slot in template[1:]]
    people = [_person(f"{label}/person/{index}", index) for index in range(2 + chance(f"{label}/people", 6))]
    dealt = {team: [f"firm{team}{index}" for index in range(2)] for team in teams}
    recusals = {
        person.handle: [dealt[team][0] for team in teams if chance(f"{label}/recusal/{person.handle}/{team}", 5) == 0]
        for person in people
    }
    ladder = ((0,), (0, 1), (0, 1, 3))[chance(f"{label}/ladder", 3)]
    return Instance(seed, slots, people, recusals, dealt, ladder)


def _slot(label: str, index: int) -> list[Any]:
    needs = [QUALS[chance(f"{label}/qual", 2)]] if chance(f"{label}/needs", 3) == 0 else []
    department = DEPARTMENTS[0] if index == 0 else DEPARTMENTS[chance(f"{label}/dept", 3) // 2]
    return ["leader" if index == 0 else "member", department, needs]


def _person(label: str, index: int) -> InspectorRow:
    quals = tuple(qual for qual in QUALS if chance(f"{label}/{qual}", 2))
    elig = "X3" if chance(f"{label}/elig", 8) == 0 else "E"
    return InspectorRow(
        f"h:{index}", DEPARTMENTS[chance(f"{label}/dept", 3) // 2], quals, elig, 1 + chance(f"{label}/cap", 2), NO_ATTRS
    )


# -------------------------------------------------------------------------------------------------- the definition


def may_serve(case: Instance, slot: Sequence[Any], person: InspectorRow) -> bool:
    team, _, department, needs = slot
    conflicts = set(case.recusals[person.handle]) & set(case.dealt[team])
    return (
        person.elig == "E"
        and person.dept == department
        and all(need in person.quals for need in needs)
        and not conflicts
    )


def candidates(case: Instance, index: int, chosen: Sequence[str], step: int) -> list[str]:
    """Who may take slot `index` when the slots before it are held by `chosen`; in no order."""
    team = case.slots[index][0]
    load = Counter(chosen)
    there = {who for slot, who in zip(case.slots, chosen, strict=False) if slot[0] == team}
    return [
        person.handle
        for person in case.people
        if may_serve(case, case.slots[index], person)
        and load[person.handle] < person.cap + step
        and person.handle not in there
    ]


def can_go_on(case: Instance, chosen: list[str], step: int) -> bool:
    """Whether all further slots can be filled: everything is tried."""
    if len(chosen) == len(case.slots):
        return True
    return any(can_go_on(case, [*chosen, who], step) for who in candidates(case, len(chosen), chosen, step))


def by_definition(case: Instance) -> tuple[list[dict[str, Any]] | None, int]:
    """The assignment as §8.3 defines it, and the step of the ladder it needed."""
    for step in case.ladder:
        if can_go_on(case, [], step):
            return _walk(case, step), step
    return None, case.ladder[-1]


def _walk(case: Instance, step: int) -> list[dict[str, Any]]:
    chosen: list[str] = []
    entries: list[dict[str, Any]] = []
    for index, (team, role, department, _) in enumerate(case.slots):
        ranked = sorted(
            (load, ticket(SHA256, ticket_key(SHA256, case.seed, inspector_scope(load)), who), who)
            for who in candidates(case, index, chosen, step)
            for load in [chosen.count(who)]
        )
        place = next(at for at, (_, _, who) in enumerate(ranked) if can_go_on(case, [*chosen, who], step))
        load, value, who = ranked[place]
        entries.append(
            {
                "team": team,
                "role": role,
                "dept": department,
                "handle": who,
                "generation": load,
                "ticket": value,
                "skipped": [name for _, _, name in ranked[:place]],
                "alternates": [name for _, _, name in ranked[place + 1 : place + 3]],
            }
        )
        chosen.append(who)
    return entries


def ours(case: Instance, people: Sequence[InspectorRow] | None = None) -> Assignment:
    return assign(SHA256, case.seed, case.slots, people or case.people, case.recusals, case.dealt, case.ladder)


# ------------------------------------------------------------------------------------------------------- the tests


@pytest.fixture(scope="module")
def cases() -> list[tuple[Instance, Assignment]]:
    return [(case, ours(case)) for case in map(instance, range(INSTANCES))]


def test_the_assignment_is_the_one_the_definition_names(cases: list[tuple[Instance, Assignment]]) -> None:
    for case, made in cases:
        assert (made.entries, made.cap_step) == by_definition(case), case


def test_the_instances_are_hard_enough_to_mean_something(cases: list[tuple[Instance, Assignment]]) -> None:
    kinds: Counter[str] = Counter()
    for _, made in cases:
        if made.entries is None:
            kinds["infeasible"] += 1
        else:
            kinds["look-ahead"] += any(entry["skipped"] for entry in made.entries)
            kinds["higher step"] += made.cap_step > 0
            kinds["serves twice"] += any(entry["generation"] > 0 for entry in made.entries)
            kinds["feasible"] += 1
    assert kinds["feasible"] + kinds["infeasible"] == INSTANCES
    assert kinds["feasible"] >= 500
    assert kinds["infeasible"] >= 500
    assert kinds["look-ahead"] >= 50
    assert kinds["higher step"] >= 50
    assert kinds["serves twice"] >= 100


def test_every_slot_is_held_by_somebody_who_may_and_caps_hold(cases: list[tuple[Instance, Assignment]]) -> None:
    for case, made in cases:
        entries = made.entries or []
        rows = {row.handle: row for row in case.people}
        for slot, entry in zip(case.slots, entries, strict=False):
            assert may_serve(case, slot, rows[entry["handle"]])
        for who, times in Counter(entry["handle"] for entry in entries).items():
            assert times <= rows[who].cap + made.cap_step
        assert len({(entry["team"], entry["handle"]) for entry in entries}) == len(entries)


def test_the_order_in_which_people_and_recusals_are_given_changes_nothing(
    cases: list[tuple[Instance, Assignment]],
) -> None:
    for case, made in cases:
        turned = case._replace(recusals={who: case.recusals[who][::-1] for who in reversed(case.recusals)})
        assert ours(turned, case.people[::-1])[:2] == made[:2]


def test_blocking_slots_really_cannot_be_filled_together(cases: list[tuple[Instance, Assignment]]) -> None:
    for case, made in cases:
        if made.entries is not None:
            assert made.blocking == []
            continue
        assert made.blocking == sorted(set(made.blocking))
        assert not can_fill(case.slots, made.blocking, case.people, case.recusals, case.dealt, case.ladder[-1])
        alone = case._replace(slots=[case.slots[index] for index in made.blocking])
        assert not can_go_on(alone, [], case.ladder[-1])


def test_two_slots_for_one_person_are_not_enough_and_a_second_person_is() -> None:
    one = InspectorRow("h:0", "rsj", (), "E", 5, NO_ATTRS)
    slots: list[list[Any]] = [["t1", "leader", "rsj", []], ["t1", "member", "rsj", []]]
    case = Instance("0" * 64, slots, [one], {"h:0": [], "h:1": []}, {"t1": []}, (0, 5))
    assert ours(case) == Assignment(None, 5, [0, 1])
    both = case._replace(people=[one, one._replace(handle="h:1")])
    made = ours(both)
    assert made.entries is not None
    assert {entry["handle"] for entry in made.entries} == {"h:0", "h:1"}
