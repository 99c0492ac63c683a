"""Codes: what a spreadsheet does to them is repaired at the door, everything else is refused with a reason a clerk can use.

Source: 40-draw §2; GB 32100-2015, GS 15-2006; 第十条.
"""

import pytest
import stdnum.cn.uscc
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from shuangsuiji.core.identifiers import (
    USCC_ALPHABET,
    IdentifierError,
    clean_code,
    ingest_certificate,
    ingest_reg_no,
    ingest_uscc,
    is_certificate_id,
    is_sealed_handle,
    is_subject_id,
    organisation_code,
    reg_no_is_valid,
    uscc_check_digit,
    uscc_is_valid,
)
from tests.core.draw.cases import vectors
from tests.synthetic import valid_uscc

fixed = settings(derandomize=True, deadline=None, max_examples=300)
GOOD = "91410928M6R444446W"
REG_NO = "410928000012344"

first17 = st.tuples(
    st.text(USCC_ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(USCC_ALPHABET, min_size=9, max_size=9),
).map("".join)


# ------------------------------------------------------------------------------------------------------ check digits


@fixed
@given(body=first17)
def test_the_check_digit_is_that_of_python_stdnum(body: str) -> None:
    assert uscc_check_digit(body) == stdnum.cn.uscc.calc_check_digit(body)


@fixed
@given(body=first17, last=st.sampled_from(USCC_ALPHABET))
def test_a_code_is_valid_exactly_when_its_last_character_is_its_check_digit(body: str, last: str) -> None:
    assert uscc_is_valid(body + last) == (last == stdnum.cn.uscc.calc_check_digit(body))


def test_our_synthetic_codes_are_valid_for_python_stdnum_too() -> None:
    for number in range(200):
        assert stdnum.cn.uscc.is_valid(valid_uscc(number))
        assert uscc_is_valid(valid_uscc(number))


def test_every_single_wrong_character_and_every_swap_of_neighbours_is_found() -> None:
    for place in range(18):
        for letter in USCC_ALPHABET:
            if letter != GOOD[place]:
                assert not uscc_is_valid(GOOD[:place] + letter + GOOD[place + 1 :])
    for place in range(17):
        swapped = GOOD[:place] + GOOD[place + 1] + GOOD[place] + GOOD[place + 2 :]
        assert uscc_is_valid(swapped) == (swapped == GOOD)


def test_the_check_digit_of_the_vectors() -> None:
    known = vectors("ids")["check_digit"]
    assert uscc_check_digit(known["first17"]) == known["digit"]


@fixed
@given(body=st.text("0123456789", min_size=14, max_size=14), last=st.sampled_from("0123456789"))
def test_a_registration_number_is_valid_exactly_when_iso_7064_says_so(body: str, last: str) -> None:
    assert reg_no_is_valid(body + last) == mod_11_10.is_valid(body + last)


@pytest.mark.parametrize("number", ["", "41092800001234", REG_NO + "0", "４" + REG_NO[1:], "x" * 15, REG_NO + "\n"])
def test_what_is_not_fifteen_digits_is_no_registration_number(number: str) -> None:
    assert not reg_no_is_valid(number)


# ------------------------------------------------------------------------------------------------------------- repair


@pytest.mark.parametrize(
    ("raw", "repair"),
    [
        (GOOD, "nothing"),
        (GOOD.lower(), "case"),
        ("".join(chr(ord(letter) + 0xFEE0) for letter in GOOD), "width"),
        (f" {GOOD}\t\r\n", "blanks around"),
        ("91410928\u3000M6R444446W", "an ideographic blank"),
        ("9141 0928 M6R4 4444 6W", "groups of four"),
        ("91410928\u00a0M6R444446W", "a no-break blank"),
        ("\ufeff" + GOOD, "a byte order mark"),
        ("9141\u200b0928M6R444446W", "a zero-width blank"),
        ("9141\u200c0928M6R4\u200d44446W", "joiners"),
        ("9141\u20600928M6R444446W", "a word joiner"),
        ("9141\u00ad0928M6R444446W", "a soft hyphen"),
        ("91410928-M6R444446W", "a hyphen"),
        ("91410928\uff0dM6R444446W", "a full-width hyphen"),
        ("91-410928\u2010M6R4\u201144446\u2013W", "other hyphens"),
        ("91410928\u2014M6R444446W", "a dash"),
        ("\uff19\u2460410928-m6r444446w", "everything at once"),
    ],
)
def test_what_a_spreadsheet_or_keyboard_does_to_a_code_is_repaired(raw: str, repair: str) -> None:
    assert ingest_uscc(raw) == f"uscc:{GOOD}", repair


@pytest.mark.parametrize("case", vectors("ids")["ingest"], ids=lambda case: repr(case["raw"]))
def test_ingest_agrees_with_the_vectors(case: dict[str, str | None]) -> None:
    if case["canonical"] is None:
        with pytest.raises(IdentifierError):
            ingest_uscc(case["raw"])
    else:
        assert ingest_uscc(case["raw"]) == case["canonical"]


@pytest.mark.parametrize(
    ("raw", "code", "reason"),
    [
        (4.10928e17, "number-cell", "统一社会信用代码是数字单元格，末几位可能已失真，请从原系统重新导出为文本"),
        (410928199001011234, "number-cell", "请从原系统重新导出为文本"),
        (None, "number-cell", "请从原系统重新导出为文本"),
        (True, "number-cell", "请从原系统重新导出为文本"),
        ("", "empty", "缺少统一社会信用代码"),
        (" \u200b-\u3000", "empty", "缺少统一社会信用代码"),
        (GOOD[:-1], "length", "统一社会信用代码应为 18 位，现为 17 位"),
        (GOOD + "0", "length", "统一社会信用代码应为 18 位，现为 19 位"),
        ("4.10928E+17", "length", "统一社会信用代码应为 18 位，现为 11 位"),
        (
            "9141O928M6R444446W",
            "alphabet",
            "统一社会信用代码含不允许的字符（字母 I、O、S、V、Z 不用，第 3—8 位须为数字）",
        ),
        ("91A10928M6R444446W", "alphabet", "第 3—8 位须为数字"),
        ("91410928M6R44444_W", "alphabet", "统一社会信用代码含不允许的字符"),
        ("91410928M6R44444\u6f6eW", "alphabet", "统一社会信用代码含不允许的字符"),
        (GOOD[:-1] + "0", "check-digit", "统一社会信用代码校验位应为 W，现为 0，请核对原件"),
    ],
)
def test_a_code_that_cannot_be_repaired_is_refused_with_its_reason(raw: object, code: str, reason: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        ingest_uscc(raw)
    assert caught.value.code == code
    assert reason in caught.value.reason
    assert f"{caught.value}" == caught.value.reason


def test_the_letter_o_is_not_turned_into_a_zero() -> None:
    assert clean_code(" o0-\uff4f ") == "O0O"


@fixed
@given(text=st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once_for_every_code_that_is_accepted(text: str) -> None:
    try:
        accepted = ingest_uscc(text)
    except IdentifierError:
        return
    assert ingest_uscc(clean_code(text)) == accepted


# ------------------------------------------------------------------------------- registration numbers, certificates


@pytest.mark.parametrize("raw", [REG_NO, f" {REG_NO[:6]}-{REG_NO[6:]} ", "".join(chr(ord(d) + 0xFEE0) for d in REG_NO)])
def test_a_registration_number_is_repaired_like_a_code(raw: str) -> None:
    assert ingest_reg_no(raw) == f"reg:{REG_NO}"


@pytest.mark.parametrize(
    ("raw", "code", "reason"),
    [
        (410928000012344, "number-cell", "注册号是数字单元格，末几位可能已失真"),
        ("", "empty", "缺少注册号"),
        ("41092800001234", "length", "注册号应为 15 位数字，现为“41092800001234”"),
        ("41092800001234X", "length", "注册号应为 15 位数字"),
        ("4" * 5000, "length", "现为“44444444444444444444444444444444”"),
    ],
)
def test_a_wrong_registration_number_is_refused_with_its_reason(raw: object, code: str, reason: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        ingest_reg_no(raw)
    assert caught.value.code == code
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("raw", "pid"),
    [
        ("YS-410928-0101", "cert:YS-410928-0101"),
        (" ys-410928-0101 ", "cert:ys-410928-0101"),
        ("ＹＳ－410928\u200b－0101", "cert:YS-410928-0101"),
        ("a" * 64, "cert:" + "a" * 64),
    ],
)
def test_a_certificate_keeps_its_case_and_loses_width_and_blanks(raw: str, pid: str) -> None:
    assert ingest_certificate(raw) == pid


@pytest.mark.parametrize(
    ("raw", "code"),
    [(16041001, "number-cell"), ("", "grammar"), ("豫A-01", "grammar"), ("a" * 65, "grammar"), ("a/b", "grammar")],
)
def test_a_wrong_certificate_number_is_refused(raw: object, code: str) -> None:
    with pytest.raises(IdentifierError, match="执法证号") as caught:
        ingest_certificate(raw)
    assert caught.value.code == code


# ------------------------------------------------------------------------------------------------ the strict grammar


@pytest.mark.parametrize("case", vectors("ids")["freeze_strict"], ids=lambda case: repr(case["handle"]))
def test_the_freeze_grammar_agrees_with_the_vectors(case: dict[str, object]) -> None:
    handle = f"{case['handle']}"
    assert (is_subject_id(handle) or is_sealed_handle(handle)) == case["accept"]


@pytest.mark.parametrize(
    "text",
    [
        f"uscc:{GOOD}\n",
        f" uscc:{GOOD}",
        f"uscc:{GOOD[:-1]}0",
        "uscc:",
        "reg:41092800001234",
        "reg:4109280000123450",
        "reg:４10928000012344",
        "reg:\u0664" + REG_NO[1:],
        "obj:",
        "obj:-a",
        "obj:A",
        "obj:a b",
        "obj:" + "a" * 65,
        "obj:a\n",
        "h:" + "a" * 64,
        "cert:a",
        GOOD,
        "",
    ],
)
def test_a_subject_id_that_is_not_canonical_is_refused_byte_for_byte(text: str) -> None:
    assert not is_subject_id(text)


@pytest.mark.parametrize("text", ["obj:a", "obj:" + "a" * 64, "obj:peixun/2026-07", f"reg:{REG_NO}", f"uscc:{GOOD}"])
def test_the_canonical_ids_of_subjects_are_accepted(text: str) -> None:
    assert is_subject_id(text)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("cert:A.b_c-1", True),
        ("cert:", False),
        ("cert:a\n", False),
        ("cert:执", False),
        ("CERT:a", False),
        ("cert:" + "a" * 65, False),
    ],
)
def test_certificate_ids(text: str, accepted: bool) -> None:
    assert is_certificate_id(text) == accepted


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("h:" + "0f" * 32, True),
        ("h:" + "0F" * 32, False),
        ("h:" + "0" * 63, False),
        ("h:" + "0" * 64 + "\n", False),
        ("0" * 64, False),
    ],
)
def test_sealed_handles(text: str, accepted: bool) -> None:
    assert is_sealed_handle(text) == accepted


def test_the_organisation_code_is_the_ninth_to_the_seventeenth_character() -> None:
    assert organisation_code(f"uscc:{GOOD}") == "M6R444446"
    assert organisation_code(f"reg:{REG_NO}") is None
    assert organisation_code("obj:a") is None
