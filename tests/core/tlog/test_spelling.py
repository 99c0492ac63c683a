"""One spelling for each number, hash and text. Source: RFC 4648 §4; C2SP tlog-checkpoint."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.tlog import spelling
from shuangsuiji.core.tlog.refusal import Malformed, TlogRefused


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("7", 7), ("10", 10), ("9223372036854775807", 2**63 - 1)])
def test_a_number_is_read(text: str, number: int) -> None:
    assert spelling.read_decimal(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", "00", "01", "-0", "-1", "+1", " 1", "1 ", "1\n", "1_0", "1e3", "0x1", "٣", "１", "²"),
        *("9223372036854775808", "10000000000000000000", "9" * 5000),
    ],
)
def test_any_other_spelling_of_a_number_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match="数字"):
        spelling.read_decimal(text)


@given(st.binary(max_size=100))
def test_base64_is_read_as_it_was_written(raw: bytes) -> None:
    assert spelling.read_base64(spelling.write_base64(raw)) == raw


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("AA", "不是 base64"),
        ("AA=", "不是 base64"),
        ("AAA=A", "不是 base64"),
        ("AA==\n", "不是 base64"),
        ("A A=", "不是 base64"),
        ("_-==", "不是 base64"),
        ("中文", "不是 base64"),
        ("\udc80", "不是 base64"),
        ("AB==", "不是规范的 base64"),
        ("AAB=", "不是规范的 base64"),
    ],
)
def test_a_second_spelling_of_base64_is_refused(text: str, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        spelling.read_base64(text)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_hash_has_32_bytes(length: int) -> None:
    assert spelling.read_hash(spelling.write_base64(b"\x00" * 32)) == b"\x00" * 32
    with pytest.raises(Malformed, match="32 字节"):
        spelling.read_hash(spelling.write_base64(b"\x00" * length))


def test_a_proof_has_at_most_63_lines() -> None:
    line = spelling.write_base64(b"\x00" * 32)
    assert len(spelling.read_path([line] * 63)) == 63
    with pytest.raises(Malformed, match="64 行"):
        spelling.read_path([line] * 64)


def test_text_is_utf_8_of_limited_length_without_control_characters() -> None:
    assert spelling.read_text("甲\n\x7f乙".encode(), 8) == "甲\n\x7f乙"
    with pytest.raises(Malformed, match="最多 7 字节"):
        spelling.read_text("甲\n\x7f乙".encode(), 7)
    with pytest.raises(Malformed, match="第 1 字节"):
        spelling.read_text(b"a\xff", 9)
    for control in (*range(10), *range(11, 32)):
        with pytest.raises(Malformed, match="控制字符"):
            spelling.read_text(bytes([97, control]), 9)


def test_hostile_text_is_shown_short_and_on_one_line() -> None:
    assert spelling.shown("a\n\x1b[31m\u202e" + "b" * 99) == "'a\\n\\x1b[31m\\u202e" + "b" * 52 + "…'"


def test_every_kind_of_refusal_is_caught_as_one() -> None:
    assert all(kind.__mro__[1] is TlogRefused for kind in TlogRefused.__subclasses__())
    assert len(TlogRefused.__subclasses__()) == 5
