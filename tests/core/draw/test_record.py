"""Records: the design's examples written again field for field, and what each audience may and may not see.

Source: 40-draw §5 (abort, void), §9; 第五条, decision 8.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.canonical import parse_json
from shuangsuiji.core.draw import record as record_module
from shuangsuiji.core.draw.assignment import can_fill
from shuangsuiji.core.draw.ceremony import (
    ABORTED,
    COMMITTED,
    DRAWN,
    FROZEN,
    PLANNED,
    REVEALED,
    SEEDED,
    VOID,
)
from shuangsuiji.core.draw.freeze import InspectorEntry, freeze_rosters
from shuangsuiji.core.draw.record import (
    AUDITOR,
    PUBLIC,
    Proceedings,
    file_reference,
    record_file_name,
    write_document,
    write_record,
)
from shuangsuiji.core.draw.roster import (
    inspector_root,
    read_inspector_file,
    read_subject_file,
    subject_root,
    write_csv,
    write_jsonl,
)
from tests.core.draw import cases
from tests.core.draw.cases import COMMIT_BY, KEYS, NUMBER, SHA256, TASK, ceremony, firm, revealed
from tests.core.draw.examples import proceedings_of, read_record

EXAMPLES = [
    "sealed",
    "open",
    "joint",
    "subjects",
    "inspectors",
    "upper",
    "caps",
    "blocked",
    "void",
    "aborted-early",
    "aborted-revealed",
    "aborted-shadow",
]
HEAD = {"format", "version", "audience", "state", "suite", "task_id", "draw_id", "plan", "plan_hash", "log"}
ROSTERS = {
    "subject_roster",
    "subject_root",
    "subject_commit",
    "inspector_roster",
    "inspector_root",
    "inspector_commit",
    "context",
}
LISTS = {
    "seed",
    "ticket_key",
    "tickets",
    "selection",
    "selection_hash",
    "team_order",
    "slots",
    "batches_root",
    "assignment",
    "assignment_hash",
    "result_hash",
}
PRIVATE = {"subject_private", "inspector_private"}


# --------------------------------------------------------------------------------------- the examples of the design


@pytest.mark.external
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_drawn_again_from_the_auditors_record_is_the_same_record(name: str, shared: Path) -> None:
    """Ids, keys, commitments and the public number in; rosters, lists and every digest out, for both audiences."""
    given = read_record(shared, f"sha256-{name}-auditor.json")
    held = proceedings_of(given)
    written = write_record(held, AUDITOR)
    assert _without_blocking(written) == _without_blocking(given)
    public = read_record(shared, f"sha256-{name}-public.json")
    assert _without_blocking(write_record(held, PUBLIC)) == _without_blocking(public)
    assert parse_json(write_document(written)) == written


def _without_blocking(record: Mapping[str, Any]) -> dict[str, Any]:
    """`blocking` is not unique (40-draw §8.3): whether there is one counts here, whether it blocks is tested below."""
    return {**record, "blocking": bool(record["blocking"])} if "blocking" in record else dict(record)


@pytest.mark.external
@pytest.mark.parametrize("name", ["blocked", "joint"])
def test_the_slots_that_block_in_an_example_really_do(name: str, shared: Path) -> None:
    given = read_record(shared, f"sha256-{name}-auditor.json")
    held = proceedings_of(given)
    assert held.rosters is not None
    rows, step = held.rosters.inspectors.rows, given["plan"].get("cap_ladder", [0])[-1]
    for blocking in (given["blocking"], write_record(held, AUDITOR)["blocking"]):
        assert blocking == sorted(set(blocking))
        assert not can_fill(given["slots"], blocking, rows, held.rosters.recusals, given["batches"], step)


@pytest.mark.external
def test_an_example_with_its_rosters_in_files_refers_to_the_files_we_would_write(shared: Path) -> None:
    given = read_record(shared, "sha256-sealed-files-public.json")
    held = proceedings_of(read_record(shared, "sha256-sealed-auditor.json"))
    assert held.rosters is not None
    rows, people = held.rosters.subjects[""].rows, held.rosters.inspectors.rows
    references = (given["subject_roster"], given["inspector_roster"])
    for told, raw, count in zip(
        references, (write_csv(rows), write_jsonl(people)), (len(rows), len(people)), strict=True
    ):
        assert file_reference(told["file"], told["format"], raw, count) == told
        assert (shared / "design/records" / told["file"]).read_bytes() == raw
    expected = write_record(held, PUBLIC)
    changed = {"subject_roster", "inspector_roster", "tickets"}
    assert {name: value for name, value in given.items() if name not in changed} == {
        name: value for name, value in expected.items() if name not in changed
    }


@pytest.mark.external
def test_the_files_of_the_example_have_the_roots_of_the_record(shared: Path) -> None:
    given = read_record(shared, "sha256-sealed-files-public.json")
    folder = shared / "design/records"
    rows = read_subject_file((folder / given["subject_roster"]["file"]).read_bytes(), given["subject_roster"]["format"])
    people = read_inspector_file((folder / given["inspector_roster"]["file"]).read_bytes())
    assert subject_root(SHA256, rows) == given["subject_root"]
    assert inspector_root(SHA256, people) == given["inspector_root"]


# ---------------------------------------------------------------------------------------------- what each audience sees


def test_a_public_sealed_record_has_every_list_and_nothing_that_opens_a_handle() -> None:
    record = write_record(cases.proceedings(), PUBLIC)
    assert set(record) == HEAD | ROSTERS | LISTS | {"commits", "reveals", "committed_values", "beacon", "replacements"}
    assert (record["state"], record["audience"], record["replacements"]) == (DRAWN, PUBLIC, {"count": 0})
    raw = write_document(record).decode()
    rosters = cases.freeze()
    for opened in rosters.opened_subjects:
        assert opened.id not in raw
        assert opened.salt not in raw
        assert opened.row["name"] not in raw
    for person in rosters.inspectors.opened:
        assert person.pid not in raw
        assert person.salt not in raw
    assert not any(key.hex() in raw for key in KEYS.values())


def test_an_auditors_record_holds_keys_rows_batches_and_recusals() -> None:
    held = cases.proceedings()
    record, rosters = write_record(held, AUDITOR), cases.freeze()
    public = write_record(held, PUBLIC)
    assert set(record) - set(public) == PRIVATE | {"batches"}
    assert record["subject_private"] == {
        "salt_key_hex": KEYS["subject"].hex(),
        "rows": [opened._asdict() for opened in rosters.subjects[""].opened],
    }
    assert [row["recusal"] for row in record["inspector_private"]["rows"]] == [
        opened.recusal for opened in rosters.inspectors.opened
    ]
    shared = {"audience", "replacements"} ^ set(public)
    assert {name: record[name] for name in shared} == {name: public[name] for name in shared}


def open_proceedings() -> Proceedings:
    rules, keys = cases.open_plan(), {"inspector": KEYS["inspector"]}
    rosters = freeze_rosters(rules, {"": cases.school_subjects()}, cases.people()[1:], keys)
    return cases.held(rules, rosters, keys)


def test_a_public_open_record_has_rows_and_batches_and_still_no_inspector() -> None:
    record = write_record(open_proceedings(), PUBLIC)
    assert [entry["row"] for entry in record["subject_rows"]] == [
        entry.row for entry in sorted(cases.school_subjects(), key=lambda entry: entry.id)
    ]
    assert all(set(entry) == {"handle", "row"} for entry in record["subject_rows"])
    assert sum(map(len, record["batches"].values())) == sum(part["k"] for part in record["selection"].values())
    assert not PRIVATE & set(record)
    assert "cert:" not in write_document(record).decode()
    assert set(write_record(open_proceedings(), AUDITOR)) - set(record) == {"inspector_private"}


def test_replacements_are_a_number_in_a_sealed_record_and_told_without_openings_in_an_open_one() -> None:
    entry = {"slot": 0, "to": "h:" + "0" * 64, "opening": {"pid": "cert:x"}}
    sealed = replace(cases.proceedings(), replacements=[entry])
    assert write_record(sealed, PUBLIC)["replacements"] == {"count": 1}
    assert write_record(sealed, AUDITOR)["replacements"] == [entry]
    told = write_record(replace(open_proceedings(), replacements=[entry]), PUBLIC)["replacements"]
    assert told == [{"slot": 0, "to": "h:" + "0" * 64}]


def test_an_auditors_record_without_the_key_of_the_source_draw_tells_no_rows() -> None:
    """A department that received sealed handles may not hold the key that sealed them."""
    held = replace(cases.proceedings(), keys={"inspector": KEYS["inspector"]})
    assert "subject_private" not in write_record(held, AUDITOR)


@pytest.mark.article("第九条")
def test_a_joint_record_has_a_roster_root_and_commit_for_each_library() -> None:
    held = cases.joint()
    record, rosters = write_record(held, AUDITOR), held.rosters
    assert rosters is not None
    assert not {"subject_roster", "subject_root"} & set(record)
    for name in ("subject_rosters", "subject_roots", "subject_commits", "selection"):
        assert list(record[name]) == ["laodong", "xiaofang"]
    assert record["subject_commit"] == rosters.subject_commit
    assert [row["handle"] for row in record["subject_rosters"]["laodong"]] == [
        row["handle"] for row in record["subject_private"]["rows"]["laodong"]
    ]
    assert len(record["tickets"]) == 15, "a firm of two libraries has one ticket"
    assert "subject_private" not in write_record(held, PUBLIC)


@pytest.mark.article("第十二条")
def test_a_record_of_received_subjects_has_empty_rosters_and_the_rows_received() -> None:
    record = write_record(cases.received(), PUBLIC)
    assert (record["subject_roster"], record["subject_root"], record["subject_commit"]) == ([], "", "")
    assert (record["selection"], record["selection_hash"]) == ({}, "")
    assert record["subject_rows"] == [
        {"handle": opened.handle, "row": opened.row} for opened in cases.received_subjects()
    ]
    assert [handle for handle, _ in record["tickets"]] == cases.received_plan()["dispatched"]["handles"]


def test_a_record_of_subjects_alone_has_no_inspectors_and_no_key_of_theirs() -> None:
    rules, keys = cases.subjects_plan(), {"subject": KEYS["subject"]}
    record = write_record(cases.held(rules, freeze_rosters(rules, {"": cases.subjects()}, [], keys), keys), AUDITOR)
    assert (record["inspector_roster"], record["inspector_root"], record["inspector_commit"]) == ([], "", "")
    assert (record["slots"], record["batches"], record["assignment"], record["assignment_hash"]) == ([], {}, [], "")
    assert set(record) & PRIVATE == {"subject_private"}


@pytest.mark.parametrize(
    ("staff", "step", "assigned"), [(cases.people()[1:6], 1, True), (cases.people()[:3], 2, False)]
)
def test_a_higher_step_and_the_slots_that_block_are_told(
    staff: list[InspectorEntry], step: int, assigned: bool
) -> None:
    rules = cases.plan(teams={"count": 3, "slots": cases.plan()["teams"]["slots"]})
    record = write_record(cases.held(rules, freeze_rosters(rules, {"": cases.subjects()}, staff, KEYS)), PUBLIC)
    assert record["cap_step"] == step
    assert (record["assignment"] is not None, "blocking" in record) == (assigned, not assigned)
    assert not {"cap_step", "blocking"} & set(write_record(cases.proceedings(), PUBLIC))


# -------------------------------------------------------------------------------------------------- states and ends


PARTS = {
    PLANNED: set(),
    FROZEN: ROSTERS,
    COMMITTED: {"commits"},
    REVEALED: {"reveals", "committed_values"},
    SEEDED: {"beacon"},
    DRAWN: LISTS | {"replacements"},
}


@pytest.mark.parametrize("state", [PLANNED, FROZEN, COMMITTED, REVEALED])
def test_an_aborted_record_holds_what_was_reached_and_nothing_later(state: str) -> None:
    ended = ceremony(state).abort("technical", "停电", at=COMMIT_BY)
    record = write_record(replace(cases.proceedings(state), ceremony=ended), PUBLIC)
    reached = cases.STATES[: cases.STATES.index(state) + 1]
    assert set(record) == HEAD | {"reason"} | set().union(*(PARTS[part] for part in reached))
    assert (record["state"], record["reason"]) == (ABORTED, {"code": "technical", "text": "停电"})


@pytest.mark.parametrize("state", [FROZEN, COMMITTED, REVEALED])
@pytest.mark.parametrize("audience", [PUBLIC, AUDITOR])
def test_once_the_number_exists_the_lists_that_would_have_been_stand_beside_the_abort(
    state: str, audience: str
) -> None:
    ended = ceremony(state).abort("technical", "停电", at=COMMIT_BY)
    held = replace(cases.proceedings(state), ceremony=ended, shadow_value=NUMBER)
    record = write_record(held, audience)
    later = cases.STATES[cases.STATES.index(state) + 1 :]
    batches = {"batches"} if audience == AUDITOR else set()
    assert set(record["shadow"]) == (set().union(*(PARTS[part] for part in later)) | batches) - {"replacements"}
    assert not set(record["shadow"]) & set(record)
    assert record["shadow"]["beacon"] == ["dice/d10", "1", NUMBER]
    outcome = held.outcome()
    assert outcome is not None
    assert record["shadow"]["result_hash"] == outcome.result_hash
    assert held.ceremony.value == "", "the ended ceremony itself never took the number"


def test_the_shadow_of_an_abort_after_all_reveals_is_what_would_have_been_drawn() -> None:
    ended = ceremony(REVEALED).abort("technical", "停电", at=COMMIT_BY)
    shadow = write_record(replace(cases.proceedings(REVEALED), ceremony=ended, shadow_value=NUMBER), PUBLIC)["shadow"]
    drawn = write_record(cases.proceedings(), PUBLIC)
    assert {name: shadow[name] for name in LISTS} == {name: drawn[name] for name in LISTS}


def test_an_abort_before_the_freeze_has_no_shadow() -> None:
    ended = ceremony(PLANNED).abort("plan", "方案有误", at=COMMIT_BY)
    held = replace(cases.proceedings(PLANNED), ceremony=ended, shadow_value=NUMBER)
    assert held.outcome() is None
    assert "shadow" not in write_record(held, AUDITOR)


@pytest.mark.parametrize("state", [SEEDED, DRAWN])
def test_a_void_record_keeps_all_its_data_and_its_reason(state: str) -> None:
    ended = ceremony(state).void("roster", "漏列一个乡镇")
    held = replace(cases.proceedings(state), ceremony=ended, version=2, superseded_by=TASK + "/2")
    record, drawn = write_record(held, PUBLIC), write_record(cases.proceedings(), PUBLIC)
    own = {
        "state": VOID,
        "version": 2,
        "reason": {"code": "roster", "text": "漏列一个乡镇"},
        "superseded_by": TASK + "/2",
    }
    assert record == {**drawn, **own}


@pytest.mark.parametrize("state", [PLANNED, FROZEN, COMMITTED, REVEALED])
def test_a_ceremony_under_way_has_a_record_up_to_its_state(state: str) -> None:
    record = write_record(cases.proceedings(state), PUBLIC)
    reached = cases.STATES[: cases.STATES.index(state) + 1]
    assert set(record) == HEAD | set().union(*(PARTS[part] for part in reached))


def test_only_numbers_that_were_revealed_are_told() -> None:
    held = revealed(ceremony(COMMITTED), ["rsj"]).close_reveals(at=cases.REVEAL_BY + cases.SECOND)
    record = write_record(replace(cases.proceedings(REVEALED), ceremony=held), AUDITOR)
    assert record["committed_values"] == {"rsj": cases.SECRETS["rsj"]}
    assert record["reveals"] == [["rsj", cases.SECRETS["rsj"]], ["jijian", ""], ["gongzheng", ""]]
    assert cases.SECRETS["jijian"] not in write_document(record).decode()


def test_evidence_log_and_version_are_told_as_given() -> None:
    log = {"origin": "log.example.org/x", "entries": {}, "checkpoint": "x"}
    held = replace(cases.proceedings(), evidence={"beacon_evidence": {"video": "0" * 64}}, log=log, version=3)
    record = write_record(held, PUBLIC)
    assert (record["beacon_evidence"], record["log"], record["version"]) == ({"video": "0" * 64}, log, 3)


def test_an_outcome_given_is_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    held = cases.proceedings()
    outcome = held.outcome()
    expected = write_record(held, PUBLIC)
    monkeypatch.setattr(record_module, "draw", None)
    assert write_record(held, PUBLIC, outcome) == expected


def test_tickets_are_listed_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    held = cases.proceedings()
    monkeypatch.setattr(record_module, "TICKETS_LISTED_UP_TO", 40)
    assert len(write_record(held, PUBLIC)["tickets"]) == 40
    monkeypatch.setattr(record_module, "TICKETS_LISTED_UP_TO", 39)
    assert "tickets" not in write_record(held, PUBLIC)


# ------------------------------------------------------------------------------------------------------- the document


def test_a_record_has_a_line_per_field_and_a_line_per_row() -> None:
    record = write_record(cases.proceedings(), PUBLIC)
    raw = write_document(record)
    lines = raw.decode().splitlines()
    assert parse_json(raw) == record
    assert lines[0] == "{"
    assert lines[-1] == "}"
    assert sum(line.startswith('  {"handle":') for line in lines) == 47
    assert [line.partition(":")[0] for line in lines if line.startswith('"')] == [json.dumps(name) for name in record]


def test_a_document_of_nothing_and_of_empty_lists_is_still_json() -> None:
    assert parse_json(write_document({"a": [], "b": {}, "c": [[]], "d": "濮阳"})) == {
        "a": [],
        "b": {},
        "c": [[]],
        "d": "濮阳",
    }
    assert "濮阳".encode() in write_document({"d": "濮阳"})


def test_the_name_of_a_record_names_no_class_and_no_firm() -> None:
    assert record_file_name(TASK + "/2", 3) == "draw-410928_rsj_2026_yonggong_2.v3.json"


def test_a_file_is_referred_to_by_its_size_and_digest_in_either_suite() -> None:
    raw = b"handle,stratum,elig,attrs\n"
    assert file_reference("s.csv", "csv", raw, 0) == {
        "file": "s.csv",
        "format": "csv",
        "rows": 0,
        "bytes": 26,
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


def test_no_firm_of_the_acceptable_draw_is_named_by_accident() -> None:
    """The canary of the tests above: an id that is in the rosters would be found in an auditor's record."""
    assert firm(7) in write_document(write_record(cases.proceedings(), AUDITOR)).decode()
