"""Words in cells: what is repaired, what is compared, and what shows that letters were lost.

Source: Unicode normal forms (UAX 15), bidirectional controls (UAX 9).
Gives: repaired text with the repairs by name.
Never: a replaced character; a lost letter that looks like a good name.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from shuangsuiji.foundation.sheets.cells import Cell, Formula, text_of

INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# What GBK and UTF-8 make of each other, and what a converter puts in place of a letter it does not know.
_LOST = re.compile("\ufffd|锟斤拷|锟叫|烫烫|屯屯|[?？]|[\u0080-\u00ff]{3}")
_NOTHING = re.compile(r"[-‐‑–—―/\\*.。·_~～]+")
_NOTHING_WORDS = frozenset(
    {"无", "无资料内容", "暂无", "没有", "不详", "未知", "空", "空白", "待补", "待补充", "待核实", "待定"}
    | {"0", "N/A", "NA", "NULL", "NONE", "NIL", "NAN", "#N/A"}
)
_LONGEST_NOTHING = max(map(len, _NOTHING_WORDS))
_BRACKETS = str.maketrans("（）［］【】｛｝〔〕〈〉《》", "()[][]{}[]<><>")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Repaired text and the names of the repairs, in the order of their discovery."""

    text: str
    repairs: tuple[str, ...] = ()


def cleaned(raw: str) -> Cleaned:
    """Text without blanks around it, line breaks, invisible letters; NFC, because the draw hashes NFC only."""
    if raw.isprintable() and raw.strip() == raw and unicodedata.is_normalized("NFC", raw):
        return Cleaned(raw)  # nearly every cell: nothing invisible is printable
    repairs = []
    text = raw
    found = INVISIBLE.findall(text)
    if found:
        names = "、".join(dict.fromkeys(f"U+{ord(letter):04X}" for letter in found))
        repairs.append(f"去掉不可见字符 {names}")
        text = INVISIBLE.sub("", text)
    if _CONTROL.search(text.strip()):
        repairs.append("去掉单元格内的换行或控制字符")
    text = _CONTROL.sub("", text)
    if text.strip() != text:
        repairs.append("去掉首尾空白" + ("（含全角空格）" if "\u3000" in (text[:1], text[-1:]) else ""))
        text = text.strip()
    normal = unicodedata.normalize("NFC", text)
    if normal != text:
        repairs.append("改为规范字形（NFC）")
    return Cleaned(normal, tuple(repairs))


def is_nothing(text: str) -> bool:
    """Whether a cell only says that there is nothing: 无, 不详, 0, -, / and their like."""
    return not (len(text) > _LONGEST_NOTHING and text.isalnum()) and _says_nothing(text)


@lru_cache(maxsize=4096)
def _says_nothing(text: str) -> bool:
    bare = "".join(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).split()).upper()
    return not bare or bare in _NOTHING_WORDS or _NOTHING.fullmatch(bare) is not None


def word(cell: Cell) -> str:
    """A cell as one word of a code table: NFKC, no blanks, no invisible letters; a placeholder is empty."""
    return _word(text_of(cell.value if isinstance(cell, Formula) else cell))


@lru_cache(maxsize=4096)
def _word(text: str) -> str:
    return "" if is_nothing(text) else "".join(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).split())


def lost_letters(text: str) -> str:
    """The first sign that letters of this text were lost in some conversion; empty when there is none."""
    found = _LOST.search(text)
    return found.group() if found else ""


def private_letters(text: str) -> str:
    """Letters of a font maker's own area, as U+… names: they look different, or like nothing, on another machine."""
    return "、".join(f"U+{ord(letter):04X}" for letter in _PRIVATE_USE.findall(text))


def folded_name(name: str) -> str:
    """A firm's name for comparison only: width, brackets, blanks and 有限责任公司/有限公司 make no difference."""
    bare = "".join(unicodedata.normalize("NFKC", name).split()).translate(_BRACKETS).casefold()
    return bare.replace("有限责任公司", "有限公司")


def folded_word(text: str) -> str:
    """A word of a table (town, department, qualification) for comparison: NFKC, no blanks, brackets unified."""
    return "".join(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).split()).translate(_BRACKETS).casefold()
