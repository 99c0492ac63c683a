"""Rosters: leaves, roots, commitments, what may not be frozen together, and files that have one form only.

Source: 40-draw §2 (freeze), §3; 第六条（一）, 第九条, 第十条, 第十五条.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.canonical import CanonicalError, jcs, ns
from shuangsuiji.core.draw.roster import (
    CSV_HEADER,
    InspectorRow,
    SubjectRow,
    combined_commit,
    count_by_elig,
    identity_refusals,
    inspector_leaf,
    inspector_refusals,
    inspector_root,
    inspector_row,
    order_refusals,
    read_inspector_file,
    read_subject_file,
    roster_commit,
    row_object,
    subject_kind,
    subject_leaf,
    subject_refusals,
    subject_root,
    subject_row,
    write_csv,
    write_jsonl,
)
from shuangsuiji.core.identifiers import uscc_check_digit
from tests.core.draw import cases
from tests.core.draw.cases import SHA256, SM3, TASK, codes, firm, open_plan

fixed = settings(derandomize=True, deadline=None, max_examples=200)
ATTRS = "0" * 64
SUBJECTS = cases.freeze().subjects[""].rows
INSPECTORS = cases.freeze().inspectors.rows


# ------------------------------------------------------------------------------------------- leaves, roots, commits


def test_leaves_are_the_fields_in_the_order_of_the_page() -> None:
    assert subject_leaf(SubjectRow("h", "A", "E", "x")) == b"13:ssj.subject/1,1:h,1:A,1:E,1:x,"
    person = InspectorRow("h", "rsj", ("law", "food"), "E", 12, "x")
    assert inspector_leaf(person) == b"15:ssj.inspector/1,1:h,3:rsj,8:law,food,1:E,2:12,1:x,"
    assert inspector_leaf(person._replace(quals=())) == ns("ssj.inspector/1", "h", "rsj", "", "E", 12, "x")


def test_a_leaf_of_other_than_ascii_text_counts_bytes() -> None:
    assert subject_leaf(SubjectRow("企业", "A", "E", "x")) == ns("ssj.subject/1", "企业", "A", "E", "x")


def test_the_kind_the_count_and_the_task_are_in_the_commitment() -> None:
    made = roster_commit(SHA256, TASK, "subject", 3, ATTRS)
    assert made == SHA256.hash(ns("ssj.roster/1", TASK, "subject", 3, ATTRS)).hex()
    others = [
        roster_commit(SM3, TASK, "subject", 3, ATTRS),
        roster_commit(SHA256, "rehearsal/" + TASK, "subject", 3, ATTRS),
        roster_commit(SHA256, TASK, "inspector", 3, ATTRS),
        roster_commit(SHA256, TASK, subject_kind("laodong"), 3, ATTRS),
        roster_commit(SHA256, TASK, "subject", 4, ATTRS),
        roster_commit(SHA256, TASK, "subject", 3, "1" * 64),
    ]
    assert len({made, *others}) == 7


def test_several_libraries_are_committed_to_together_in_byte_order() -> None:
    assert combined_commit(SHA256, {"": ATTRS}) == ATTRS
    expected = SHA256.hash(ns("ssj.rosters/1", 3, "10", "x", "9", "y", "a", "z")).hex()
    assert combined_commit(SHA256, {"a": "z", "9": "y", "10": "x"}) == expected
    # One named library alone is not the nameless one.
    assert combined_commit(SHA256, {"a": ATTRS}) != ATTRS


def test_rows_survive_the_way_through_an_object() -> None:
    for row in SUBJECTS:
        assert subject_row(row_object(row)) == row
    for person in INSPECTORS:
        assert inspector_row(row_object(person)) == person
        assert isinstance(row_object(person)["quals"], list)


def test_exclusions_are_counted_by_code() -> None:
    assert count_by_elig(SUBJECTS) == {"E": 38, "X1": 1, "X11": 1}
    assert list(count_by_elig([SubjectRow("a", "A", code, "") for code in ("X2", "E", "X11", "X1")])) == [
        "E",
        "X1",
        "X11",
        "X2",
    ]


# ------------------------------------------------------------------------------------- what may not stand together


def test_the_frozen_rosters_of_the_acceptable_draw_are_accepted() -> None:
    assert list(subject_refusals(cases.plan(), "", SUBJECTS)) == []
    assert list(inspector_refusals(cases.plan(), INSPECTORS)) == []


def test_rows_in_strict_byte_order_are_accepted_and_others_named() -> None:
    assert list(order_refusals([])) == []
    assert list(order_refusals(["10", "9", "A", "a", "é"])) == []
    assert [(refusal.code, refusal.place) for refusal in order_refusals(["a", "a", "c", "b"])] == [
        ("roster.duplicate", "a"),
        ("roster.order", "b"),
    ]


def same_organisation(code: str) -> str:
    """Another credit code of the same organisation: another division, a new check digit."""
    first17 = code[5:7] + "410927" + code[13:22]
    return f"uscc:{first17}{uscc_check_digit(first17)}"


REG = "reg:410928100000017"


def test_ids_that_may_stand_together() -> None:
    ids = [firm(1), firm(2), REG, "obj:a"]
    names = {firm(1): "甲企业", firm(2): "乙企业", REG: "丙企业", "obj:a": "甲企业"}
    assert list(identity_refusals(ids, names)) == []
    assert list(identity_refusals(ids, {})) == []


def test_two_credit_codes_of_one_organisation_are_refused_by_name() -> None:
    (refusal,) = identity_refusals([firm(1), firm(2), same_organisation(firm(1))], {})
    assert (refusal.code, refusal.article, refusal.place) == (
        "roster.organisation",
        "第十条",
        same_organisation(firm(1)),
    )
    assert refusal.message == f"与 {firm(1)} 的组织机构代码相同"


@pytest.mark.parametrize("ids", [[firm(1), REG], [REG, firm(1)]])
def test_an_old_registration_beside_the_code_of_the_same_firm_is_refused(ids: list[str]) -> None:
    (refusal,) = identity_refusals(ids, {firm(1): "甲企业", REG: "甲企业"})
    assert (refusal.code, refusal.place) == ("roster.reg-and-uscc", REG)
    assert refusal.message == f"与 {firm(1)} 名称相同，疑为同一主体的旧注册号"


def test_rows_without_names_are_no_namesakes() -> None:
    assert list(identity_refusals([firm(1), REG], {firm(1): "", REG: ""})) == []


def test_a_firm_whose_name_is_a_number_is_not_taken_for_that_number() -> None:
    assert list(identity_refusals([firm(1), REG], {firm(1): REG})) == []


@pytest.mark.parametrize(
    "bend",
    [
        str.upper,
        lambda text: text.replace("uscc:", "USCC:"),
        lambda text: text.lower(),
        lambda text: text[:-1] + chr(ord(text[-1]) + 0xFEE0),
        lambda text: text[:13] + "Ｙ" + text[14:],
        lambda text: text + "\n",
        lambda text: text + " ",
        lambda text: " " + text,
        lambda text: text.replace("0", "O", 1),
        lambda text: text[:-1],
        lambda text: "",
    ],
)
def test_a_look_alike_of_a_code_is_refused_and_not_repaired(bend: Callable[[str], str]) -> None:
    bent = bend(firm(1))
    assert codes(identity_refusals([bent, firm(2)], {})) == ["roster.id"]


def open_rows() -> list[SubjectRow]:
    return sorted(SubjectRow(firm(number), "school", "E", ATTRS) for number in range(5))


@pytest.mark.parametrize(
    ("change", "code", "article"),
    [
        ({"handle": "h:" + "0" * 64}, "roster.id", "第十条"),
        ({"handle": firm(1) + "\n"}, "roster.id", "第十条"),
        ({"stratum": "School"}, "roster.stratum", "第六条（一）"),
        ({"stratum": ""}, "roster.stratum", "第六条（一）"),
        ({"elig": "X3"}, "roster.elig", "第九条"),
        ({"elig": "e"}, "roster.elig", "第九条"),
        ({"elig": "X12"}, "roster.elig", "第九条"),
        ({"attrs": ""}, "roster.digest", "第十条"),
        ({"attrs": "A" * 64}, "roster.digest", "第十条"),
        ({"attrs": "0" * 64 + "\n"}, "roster.digest", "第十条"),
    ],
)
def test_one_wrong_field_of_an_open_row_is_refused_by_its_row(change: dict[str, str], code: str, article: str) -> None:
    rows = open_rows()
    assert list(subject_refusals(open_plan(), "", rows)) == []
    rows[2] = rows[2]._replace(**change)
    (refusal,) = [refusal for refusal in subject_refusals(open_plan(), "", rows) if refusal.code == code]
    assert (refusal.article, refusal.place) == (article, rows[2].handle)


@pytest.mark.parametrize("elig", ["E", "X1", "X2", "X11"])
def test_the_codes_of_the_protocol_and_of_the_plan_are_known(elig: str) -> None:
    rows = [row._replace(elig=elig) for row in open_rows()]
    assert list(subject_refusals(open_plan(), "", rows)) == []


@pytest.mark.parametrize("handle", [firm(1), "h:" + "A" * 64, "h:" + "0" * 63])
def test_a_row_that_is_not_sealed_is_refused_in_a_sealed_roster(handle: str) -> None:
    rows = sorted([*SUBJECTS, SUBJECTS[0]._replace(handle=handle)])
    (refusal,) = subject_refusals(cases.plan(), "", rows)
    assert (refusal.code, refusal.place) == ("roster.handle", handle)


@pytest.mark.parametrize(
    ("change", "code", "article"),
    [
        ({"handle": "cert:YS-410928-0101"}, "roster.handle", "第十条"),
        ({"elig": "X1"}, "roster.elig", "第十五条"),
        ({"elig": "X5"}, "roster.elig", "第十五条"),
        ({"quals": ("law", "food", "law")}, "roster.quals", "第十条"),
        ({"quals": ("law,food",)}, "roster.code", "第十条"),
        ({"quals": ("",)}, "roster.code", "第十条"),
        ({"dept": "人社局"}, "roster.code", "第十条"),
        ({"dept": "RSJ"}, "roster.code", "第十条"),
        ({"cap": 0}, "roster.cap", "第十条"),
        ({"cap": -1}, "roster.cap", "第十条"),
        ({"recusal": ""}, "roster.digest", "第十条"),
        ({"recusal": "F" * 64}, "roster.digest", "第十条"),
    ],
)
def test_one_wrong_field_of_an_inspector_is_refused(change: dict[str, Any], code: str, article: str) -> None:
    rows = list(INSPECTORS)
    rows[0] = rows[0]._replace(**change)
    refusals = [refusal for refusal in inspector_refusals(cases.plan(), rows) if refusal.code != "roster.order"]
    assert [(refusal.code, refusal.article, refusal.place) for refusal in refusals] == [(code, article, rows[0].handle)]


@pytest.mark.parametrize("elig", ["E", "X2", "X3", "X4", "X11"])
def test_the_codes_of_inspectors_are_known(elig: str) -> None:
    assert list(inspector_refusals(cases.plan(), [row._replace(elig=elig) for row in INSPECTORS])) == []


def test_a_hostile_row_is_told_shortened() -> None:
    (refusal,) = identity_refusals(["x" * 5000], {})
    assert len(refusal.place) == 80
    (refusal,) = subject_refusals(open_plan(), "", [SubjectRow(firm(1), "s" * 5000, "E", ATTRS)])
    assert len(refusal.sentence()) < 300


# -------------------------------------------------------------------------------------------------------------- files


def test_files_are_read_back_as_the_rows_that_were_written() -> None:
    for rows in (SUBJECTS, []):
        assert read_subject_file(write_csv(rows), "csv") == rows
        assert read_subject_file(write_jsonl(rows), "jsonl") == rows
    assert read_inspector_file(write_jsonl(INSPECTORS)) == INSPECTORS
    assert read_inspector_file(b"") == []


def test_a_csv_file_opens_with_its_header_and_a_json_lines_file_is_canonical() -> None:
    assert write_csv([]) == f"{CSV_HEADER}\n".encode()
    assert write_jsonl(SUBJECTS[:1]) == jcs(row_object(SUBJECTS[0])) + b"\n"


CSV, LINES, PEOPLE = write_csv(SUBJECTS[:3]), write_jsonl(SUBJECTS[:3]), write_jsonl(INSPECTORS[:3])
BENDS: list[Callable[[bytes], bytes]] = [
    lambda raw: raw.replace(b"\n", b"\r\n"),
    lambda raw: raw[:-1],
    lambda raw: raw + b"\n",
    lambda raw: b"\n" + raw,
    lambda raw: b"\xef\xbb\xbf" + raw,
    lambda raw: raw.replace(b",", b", ", 1),
    lambda raw: raw.replace(b"h:", b"h:\xff", 1),
    lambda raw: raw + b"x",
    lambda raw: raw + b"x\n",
    lambda raw: raw.decode().encode("utf-16"),
    lambda raw: raw[10:],
]


@pytest.mark.parametrize("bend", BENDS)
def test_a_file_of_any_other_form_is_refused(bend: Callable[[bytes], bytes]) -> None:
    for raw, read in (
        (CSV, lambda raw: read_subject_file(raw, "csv")),
        (LINES, lambda raw: read_subject_file(raw, "jsonl")),
        (PEOPLE, read_inspector_file),
    ):
        assert read(raw)
        with pytest.raises(CanonicalError):
            read(bend(raw))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (CSV.replace(b"handle,stratum", b"stratum,handle"), "写法与协议规定的不一致"),
        (CSV + b"a,b,c\n", "名录文件的一行应有 4 列，现有 3 列"),
        (CSV + b"a,b,c,d,e\n", "名录文件的一行应有 4 列，现有 5 列"),
        (b"", "写法与协议规定的不一致"),
    ],
)
def test_a_csv_file_says_what_is_wrong(raw: bytes, why: str) -> None:
    with pytest.raises(CanonicalError, match=why):
        read_subject_file(raw, "csv")


def test_a_quote_in_a_csv_file_is_content_and_then_no_handle() -> None:
    (row,) = read_subject_file(f'{CSV_HEADER}\n"h:0","A","E","x"\n'.encode(), "csv")
    assert row == SubjectRow('"h:0"', '"A"', '"E"', '"x"')
    assert set(codes(subject_refusals(cases.plan(), "", [row]))) == {
        "roster.handle",
        "roster.stratum",
        "roster.elig",
        "roster.digest",
    }


def swapped_keys(raw: bytes) -> bytes:
    return raw.replace(b'"elig":"E","handle"', b'"handle"', 1).replace(b'","stratum"', b'","elig":"E","stratum"', 1)


@pytest.mark.parametrize(
    ("bend", "why"),
    [
        (swapped_keys, "写法与协议规定的不一致"),
        (lambda raw: raw.replace(b'{"attrs"', b'{ "attrs"', 1), "写法与协议规定的不一致"),
        (lambda raw: raw.replace(b'"stratum":', b'"note":1,"stratum":', 1), "写法与协议规定的不一致"),
        (lambda raw: raw.replace(b'"E"', b'"\\u0045"', 1), "写法与协议规定的不一致"),
        (lambda raw: raw.replace(b'"elig":"E",', b"", 1), "名录行.elig 缺失"),
        (lambda raw: raw.replace(b'"elig":"E"', b'"elig":1', 1), "名录行.elig 应为文字"),
        (lambda raw: raw.replace(b'"elig":"E"', b'"elig":"E","elig":"E"', 1), "重复出现"),
        (lambda raw: raw.replace(b'"elig":"E"', b'"elig":1.0', 1), "不是整数"),
        (lambda raw: raw.replace(b'"elig":"E"', b'"elig":"\\ud800"', 1), "孤立代理码元"),
        (lambda raw: raw.replace(b'"elig":"E"', b'"elig":"e\xcc\x81"', 1), "不是 NFC"),
        (lambda raw: b"[]\n" + raw, "名录行 应为对象"),
        (lambda raw: b"[" * 50_000 + b"\n", "嵌套过深"),
    ],
)
def test_a_json_lines_file_says_what_is_wrong(bend: Callable[[bytes], bytes], why: str) -> None:
    raw = write_jsonl([row._replace(elig="E") for row in SUBJECTS[:2]])
    assert bend(raw) != raw
    with pytest.raises(CanonicalError, match=why):
        read_subject_file(bend(raw), "jsonl")


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (b'"cap":1', b'"cap":0', "cap 不能小于 1"),
        (b'"cap":1', b'"cap":true', "cap 应为整数"),
        (b'"cap":1', b'"cap":"1"', "cap 应为整数"),
        (b'"quals":["law","food"]', b'"quals":"law,food"', "quals 应为列表"),
        (b'"quals":["law","food"]', b'"quals":["law,food"]', r"quals\[0\] 写法不合规则"),
        (b'"dept":"', b'"dept":"-', "dept 写法不合规则"),
    ],
)
def test_an_inspector_file_says_what_is_wrong(before: bytes, after: bytes, why: str) -> None:
    raw = write_jsonl(INSPECTORS)
    with pytest.raises(CanonicalError, match=why):
        read_inspector_file(raw.replace(before, after, 1))


def _spliced(pieces: list[bytes]) -> bytes:
    return b"".join(pieces)


ingredients = st.sampled_from(
    [
        b"\n",
        b",",
        b'"',
        b"{",
        b"}",
        b"[",
        b"]",
        b"\x00",
        b"\xff",
        b"\\u0061",
        b"1",
        b"1e9",
        *LINES.splitlines(),
        *CSV.splitlines(),
        *PEOPLE.splitlines(),
        CSV_HEADER.encode(),
    ]
)


@fixed
@given(raw=st.binary(max_size=60) | st.lists(ingredients, max_size=8).map(_spliced))
def test_whatever_bytes_a_file_has_only_its_own_form_is_read_and_nothing_crashes(raw: bytes) -> None:
    forms: list[tuple[Callable[[bytes], Any], Callable[[Any], bytes]]] = [
        (lambda raw: read_subject_file(raw, "csv"), write_csv),
        (lambda raw: read_subject_file(raw, "jsonl"), write_jsonl),
        (read_inspector_file, write_jsonl),
    ]
    for read, write in forms:
        try:
            rows = read(raw)
        except CanonicalError:
            continue
        assert write(rows) == raw


# ---------------------------------------------------------------------------------------------- permuted, mutated


@fixed
@given(order=st.permutations(range(len(SUBJECTS))))
def test_the_root_is_of_an_order_and_the_order_of_handles_is_the_only_one_accepted(order: list[int]) -> None:
    rows = [SUBJECTS[place] for place in order]
    changed = order != list(range(len(SUBJECTS)))
    assert (subject_root(SHA256, rows) != subject_root(SHA256, SUBJECTS)) == changed
    assert bool(list(order_refusals([row.handle for row in rows]))) == changed


def test_one_row_less_or_twice_changes_the_root() -> None:
    whole = subject_root(SHA256, SUBJECTS)
    assert subject_root(SHA256, SUBJECTS[:-1]) != whole
    assert subject_root(SHA256, [*SUBJECTS, SUBJECTS[-1]]) != whole
    assert inspector_root(SHA256, INSPECTORS[1:]) != inspector_root(SHA256, INSPECTORS)
