"""A firm's own bundle: it opens one row, proves its places, names its team, and tells nothing about anybody else.

Source: 40-draw §2.1, §9 (`ssj-opening/1`), §11; 第十四条.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.canonical import jcs
from shuangsuiji.core.draw.ceremony import PLANNED, REVEALED
from shuangsuiji.core.draw.freeze import FrozenRosters, freeze_rosters
from shuangsuiji.core.draw.opening import openings_of
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.record import Proceedings
from shuangsuiji.core.draw.roster import subject_leaf
from shuangsuiji.core.draw.sealing import attrs_digest, sealed_handle
from shuangsuiji.core.draw.teams import place_leaf, place_salt
from shuangsuiji.core.tree import root_from_path
from tests.core.draw import cases
from tests.core.draw.cases import KEYS, SHA256, TASK, firm, refused
from tests.core.draw.examples import proceedings_of, read_record

pytestmark = pytest.mark.article("第十四条")


@pytest.fixture(scope="module")
def held() -> Proceedings:
    return cases.proceedings()


@pytest.fixture(scope="module")
def lists(held: Proceedings) -> Outcome:
    return outcome_of(held)


def outcome_of(held: Proceedings) -> Outcome:
    outcome = held.outcome()
    assert outcome is not None
    return outcome


def rosters_of(held: Proceedings) -> FrozenRosters:
    assert held.rosters is not None
    return held.rosters


def of_firm(held: Proceedings, lists: Outcome, number: int) -> dict[str, Any]:
    (bundle,) = openings_of(held, firm(number), lists)
    return bundle


def proven(leaf: bytes, proof: dict[str, Any]) -> str:
    path = [bytes.fromhex(sibling) for sibling in proof["path"]]
    root = root_from_path(SHA256, leaf, proof["index"], proof["size"], path)
    assert root is not None
    return root.hex()


def drawn_numbers(held: Proceedings, lists: Outcome) -> set[int]:
    handles = {handle for batch in lists.batches.values() for handle in batch}
    ids = {opened.id for opened in rosters_of(held).opened_subjects if opened.handle in handles}
    return {number for number in range(40) if firm(number) in ids}


# -------------------------------------------------------------------------------------------------- what it proves


@pytest.mark.parametrize("number", range(0, 40, 3))
def test_every_firm_can_rebuild_its_handle_and_prove_its_row(number: int, held: Proceedings, lists: Outcome) -> None:
    bundle, rosters = of_firm(held, lists, number), rosters_of(held)
    assert bundle["handle"] == sealed_handle(SHA256, TASK, bundle["salt"], firm(number))
    row = rosters.subjects[""].rows[bundle["leaf"]["index"]]
    assert (row.handle, row.stratum, row.elig) == (bundle["handle"], bundle["stratum"], bundle["elig"])
    assert row.attrs == attrs_digest(SHA256, bundle["row"], bundle["salt"])
    assert proven(subject_leaf(row), bundle["leaf"]) == rosters.subject_roots[""]


def test_a_drawn_firm_proves_its_place_and_learns_its_team(held: Proceedings, lists: Outcome) -> None:
    assert drawn_numbers(held, lists)
    people = {opened.handle: opened for opened in rosters_of(held).inspectors.opened}
    for number in drawn_numbers(held, lists):
        bundle = of_firm(held, lists, number)
        place = bundle["place"]
        leaf = place_leaf(bundle["handle"], place["team"], place_salt(SHA256, bundle["salt"]))
        assert proven(leaf, place) == lists.batches_root
        assert bundle["handle"] in lists.batches[place["team"]]
        expected = [entry["handle"] for entry in lists.assignment or [] if entry["team"] == place["team"]]
        assert [member["handle"] for member in bundle["team"]] == expected
        for member in bundle["team"]:
            assert member == {
                "handle": member["handle"],
                "pid": people[member["handle"]].pid,
                "salt": people[member["handle"]].salt,
            }
            assert sealed_handle(SHA256, TASK, member["salt"], member["pid"]) == member["handle"]


def test_a_firm_that_was_not_drawn_has_no_place_and_no_team(held: Proceedings, lists: Outcome) -> None:
    others = set(range(40)) - drawn_numbers(held, lists)
    assert others
    for number in others:
        bundle = of_firm(held, lists, number)
        assert (bundle["place"], bundle["team"]) == (None, [])


def test_a_bundle_tells_nothing_about_any_other_firm_or_about_conflicts(held: Proceedings, lists: Outcome) -> None:
    number = min(drawn_numbers(held, lists))
    raw = jcs(of_firm(held, lists, number)).decode()
    for opened in rosters_of(held).opened_subjects:
        if opened.id != firm(number):
            assert opened.id not in raw
            assert opened.salt not in raw
            assert opened.handle not in raw
    assert not any(key.hex() in raw for key in KEYS.values())
    assert "recusal" not in raw


def test_the_bundle_has_these_fields_and_no_others(held: Proceedings, lists: Outcome) -> None:
    bundle = of_firm(held, lists, 0)
    assert list(bundle) == [
        "format",
        "draw_id",
        "handle",
        "id",
        "salt",
        "row",
        "stratum",
        "elig",
        "leaf",
        "place",
        "team",
    ]
    assert (bundle["format"], bundle["draw_id"], bundle["id"]) == ("ssj-opening/1", TASK + "/1", firm(0))
    assert bundle["row"] == cases.subjects()[0].row


def test_the_lists_need_not_be_given(held: Proceedings, lists: Outcome) -> None:
    assert openings_of(held, firm(3)) == openings_of(held, firm(3), lists)


# ---------------------------------------------------------------------------------------------------- what it refuses


@pytest.mark.parametrize("who", [firm(99), "", "示例企业001", firm(1).lower()])
def test_who_is_in_no_roster_gets_no_bundle(who: str, held: Proceedings, lists: Outcome) -> None:
    with refused() as told:
        openings_of(held, who, lists)
    assert told.only.code == "opening"
    assert told.only.message == f"{who} 不在本次抽取的名录中"
    assert "请核对统一社会信用代码" in told.only.remedy


@pytest.mark.parametrize("state", [PLANNED, REVEALED])
def test_before_the_draw_there_is_no_bundle(state: str) -> None:
    with refused() as told:
        openings_of(cases.proceedings(state), firm(1))
    assert told.only.message == "尚未抽取，没有可出具的凭证"


def test_lists_without_rosters_open_nothing(held: Proceedings, lists: Outcome) -> None:
    with refused() as told:
        openings_of(replace(held, rosters=None), firm(1), lists)
    assert told.only.code == "opening"


# ---------------------------------------------------------------------------------------------- the other kinds of draw


@pytest.mark.article("第九条")
def test_a_firm_of_two_libraries_has_a_bundle_for_each_and_one_place() -> None:
    held = cases.joint()
    lists = outcome_of(held)
    for number in range(5, 10):
        first, second = openings_of(held, firm(number), lists)
        assert (first["library"], second["library"]) == ("laodong", "xiaofang")
        assert (first["handle"], first["place"], first["team"]) == (second["handle"], second["place"], second["team"])
        assert first["leaf"] != second["leaf"]
    (only,) = openings_of(held, firm(12), lists)
    assert only["library"] == "xiaofang"


def test_a_draw_of_subjects_alone_gives_rows_without_places() -> None:
    rules = cases.subjects_plan()
    held = cases.held(rules, freeze_rosters(rules, {"": cases.subjects()}, [], {"subject": KEYS["subject"]}))
    bundle = of_firm(held, outcome_of(held), 0)
    assert bundle["leaf"]["size"] == 40
    assert (bundle["place"], bundle["team"]) == (None, [])


@pytest.mark.article("第十二条")
def test_a_received_firm_has_a_place_and_no_row() -> None:
    held = cases.received()
    lists = outcome_of(held)
    for opened in cases.received_subjects():
        (bundle,) = openings_of(held, opened.id, lists)
        assert (bundle["stratum"], bundle["elig"], bundle["leaf"], bundle["salt"]) == (None, None, None, "")
        leaf = place_leaf(opened.handle, bundle["place"]["team"], "")
        assert proven(leaf, bundle["place"]) == lists.batches_root
        assert len(bundle["team"]) == 2


def test_where_nobody_could_be_assigned_a_firm_still_proves_its_place() -> None:
    rules = cases.plan()
    held = cases.held(rules, freeze_rosters(rules, {"": cases.subjects()}, cases.people()[:1], KEYS))
    lists = outcome_of(held)
    assert lists.assignment is None
    bundle = of_firm(held, lists, min(drawn_numbers(held, lists)))
    assert bundle["team"] == []
    assert bundle["place"]["size"] == sum(map(len, lists.batches.values()))


# --------------------------------------------------------------------------------------- the examples of the design


@pytest.mark.external
@pytest.mark.parametrize(
    "name",
    [
        "sealed-bundle-drawn",
        "sealed-bundle-not-drawn",
        "open-bundle-drawn",
        "joint-bundle-drawn",
        "inspectors-bundle-drawn",
    ],
)
def test_an_example_bundle_is_written_again_field_for_field(name: str, shared: Path) -> None:
    given = read_record(shared, f"sha256-{name}.json")
    held = proceedings_of(read_record(shared, f"sha256-{name.partition('-')[0]}-auditor.json"))
    assert given in openings_of(held, given["id"])
