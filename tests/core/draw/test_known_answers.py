"""Every section of the protocol's test vectors, and the further known answers of its page, in both suites.

Source: 40-draw §14. The vectors were written by another implementation; what agrees here agrees with it.
"""

import hashlib
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from shuangsuiji.core.canonical import Suite, jcs, ns, suite_named
from shuangsuiji.core.draw.assignment import assign
from shuangsuiji.core.draw.beacon import SOURCES, drand_value, value_refusals
from shuangsuiji.core.draw.ceremony import commit_of, context_of, seed_of
from shuangsuiji.core.draw.freeze import (
    FrozenRosters,
    InspectorEntry,
    SubjectEntry,
    freeze_inspectors,
    freeze_rosters,
    subject_handle,
)
from shuangsuiji.core.draw.outcome import Outcome, draw
from shuangsuiji.core.draw.plan import plan_hash
from shuangsuiji.core.draw.result import assignment_hash, result_hash, selection_hash
from shuangsuiji.core.draw.roster import (
    InspectorRow,
    SubjectRow,
    combined_commit,
    inspector_root,
    inspector_row,
    read_subject_file,
    roster_commit,
    row_object,
    subject_kind,
    subject_leaf,
    subject_root,
    subject_row,
    write_csv,
    write_jsonl,
)
from shuangsuiji.core.draw.sealing import (
    attrs_digest,
    key_commitment_of,
    recusal_digest,
    recusal_salt,
    salt_of,
    sealed_handle,
)
from shuangsuiji.core.draw.selection import Quota, quota, select, selected_handles
from shuangsuiji.core.draw.teams import batches, place_leaves, slots, team_order
from shuangsuiji.core.draw.tickets import SUBJECTS, all_tickets, ticket, ticket_key
from shuangsuiji.core.tree import Tree, root
from tests.core.draw.cases import vectors

pytestmark = pytest.mark.article("第十四条")

# The table of 40-draw §14: the hashes that are not in the file.
HASHES = {
    "SHA256": {
        "selection_hash": "05772f39a2e1cf59b09a574787df733dd72ce41df631a452d679110cc9ca88a5",
        "batches_root": "10c20d2ca7902427e1bdc3864be2a11c8ce93db6b288d16b836218f01e220be5",
        "assignment_hash": "02a6e4894780d2996e56b5355af173bb138af50c826bde4fea98854181435786",
        "result_hash": "715998fe45e8c50907c4ab252d45bc9cbd255f84a7fa42679c8f583a9c48a973",
    },
    "SM3": {
        "selection_hash": "57811229e3ba20170efca9bef03fa2016b8a1fbece52a7905794e2d188425c8c",
        "batches_root": "d5c23adc30d5c537df0075de54a4598bc8f63b517bb9a757d00019176f832894",
        "assignment_hash": "373bdfc2dfa5d194a8602b49bb1d7d0ff8adbf30cb75c73841e073115809e036",
        "result_hash": "bb74de10b9d8659805755557f9eb1f50aeb8ce1aaeb8d59c0228ff3cb908e386",
    },
}
SEALED_EXAMPLE = {
    "SHA256": (
        "1f38b0c0ff8399d484085cdbb2abe2f06b2bca6ebb3dfd48f2ff3b20733190ab",
        "h:78ec0891e10489cb7cfa8677a95e6d531b2c43f1cc5950e97efc065237f377f8",
        "75d6bfa6e9f680b26dd34617ce2a8c821bad39a28d95356aecb0aa8d554fed85",
        "9d3e0833fe6d6a5267dabbf6db7bf92e4902db2e1aac36230c695c408d1afd71",
    ),
    "SM3": (
        "fbe7bc2d0f79fad0b4bce2f4d070fc77b5d7778530fad7d741046a4f9ab7b97f",
        "h:4fc615a585e57f0b01f7d6ef6be8952e4186cf506a5bf5e2ff8155d305701455",
        "9146724a19c8f22c1e334e5520a77ad7f17d3a26b4cec9f9eb4c7ebd144f01c7",
        "63fc14b7344bfd0b8e407f5568811ba9990eeec7f7508d200182b6f827726525",
    ),
}


class Known(NamedTuple):
    """One full draw of the vectors."""

    suite: Suite
    told: Mapping[str, Any]
    subjects: list[SubjectRow]
    inspectors: list[InspectorRow]


@pytest.fixture(scope="module", params=["SHA256", "SM3"])
def known(request: pytest.FixtureRequest) -> Known:
    told = next(element for element in vectors("suites") if element["suite"] == request.param)
    return Known(
        suite_named(request.param),
        told,
        [subject_row(row) for row in told["subject_roster"]],
        [inspector_row(row) for row in told["inspector_roster"]],
    )


def test_the_vectors_are_the_ones_this_code_was_written_for() -> None:
    assert vectors("format") == "ssj-draw-vectors/1"
    assert [element["suite"] for element in vectors("suites")] == ["SHA256", "SM3"]


@pytest.mark.external
def test_our_copy_of_the_vectors_is_the_published_one(root: Path, shared: Path) -> None:
    own = (root / "tests/vectors/draw-vectors.json").read_bytes()
    assert own == (shared / "design/draw-vectors.json").read_bytes()


# ------------------------------------------------------------------------------------------- from bytes to the seed


def test_primitives(known: Known) -> None:
    told = known.told["primitives"]
    assert ns(*told["ns_input"]).hex() == told["ns_hex"]
    assert known.suite.hash(bytes.fromhex(told["ns_hex"])).hex() == told["hash_hex"]


def test_plan(known: Known) -> None:
    assert jcs(known.told["plan"]).hex() == known.told["plan_jcs_hex"]
    assert plan_hash(known.suite, known.told["plan"]) == known.told["plan_hash"]


def test_subject_roster(known: Known) -> None:
    told, suite = known.told, known.suite
    assert [row_object(row) for row in known.subjects] == told["subject_roster"]
    assert subject_root(suite, known.subjects) == told["subject_root"]
    commit = roster_commit(suite, told["task_id"], "subject", len(known.subjects), told["subject_root"])
    assert combined_commit(suite, {"": commit}) == commit == told["subject_commit"]


def test_rows_behind_the_subject_roster(known: Known) -> None:
    rows = {entry["handle"]: entry["row"] for entry in known.told["subject_rows"]}
    assert [attrs_digest(known.suite, rows[row.handle]) for row in known.subjects] == [
        row.attrs for row in known.subjects
    ]


def test_inspector_roster(known: Known) -> None:
    told, suite = known.told, known.suite
    assert [row_object(row) for row in known.inspectors] == told["inspector_roster"]
    assert inspector_root(suite, known.inspectors) == told["inspector_root"]
    commit = roster_commit(suite, told["task_id"], "inspector", len(known.inspectors), told["inspector_root"])
    assert commit == told["inspector_commit"]


def test_what_is_sealed_in_the_inspector_roster(known: Known) -> None:
    told, suite, task = known.told, known.suite, known.told["task_id"]
    key = bytes.fromhex(told["inspector_private"]["salt_key_hex"])
    assert key_commitment_of(suite, key) == told["plan"]["salt_key_commit"]
    digests = {row.handle: row.recusal for row in known.inspectors}
    for opened in told["inspector_private"]["rows"]:
        assert salt_of(suite, key, task, opened["pid"]) == opened["salt"]
        assert sealed_handle(suite, task, opened["salt"], opened["pid"]) == opened["handle"]
        salt = recusal_salt(suite, key, task, opened["pid"])
        assert recusal_digest(suite, salt, opened["recusal"]) == digests[opened["handle"]]


def test_inclusion_example(known: Known) -> None:
    told = known.told["inclusion_example"]
    whole = Tree(known.suite, map(subject_leaf, known.subjects))
    assert known.subjects[told["index"]].stratum == "D"
    assert subject_leaf(known.subjects[told["index"]]).hex() == told["leaf_hex"]
    assert [sibling.hex() for sibling in whole.path(told["index"])] == told["path"]
    assert (whole.root.hex(), len(known.subjects)) == (told["root"], told["size"])


def test_context_commits_and_seed(known: Known) -> None:
    told, suite = known.told, known.suite
    context = context_of(suite, told["draw_id"], told["plan_hash"], told["subject_commit"], told["inspector_commit"])
    assert context == told["context"]
    assert {
        who: commit_of(suite, told["draw_id"], context, who, secret) for who, secret in told["committed_values"].items()
    } == told["commits"]
    assert seed_of(suite, told["draw_id"], context, told["reveals"], told["beacon"]) == told["seed"]


def test_the_public_number_is_the_digest_of_its_signature_in_both_suites(known: Known) -> None:
    assert drand_value(known.told["beacon_signature"]) == known.told["beacon"][2]


# -------------------------------------------------------------------------------------------- from the seed to lists


def test_tickets(known: Known) -> None:
    told, suite = known.told, known.suite
    key = ticket_key(suite, told["seed"], SUBJECTS)
    assert key == told["ticket_key"]
    assert all_tickets(suite, key, [row.handle for row in known.subjects]) == told["tickets"]
    assert key + known.subjects[0].handle == told["ticket_preimage_example"]
    assert ticket(suite, key, known.subjects[0].handle) == suite.hash(told["ticket_preimage_example"].encode()).hex()


def test_selection_and_teams(known: Known) -> None:
    told, suite, plan = known.told, known.suite, known.told["plan"]
    selection = select(suite, plan, {"": known.subjects}, told["seed"])
    assert selection == told["selection"]
    order = team_order(suite, plan, told["seed"])
    assert order == told["team_order"]
    assert slots(plan, order) == told["slots"]
    towns = {entry["handle"]: entry["row"]["town"] for entry in told["subject_rows"]}
    assert batches(suite, plan, selected_handles(plan, selection), towns, told["seed"]) == told["batches"]


def test_assignment(known: Known) -> None:
    told = known.told
    recusals = {opened["handle"]: opened["recusal"] for opened in told["inspector_private"]["rows"]}
    assigned = assign(known.suite, told["seed"], told["slots"], known.inspectors, recusals, told["batches"])
    assert assigned == (told["assignment"], 0, [])


def test_hashes_of_the_result(known: Known) -> None:
    told, suite, expected = known.told, known.suite, HASHES[known.suite.name]
    where = (suite, told["draw_id"], told["seed"])
    selection_digest = selection_hash(*where, told["selection"])
    places = root(suite, place_leaves(suite, told["batches"], {})).hex()
    people = assignment_hash(*where, places, told["assignment"], told["slots"], told["team_order"])
    assert {
        "selection_hash": selection_digest,
        "batches_root": places,
        "assignment_hash": people,
        "result_hash": result_hash(*where, selection_digest, people),
    } == expected


def test_the_whole_draw_in_one_call_from_registry_rows_in_any_order(known: Known) -> None:
    """Unsealed ids in, in reverse order: the rosters, lists and hashes of the vectors out."""
    rosters, outcome = _drawn_from_ids(known)
    told = known.told
    assert [row_object(row) for row in rosters.subjects[""].rows] == told["subject_roster"]
    assert [opened._asdict() for opened in rosters.inspectors.opened] == told["inspector_private"]["rows"]
    assert (rosters.subject_commit, rosters.inspector_commit) == (told["subject_commit"], told["inspector_commit"])
    fields = ("seed", "ticket_key", "selection", "team_order", "slots", "batches", "assignment")
    assert {name: getattr(outcome, name) for name in fields} == {name: told[name] for name in fields}
    assert {name: getattr(outcome, name) for name in HASHES[known.suite.name]} == HASHES[known.suite.name]


def _drawn_from_ids(known: Known) -> tuple[FrozenRosters, Outcome]:
    told, plan = known.told, known.told["plan"]
    rows = {entry["handle"]: entry["row"] for entry in told["subject_rows"]}
    firms = [SubjectEntry(row.handle, row.stratum, row.elig, rows[row.handle]) for row in known.subjects]
    behind = {opened["handle"]: opened for opened in told["inspector_private"]["rows"]}
    people = [
        InspectorEntry(
            behind[row.handle]["pid"], row.dept, row.quals, row.elig, row.cap, tuple(behind[row.handle]["recusal"])
        )
        for row in known.inspectors
    ]
    keys = {"inspector": bytes.fromhex(told["inspector_private"]["salt_key_hex"])}
    rosters = freeze_rosters(plan, {"": firms[::-1]}, people[::-1], keys)
    outcome = draw(
        plan,
        told["seed"],
        {"": rosters.subjects[""].rows},
        rosters.inspectors.rows,
        towns=rosters.towns,
        salts=rosters.salts,
        recusals=rosters.recusals,
    )
    return rosters, outcome


# ------------------------------------------------------------------------------------------------- the other sections


@pytest.mark.parametrize("number", range(10))
def test_assign_cases(number: int) -> None:
    """Eligibility is given pair by pair: slot j asks for the qualification `j`, and a person has those that are allowed."""
    case = vectors("assign_cases")[number]
    banned = {(who, index) for who, index in case["not_eligible"]}
    people = [
        InspectorRow(
            person["handle"],
            "d",
            tuple(f"{j}" for *_, j in case["slots"] if (person["handle"], j) not in banned),
            "E",
            person["cap"],
            "",
        )
        for person in case["inspectors"]
    ]
    places = [[team, role, dept, [f"{j}"]] for team, role, dept, j in case["slots"]]
    dealt: dict[str, list[str]] = {place[0]: [] for place in places}
    made = assign(suite_named(case["suite"]), case["seed"], places, people, {}, dealt)
    if made.entries is None:
        assert case["expected"] is None
        assert case["kind"] == "infeasible"
        assert made.blocking
    else:
        told = [[entry["handle"], entry["generation"], len(entry["skipped"])] for entry in made.entries]
        assert told == case["expected"]
        assert any(skipped for *_, skipped in told) == (case["kind"] == "skip")


@pytest.mark.parametrize("number", range(3))
def test_seed_cases(number: int) -> None:
    case = vectors("seed_cases")[number]
    seed = seed_of(suite_named("SHA256"), case["draw_id"], case["context"], case["reveals"], case["beacon"])
    assert seed == case["seed"]


def test_the_place_of_an_empty_reveal_matters() -> None:
    first, second, none = vectors("seed_cases")
    assert sorted(secret for _, secret in first["reveals"]) == sorted(secret for _, secret in second["reveals"])
    assert len({first["seed"], second["seed"], none["seed"]}) == 3


def test_beacon_formats() -> None:
    """Each example value is accepted for its source; the drand row only describes the form."""
    formats = vectors("beacon_formats")
    assert [entry["source"].partition("/")[0] for entry in formats] == [source.partition("/")[0] for source in SOURCES]
    for entry in formats[1:]:
        assert list(value_refusals(entry, entry["value"])) == []


@pytest.mark.parametrize("number", range(5))
def test_quota_cases(number: int) -> None:
    n_base, n_elig, ratio, minimum, k, shortfall = vectors("quota")["n_base_n_elig_ratio_min_k_shortfall"][number]
    assert quota(n_base, n_elig, ratio, minimum) == Quota(k, shortfall)


def test_quotas_of_all_known_ceilings() -> None:
    for count, ratio, k in vectors("quota")["ceil"]:
        assert quota(count, count, ratio, 0) == Quota(k, 0)


@pytest.mark.parametrize("number", [0, 1])
def test_multi_library(number: int) -> None:
    case = vectors("multi_library")[number]
    suite = suite_named(case["suite"])
    rosters = {library: [subject_row(row) for row in rows] for library, rows in case["libraries"].items()}
    commits = {
        library: roster_commit(suite, case["task_id"], subject_kind(library), len(rows), subject_root(suite, rows))
        for library, rows in rosters.items()
    }
    assert commits == case["commits"]
    assert combined_commit(suite, commits) == case["subject_commit"]
    assert context_of(suite, case["draw_id"], case["plan_hash"], case["subject_commit"], "") == case["context"]
    assert seed_of(suite, case["draw_id"], case["context"], case["reveals"], case["beacon"]) == case["seed"]
    strata = {name: {"ratio": case["ratio"]} for name in "ABCD"}
    plan = {"libraries": {library: {"strata": strata} for library in rosters}}
    selection = select(suite, plan, rosters, case["seed"])
    chosen = {
        library: {name: [entry["handle"] for entry in part["selected"]] for name, part in parts.items()}
        for library, parts in selection.items()
    }
    assert chosen == case["selected"]
    assert len(selected_handles(plan, selection)) == case["distinct"]
    assert (
        len(list(chain.from_iterable(chain.from_iterable(parts.values()) for parts in chosen.values())))
        == (case["total"])
    )


# ---------------------------------------------------------------------------------- the further answers of the page


@pytest.mark.parametrize("name", ["SHA256", "SM3"])
def test_the_sealed_subject_of_the_page(name: str) -> None:
    suite, key, task = suite_named(name), bytes(range(32)), "410928/rsj/2026/laodong-yonggong"
    firm, (salt, handle, attrs, commitment) = "uscc:91410928M6R444446W", SEALED_EXAMPLE[name]
    assert salt_of(suite, key, task, firm) == salt
    assert sealed_handle(suite, task, salt, firm) == handle
    assert subject_handle(suite, {"task_id": task}, firm, key) == handle
    assert attrs_digest(suite, {"town": "410928102", "name": "示例企业001"}, salt) == attrs
    assert key_commitment_of(suite, key) == commitment


def test_the_files_of_the_sha256_roster_have_the_sizes_and_digests_of_the_page() -> None:
    rows = [subject_row(row) for row in vectors("suites")[0]["subject_roster"]]
    csv, lines = write_csv(rows), write_jsonl(rows)
    assert (len(csv), hashlib.sha256(csv).hexdigest()) == (
        21_330,
        "1ba05ec218012b7dc20bb48bb5199f2755f81338fa1fee303fb3175a70e0c311",
    )
    assert (len(lines), hashlib.sha256(lines).hexdigest()) == (
        31_380,
        "16325b74c6c8527eb67beb46b0f3ecf3adbc729fad7a9e933f5fef25f6f7a8b0",
    )
    assert read_subject_file(csv, "csv") == read_subject_file(lines, "jsonl") == rows


def test_inspectors_are_frozen_alike_alone_and_with_the_rest() -> None:
    told = vectors("suites")[0]
    suite, behind = suite_named("SHA256"), told["inspector_private"]["rows"]
    rows = {row["handle"]: row for row in told["inspector_roster"]}
    entries = [
        InspectorEntry(
            opened["pid"],
            rows[opened["handle"]]["dept"],
            tuple(rows[opened["handle"]]["quals"]),
            rows[opened["handle"]]["elig"],
            rows[opened["handle"]]["cap"],
            tuple(opened["recusal"]),
        )
        for opened in behind
    ]
    keys = {"inspector": bytes.fromhex(told["inspector_private"]["salt_key_hex"])}
    frozen = freeze_inspectors(suite, told["plan"], entries, keys)
    assert inspector_root(suite, frozen.rows) == told["inspector_root"]
