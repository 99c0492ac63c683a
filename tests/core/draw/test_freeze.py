"""The freeze: all or nothing, checked on canonical ids before anything is sealed, every refusal naming its row.

Source: 40-draw §2, §3, §12; 第六条（一）, 第九条, 第十条, 第十二条, 第十四条, 第十五条.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from shuangsuiji.core.canonical import ns
from shuangsuiji.core.draw.ceremony import context_of
from shuangsuiji.core.draw.freeze import (
    FrozenRosters,
    InspectorEntry,
    OpenedSubject,
    SubjectEntry,
    freeze_rosters,
    seal_inspector,
    subject_handle,
)
from shuangsuiji.core.draw.plan import plan_hash
from shuangsuiji.core.draw.sealing import attrs_digest, key_commitment_of, recusal_digest, recusal_salt
from shuangsuiji.core.identifiers import uscc_check_digit
from tests.core.draw import cases
from tests.core.draw.cases import KEYS, SHA256, SM3, TASK, firm, person, refused, subject

pytestmark = pytest.mark.article("第十条")

REG = "reg:410928100000017"


def freeze(
    rows: Sequence[SubjectEntry] | None = None,
    staff: Sequence[InspectorEntry] | None = None,
    rules: Mapping[str, Any] | None = None,
    keys: Mapping[str, bytes] = KEYS,
) -> FrozenRosters:
    return freeze_rosters(
        rules or cases.plan(),
        {"": cases.subjects() if rows is None else rows},
        cases.people() if staff is None else staff,
        keys,
    )


def context(rosters: FrozenRosters, rules: Mapping[str, Any] | None = None) -> str:
    plan = rules or cases.plan()
    return context_of(
        SHA256, plan["draw_id"], plan_hash(SHA256, plan), rosters.subject_commit, rosters.inspector_commit
    )


# ------------------------------------------------------------------------------------------------ what is acceptable


def test_the_acceptable_rosters_are_frozen_sealed_and_sorted() -> None:
    rosters = freeze()
    library = rosters.subjects[""]
    assert [row.handle for row in library.rows] == sorted(row.handle for row in library.rows)
    assert [row.handle for row in library.rows] == [opened.handle for opened in library.opened]
    assert {opened.id for opened in library.opened} == {entry.id for entry in cases.subjects()}
    assert all(row.handle.startswith("h:") for row in library.rows)
    assert all(row.handle.startswith("h:") for row in rosters.inspectors.rows)
    assert len(rosters.inspectors.rows) == 7
    assert rosters.subject_commit == rosters.subject_commits[""]


def test_what_stands_behind_a_handle_is_found_by_handle() -> None:
    rosters = freeze()
    entries = {entry.id: entry for entry in cases.subjects()}
    for opened in rosters.opened_subjects:
        assert rosters.towns[opened.handle] == entries[opened.id].row["town"]
        assert rosters.salts[opened.handle] == opened.salt
    (recused,) = [opened for opened in rosters.inspectors.opened if opened.recusal]
    assert rosters.recusals[recused.handle] == [subject_handle(SHA256, cases.plan(), firm(30), KEYS["subject"])]


def test_permuted_rows_give_the_same_bytes() -> None:
    rosters = freeze()
    assert freeze(cases.subjects()[::-1], cases.people()[::-1]) == rosters
    assert freeze(cases.subjects()[20:] + cases.subjects()[:20], cases.people()[3:] + cases.people()[:3]) == rosters


def test_excluded_rows_stay_and_are_counted() -> None:
    rows = freeze().subjects[""].rows
    assert len(rows) == 40
    assert sorted(row.elig for row in rows if row.elig != "E") == ["X1", "X11"]


def test_open_subjects_keep_their_ids_and_have_no_salt() -> None:
    rules = cases.open_plan()
    rosters = freeze(cases.school_subjects(), rules=rules, keys={"inspector": KEYS["inspector"]})
    opened = rosters.subjects[""].opened
    assert [row.handle for row in opened] == sorted(entry.id for entry in cases.school_subjects())
    assert all(row.handle == row.id and row.salt == "" for row in opened)
    assert rosters.subjects[""].rows[0].attrs == attrs_digest(SHA256, opened[0].row)


def test_a_draw_of_subjects_alone_has_no_inspectors_and_needs_no_towns() -> None:
    rows = [entry._replace(row={"name": entry.row["name"]}) for entry in cases.subjects()]
    rosters = freeze(rows, rules=cases.subjects_plan(), keys={"subject": KEYS["subject"]})
    assert (rosters.inspector_root, rosters.inspector_commit) == ("", "")
    assert rosters.inspectors.rows == []
    assert rosters.towns == {}


def test_an_empty_library_is_frozen_as_an_empty_tree() -> None:
    rosters = freeze([])
    assert rosters.subject_roots[""] == SHA256.hash(b"").hex()
    assert freeze_rosters(cases.plan(), {}, cases.people(), KEYS) == rosters


def test_libraries_are_frozen_each_for_itself_and_committed_to_together() -> None:
    libraries = {
        "laodong": [subject(number, "AB"[number % 2]) for number in range(10)],
        "xiaofang": [subject(number, "key") for number in range(5, 15)],
    }
    rosters = freeze_rosters(cases.joint_plan(), libraries, cases.people(), KEYS)
    assert list(rosters.subjects) == list(rosters.subject_roots) == ["laodong", "xiaofang"]
    parts = [part for library in rosters.subject_commits.items() for part in library]
    assert rosters.subject_commit == SHA256.hash(ns("ssj.rosters/1", 2, *parts)).hex()
    shared = {opened.id for opened in rosters.subjects["laodong"].opened} & {
        opened.id for opened in rosters.subjects["xiaofang"].opened
    }
    assert len(shared) == 5
    assert len(rosters.towns) == 15


def test_recusals_are_sealed_sorted_and_without_doubles() -> None:
    entry = person(9, "rsj", firm(3), firm(1), firm(2), firm(3))
    row, opened = seal_inspector(SHA256, cases.plan(), entry, KEYS)
    handles = sorted(subject_handle(SHA256, cases.plan(), firm(number), KEYS["subject"]) for number in (1, 2, 3))
    assert opened.recusal == handles
    salt = recusal_salt(SHA256, KEYS["inspector"], TASK, entry.pid)
    assert row.recusal == recusal_digest(SHA256, salt, handles)
    assert "cert" not in row.handle


# ------------------------------------------------------------------------------------------------------ one change


def other_code_of_the_same_organisation(code: str) -> str:
    first17 = code[5:7] + "410927" + code[13:22]
    return f"uscc:{first17}{uscc_check_digit(first17)}"


def with_id(bend: Callable[[str], str]) -> Callable[[SubjectEntry], SubjectEntry]:
    return lambda entry: entry._replace(id=bend(entry.id))


def with_row(**changes: Any) -> Callable[[SubjectEntry], SubjectEntry]:
    return lambda entry: entry._replace(
        row={name: value for name, value in {**entry.row, **changes}.items() if value is not None}
    )


@pytest.mark.parametrize(
    ("change", "code", "article"),
    [
        (with_id(str.lower), "roster.id", "第十条"),
        (with_id(lambda text: text.replace("uscc", "USCC")), "roster.id", "第十条"),
        (with_id(lambda text: text[:5] + chr(ord(text[5]) + 0xFEE0) + text[6:]), "roster.id", "第十条"),
        (with_id(lambda text: text + "\n"), "roster.id", "第十条"),
        (with_id(lambda text: text + " "), "roster.id", "第十条"),
        (with_id(lambda text: text[:-1] + ("0" if text[-1] != "0" else "1")), "roster.id", "第十条"),
        (with_id(lambda text: text.replace("uscc:", "")), "roster.id", "第十条"),
        (with_id(lambda text: firm(1)), "roster.duplicate", "第十条"),
        (with_id(lambda text: other_code_of_the_same_organisation(firm(1))), "roster.organisation", "第十条"),
        (lambda entry: subject(1)._replace(id=REG), "roster.reg-and-uscc", "第十条"),
        (with_row(name=None), "roster.name", "第十条"),
        (with_row(name=""), "roster.name", "第十条"),
        (with_row(town=None), "roster.town", "第十四条"),
        (with_row(town=""), "roster.town", "第十四条"),
        (with_row(town="4109281"), "roster.town", "第十四条"),
        (with_row(town="41092810０"), "roster.town", "第十四条"),
        (with_row(town="410928100\n"), "roster.town", "第十四条"),
    ],
)  # fmt: skip
def test_one_wrong_row_is_refused_by_its_id(
    change: Callable[[SubjectEntry], SubjectEntry], code: str, article: str
) -> None:
    rows = cases.subjects()
    rows[17] = change(rows[17])
    with refused() as told:
        freeze(rows)
    assert (told.only.code, told.only.article) == (code, article)
    # Where two rows cannot stand together either of them may be the one that is named.
    assert told.only.place in {rows[17].id, *([firm(1)] if code == "roster.organisation" else [])}
    assert told.only.message
    assert told.only.remedy


@pytest.mark.parametrize(
    ("change", "code", "article"),
    [({"stratum": "E"}, "roster.stratum", "第六条（一）"), ({"elig": "X3"}, "roster.elig", "第九条")],
)
def test_a_row_outside_the_plan_is_refused_by_the_handle_it_would_have(
    change: dict[str, Any], code: str, article: str
) -> None:
    rows = cases.subjects()
    rows[17] = rows[17]._replace(**change)
    with refused() as told:
        freeze(rows)
    assert (told.only.code, told.only.article) == (code, article)
    assert told.only.place == subject_handle(SHA256, cases.plan(), firm(17), KEYS["subject"])


def test_a_firm_entered_twice_has_no_second_chance() -> None:
    with refused() as told:
        freeze([*cases.subjects(), subject(5)])
    assert (told.only.code, told.only.place) == ("roster.duplicate", firm(5))


def test_the_same_firm_with_code_and_old_number_is_named() -> None:
    with refused() as told:
        freeze([*cases.subjects(), subject(5)._replace(id=REG)])
    assert (told.only.code, told.only.place) == ("roster.reg-and-uscc", REG)
    assert firm(5) in told.only.message


def test_every_wrong_row_is_told_at_once() -> None:
    rows = cases.subjects()
    rows[1] = with_row(name="")(rows[1])
    rows[2] = with_row(town="x")(rows[2])
    rows[3] = with_id(str.lower)(rows[3])
    with refused() as told:
        freeze(rows)
    assert sorted(told.codes) == ["roster.id", "roster.name", "roster.town"]


def test_division_codes_of_two_lengths_are_refused() -> None:
    with refused() as told:
        freeze([*cases.subjects(), subject(90, town="410928")])
    assert (told.only.code, told.only.message) == ("roster.town-length", "区划代码长度不一")


@pytest.mark.parametrize("town", ["410928", "410928100201"])
def test_any_one_length_of_division_codes_is_accepted(town: str) -> None:
    freeze([subject(number, town=town) for number in range(5)])


def joint(town: str) -> Any:
    libraries = {"laodong": [subject(1, "A"), subject(2, "B")], "xiaofang": [subject(1, "key", town=town)]}
    return freeze_rosters(cases.joint_plan(), libraries, cases.people(), KEYS)


@pytest.mark.article("第九条")
def test_a_firm_lies_in_one_town_whatever_the_library() -> None:
    joint("410928101")
    with refused() as told:
        joint("410928102")
    assert (told.only.code, told.only.article, told.only.place) == ("roster.town-differs", "第九条", firm(1))
    with refused() as told:
        joint("410928")
    assert told.codes == ["roster.town-length", "roster.town-differs"]


# --------------------------------------------------------------------------------------------------------------- keys


@pytest.mark.parametrize(
    ("keys", "kinds"),
    [
        ({}, ["subject", "inspector"]),
        ({"subject": KEYS["subject"]}, ["inspector"]),
        ({**KEYS, "subject": bytes(32)}, ["subject"]),
        ({"subject": KEYS["inspector"], "inspector": KEYS["subject"]}, ["subject", "inspector"]),
        ({**KEYS, "inspector": KEYS["inspector"] + b"\0"}, ["inspector"]),
    ],
    ids=["none", "one missing", "another", "swapped", "longer"],
)
def test_a_key_that_the_plan_did_not_commit_to_is_refused(keys: dict[str, bytes], kinds: list[str]) -> None:
    with refused() as told:
        freeze(keys=keys)
    assert [(refusal.code, refusal.message.split()[0]) for refusal in told.refusals] == [
        ("freeze.key", kind) for kind in kinds
    ]


def test_a_key_committed_to_in_the_other_suite_is_refused() -> None:
    rules = cases.plan(suite="SM3")
    assert freeze(rules=rules).subjects[""].rows != freeze().subjects[""].rows
    with refused() as told:
        freeze(rules={**rules, "suite": "SHA256"})
    assert told.codes == ["freeze.key", "freeze.key"]
    assert key_commitment_of(SM3, KEYS["subject"]) != key_commitment_of(SHA256, KEYS["subject"])


# --------------------------------------------------------------------------------------------------------- inspectors


@pytest.mark.parametrize(
    ("pid", "code", "place"),
    [
        ("YS-410928-0101", "roster.id", "YS-410928-0101"),
        ("cert:", "roster.id", "cert:"),
        ("cert:执法01", "roster.id", "cert:执法01"),
        ("cert:YS-1\n", "roster.id", "cert:YS-1\n"),
        ("cert:" + "x" * 5000, "roster.id", "cert:" + "x" * 75),
        (cases.people()[1].pid, "roster.duplicate", cases.people()[1].pid),
    ],
)
def test_an_inspector_with_a_bad_certificate_is_refused_by_it(pid: str, code: str, place: str) -> None:
    staff = cases.people()
    staff[0] = staff[0]._replace(pid=pid)
    with refused() as told:
        freeze(staff=staff)
    assert (told.only.code, told.only.place) == (code, place)


@pytest.mark.parametrize(
    ("change", "code"), [({"elig": "X1"}, "roster.elig"), ({"quals": ("law", "law")}, "roster.quals")]
)
def test_an_inspector_with_an_unknown_state_or_a_double_qualification_is_refused(
    change: dict[str, Any], code: str
) -> None:
    staff = cases.people()
    staff[0] = staff[0]._replace(**change)
    with refused() as told:
        freeze(staff=staff)
    assert told.only.code == code
    assert told.only.place.startswith("h:")


# ---------------------------------------------------------------------------------------------------- received lists


def receive(received: Sequence[OpenedSubject], **changes: Any) -> FrozenRosters:
    return freeze_rosters(
        cases.received_plan(**changes), {}, cases.people(), {"inspector": KEYS["inspector"]}, received
    )


@pytest.mark.article("第十二条")
def test_a_received_list_is_frozen_through_the_plan() -> None:
    rosters = receive(cases.received_subjects())
    assert (rosters.subjects, rosters.subject_commit) == ({}, "")
    assert rosters.received == cases.received_subjects()
    assert set(rosters.towns) == {opened.handle for opened in cases.received_subjects()}


def in_another_town(received: list[OpenedSubject]) -> list[OpenedSubject]:
    return [received[0], received[1]._replace(row={**received[1].row, "town": "410928999"})]


@pytest.mark.article("第十二条")
@pytest.mark.parametrize(
    "change",
    [
        lambda received: [],
        lambda received: received[:1],
        lambda received: received[::-1],
        lambda received: [*received, received[1]],
        lambda received: [received[0], received[1]._replace(id=firm(203))],
        lambda received: [received[0], received[1]._replace(salt="0" * 64)],
        in_another_town,
    ],
    ids=["none", "one missing", "out of order", "one twice", "another firm", "a salt", "another town"],
)
def test_what_stands_behind_a_received_handle_is_what_the_plan_fixed(
    change: Callable[[list[OpenedSubject]], list[OpenedSubject]],
) -> None:
    """Otherwise towns, and with them batches, could be chosen after the seed."""
    with refused() as told:
        receive(change(cases.received_subjects()))
    assert set(told.codes) == {"roster.received"}
    assert told.refusals[0].article == "第十二条"


def test_a_received_row_without_a_town_is_refused() -> None:
    received = [opened._replace(row={"name": "示例企业"}) for opened in cases.received_subjects()]
    dispatched = {
        **cases.received_plan()["dispatched"],
        "attrs": [attrs_digest(SHA256, opened.row) for opened in received],
    }
    with refused() as told:
        receive(received, dispatched=dispatched)
    assert told.codes == ["roster.town", "roster.town"]


def test_a_received_list_in_a_draw_of_its_own_subjects_is_refused() -> None:
    with refused() as told:
        freeze_rosters(cases.plan(), {"": cases.subjects()}, cases.people(), KEYS, cases.received_subjects())
    assert told.codes == ["roster.received"]


# ----------------------------------------------------------------------------------- attacks: nothing changes unseen


@pytest.mark.parametrize(
    "change",
    [
        {"stratum": "D"},
        {"elig": "X2"},
        {"id": firm(99)},
        {"row": {"name": "示例企业017", "town": "410928299"}},
        {"row": {"name": "另一企业", "town": "410928102"}},
        {"row": {"name": "示例企业017", "town": "410928102", "note": ""}},
    ],
    ids=["stratum", "exclusion", "id", "town", "name", "another field"],
)
def test_any_late_edit_of_a_firms_row_changes_the_context(change: dict[str, Any]) -> None:
    rows = cases.subjects()
    rows[17] = rows[17]._replace(**change)
    assert context(freeze(rows)) != context(freeze())


@pytest.mark.parametrize(
    "change",
    [
        {"dept": "scjgj"},
        {"quals": ("law",)},
        {"quals": ("food", "law")},
        {"elig": "X2"},
        {"cap": 2},
        {"recusals": (firm(1),)},
        {"pid": "cert:YS-410928-0199"},
    ],
    ids=["department", "qualification", "order of qualifications", "state", "cap", "recusal", "person"],
)
def test_any_late_edit_of_an_inspectors_row_changes_the_context(change: dict[str, Any]) -> None:
    staff = cases.people()
    staff[0] = staff[0]._replace(**change)
    assert context(freeze(staff=staff)) != context(freeze())


def test_a_row_added_or_left_out_changes_the_context() -> None:
    contexts = {
        context(freeze()),
        context(freeze(cases.subjects()[1:])),
        context(freeze([*cases.subjects(), subject(99)])),
        context(freeze(staff=cases.people()[1:])),
        context(freeze(staff=[*cases.people(), person(8, "rsj")])),
    }
    assert len(contexts) == 5


def test_the_other_part_of_a_draw_cannot_stand_for_a_part_that_is_not_drawn() -> None:
    rosters = freeze()
    digest = plan_hash(SHA256, cases.plan())
    ways = [
        (rosters.subject_commit, rosters.inspector_commit),
        (rosters.inspector_commit, rosters.subject_commit),
        (rosters.subject_commit, ""),
        ("", rosters.subject_commit),
    ]
    assert len({context_of(SHA256, TASK + "/1", digest, *way) for way in ways}) == 4
