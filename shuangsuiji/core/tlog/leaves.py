"""Entries of the log: what is said openly, and salted digests for what is not.

Source: 50-ledger §4, §4.1; RFC 8785 as `core.canonical` restricts it. Which types there are and what each may say openly is
the register's business; here is the form alone.
Shape: one JSON object with exactly the keys of `_MEMBERS`; `refs` = `[[relation, leaf hash hex], …]`, `sd` = name → digest,
`files` = `[{"sha256", "size", "kind"}, …]`. The place in the log is proven, not stated: there is no number in it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, jcs, parse_json
from shuangsuiji.core.tlog.hashes import SHA256
from shuangsuiji.core.tlog.refusal import Malformed, ProofFailed
from shuangsuiji.core.tlog.spelling import is_controlled, shown

VERSION = 1
MAX_LEAF_BYTES = 16_384
MAX_VALUE_BYTES = 4_096  # a longer private value enters as the digest of a file
RELATIONS = ("follows", "approves", "corrects", "supersedes", "answers")

_HEX64 = re.compile(r"[0-9a-f]{64}")
_TYPE = re.compile(r"[a-z][a-z0-9]{0,31}\.[a-z][a-z0-9_]{0,63}")
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LONGEST_TEXT = 128


def write_leaf(leaf: Mapping[str, Any]) -> bytes:
    """The exact bytes that are hashed and stored, never written a second time. Malformed where a member is not in order."""
    try:
        body = jcs(dict(leaf))
    except ValueError as error:
        raise Malformed(f"条目不能写成规范 JSON：{error}") from error
    _check_length(body)
    _check_members(leaf)
    return body


def read_leaf(body: bytes) -> dict[str, Any]:
    """Read an entry; bytes that are not its one canonical form are refused."""
    _check_length(body)
    try:
        leaf = parse_json(body)
        canonical = isinstance(leaf, dict) and jcs(leaf) == body
    except CanonicalError as error:
        raise Malformed(f"条目不是规范 JSON：{error}") from error
    if not canonical:
        raise Malformed("条目不是规范 JSON 对象")
    _check_members(leaf)
    return dict(leaf)


def _check_length(body: bytes) -> None:
    if len(body) > MAX_LEAF_BYTES:
        raise Malformed(f"条目有 {len(body)} 字节，最多 {MAX_LEAF_BYTES} 字节")


def _check_members(leaf: Mapping[str, Any]) -> None:
    if leaf.keys() != _MEMBERS.keys():
        wrong = "、".join(sorted(leaf.keys() ^ _MEMBERS.keys()))
        raise Malformed(f"条目的键不合规则：{shown(wrong)}")
    for name, is_right in _MEMBERS.items():
        if not is_right(leaf[name]):
            raise Malformed(f"条目的 {name} 不合规则：{shown(str(leaf[name]))}")


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_TEXT and not is_controlled(value)


def _is_time(value: object) -> bool:
    """RFC 3339, UTC, whole seconds, and a time that exists."""
    if not _matches(_TIME, value):
        return False
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _is_reference(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and value[0] in RELATIONS and _matches(_HEX64, value[1])


def _is_file(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"sha256", "size", "kind"}
        and _matches(_HEX64, value["sha256"])
        and _is_count(value["size"])
        and _is_text(value["kind"])
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_MEMBERS: dict[str, Callable[[Any], bool]] = {
    "v": lambda value: value == VERSION and _is_count(value),
    "type": lambda value: _matches(_TYPE, value),
    "id": lambda value: _matches(_UUID7, value),
    "at": _is_time,
    "org": lambda value: _is_text(value) and value != "",
    "actor": lambda value: _is_text(value) and value != "",
    "rule": _is_text,
    "refs": lambda value: isinstance(value, list) and all(map(_is_reference, value)),
    "pub": lambda value: isinstance(value, dict),
    "sd": lambda value: isinstance(value, dict) and all(_matches(_HEX64, digest) for digest in value.values()),
    "files": lambda value: isinstance(value, list) and all(map(_is_file, value)),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What makes a private value of an entry readable: 32 random bytes as 64 hex characters, its name, the value (JSON)."""

    salt: str
    name: str
    value: Any

    def digest(self) -> str:
        """What the entry says instead: `hex(SHA-256(jcs([salt, name, value])))`. Without the salt it tells nothing."""
        if not _HEX64.fullmatch(self.salt):
            raise Malformed("盐应为 64 个小写十六进制字符")
        try:
            written = jcs([self.salt, self.name, self.value])
            length = len(jcs(self.value))
        except ValueError as error:
            raise Malformed(f"{shown(self.name)} 的值不能写成规范 JSON：{error}") from error
        if length > MAX_VALUE_BYTES:
            raise Malformed(
                f"{shown(self.name)} 的值有 {length} 字节，最多 {MAX_VALUE_BYTES} 字节；更长的内容应作为文件登记"
            )
        return SHA256.hash(written).hex()


def verify_opening(leaf: Mapping[str, Any], opening: Opening) -> None:
    """Raise ProofFailed unless the entry carries the digest of this opening under its name."""
    if leaf["sd"].get(opening.name) != opening.digest():
        raise ProofFailed(f"{shown(opening.name)} 的公开值与日志中的摘要不符")
