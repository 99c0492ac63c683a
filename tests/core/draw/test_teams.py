"""Teams: batches by town, the order in which teams choose, the slots they fill, and the place a firm can prove.

Source: 40-draw §8.1, §8.2, §8.4; 第十四条, 第十六条.
"""

from collections.abc import Sequence

import pytest

from shuangsuiji.core.canonical import ns
from shuangsuiji.core.draw.teams import (
    batches,
    place_leaf,
    place_leaves,
    place_salt,
    slots,
    team_ids,
    team_order,
)
from shuangsuiji.core.draw.tickets import SUBJECTS, TEAMS, ticket, ticket_key
from tests.core.draw.cases import SHA256, firm, plan

SEED = "9" * 64


def with_teams(count: int, *template: Sequence[object]) -> dict[str, object]:
    return plan(teams={"count": count, "slots": list(template) or plan()["teams"]["slots"]})


def test_teams_are_counted_from_one() -> None:
    assert team_ids(with_teams(1)) == ["t1"]
    assert team_ids(with_teams(11))[9:] == ["t10", "t11"]


def test_firms_of_a_town_stay_together_in_ticket_order() -> None:
    towns = {firm(number): "410928100" if number < 6 else "410928101" for number in range(12)}
    dealt = batches(SHA256, with_teams(2), towns, towns, SEED)
    key = ticket_key(SHA256, SEED, SUBJECTS)
    assert set(dealt["t1"]) == {firm(number) for number in range(6)}
    for batch in dealt.values():
        assert batch == sorted(batch, key=lambda handle: ticket(SHA256, key, handle))


def test_names_play_no_part_in_the_deal() -> None:
    towns = dict.fromkeys([firm(number) for number in range(30)], "410928100")
    dealt = batches(SHA256, with_teams(3), towns, towns, SEED)
    assert [handle for batch in dealt.values() for handle in batch] != sorted(towns)
    assert [len(batch) for batch in dealt.values()] == [10, 10, 10]


def test_a_firm_named_twice_is_dealt_once_and_teams_may_stay_empty() -> None:
    dealt = batches(SHA256, with_teams(4), [firm(1), firm(1)], {firm(1): "410928"}, SEED)
    assert dealt == {"t1": [firm(1)], "t2": [], "t3": [], "t4": []}
    assert batches(SHA256, with_teams(2), [], {}, SEED) == {"t1": [], "t2": []}


def test_teams_choose_in_the_order_of_their_tickets() -> None:
    order = team_order(SHA256, with_teams(12), SEED)
    key = ticket_key(SHA256, SEED, TEAMS)
    assert sorted(order) == sorted(team_ids(with_teams(12)))
    assert [ticket(SHA256, key, team) for team in order] == sorted(ticket(SHA256, key, team) for team in order)
    assert order != team_ids(with_teams(12))


@pytest.mark.article("第十六条")
def test_leaders_come_first_for_every_team_then_the_others_in_plan_order() -> None:
    leader, first, second = ["leader", "rsj", []], ["member", "scjgj", ["law"]], ["member", "rsj", []]
    rules = with_teams(2, first, leader, second)
    assert slots(rules, ["t2", "t1"]) == [
        ["t2", *leader],
        ["t1", *leader],
        ["t2", *first],
        ["t2", *second],
        ["t1", *first],
        ["t1", *second],
    ]


def test_a_place_leaf_is_salted_where_the_roster_is_sealed() -> None:
    salt = place_salt(SHA256, "5" * 64)
    assert salt == SHA256.hash(ns("ssj.place/1", "5" * 64)).hex()
    assert place_salt(SHA256, "") == ""
    assert place_leaf("a", "t1", salt) == ns("ssj.place/1", "a", "t1", salt)
    assert place_leaf("a", "t1", "") == ns("ssj.place/1", "a", "t1")


def test_places_are_listed_team_by_team_with_ten_after_nine() -> None:
    dealt = {f"t{number}": [f"obj:{number}"] for number in (10, 9, 1, 2)}
    assert place_leaves(SHA256, dealt, {"obj:2": "5" * 64}) == [
        place_leaf("obj:1", "t1", ""),
        place_leaf("obj:2", "t2", place_salt(SHA256, "5" * 64)),
        place_leaf("obj:9", "t9", ""),
        place_leaf("obj:10", "t10", ""),
    ]
