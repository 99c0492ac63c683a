"""Canonical bytes: one spelling per value, one value per spelling, and digests that agree with the standards.

Source: 40-draw §1; RFC 8785; FIPS 180-4, GB/T 32905, RFC 2104.
"""

import hashlib
import hmac
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core import canonical
from shuangsuiji.core.canonical import CanonicalError, Suite, jcs, ns, parse_json, suite_named, tag

fixed = settings(derandomize=True, deadline=None, max_examples=200)
SHA256, SM3 = suite_named("SHA256"), suite_named("SM3")

keys = st.text("ABCXYZabcxyz0189_.-", min_size=1, max_size=64)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
integers = st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | integers | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)


# ------------------------------------------------------------------------------------------------------------- suites


@pytest.mark.parametrize("name", ["SHA256", "SM3"])
def test_both_suites_have_the_sizes_that_the_protocol_relies_on(name: str) -> None:
    suite = suite_named(name)
    assert suite.name == name
    assert len(suite.hash(b"")) == 32
    assert hashlib.new(suite.algorithm).block_size == 64


def test_the_digest_of_abc_is_that_of_the_standards() -> None:
    assert SHA256.hash(b"abc") == hashlib.sha256(b"abc").digest()
    # GB/T 32905-2016, A.1 and A.2
    assert SM3.hash(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert SM3.hash(b"abcd" * 16).hex() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


@fixed
@given(key=st.binary(max_size=100), message=st.binary(max_size=100), suite=st.sampled_from([SHA256, SM3]))
def test_hmac_is_that_of_rfc_2104_written_out(key: bytes, message: bytes, suite: Suite) -> None:
    block = (suite.hash(key) if len(key) > 64 else key).ljust(64, b"\0")
    inner = suite.hash(bytes(byte ^ 0x36 for byte in block) + message)
    assert suite.hmac(key, message) == suite.hash(bytes(byte ^ 0x5C for byte in block) + inner)


def test_hmac_with_sha256_is_that_of_the_standard_library() -> None:
    assert SHA256.hmac(b"key", b"message") == hmac.new(b"key", b"message", hashlib.sha256).digest()


@pytest.mark.parametrize("name", ["sha256", "SHA-256", "MD5", "", "SM3 ", None, 256, ["SHA256"], {}])
def test_an_unknown_suite_is_refused(name: object) -> None:
    with pytest.raises(CanonicalError, match="应为 SHA256 或 SM3"):
        suite_named(name)


def _unsupported(message: bytes) -> Any:
    raise ValueError("unsupported hash type")


@pytest.mark.parametrize(
    "constructor", [_unsupported, hashlib.sha512], ids=["a build without it", "a build that computes something else"]
)
def test_a_suite_that_fails_its_self_test_is_refused_before_a_draw(
    constructor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(canonical._SUITES, "SM3", Suite("SM3", "sm3", constructor))
    with pytest.raises(CanonicalError, match="不支持 SM3 算法，请改用 SHA256 套件"):
        suite_named("SM3")
    assert suite_named("SHA256") is SHA256


# -------------------------------------------------------------------------------------------------------- netstrings


def test_the_known_answer_of_ns() -> None:
    assert ns("ssj.demo/1", "", "濮阳县", "9141") == "10:ssj.demo/1,0:,9:濮阳县,4:9141,".encode()


@pytest.mark.parametrize(("part", "written"), [(0, b"1:0,"), (10, b"2:10,"), (2**70, b"22:1180591620717411303424,")])
def test_integers_are_plain_decimals(part: int, written: bytes) -> None:
    assert ns(part) == written


def test_bytes_and_text_of_the_same_bytes_are_the_same_part() -> None:
    assert ns("濮阳") == ns("濮阳".encode())
    assert ns() == b""


def test_a_negative_integer_has_no_spelling() -> None:
    with pytest.raises(CanonicalError, match="整数不能为负：-1"):
        ns(-1)


def _read(joined: bytes) -> list[bytes]:
    """The parts of a netstring sequence, read as any reader would."""
    parts = []
    while joined:
        length, _, rest = joined.partition(b":")
        end = int(length)
        assert rest[end : end + 1] == b","
        parts.append(rest[:end])
        joined = rest[end + 1 :]
    return parts


@fixed
@given(parts=st.lists(st.binary(max_size=30), max_size=8))
def test_no_two_lists_of_parts_give_the_same_bytes(parts: list[bytes]) -> None:
    assert _read(ns(*parts)) == parts


def test_tag_puts_its_label_first_and_gives_lower_case_hex() -> None:
    assert tag(SHA256, "demo", "x", 7) == hashlib.sha256(b"10:ssj.demo/1,1:x,1:7,").hexdigest()
    assert tag(SM3, "demo", "x", 7) == SM3.hash(b"10:ssj.demo/1,1:x,1:7,").hex()


# -------------------------------------------------------------------------------------------------------------- jcs


@fixed
@given(value=values)
def test_jcs_is_rfc_8785_on_its_whole_domain(value: Any) -> None:
    assert jcs(value) == rfc8785.dumps(value)


@fixed
@given(value=values)
def test_what_jcs_writes_is_read_back_as_the_same_value(value: Any) -> None:
    assert parse_json(jcs(value)) == value
    assert jcs(parse_json(jcs(value))) == jcs(value)


def test_keys_stand_in_byte_order_without_blanks() -> None:
    value = {"b": 1, "a": [True, None], "10": "x", "9": {}, "A": "濮", "_": "-", "__proto__": 0}
    assert jcs(value) == '{"10":"x","9":{},"A":"濮","_":"-","__proto__":0,"a":[true,null],"b":1}'.encode()


def test_control_characters_are_written_as_rfc_8785_wants() -> None:
    assert jcs('\x00\b\t\n\f\r\x1f"\\/\x7f\u2028') == b'"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\/\x7f\xe2\x80\xa8"'


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (1.0, "不能写成规范 JSON 的值"),
        (float("nan"), "不能写成规范 JSON 的值"),
        (b"x", "不能写成规范 JSON 的值"),
        (("a",), "不能写成规范 JSON 的值"),
        ({1, 2}, "不能写成规范 JSON 的值"),
        (object, "不能写成规范 JSON 的值"),
        (2**53, "超出 2"),
        (-(2**53), "超出 2"),
        ("e\u0301", "不是 NFC"),
        ("\u212b", "不是 NFC"),
        ("\ud800", "孤立代理码元"),
        ("濮\udfff", "孤立代理码元"),
        ({"": 1}, "键名不合规则"),
        ({"a b": 1}, "键名不合规则"),
        ({"键": 1}, "键名不合规则"),
        ({"a\n": 1}, "键名不合规则"),
        ({"a" * 65: 1}, "键名不合规则"),
        ({1: 1}, "键名不合规则"),
        ({None: 1}, "键名不合规则"),
    ],
)
def test_every_foreign_value_is_refused_however_deep_it_lies(value: Any, why: str) -> None:
    for wrapped in (value, [value], {"a": [0, {"b": value}]}):
        with pytest.raises(CanonicalError, match=why):
            jcs(wrapped)


@pytest.mark.parametrize("value", [2**53 - 1, -(2**53) + 1, "\u00e9", "𠮷\ue000", "a\u0000b", {"a" * 64: 0}, "\u3000"])
def test_the_last_values_inside_the_domain_are_written(value: Any) -> None:
    assert jcs(value) == rfc8785.dumps(value)


def test_a_value_nested_too_deep_or_into_itself_is_refused_and_not_a_crash() -> None:
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    circle: list[Any] = []
    circle.append(circle)
    for value in (deep, circle):
        with pytest.raises(CanonicalError, match="嵌套过深"):
            jcs(value)


# -------------------------------------------------------------------------------------------------------- parse_json


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\xef\xbb\xbf{}", "BOM"),
        (b'{"a":1.0}', "数值 1.0 不是整数"),
        (b"[1e3]", "数值 1e3 不是整数"),
        (b"[-0.0]", "不是整数"),
        (b"[NaN]", "数值 NaN 不是整数"),
        (b"[Infinity]", "不是整数"),
        (b"[-Infinity]", "不是整数"),
        (b'{"a":1,"b":2,"a":1}', "键 'a' 重复出现"),
        (b'[{"x":{"a":1,"\\u0061":2}}]', "键 'a' 重复出现"),
        (b"[9007199254740992]", "超出 2"),
        (b"[-9007199254740992]", "超出 2"),
        (b"[" + b"9" * 5000 + b"]", "超出 2"),
        (b"[-" + b"1" * 5000 + b"]", "超出 2"),
        (b'["\xff"]', "不是 UTF-8 文本（第 2 字节）"),
        (b'["\xed\xa0\x80"]', "不是 UTF-8 文本"),
        (b'["\xc0\xaf"]', "不是 UTF-8 文本"),
        (b'["\\ud800"]', "孤立代理码元"),
        (b'{"\\uDFFF":1}', "孤立代理码元"),
        (b'["\\ude00\\ud83d"]', "孤立代理码元"),
        (b"[" * 100_000, "嵌套过深"),
        (b'{"a":' * 100_000, "嵌套过深"),
        (b"", "不是 JSON：第 1 行第 1 列"),
        (b"[1,\n2,]", "不是 JSON：第 2 行"),
        (b"{} {}", "不是 JSON"),
        (b"[01]", "不是 JSON"),
        (b"[+1]", "不是 JSON"),
        (b"{'a':1}", "不是 JSON"),
        (b"[1] // note", "不是 JSON"),
        (b'["a\nb"]', "不是 JSON"),
        ("[\u0661]".encode(), "不是 JSON"),
        ('{"a":1}'.encode("utf-16"), "不是 UTF-8 文本"),
        ('{"a":1}'.encode("utf-16-be"), "不是 JSON"),
    ],
)
def test_json_that_could_be_read_in_two_ways_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(CanonicalError, match=why):
        parse_json(raw)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"[9007199254740991,-9007199254740991]", [2**53 - 1, 1 - 2**53]),
        (b' {"a" : [ ] }\r\n', {"a": []}),
        (b'"\\ud83d\\ude02"', "\U0001f602"),
        (b'"\\\\ud800"', "\\ud800"),
        (b'{"__proto__":{"a":null}}', {"__proto__": {"a": None}}),
        (b"[" * 100 + b"]" * 100, json.loads("[" * 100 + "]" * 100)),
    ],
)
def test_json_with_one_meaning_is_read(raw: bytes, value: Any) -> None:
    assert parse_json(raw) == value


def test_a_long_repeated_key_is_told_shortened() -> None:
    key = "k" * 5000
    with pytest.raises(CanonicalError) as caught:
        parse_json(json.dumps([{key: 1}]).replace("1}", f'1,"{key}":2}}').encode())
    assert len(f"{caught.value}") < 100


@fixed
@given(
    raw=st.binary(max_size=80)
    | st.text('{}[]",:\\u0123456789abcdefE+-.\ud800 \n', max_size=80).map(
        lambda text: text.encode("utf-8", "surrogatepass")
    )
)
def test_whatever_comes_parse_json_reads_it_or_raises_its_own_error(raw: bytes) -> None:
    try:
        value = parse_json(raw)
    except CanonicalError:
        return
    assert value == json.loads(raw)


# ------------------------------------------------------------------------------------------------ outside test data


@pytest.mark.external
@pytest.mark.parametrize(
    ("name", "why"),
    [("values", "不是整数"), ("structures", "不是整数"), ("french", "键名不合规则"), ("weird", "键名不合规则")],
)
def test_public_jcs_vectors_beyond_our_domain_are_refused(shared: Path, name: str, why: str) -> None:
    with pytest.raises(CanonicalError, match=why):
        jcs(parse_json((shared / f"data/tlog/jcs/testdata/input/{name}.json").read_bytes()))


@pytest.mark.external
def test_public_jcs_vectors_inside_our_domain_agree_byte_for_byte(shared: Path) -> None:
    folder = shared / "data/tlog/jcs/testdata"
    value = parse_json((folder / "input/arrays.json").read_bytes())
    assert jcs(value) == (folder / "output/arrays.json").read_bytes()
    assert jcs(value) == bytes.fromhex((folder / "outhex/arrays.txt").read_text())
