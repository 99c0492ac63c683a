"""The draw passes, and the every-k-th-row rule fails, the same statistics with the same alarm.

Source: 40-draw §13, 4 and 5; 第十四条. Seeds are counters, so the outcome never changes; the alarm is declared here.
No generic battery: it would test SHA-256, not the draw.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, permutations
from math import comb, exp, factorial, isclose, sqrt

import pytest

from shuangsuiji.core.canonical import Suite, suite_named
from shuangsuiji.core.draw.assignment import assign
from shuangsuiji.core.draw.roster import InspectorRow, SubjectRow
from shuangsuiji.core.draw.selection import select
from shuangsuiji.core.draw.teams import team_order
from shuangsuiji.core.draw.tickets import SUBJECTS, inspector_scope, ticket, ticket_key
from tests.core.draw.small_draws import NO_ATTRS, SHA256, STRATUM, chance, drawn, handle, plan_for, roster, seeds
from tests.core.draw.systematic import reach, starts, systematic
from tests.core.draw.tails import (
    binomial_two_sided,
    chi_square_tail,
    correlation_tail,
    kolmogorov_distance,
    kolmogorov_tail,
    normal_two_sided,
)

pytestmark = pytest.mark.article("第十四条")

ALARM = 1e-6
WATCHED = 15


# -------------------------------------------------------------------------------------------------- the instruments


def test_the_chi_square_tail_agrees_with_closed_forms_and_tables() -> None:
    for x in (0.1, 1.0, 4.0, 20.0, 60.0):
        assert isclose(chi_square_tail(x, 2), exp(-x / 2), rel_tol=1e-12)
        assert isclose(chi_square_tail(x, 1), normal_two_sided(sqrt(x)), rel_tol=1e-9)
        assert isclose(chi_square_tail(x, 4), exp(-x / 2) * (1 + x / 2), rel_tol=1e-12)
    assert isclose(chi_square_tail(23.685, 14), 0.05, rel_tol=1e-4)
    assert isclose(chi_square_tail(232.912, 199), 0.05, rel_tol=1e-4)
    assert chi_square_tail(0, 14) == 1


def test_the_kolmogorov_tail_agrees_with_tables() -> None:
    size = 10**8
    assert isclose(kolmogorov_tail(1.3581 / sqrt(size), size), 0.05, rel_tol=1e-3)
    assert isclose(kolmogorov_tail(1.6276 / sqrt(size), size), 0.01, rel_tol=1e-3)
    assert kolmogorov_tail(0.0, 100) == 1
    assert kolmogorov_distance([0.25, 0.75]) == 0.25


def test_the_binomial_tails_are_exact() -> None:
    assert isclose(binomial_two_sided(0, 10, 0.5), 2 / 1024)
    assert binomial_two_sided(5, 10, 0.5) == 1
    assert isclose(binomial_two_sided(10, 10, 0.5), 2 / 1024)


# ------------------------------------------------------------------------------------------------- the same statistics


def inclusion_p(draws: Sequence[Sequence[int]], total: int, wanted: int) -> float:
    """χ² of how often each row was drawn, against equal chances.

    A draw takes `wanted` without replacement, so counts hang together: Σ(O−E)²/(m·p(1−p))·(N−1)/N has N−1 degrees.
    """
    counts = Counter(row for draw in draws for row in draw)
    p = wanted / total
    expected = len(draws) * p
    squares = sum((counts[row] - expected) ** 2 for row in range(total))
    return chi_square_tail(squares / (expected * (1 - p)) * (total - 1) / total, total - 1)


def pairs_p(draws: Iterable[Sequence[int]], total: int, wanted: int) -> float:
    """Smallest exact two-sided tail of how often row 0 and one of its next 15 neighbors were drawn together, corrected."""
    together: Counter[int] = Counter()
    trials = 0
    for draw in draws:
        trials += 1
        rows = set(draw)
        together.update(other for other in range(1, WATCHED + 1) if 0 in rows and other in rows)
    both = wanted * (wanted - 1) / (total * (total - 1))
    return min(1.0, WATCHED * min(binomial_two_sided(together[row], trials, both) for row in range(1, WATCHED + 1)))


def suspicion(draws: Sequence[Sequence[int]], total: int, wanted: int) -> float:
    """One p for both statistics."""
    return min(1.0, 2 * min(inclusion_p(draws, total, wanted), pairs_p(draws, total, wanted)))


def our_draws(label: str, total: int, wanted: int, count: int, suite: Suite = SHA256) -> list[list[int]]:
    rows = roster(range(total))
    place = {handle(number): number for number in range(total)}
    return [[place[who] for who in drawn(wanted, rows, seed, suite)] for seed in seeds(label, count)]


def their_draws(label: str, total: int, wanted: int, count: int) -> list[list[int]]:
    step = starts(total, wanted)
    return [systematic(chance(f"{label}/{number}", step), total, wanted) for number in range(count)]


@pytest.mark.parametrize(
    ("total", "wanted", "outcomes", "never", "always", "draws"),
    [
        (30, 11, 2, 8, 0, 3000),
        (1000, 334, 2, 332, 0, 300),
        (2883, 288, 10, 3, 0, 400),
        (2883, 1900, 2, 0, 917, 200),
        (200, 20, 10, 0, 0, 3000),
    ],
)
def test_our_draw_passes_what_the_every_kth_row_rule_fails(
    total: int, wanted: int, outcomes: int, never: int, always: int, draws: int
) -> None:
    assert reach(total, wanted) == (outcomes, never, always)
    assert suspicion(our_draws(f"ours/{total}/{wanted}", total, wanted, draws), total, wanted) > ALARM
    assert suspicion(their_draws(f"theirs/{total}/{wanted}", total, wanted, draws), total, wanted) < ALARM


def test_equal_chances_alone_do_not_expose_the_rule_only_pairs_do() -> None:
    """200 rows, 20 drawn: every row has one chance in ten under the rule too. Inclusion counts are no sufficient suite."""
    total, wanted, outcomes = 200, 20, 10
    # Each start equally often, as in the long run: the counts are perfectly even.
    draws = [systematic(start, total, wanted) for start in range(outcomes)] * 300
    assert inclusion_p(draws, total, wanted) == 1
    assert pairs_p(draws, total, wanted) < ALARM


@pytest.mark.parametrize("name", ["SHA256", "SM3"])
def test_all_15_pairs_of_6_are_equally_likely(name: str) -> None:
    trials = 30_000 if name == "SHA256" else 6_000
    counts = Counter(tuple(sorted(draw)) for draw in our_draws("pairs", 6, 2, trials, suite_named(name)))
    assert set(counts) == set(combinations(range(6), 2))
    expected = trials / comb(6, 2)
    assert chi_square_tail(sum((seen - expected) ** 2 for seen in counts.values()) / expected, 14) > ALARM


def test_the_every_kth_row_rule_fails_the_pairs_of_6() -> None:
    trials = 30_000
    counts = Counter(tuple(sorted(draw)) for draw in their_draws("pairs", 6, 2, trials))
    assert set(counts) == {(0, 3), (1, 4), (2, 5)}
    expected = trials / comb(6, 2)
    squares = sum((counts[pair] - expected) ** 2 for pair in combinations(range(6), 2))
    assert chi_square_tail(squares / expected, 14) < ALARM


# ------------------------------------------------------------------------------------------------------------ tickets


def shares(scope: str, seed: str, count: int) -> list[float]:
    """Tickets of `count` handles as fractions of their range."""
    key = ticket_key(SHA256, seed, scope)
    return [int(ticket(SHA256, key, handle(number))[:13], 16) / 16**13 for number in range(count)]


def test_tickets_are_uniform_and_the_smaller_of_two_is_not() -> None:
    (seed,) = seeds("uniform", 1)
    values = shares(SUBJECTS, seed, 100_000)
    smaller = list(map(min, values[::2], values[1::2]))
    assert kolmogorov_tail(kolmogorov_distance(values), len(values)) > ALARM
    assert kolmogorov_tail(kolmogorov_distance(smaller), len(smaller)) < ALARM


def test_tickets_of_generations_0_and_1_are_uncorrelated_and_those_of_one_generation_are_not() -> None:
    (seed,) = seeds("generations", 1)
    first, second = (shares(inspector_scope(load), seed, 50_000) for load in (0, 1))
    assert correlation_tail(first, second) > ALARM
    assert correlation_tail(first, first) < ALARM


def test_neighbors_in_the_roster_have_uncorrelated_tickets() -> None:
    (seed,) = seeds("neighbors", 1)
    values = shares(SUBJECTS, seed, 50_001)
    assert correlation_tail(values[:-1], values[1:]) > ALARM


# ---------------------------------------------------------------------------------------------- teams and inspectors


def test_every_order_of_teams_is_equally_likely() -> None:
    trials = 12_000
    plan = {"teams": {"count": 3, "slots": []}}
    counts = Counter(tuple(team_order(SHA256, plan, seed)) for seed in seeds("teams", trials))
    assert set(counts) == set(permutations(("t1", "t2", "t3")))
    expected = trials / factorial(3)
    assert chi_square_tail(sum((seen - expected) ** 2 for seen in counts.values()) / expected, 5) > ALARM


def test_every_pair_of_inspectors_is_equally_likely_to_form_a_team() -> None:
    """Four alike inspectors, one team of two, leader first: 12 ordered pairs."""
    trials = 12_000
    people = [InspectorRow(f"h:{number}", "rsj", (), "E", 1, NO_ATTRS) for number in range(4)]
    slots = [["t1", "leader", "rsj", []], ["t1", "member", "rsj", []]]
    counts: Counter[tuple[str, ...]] = Counter()
    for seed in seeds("people", trials):
        entries = assign(SHA256, seed, slots, people, {}, {"t1": []}).entries
        assert entries is not None
        counts[tuple(entry["handle"] for entry in entries)] += 1
    assert len(counts) == 12
    expected = trials / 12
    assert chi_square_tail(sum((seen - expected) ** 2 for seen in counts.values()) / expected, 11) > ALARM


# ------------------------------------------------------------------------------------------ exact, by enumeration


class _Ranked:
    """A digest that only knows the rank it was given."""

    def __init__(self, rank: int) -> None:
        self._rank = rank

    def digest(self) -> bytes:
        return self._rank.to_bytes(32, "big")

    def hexdigest(self) -> str:
        return self.digest().hex()


def suite_of(ranks: dict[str, int]) -> Suite:
    """A hash suite whose tickets come in the order we say: it recognizes the handle behind the 32-character key."""
    return Suite("enumerated", "none", lambda message: _Ranked(ranks.get(message[32:].decode("utf-8", "replace"), 0)))


@pytest.mark.parametrize("total", range(1, 7))
def test_over_all_orders_of_tickets_each_subject_is_drawn_in_exactly_n_of_all(total: int) -> None:
    rows = roster(range(total))
    names = [row.handle for row in rows]
    for wanted in range(1, total + 1):
        outcomes: Counter[frozenset[str]] = Counter()
        for order in permutations(range(1, total + 1)):
            outcomes[frozenset(drawn(wanted, rows, "", suite_of(dict(zip(names, order, strict=True)))))] += 1
        # Every subset of the right size, each equally often; hence n/N for every subject.
        assert set(outcomes) == set(map(frozenset, combinations(names, wanted)))
        assert set(outcomes.values()) == {factorial(total) // comb(total, wanted)}
        for name in names:
            times = sum(count for subset, count in outcomes.items() if name in subset)
            assert times * total == factorial(total) * wanted


def test_over_all_orders_of_tickets_an_excluded_row_is_never_drawn_and_takes_no_chance_away() -> None:
    rows = sorted([*roster(range(5)), *roster([5], elig="X1")])
    names = [row.handle for row in rows]
    counts: Counter[str] = Counter()
    for order in permutations(range(1, 7)):
        counts.update(drawn(2, rows, "", suite_of(dict(zip(names, order, strict=True)))))
    assert counts == {name: factorial(6) * 2 // 5 for name in names[:5]}


def test_the_stratum_of_the_other_firms_changes_nobodys_chance() -> None:
    """Two strata of 3, one drawn from each: over all 720 orders every firm is drawn 240 times, every pair 80 times."""
    rows = [row._replace(stratum="AB"[number // 3]) for number, row in enumerate(roster(range(6)))]
    names = [row.handle for row in rows]
    rule = plan_for(1)["strata"][STRATUM]
    plan = {"strata": {"A": rule, "B": rule}, "alternates": 0}
    outcomes = Counter(
        _one_of_each(plan, rows, suite_of(dict(zip(names, order, strict=True)))) for order in permutations(range(1, 7))
    )
    assert set(outcomes.values()) == {80}
    assert len(outcomes) == 9


def _one_of_each(plan: dict[str, object], rows: list[SubjectRow], suite: Suite) -> tuple[str, ...]:
    selection = select(suite, plan, {"": rows}, "")
    return tuple(selection[name]["selected"][0]["handle"] for name in "AB")
