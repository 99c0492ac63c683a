"""Sealing: a handle says nothing without its key, and one opening opens one row.

Source: 40-draw §2, §3.1; 第十九条（二）, decision 8.
"""

import itertools

import pytest

from shuangsuiji.core.canonical import Suite, jcs, ns
from shuangsuiji.core.draw.freeze import freeze_rosters, subject_handle, subject_task_id
from shuangsuiji.core.draw.sealing import (
    Sealer,
    attrs_digest,
    key_commitment_of,
    recusal_digest,
    recusal_salt,
    salt_of,
    sealed_handle,
)
from tests.core.draw import cases
from tests.core.draw.cases import KEYS, SHA256, SM3, TASK, firm

KEY = KEYS["subject"]
ROW: dict[str, object] = {"name": "示例企业001", "town": "410928102"}


@pytest.mark.parametrize("suite", [SHA256, SM3], ids=lambda suite: suite.name)
def test_sealing_written_out_by_hand(suite: Suite) -> None:
    salt = suite.hmac(KEY, ns("ssj.salt/1", TASK, firm(1))).hex()
    assert salt_of(suite, KEY, TASK, firm(1)) == salt
    assert sealed_handle(suite, TASK, salt, firm(1)) == "h:" + suite.hash(ns("ssj.handle/1", TASK, salt, firm(1))).hex()
    assert recusal_salt(suite, KEY, TASK, "cert:a") == suite.hmac(KEY, ns("ssj.recusal-salt/1", TASK, "cert:a")).hex()
    assert attrs_digest(suite, ROW) == suite.hash(ns("ssj.attrs/1", jcs(ROW))).hex()
    assert attrs_digest(suite, ROW, salt) == suite.hash(ns("ssj.attrs/1", salt, jcs(ROW))).hex()
    assert recusal_digest(suite, salt, []) == suite.hash(ns("ssj.recusal/1", salt, "[]")).hex()
    assert key_commitment_of(suite, KEY) == suite.hash(ns("ssj.saltkey/1", KEY.hex())).hex()


@pytest.mark.parametrize("suite", [SHA256, SM3], ids=lambda suite: suite.name)
@pytest.mark.parametrize("canonical_id", [firm(1), "obj:a", "reg:410928100000017", "cert:" + "x" * 64])
def test_sealing_many_rows_gives_the_bytes_of_sealing_one(suite: Suite, canonical_id: str) -> None:
    sealer, salt = Sealer(suite, KEY, TASK), salt_of(suite, KEY, TASK, canonical_id)
    expected = (sealed_handle(suite, TASK, salt, canonical_id), salt, attrs_digest(suite, ROW, salt))
    assert sealer.seal(canonical_id, ROW) == expected
    assert sealer.seal(canonical_id, ROW) == expected


def test_another_key_task_or_id_gives_another_handle_and_another_salt() -> None:
    """A rehearsal therefore has other handles, and so has a new attempt with a new key."""
    ways = itertools.product((KEY, KEYS["inspector"]), (TASK, "rehearsal/" + TASK), (firm(1), firm(2)))
    sealed = [Sealer(SHA256, key, task).seal(who, {"name": "甲"}) for key, task, who in ways]
    assert [len(set(part)) for part in zip(*sealed, strict=True)] == [8, 8, 8]


def test_the_salt_of_a_row_is_not_that_of_its_recusals() -> None:
    """Opening an inspector's row must not open the declared conflicts."""
    assert salt_of(SHA256, KEY, TASK, "cert:a") != recusal_salt(SHA256, KEY, TASK, "cert:a")


def test_a_shifted_boundary_between_task_and_id_changes_the_handle() -> None:
    assert salt_of(SHA256, KEY, TASK + "/x", "cert:a") != salt_of(SHA256, KEY, TASK, "/xcert:a")


def test_without_the_key_the_ids_of_all_firms_match_no_handle() -> None:
    """Somebody who knows every id, the task and the whole method, but not K, tries each id with keys of his own."""
    rosters = cases.freeze()
    handles = {row.handle for row in rosters.subjects[""].rows}
    guesses = {
        Sealer(SHA256, bytes([byte]) * 32, TASK).seal(entry.id, entry.row)[0]
        for entry in cases.subjects()
        for byte in range(50)
    }
    unsalted = {sealed_handle(SHA256, TASK, "", entry.id) for entry in cases.subjects()}
    assert not handles & (guesses | unsalted)


def test_recusal_lists_of_equal_content_look_different_for_every_person() -> None:
    """No reader sees who has no conflict at all."""
    rosters = cases.freeze()
    empty = [
        row
        for row, opened in zip(rosters.inspectors.rows, rosters.inspectors.opened, strict=True)
        if not opened.recusal
    ]
    assert len(empty) == 6
    assert len({row.recusal for row in empty}) == 6


def test_a_handle_is_the_id_itself_where_the_roster_is_open() -> None:
    assert subject_handle(SHA256, cases.open_plan(), firm(1), None) == firm(1)


def test_received_subjects_keep_the_handles_of_the_draw_that_sealed_them() -> None:
    source = TASK + "/2"
    rules = {"task_id": TASK + "/scjgj", "dispatched": {"draw_id": source}}
    assert subject_task_id(rules) == TASK
    assert subject_handle(SHA256, rules, firm(1), KEY) == Sealer(SHA256, KEY, TASK).seal(firm(1), {})[0]


@pytest.mark.parametrize("draw_id", ["", "x"])
def test_a_list_from_an_upper_level_is_sealed_under_the_own_task(draw_id: str) -> None:
    rules = {"task_id": TASK, "dispatched": {"draw_id": draw_id}}
    assert subject_task_id(rules) == TASK
    assert subject_task_id({"task_id": TASK}) == TASK


def test_sealed_rows_are_in_the_order_of_handles_which_is_not_that_of_ids() -> None:
    opened = freeze_rosters(cases.plan(), {"": cases.subjects()}, cases.people(), KEYS).subjects[""].opened
    assert [row.handle for row in opened] == sorted(row.handle for row in opened)
    assert [row.id for row in opened] != sorted(row.id for row in opened)
