"""What holds for every draw, whatever the roster: the properties of the protocol, and the attack they defeat.

Source: 40-draw §12, §13, 2; 第十三、十四条. Examples are derived from the test itself, the same in every run.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.canonical import Suite, jcs, suite_named, tag
from shuangsuiji.core.draw.ceremony import context_of, seed_of
from shuangsuiji.core.draw.freeze import FrozenRosters, InspectorEntry, SubjectEntry, freeze_rosters
from shuangsuiji.core.draw.outcome import Outcome, draw
from shuangsuiji.core.draw.plan import plan_hash
from shuangsuiji.core.draw.roster import SubjectRow, inspector_leaf, subject_leaf
from shuangsuiji.core.draw.sealing import key_commitment_of
from shuangsuiji.core.draw.selection import select
from shuangsuiji.core.draw.teams import batches
from shuangsuiji.core.draw.tickets import SUBJECTS, all_tickets, lowest, ticket, ticket_key
from shuangsuiji.core.tree import root
from tests.core.draw.small_draws import NO_ATTRS, SHA256, STRATUM, chance, drawn, handle, plan_for, roster, seeds
from tests.core.draw.tails import binomial_two_sided
from tests.synthetic import certificate_number, valid_uscc

pytestmark = pytest.mark.article("第十四条")

ALARM = 1e-6
SEED = "5" * 64
KEYS = {"subject": bytes(range(32)), "inspector": bytes(range(32, 64))}
STRATA = {"A": "1%", "B": "3%", "C": "10%", "D": "20%"}
fixed = settings(derandomize=True, deadline=None, max_examples=50)

numbers = st.sets(st.integers(0, 5000), min_size=1, max_size=60)
seed_texts = st.integers(0, 2**256 - 1).map("{:064x}".format)


def plan(suite: str = "SHA256", **changes: Any) -> dict[str, Any]:
    """A whole plan of a sealed draw with three departments' teams of two."""
    hashes = suite_named(suite)
    return {
        "v": "ssj-draw/1",
        "suite": suite,
        "task_id": "410928/rsj/2026/ceshi",
        "draw_id": "410928/rsj/2026/ceshi/1",
        "title": "测试抽查",
        "lead": "rsj",
        "members": ["scjgj"],
        "strata": {name: {"ratio": ratio, "min": 1} for name, ratio in STRATA.items()},
        "contributors": ["rsj", "jiwei"],
        "commit_by": "2026-03-10T01:30:00Z",
        "reveal_by": "2026-03-10T02:00:00Z",
        "beacon": {"source": "dice/d10", "round": "1", "digits": 20, "not_before": "2026-03-10T02:15:00Z"},
        "handles": {"subject": "sealed", "inspector": "sealed"},
        "openings_from": "2026-09-10T00:00:00Z",
        "risk_classes": True,
        "salt_key_commit": {kind: key_commitment_of(hashes, key) for kind, key in KEYS.items()},
        "teams": {"count": 2, "slots": [["leader", "rsj", []], ["member", "scjgj", []]]},
        **changes,
    }


def subjects(chosen: set[int]) -> list[SubjectEntry]:
    """Firms numbered as chosen; number decides class, exclusion and town."""
    return [
        SubjectEntry(
            f"uscc:{valid_uscc(number)}",
            "ABCD"[number % 4],
            "X1" if number % 7 == 6 else "E",
            {"name": f"示例企业{number}", "town": f"4109281{number % 5:02d}"},
        )
        for number in sorted(chosen)
    ]


def people(count: int = 8) -> list[InspectorEntry]:
    """Inspectors of two departments in turn, each recused from one firm."""
    return [
        InspectorEntry(
            f"cert:{certificate_number(1, number)}",
            ("rsj", "scjgj")[number % 2],
            (),
            "E",
            2,
            (f"uscc:{valid_uscc(number)}",),
        )
        for number in range(count)
    ]


def freeze(chosen: set[int], rules: Mapping[str, Any]) -> FrozenRosters:
    return freeze_rosters(rules, {"": subjects(chosen)}, people(), KEYS)


def run(rosters: FrozenRosters, rules: Mapping[str, Any], seed: str = SEED) -> Outcome:
    rows = {library: frozen.rows for library, frozen in rosters.subjects.items()}
    return draw(
        rules, seed, rows, rosters.inspectors.rows, towns=rosters.towns, salts=rosters.salts, recusals=rosters.recusals
    )


# -------------------------------------------------------------------------------------------------- order and rows


@fixed
@given(chosen=numbers, shuffle=st.randoms(use_true_random=False), suite=st.sampled_from(["SHA256", "SM3"]))
def test_the_order_in_which_rows_come_changes_no_byte(chosen: set[int], shuffle: Any, suite: str) -> None:
    rules, firms, staff = plan(suite), subjects(chosen), people()
    before = freeze_rosters(rules, {"": firms}, staff, KEYS)
    shuffle.shuffle(firms)
    shuffle.shuffle(staff)
    after = freeze_rosters(rules, {"": firms}, staff, KEYS)
    assert after == before
    assert run(after, rules) == run(before, rules)


@fixed
@given(chosen=numbers, extra=st.integers(5001, 9000), seed=seed_texts)
def test_adding_a_firm_changes_nobody_elses_handle_or_ticket(chosen: set[int], extra: int, seed: str) -> None:
    rules = plan()
    before, after = (
        {row.handle for row in freeze(members, rules).subjects[""].rows} for members in (chosen, chosen | {extra})
    )
    assert before < after
    key = ticket_key(SHA256, seed, SUBJECTS)
    former, present = (set(map(tuple, all_tickets(SHA256, key, members))) for members in (before, after))
    assert former < present


@fixed
@given(chosen=numbers, extra=st.integers(5001, 9000), wanted=st.integers(1, 20), seed=seed_texts)
def test_adding_a_firm_can_only_put_that_firm_in_the_place_of_the_last(
    chosen: set[int], extra: int, wanted: int, seed: str
) -> None:
    before = drawn(wanted, roster(chosen), seed)
    after = drawn(wanted, roster(chosen | {extra}), seed)
    others = [who for who in after if who != handle(extra)]
    assert others == before[: len(others)]
    assert len(before) - len(others) <= 1


@fixed
@given(chosen=numbers, ratios=st.lists(st.integers(1, 100), min_size=2, max_size=2), seed=seed_texts)
def test_raising_the_ratio_only_makes_the_list_longer(chosen: set[int], ratios: list[int], seed: str) -> None:
    low, high = (
        select(SHA256, {"strata": {STRATUM: {"ratio": f"{ratio}%"}}}, {"": roster(chosen)}, seed)[STRATUM]
        for ratio in sorted(ratios)
    )
    assert low["selected"] == high["selected"][: low["k"]]
    assert low["threshold"] <= high["threshold"]


@fixed
@given(chosen=numbers, seed=seed_texts)
def test_a_new_class_keeps_every_ticket(chosen: set[int], seed: str) -> None:
    """All firms move to another stratum: the same rule there draws the same firms with the same tickets."""
    strata = {"A": {"ratio": "20%"}, "B": {"ratio": "20%"}}
    low, high = (
        select(SHA256, {"strata": strata}, {"": [row._replace(stratum=name) for row in roster(chosen)]}, seed)[name]
        for name in strata
    )
    assert low == high


@fixed
@given(chosen=numbers, seed=seed_texts)
def test_a_firm_has_one_ticket_in_every_library_of_a_joint_draw(chosen: set[int], seed: str) -> None:
    rules = {"libraries": {name: {"strata": {STRATUM: {"ratio": "30%"}}} for name in ("laodong", "xiaofang")}}
    half = {number for number in chosen if number % 2}
    selection = select(SHA256, rules, {"laodong": roster(chosen), "xiaofang": roster(half)}, seed)
    tickets: dict[str, set[str]] = {}
    for library in selection.values():
        for entry in library[STRATUM]["selected"] + library[STRATUM]["next"]:
            tickets.setdefault(entry["handle"], set()).add(entry["ticket"])
    assert all(len(values) == 1 for values in tickets.values())


# ------------------------------------------------------------------------------------------------- the definition


@fixed
@given(chosen=numbers, wanted=st.integers(1, 70), suite=st.sampled_from(["SHA256", "SM3"]), seed=seed_texts)
def test_the_draw_is_the_lowest_tickets_and_the_threshold_tells_who_is_in(
    chosen: set[int], wanted: int, suite: str, seed: str
) -> None:
    hashes, rows = suite_named(suite), roster(chosen)
    part = select(hashes, plan_for(wanted, alternates=2), {"": rows}, seed)[STRATUM]
    key = ticket_key(hashes, seed, SUBJECTS)
    ranking = sorted((hashes.hash(f"{key}{row.handle}".encode()).hex(), row.handle) for row in rows)
    told = [(entry["ticket"], entry["handle"]) for entry in part["selected"] + part["next"]]
    assert told == ranking[: wanted + 2]
    assert [entry["rank"] for entry in part["selected"] + part["next"]] == list(range(1, len(told) + 1))
    assert {who for value, who in ranking if value <= part["threshold"]} == {
        entry["handle"] for entry in part["selected"]
    }


@pytest.mark.parametrize("total", [2, 100, 1000, 5000])
@pytest.mark.parametrize("wanted", [1, 3, 50, 500, 4999])
def test_cut_then_rank_equals_sorting_everything(total: int, wanted: int) -> None:
    names = [handle(number) for number in range(total)]
    key = ticket_key(SHA256, SEED, SUBJECTS)
    everything = sorted((ticket(SHA256, key, name), name) for name in names)
    assert lowest(SHA256, key, names, wanted) == everything[:wanted]


class _HighDigest:
    """A digest in the highest part of the range, where no cut would look; the handle decides the order."""

    def __init__(self, message: bytes) -> None:
        self._bytes = (b"\xff" * 16 + message[-16:]).rjust(32)

    def digest(self) -> bytes:
        return self._bytes

    def hexdigest(self) -> str:
        return self._bytes.hex()


def test_where_the_cut_leaves_too_few_everything_is_ranked() -> None:
    names = [handle(number) for number in range(2000)]
    assert [who for _, who in lowest(Suite("high", "none", _HighDigest), "k" * 32, names, 10)] == names[:10]


@fixed
@given(chosen=numbers, teams=st.integers(1, 9), seed=seed_texts)
def test_firms_are_dealt_to_teams_by_town_then_ticket_as_evenly_as_can_be(
    chosen: set[int], teams: int, seed: str
) -> None:
    towns = {handle(number): f"4109281{number % 4:02d}" for number in chosen}
    dealt = batches(SHA256, {"teams": {"count": teams}}, towns, towns, seed)
    key = ticket_key(SHA256, seed, SUBJECTS)
    order = sorted((town, ticket(SHA256, key, who), who) for who, town in towns.items())
    assert list(dealt) == [f"t{number}" for number in range(1, teams + 1)]
    assert [who for batch in dealt.values() for who in batch] == [who for _, _, who in order]
    assert {len(batch) for batch in dealt.values()} <= {len(chosen) // teams, -(-len(chosen) // teams)}


# --------------------------------------------------------------------------------------------------- open and sealed


@fixed
@given(chosen=numbers, seed=seed_texts)
def test_open_and_sealed_rosters_go_one_way_through_the_draw(chosen: set[int], seed: str) -> None:
    """The same frozen rows, called open in one plan and sealed in the other, give the same lists, teams and people."""
    sealed = plan()
    rosters = freeze(chosen, sealed)
    one = run(rosters, sealed, seed)
    other = run(rosters, {**sealed, "handles": {"subject": "open", "inspector": "sealed"}}, seed)
    assert other == one


@fixed
@given(chosen=numbers, seed=seed_texts)
def test_sealing_hides_who_is_drawn_and_changes_nothing_else(chosen: set[int], seed: str) -> None:
    """Counts, bases and shortfalls are those of the open roster; no handle shows an id."""
    rules = plan()
    sealed = run(freeze(chosen, rules), rules, seed).selection
    as_open = [SubjectRow(entry.id, entry.stratum, entry.elig, NO_ATTRS) for entry in subjects(chosen)]
    plain = select(SHA256, rules, {"": sorted(as_open)}, seed)
    for name in STRATA:
        for field in ("n_base", "n_elig", "k", "shortfall"):
            assert sealed[name][field] == plain[name][field]
    assert b"uscc" not in jcs(sealed)


# ------------------------------------------------------------------------------------- nothing is free after FREEZE


def seed_after(rules_digest: str, subject_commit: str, inspector_commit: str, reveals: Any = None) -> str:
    draw_id = plan()["draw_id"]
    context = context_of(SHA256, draw_id, rules_digest, subject_commit, inspector_commit)
    return seed_of(SHA256, draw_id, context, reveals or [["rsj", "1" * 64], ["jiwei", ""]], ["dice/d10", "1", "4" * 20])


FROZEN = freeze({1, 2, 3, 9}, plan())
AS_FROZEN = seed_after(plan_hash(SHA256, plan()), FROZEN.subject_commit, FROZEN.inspector_commit)


@fixed
@given(data=st.data())
def test_any_changed_bit_of_the_plan_changes_the_seed(data: st.DataObject) -> None:
    raw = bytearray(jcs(plan()))
    assert tag(SHA256, "plan", bytes(raw)) == plan_hash(SHA256, plan())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    changed = seed_after(tag(SHA256, "plan", bytes(raw)), FROZEN.subject_commit, FROZEN.inspector_commit)
    assert changed != AS_FROZEN


@fixed
@given(data=st.data())
def test_any_changed_bit_of_a_roster_changes_the_seed(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["subject", "inspector"]))
    leaves = {
        "subject": [subject_leaf(row) for row in FROZEN.subjects[""].rows],
        "inspector": [inspector_leaf(row) for row in FROZEN.inspectors.rows],
    }
    changed = {name: [bytearray(leaf) for leaf in rows] for name, rows in leaves.items()}
    victim = data.draw(st.sampled_from(changed[kind]))
    victim[data.draw(st.integers(0, len(victim) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    commits = {
        name: tag(SHA256, "roster", plan()["task_id"], name, len(rows), root(SHA256, map(bytes, rows)).hex())
        for name, rows in changed.items()
    }
    assert seed_after(plan_hash(SHA256, plan()), commits["subject"], commits["inspector"]) != AS_FROZEN


@pytest.mark.parametrize("name", ["handle", "stratum", "elig", "attrs"])
def test_every_field_of_a_subject_is_in_its_leaf(name: str) -> None:
    row = FROZEN.subjects[""].rows[0]
    assert subject_leaf(row._replace(**{name: "x"})) != subject_leaf(row)


@pytest.mark.parametrize("name", ["handle", "dept", "quals", "elig", "cap", "recusal"])
def test_every_field_of_an_inspector_is_in_its_leaf(name: str) -> None:
    row = FROZEN.inspectors.rows[0]
    value: Any = {"quals": ("law",), "cap": 7}.get(name, "x")
    assert inspector_leaf(row._replace(**{name: value})) != inspector_leaf(row)


def test_an_unchanged_freeze_gives_the_unchanged_seed() -> None:
    """The one acceptable case of the two tests above."""
    again = freeze({9, 3, 2, 1}, plan())
    assert seed_after(plan_hash(SHA256, plan()), again.subject_commit, again.inspector_commit) == AS_FROZEN


@pytest.mark.parametrize(
    "reveals",
    [
        [["rsj", "1" * 63 + "2"], ["jiwei", ""]],
        [["rsj", ""], ["jiwei", "1" * 64]],
        [["rsj", "1" * 64]],
        [["jiwei", ""], ["rsj", "1" * 64]],
        [["rsj", "1" * 64], ["jiwei", ""], ["scjgj", ""]],
    ],
)
def test_every_reveal_its_absence_and_its_place_count(reveals: list[list[str]]) -> None:
    changed = seed_after(plan_hash(SHA256, plan()), FROZEN.subject_commit, FROZEN.inspector_commit, reveals)
    assert changed != AS_FROZEN


# -------------------------------------------------------------------------------------------- the last who reveals


TRIALS = 5000
FIRM_X = handle(0)


def _is_drawn(reveals: list[list[str]], number: str) -> bool:
    """Whether firm X is the one of five that these reveals and this public number draw."""
    seed = seed_of(SHA256, "410928/rsj/2026/ceshi/1", "c" * 64, reveals, ["dice/d10", "1", number])
    return FIRM_X in drawn(1, roster(range(5)), seed)


def _last_revealer(trial: int, known_number: str, true_number: str) -> bool:
    """Firm X's fate when the last revealer withholds where that seems to save it, reckoning with `known_number`."""
    (honest,), (own,) = seeds(f"honest/{trial}", 1), seeds(f"own/{trial}", 1)
    told, withheld = [["rsj", honest], ["jiwei", own]], [["rsj", honest], ["jiwei", ""]]
    return _is_drawn(withheld if _is_drawn(told, known_number) else told, true_number)


def test_withholding_the_last_reveal_cuts_20_percent_to_4_without_a_public_number_and_changes_nothing_with_one() -> (
    None
):
    """Plain commit–reveal: the last sees both outcomes and takes the better. Ours: the number comes after the choice."""
    numbers_thrown = [f"{chance(f'dice/{trial}', 10**20):020d}" for trial in range(TRIALS)]
    plain = sum(_last_revealer(trial, "0" * 20, "0" * 20) for trial in range(TRIALS))
    ours = sum(_last_revealer(trial, "0" * 20, number) for trial, number in enumerate(numbers_thrown))
    assert binomial_two_sided(plain, TRIALS, 0.04) > ALARM
    assert binomial_two_sided(plain, TRIALS, 0.20) < ALARM
    assert binomial_two_sided(ours, TRIALS, 0.20) > ALARM
    assert binomial_two_sided(ours, TRIALS, 0.04) < ALARM
