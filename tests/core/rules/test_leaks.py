"""L13: planted values are found under every word that could hold them, honest ones are left alone.

Source: 50-ledger §4.3, §9. The honest side over all registered types is in test_events (property).
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.rules.event_shapes import KINDS, WORDS
from shuangsuiji.core.rules.leaks import (
    CANONICAL_ID,
    CERTIFICATE,
    CLASS_WORD,
    CREDIT_CODE,
    FORBIDDEN_KEY,
    HANDLE,
    IDENTITY,
    LANDLINE,
    LONG_NUMBER,
    MAIL,
    MOBILE,
    leaks,
)
from shuangsuiji.core.rules.risk import RiskClass
from tests.core.rules.honest_log import archived
from tests.synthetic import valid_uscc

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(first17: str) -> str:
    """An invented resident's number with its right check digit, by another way than the code's: the remainder must be 1."""
    return next(
        first17 + digit
        for digit in "0123456789X"
        if (sum(int(a) * b for a, b in zip(first17, WEIGHTS, strict=True)) + (10 if digit == "X" else int(digit))) % 11
        == 1
    )


PERSON = identity("41092819790230001"[:10] + "0101" + "123")
PLANTED = (
    ("13812345678", MOBILE),
    ("联系人 138-1234-5678", MOBILE),
    ("１３８ 1234 5678", MOBILE),
    ("+86 13812345678", MOBILE),
    ("١٣٨١٢٣٤٥٦٧٨", MOBILE),
    ("138\u200b1234\u200b5678", MOBILE),
    ("0393-8812345", LANDLINE),
    ("（0393）8812345", LANDLINE),
    ("03938812345", LANDLINE),
    (PERSON, IDENTITY),
    (f"{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}", IDENTITY),
    (identity("41092819790101123"[:14] + "128").lower(), IDENTITY),
    ("410928790101123", IDENTITY),
    (valid_uscc(7), CREDIT_CODE),
    (valid_uscc(7).lower(), CREDIT_CODE),
    (f"代码{valid_uscc(8)}号", CREDIT_CODE),
    (f"uscc:{valid_uscc(7)}", CANONICAL_ID),
    ("cert:豫001", CANONICAL_ID),
    ("豫J0928001", CERTIFICATE),
    ("执法证第16-00907号", CERTIFICATE),
    ("a.b@example.cn", MAIL),
    ("A类", CLASS_WORD),
    ("Ｄ 级", CLASS_WORD),
    ("\u0421类", CLASS_WORD),
    ("Ⓒ类", CLASS_WORD),
    ("C", CLASS_WORD),
    ("风险等级", CLASS_WORD),
    *((risk_class.label, CLASS_WORD) for risk_class in RiskClass),
    ("示例县人社局2026年用工第2次抽查检查对象库", CLASS_WORD),
    ("h:" + "a" * 64, HANDLE),
    ("见 h:" + "0f" * 32, HANDLE),
    ("b" * 64, HANDLE),
    ("B" * 64, HANDLE),
)
# Words whose spelling is open; under the closed ones such a value is refused by its shape and found all the same.
OPEN = [key for key, word in WORDS.items() if not KINDS[word.kind].closed]


def every_planted_value_is_found() -> None:
    """Under every open word, in a list and under a key nobody declared."""
    for value, what in PLANTED:
        for key in (*OPEN, "anything"):
            assert (key, what) in leaks({key: value}), (key, value)
            assert (f"{key}[1]", what) in leaks({key: ["rsj", value]}), (key, value)
        assert ("a.b[0].c", what) in leaks({"a": {"b": [{"c": value}]}})


def test_every_planted_value_is_found() -> None:
    every_planted_value_is_found()


def an_honest_log_leaks_nothing() -> None:
    """Digests, times, document numbers and public numbers are left alone."""
    assert [(leaf["type"], leaks(leaf["pub"])) for leaf in archived().told if leaks(leaf["pub"])] == []


def test_an_honest_log_leaks_nothing() -> None:
    an_honest_log_leaks_nothing()


def test_a_planted_value_is_found_under_a_closed_word_too() -> None:
    for key in set(WORDS) - set(OPEN):
        assert leaks({key: "13812345678"}) in (((key, MOBILE),), ()), key
        assert not KINDS[WORDS[key].kind].accepts("13812345678") or key == "value"
        assert leaks({key: f"联系 {PERSON}"}) == ((key, IDENTITY),)
    assert leaks({"count": 13_812_345_678}) == (("count", MOBILE),)
    assert leaks({"anything": 13_812_345_678}) == (("anything", MOBILE),)


def test_digits_are_a_public_number_only_as_a_throw_of_dice() -> None:
    thrown = {"value": "13812345678", "round": "1"}
    assert leaks({**thrown, "source": "dice/d10"}) == ()
    assert leaks({**thrown, "source": "cwl/ssq"}) == (("value", MOBILE),)
    assert leaks(thrown) == (("value", MOBILE),)
    assert leaks({"value": "0" * 64, "source": "drand/" + "a" * 64}) == ()


def test_nine_digits_in_a_row_are_no_code_but_may_be_a_document_number() -> None:
    assert leaks({"what": "410928001"}) == (("what", LONG_NUMBER),)
    assert leaks({"task_id": "410928/rsj/2026/160900280"}) == (("task_id", LONG_NUMBER),)
    assert leaks({"document": "BA41092820260012"}) == ()
    assert leaks({"what": "41092800"}) == ()


@pytest.mark.parametrize(
    "value",
    [
        "410928",
        "410928/rsj/2026/yonggong/1",
        "豫政〔2019〕22号",
        "410928-2026-017",
        "2026-11-24",
        "2026-11-24T02:00:00Z",
        "AAA级景区",
        "3A级景区",
        "分类监管",
        "2026135",
        "录入错误",
        "sample_floor.C",
        True,
        None,
        7,
    ],
)
def test_what_only_looks_a_little_like_it_is_left_alone(value: object) -> None:
    for key in ("document", "what", "anything"):
        assert leaks({key: value}) == ()


def test_a_number_with_a_wrong_check_digit_is_no_resident_and_no_firm() -> None:
    other = "0" if PERSON[-1] != "0" else "1"
    assert leaks({"document": PERSON[:-1] + other}) == ()
    code = valid_uscc(7)
    assert leaks({"document": code[:-1] + ("0" if code[-1] != "0" else "1")}) == ()


@pytest.mark.parametrize(
    "key",
    [
        "handle",
        "handles",
        "stratum",
        "firm_name",
        "Phone",
        "risk-class",
        "subject",
        "team",
        "legal.rep",
        "salt",
        "uscc",
        "id_card",
    ],
)
def test_a_key_that_asks_for_it_is_named(key: str) -> None:
    assert leaks({key: 1}) == ((key, FORBIDDEN_KEY),)
    assert leaks({"count": 1, "rows": [{key: 1}]}) == ((f"rows[0].{key}", FORBIDDEN_KEY),)


def test_a_key_may_itself_be_what_it_should_not_say() -> None:
    assert leaks({"a" * 64: 1}) == (("a" * 64, HANDLE),)
    assert leaks({"13812345678": 1}) == (("13812345678", MOBILE),)


def test_every_declared_word_is_an_honest_key() -> None:
    assert leaks({key: True for key in WORDS if not KINDS[WORDS[key].kind].closed}) == ()


def test_finds_are_told_in_the_order_of_the_entry() -> None:
    pub = {"document": "13812345678", "what": "a@b.cn 0393-8812345", "phone": {"name": "x"}}
    assert leaks(pub) == (
        ("phone", FORBIDDEN_KEY),
        ("document", MOBILE),
        ("what", MAIL),
        ("what", LANDLINE),
        ("phone.name", FORBIDDEN_KEY),
    )


def test_an_entry_nested_deeper_than_any_stack_is_read_to_its_end() -> None:
    deep: Any = "13812345678"
    for _ in range(20_000):
        deep = [deep]
    assert [what for _, what in leaks({"x": deep})] == [MOBILE]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(pub=st.dictionaries(st.text(max_size=12), json_values, max_size=5))
def test_whatever_an_entry_holds_it_is_answered_and_never_with_a_crash(pub: dict[str, Any]) -> None:
    assert all(isinstance(path, str) and what for path, what in leaks(pub))


@settings(derandomize=True, max_examples=300, deadline=None)
@given(
    number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    before=st.sampled_from(["", "电话", "x ", "-"]),
    after=st.sampled_from(["", "号", " y"]),
)
def test_every_mobile_number_is_found_in_every_text(number: str, before: str, after: str) -> None:
    assert ("reason", MOBILE) in leaks({"reason": before + number + after})
