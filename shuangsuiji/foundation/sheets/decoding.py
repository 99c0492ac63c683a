"""Bytes of a text file become characters, with proof, or not at all.

Source: RFC 3629 (UTF-8), GB 18030-2022, Unicode §3.10 (UTF-16).
Takes: bytes, perhaps an encoding somebody names. Gives: text that encodes back to the same bytes.
Never: a replacement character, a silent guess between two readings that are both possible.
"""

import codecs
import re

from shuangsuiji.foundation.sheets.findings import Fault
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.sniffing import RESAVE

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_NAMES = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "utf-16-le": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-16be": "utf-16-be",
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAY_WHICH = "请另存为 UTF-8（带 BOM）的 .csv 或 .xlsx，或用 --encoding 写明编码（" + "、".join(ENCODINGS) + "）"
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_TWO_BYTE_LETTERS = re.compile("[\u0080-\u07ff]")
_FORBIDDEN_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def canonical_encoding(name: str) -> str:
    """The one spelling of an encoding's name. Raises SheetRefused for one we do not read."""
    try:
        return _NAMES[name.strip().lower().replace("_", "-")]
    except KeyError:
        accepted = "、".join(ENCODINGS)
        raise SheetRefused(f"不认识的编码“{name[:20]}”", f"可用：{accepted}", fault=Fault.ENCODING) from None


def decode(content: bytes, named: str | None = None) -> tuple[str, str]:
    """Text and the encoding it was in. Raises SheetRefused where the bytes do not prove one reading."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise SheetRefused("文件是 UTF-32 编码，不能读取", _SAY_WHICH, fault=Fault.ENCODING)
    body, marked = _without_mark(content)
    encoding = canonical_encoding(named) if named else marked
    if named and marked and encoding != marked:
        raise SheetRefused(
            f"文件开头的标记说明它是 {marked}，与指定的 {encoding} 不符", _SAY_WHICH, fault=Fault.ENCODING
        )
    if encoding is None:
        encoding = _detected(body)
    text = _strictly(body, encoding)
    _refuse_controls(text)
    return text, encoding


def _without_mark(content: bytes) -> tuple[bytes, str | None]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :], encoding
    return content, None


def _detected(body: bytes) -> str:
    if b"\x00" in body:
        raise SheetRefused("文件含空字节，可能是没有标记的 UTF-16 或不是文本文件", _SAY_WHICH, fault=Fault.ENCODING)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_mixed(body)
        return "gb18030"
    if _also_gbk(body, text):
        raise SheetRefused("文件既可读作 UTF-8 也可读作 GBK，无法确认是哪一种", _SAY_WHICH, fault=Fault.ENCODING)
    return "utf-8"


def _also_gbk(body: bytes, as_utf8: str) -> bool:
    """Short GBK files may be valid UTF-8 by accident: then they read as Greek or Arabic, without one Chinese character."""
    if _HAN.search(as_utf8) or not _TWO_BYTE_LETTERS.search(as_utf8):
        return False
    try:
        return _HAN.search(body.decode("gb18030")) is not None
    except UnicodeDecodeError:
        return False


def _refuse_mixed(body: bytes) -> None:
    """A file pasted together from GBK and UTF-8 parts reads as GB18030 in places where it is not."""
    kinds: dict[str, int] = {}
    for number, line in enumerate(body.splitlines(), start=1):
        if not line.isascii():
            kinds.setdefault(_kind_of_line(line), number)
    if "neither" in kinds:
        raise SheetRefused(
            f"第 {kinds['neither']} 行的字节既不是 UTF-8 也不是 GBK",
            f"文件可能已损坏或是别的编码。{_SAY_WHICH}",
            fault=Fault.ENCODING,
            row=kinds["neither"],
        )
    if "utf-8" in kinds and "gb18030" in kinds:
        reason = f"文件混有两种编码：第 {kinds['utf-8']} 行是 UTF-8，第 {kinds['gb18030']} 行是 GBK"
        raise SheetRefused(reason, _SAY_WHICH, fault=Fault.ENCODING, row=kinds["utf-8"])


def _kind_of_line(line: bytes) -> str:
    """Two Chinese letters in UTF-8 are no accident; a line without them is judged as GBK."""
    try:
        if len(_HAN.findall(line.decode("utf-8"))) >= 2:
            return "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return "neither"
    return "gb18030"


def _strictly(body: bytes, encoding: str) -> str:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as problem:
        line = body.count(b"\n", 0, problem.start) + 1
        raise SheetRefused(
            f"第 {line} 行有不能按 {encoding} 解读的字节（偏移 {problem.start}）",
            f"文件可能已损坏或是别的编码。{_SAY_WHICH}",
            fault=Fault.ENCODING,
        ) from None
    # The proof: what we read gives back what was there, byte for byte.
    if text.encode(encoding) != body:
        raise SheetRefused(f"按 {encoding} 读出的文字不能还原成原来的字节", _SAY_WHICH, fault=Fault.ENCODING)
    return text


def _refuse_controls(text: str) -> None:
    found = _FORBIDDEN_CONTROLS.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise SheetRefused(
            f"第 {line} 行含控制字符 U+{ord(found.group()):04X}，不是正常的文本表格", RESAVE, fault=Fault.ENCODING
        )
