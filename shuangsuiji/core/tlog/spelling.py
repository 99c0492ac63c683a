"""How numbers, hashes and lines are written in every format of the log: one spelling each, anything else is refused.

Source: RFC 4648 §4 (base64 with padding; unused bits zero, except in signature lines); C2SP tlog-checkpoint (decimal without leading zero).
"""

import base64
import binascii
import re

from shuangsuiji.core.tlog.refusal import Malformed

HASH_SIZE = 32
MAX_SIZE = 2**63 - 1  # of a tree, in leaves; its longest proof then has MAX_PATH hashes
MAX_PATH = 63

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_SHOWN = 60


def shown(text: str) -> str:
    """A piece of hostile text as it may stand in a message: short, escaped, on one line."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def read_decimal(text: str) -> int:
    """Read a number of 0 … 2^63−1 in ASCII digits without sign or leading zero."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise Malformed(f"数字 {shown(text)} 不合规则：应为不带前导零的十进制整数，小于 2^63")
    return int(text)


def write_base64(raw: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(raw).decode("ascii")


def read_loose_base64(text: str) -> bytes:
    """Read standard base64 with padding whose unused last bits may be anything: signature lines are asked no more."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Malformed(f"{shown(text)} 不是 base64") from error


def read_base64(text: str) -> bytes:
    """Read standard base64; a second spelling of the same bytes is refused."""
    raw = read_loose_base64(text)
    if write_base64(raw) != text:
        raise Malformed(f"{shown(text)} 不是规范的 base64")
    return raw


def read_hash(text: str) -> bytes:
    """Read one hash of 32 bytes in base64."""
    raw = read_base64(text)
    if len(raw) != HASH_SIZE:
        raise Malformed(f"{shown(text)} 不是 32 字节的哈希")
    return raw


def read_path(lines: list[str]) -> tuple[bytes, ...]:
    """Read the lines of a proof, one hash each, at most 63."""
    if len(lines) > MAX_PATH:
        raise Malformed(f"证明有 {len(lines)} 行，最多 {MAX_PATH} 行")
    return tuple(read_hash(line) for line in lines)


def read_text(raw: bytes, most: int) -> str:
    """Read UTF-8 text of at most `most` bytes without control characters other than the line feed."""
    if len(raw) > most:
        raise Malformed(f"内容有 {len(raw)} 字节，最多 {most} 字节")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Malformed(f"不是 UTF-8 文本（第 {error.start} 字节）") from error
    if is_controlled(text.replace("\n", "")):
        raise Malformed("含有控制字符")
    return text


def is_controlled(text: str) -> bool:
    """Whether a control character below U+0020 occurs, the line feed among them."""
    return any(letter < " " for letter in text)


def is_utf8(text: str) -> bool:
    """Whether the text can be written as UTF-8, i.e. holds no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
