"""Values become canonical bytes, and canonical bytes become digests.

Source: SSJ-DRAW/1 §1; RFC 8785 (restricted to the domain on which Python's sorted, blank-free output equals it).
Takes: text, integers, JSON values. Gives: bytes and lower-case hexadecimal digests.
Never: floats, locale, time, randomness.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from json.encoder import encode_basestring
from typing import Any

SAFE_INTEGER = 2**53
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")


class CanonicalError(ValueError):
    """A value has no canonical form, or a JSON text could be read in two ways; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A hash suite of the draw: every `H` of the protocol is this function.

    `algorithm` is hashlib's name. Both suites have 32-byte outputs and 64-byte blocks.
    """

    name: str
    algorithm: str
    constructor: Callable[..., Any]

    def hash(self, message: bytes) -> bytes:
        """Digest `message`; 32 bytes."""
        digest: bytes = self.constructor(message).digest()
        return digest

    def hmac(self, key: bytes, message: bytes) -> bytes:
        """HMAC of `message` under `key` (RFC 2104 with this suite's hash); 32 bytes."""
        return hmac.digest(key, message, self.algorithm)


_SUITES = {
    "SHA256": Suite("SHA256", "sha256", hashlib.sha256),
    "SM3": Suite("SM3", "sm3", partial(hashlib.new, "sm3")),
}
# GB/T 32905-2016 and FIPS 180-4 both give the digest of "abc" as an example.
_SELF_TEST = {
    "SHA256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SM3": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
}


def suite_named(name: object) -> Suite:
    """Return the suite called `name` after a self-test, so that a build without it is found before a draw.

    Raises CanonicalError for an unknown name and where this Python's OpenSSL lacks the algorithm.
    """
    suite = _SUITES.get(name) if isinstance(name, str) else None
    if suite is None:
        raise CanonicalError(f"不认识的算法套件 {name!r}，应为 SHA256 或 SM3")
    try:
        works = suite.hash(b"abc").hex() == _SELF_TEST[suite.name]
    except ValueError:
        works = False
    if not works:
        raise CanonicalError(
            f"本机的 Python 不支持 {suite.name} 算法，请改用 SHA256 套件，或换用带 {suite.name} 的系统"
        )
    return suite


def ns(*parts: str | bytes | int) -> bytes:
    """Join parts unambiguously: decimal byte length, colon, bytes, comma for each (a netstring per part).

    Text is UTF-8; an integer is decimal ASCII without sign. `ns("a", "")` is `1:a,0:,`.
    """
    joined = []
    for part in parts:
        if isinstance(part, str):
            part = part.encode()
        elif isinstance(part, int):
            if part < 0:
                raise CanonicalError(f"整数不能为负：{part}")
            part = b"%d" % part
        joined.append(b"%d:%b," % (len(part), part))
    return b"".join(joined)


def ns_text(*parts: str) -> bytes:
    """`ns` of texts alone, quicker: for the rows of rosters."""
    joined = "".join([f"{len(part)}:{part}," for part in parts])
    return joined.encode() if joined.isascii() else ns(*parts)


def tag(suite: Suite, label: str, *parts: str | bytes | int) -> str:
    """Hash of `ns("ssj.<label>/1", parts…)` as 64 lower-case hexadecimal characters."""
    return suite.hash(ns(f"ssj.{label}/1", *parts)).hex()


def jcs(value: object) -> bytes:
    """Write a JSON value in its one canonical form: UTF-8, keys in byte order, no blanks.

    Values are text (NFC), integers below 2^53 in size, booleans, null, lists and objects whose keys match
    `[A-Za-z0-9_.-]{1,64}`. Raises CanonicalError for anything else: floats, and nesting too deep to write.
    """
    try:
        return _written(value).encode()
    except RecursionError as error:
        raise CanonicalError("嵌套过深，不能写成规范 JSON") from error


def _written(value: object) -> str:
    """One pass over the value, refusing and writing at once: rosters have a million of them."""
    if isinstance(value, str):
        _refuse_text(value)
        return encode_basestring(value)  # escapes as RFC 8785 §3.2.2.2 wants them
    if isinstance(value, dict):
        for key in value:
            if not _is_key(key):
                raise CanonicalError(f"键名不合规则：{key!r}")
        return "{" + ",".join([f'"{key}":{_written(value[key])}' for key in sorted(value)]) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    return _plain(value)


@lru_cache(1024)
def _is_key(key: object) -> bool:
    return isinstance(key, str) and _KEY.fullmatch(key) is not None


def _plain(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, int):
        raise CanonicalError(f"不能写成规范 JSON 的值：{value!r}")
    if abs(value) >= SAFE_INTEGER:
        raise CanonicalError("整数超出 2^53")
    return f"{value}"


def _refuse_text(text: str) -> None:
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise CanonicalError(f"文字不是 NFC 规范形式：{text!r}")
    if not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise CanonicalError(f"文字含孤立代理码元：{text!r}")


def parse_json(raw: bytes) -> Any:
    """Read JSON that has exactly one meaning.

    Raises CanonicalError for a BOM, text that is not UTF-8, a key given twice, a float, a number beyond 2^53,
    half of a surrogate pair, and nesting too deep to read.
    """
    if raw.startswith(b"\xef\xbb\xbf"):
        raise CanonicalError("文件开头有 BOM，请另存为不带 BOM 的 UTF-8")
    try:
        value = json.loads(
            raw.decode(),
            object_pairs_hook=_unique_keys,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_safe_integer,
        )
        # Only an escape can spell half a pair: UTF-8 itself has none.
        if _SURROGATE_ESCAPE.search(raw):
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except RecursionError as error:
        raise CanonicalError("JSON 嵌套过深") from error
    except UnicodeEncodeError as error:
        raise CanonicalError("文字含孤立代理码元") from error
    except UnicodeDecodeError as error:
        raise CanonicalError(f"不是 UTF-8 文本（第 {error.start} 字节）") from error
    except json.JSONDecodeError as error:
        raise CanonicalError(f"不是 JSON：第 {error.lineno} 行第 {error.colno} 列") from error


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise CanonicalError(f"键 {repeated[:64]!r} 重复出现")
    return members


def _refuse_number(text: str) -> None:
    raise CanonicalError(f"数值 {text} 不是整数")


def _safe_integer(text: str) -> int:
    # Length first: Python refuses to convert thousands of digits, and no such number is safe anyway.
    if len(text) > 17 or abs(int(text)) >= SAFE_INTEGER:
        raise CanonicalError(f"整数超出 2^53：{text[:24]}")
    return int(text)
