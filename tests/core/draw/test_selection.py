"""Selection: the quota of every stratum, whoever is excluded, and one ticket per firm in all libraries.

Source: 40-draw §7.1, §7.2; 第六条（三）, 第十四条.
"""

from typing import Any

from shuangsuiji.core.draw.roster import SubjectRow
from shuangsuiji.core.draw.selection import select, selected_handles
from shuangsuiji.core.draw.tickets import SUBJECTS, all_tickets, ticket_key
from tests.core.draw.cases import SHA256, joint_plan, plan

SEED = "7" * 64


def rows(stratum: str, count: int, excluded: int = 0, start: int = 0) -> list[SubjectRow]:
    """`count` rows of a stratum, the first ones excluded."""
    return [
        SubjectRow(f"obj:{number:04d}", stratum, "X1" if number < start + excluded else "E", "")
        for number in range(start, start + count)
    ]


def chosen(part: dict[str, Any]) -> list[str]:
    return [entry["handle"] for entry in part["selected"]]


def test_every_stratum_of_the_plan_appears_even_without_rows() -> None:
    selection = select(SHA256, plan(), {"": rows("B", 40)}, SEED)
    assert list(selection) == ["A", "B", "C", "D"]
    assert selection["C"] == {
        "n_base": 0,
        "n_elig": 0,
        "k": 0,
        "shortfall": 0,
        "threshold": "",
        "selected": [],
        "next": [],
    }
    assert (selection["A"]["k"], selection["A"]["shortfall"]) == (0, 1)
    assert (selection["D"]["k"], selection["D"]["shortfall"]) == (0, 2)


def test_the_base_counts_excluded_rows_and_they_are_never_drawn() -> None:
    frozen = rows("B", 100, excluded=90)
    part = select(SHA256, plan(strata={"B": {"ratio": "8%"}}), {"": frozen}, SEED)["B"]
    assert (part["n_base"], part["n_elig"], part["k"], part["shortfall"]) == (100, 10, 8, 0)
    eligible = {row.handle for row in frozen if row.elig == "E"}
    assert {entry["handle"] for entry in part["selected"] + part["next"]} <= eligible


def test_a_lack_of_eligible_rows_is_told_and_nobody_is_invented() -> None:
    part = select(SHA256, plan(strata={"B": {"ratio": "50%"}}), {"": rows("B", 10, excluded=8)}, SEED)["B"]
    assert (part["k"], part["shortfall"], len(part["selected"]), part["next"]) == (2, 3, 2, [])
    assert part["threshold"] == part["selected"][-1]["ticket"]


def test_nobody_left_to_draw_leaves_an_empty_threshold() -> None:
    part = select(SHA256, plan(strata={"B": {"ratio": "50%"}}), {"": rows("B", 4, excluded=4)}, SEED)["B"]
    assert (part["k"], part["shortfall"], part["threshold"], part["selected"]) == (0, 2, "", [])


def test_selected_means_eligible_with_a_ticket_up_to_the_threshold() -> None:
    frozen = rows("B", 200, excluded=30)
    selection = select(SHA256, plan(), {"": frozen}, SEED)
    key = ticket_key(SHA256, SEED, SUBJECTS)
    tickets = dict(all_tickets(SHA256, key, [row.handle for row in frozen]))
    below = {row.handle for row in frozen if row.elig == "E" and tickets[row.handle] <= selection["B"]["threshold"]}
    assert below == set(chosen(selection["B"]))


def test_ranks_go_on_from_the_selected_to_the_next() -> None:
    for alternates in (0, 2, 5):
        part = select(SHA256, plan(alternates=alternates), {"": rows("B", 100)}, SEED)["B"]
        assert len(part["next"]) == alternates
        listed = part["selected"] + part["next"]
        assert [entry["rank"] for entry in listed] == list(range(1, len(listed) + 1))
        assert [entry["ticket"] for entry in listed] == sorted(entry["ticket"] for entry in listed)


def test_two_are_shown_as_next_unless_the_plan_says_otherwise() -> None:
    assert len(select(SHA256, plan(), {"": rows("B", 100)}, SEED)["B"]["next"]) == 2


def test_libraries_keep_their_own_quotas_and_share_tickets() -> None:
    frozen = {"laodong": [*rows("A", 30), *rows("B", 30, start=30)], "xiaofang": rows("key", 40)}
    selection = select(SHA256, joint_plan(), frozen, SEED)
    assert {library: list(parts) for library, parts in selection.items()} == {
        "laodong": ["A", "B"],
        "xiaofang": ["key"],
    }
    assert [selection["laodong"]["A"]["k"], selection["xiaofang"]["key"]["k"]] == [3, 20]
    # The lowest of A (handles 0–29) are among the lowest half of key (handles 0–39) or above its threshold.
    threshold = selection["xiaofang"]["key"]["threshold"]
    for entry in selection["laodong"]["A"]["selected"]:
        assert (entry["handle"] in chosen(selection["xiaofang"]["key"])) == (entry["ticket"] <= threshold)


def test_c09_2_three_departments_that_share_firms_visit_fewer_of_them_than_three_draws_would() -> None:
    tenth = {"strata": {"all": {"ratio": "10%"}}}
    names = ("laodong", "shichang", "xiaofang")
    rules = joint_plan(libraries=dict.fromkeys(names, tenth))
    own = (0, 200, 400)  # eight hundred firms stand in all three registries, two hundred in one of them
    frozen = {
        name: [*rows("all", 800), *rows("all", 200, start=1000 + first)] for name, first in zip(names, own, strict=True)
    }
    together, apart = 0, 0
    for number in range(8):
        seed = f"{number:064x}"
        selection = select(SHA256, rules, frozen, seed)
        assert {name: len(chosen(selection[name]["all"])) for name in names} == dict.fromkeys(names, 100)
        together += len(selected_handles(rules, selection))
        other = [select(SHA256, rules, frozen, f"{number + 100 * each:064x}") for each in (1, 2, 3)]
        lone = [chosen(drawn[name]["all"]) for drawn, name in zip(other, names, strict=True)]
        apart += len({handle for drawn in lone for handle in drawn})
    assert together < apart * 6 // 10


def test_a_firm_drawn_in_two_libraries_is_one_firm_to_visit() -> None:
    frozen = {"laodong": [*rows("A", 5), *rows("B", 5, start=5)], "xiaofang": rows("key", 10)}
    every = {"ratio": "100%"}
    libraries = {"laodong": {"strata": {"A": every, "B": every}}, "xiaofang": {"strata": {"key": every}}}
    rules = joint_plan(libraries=libraries)
    selection = select(SHA256, rules, frozen, SEED)
    assert selected_handles(rules, selection) == [f"obj:{number:04d}" for number in range(10)]


def test_strata_may_have_names_that_look_like_numbers() -> None:
    rules = plan(strata={"10": {"ratio": "10%"}, "9": {"ratio": "20%"}})
    selection = select(SHA256, rules, {"": [*rows("10", 50), *rows("9", 50, start=50)]}, SEED)
    assert [selection["10"]["k"], selection["9"]["k"]] == [5, 10]
    assert selected_handles(rules, selection) == sorted([*chosen(selection["10"]), *chosen(selection["9"])])
