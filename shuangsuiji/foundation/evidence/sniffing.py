"""What a file is, by its bytes; never by its name or by what its sender calls it.

Source: 80-reliability D (uploads). Takes: an unfinished file on disk and what it is said to be evidence of. Gives: its media type
and, for an image, its size. Raises UploadRefused with what it is, what is accepted and what to do.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.foundation.evidence import documents, images, kinds
from shuangsuiji.foundation.evidence.refusal import UploadRefused
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS
from shuangsuiji.foundation.sheets.packages import inspect
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.sniffing import kind_of

_HEAD_BYTES = 4096
# Possessive: a comment is taken or not, never in two ways, so that no file makes this search long.
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf|\s|(?><!--.*?-->))*+<(?:!doctype|html|head|body|script|svg|\?xml|\?php|iframe)",
    re.IGNORECASE | re.DOTALL,
)
_MOVIE_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"qt  ",
    b"3gp4",
    b"3gp5",
    b"3gp6",
)
_KNOWN_OTHERS = (
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"\xca\xfe\xba\xbe", "程序文件"),
    (b"#!", "脚本程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件"),
    (b"{\\rtf", "RTF 文档"),
)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is. `size` is (width, height) of an image."""

    media_type: str
    size: tuple[int, int] | None = None


def sniff(path: Path, kind: kinds.Kind) -> Sniffed:
    """Look at a file of at most the kind's size. Cost: one read; sound and film are not read whole."""
    rule = kinds.RULES[kind]
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        file.seek(0, 2)
        length = file.tell()
        file.seek(max(0, length - documents.TAIL_BYTES))
        tail = file.read()
    if not head:
        raise UploadRefused("文件是空的", "请确认选对了文件后重新上传")
    if kind is kinds.Kind.SHEET:
        return Sniffed(_sheet_type(path.read_bytes()))
    media_type = _media_type(head)
    if media_type is None or (media_type not in rule.media_types and media_type != _PACKAGE):
        raise UploadRefused(f"这是{_name_of(head, media_type)}，不能作为{rule.label}", f"请上传{rule.accepted}")
    if media_type != _PACKAGE and documents.archive_behind(tail):
        raise UploadRefused("文件后面还藏着一个压缩包", "请用原软件打开，另存为新文件后上传")
    return _looked_into(path, media_type, rule)


_PACKAGE = "application/zip"


def _looked_into(path: Path, media_type: str, rule: kinds.Rule) -> Sniffed:
    match media_type:
        case kinds.JPEG:
            return Sniffed(media_type, images.jpeg_size(path.read_bytes()))
        case kinds.PNG:
            return Sniffed(media_type, images.png_size(path.read_bytes()))
        case kinds.WEBP:
            return Sniffed(media_type, images.webp_size(path.read_bytes()))
        case kinds.PDF:
            documents.check_pdf(path.read_bytes())
            return Sniffed(media_type)
        case "application/zip":
            found = documents.package_type(path.read_bytes())
            if found not in rule.media_types:
                raise UploadRefused(
                    f"这是 .{kinds.EXTENSIONS[found]} 文件，不能作为{rule.label}", f"请上传{rule.accepted}"
                )
            return Sniffed(found)
        case _:
            return Sniffed(media_type)


def _media_type(head: bytes) -> str | None:
    """By the first bytes; `application/zip` for any package, None for what is not accepted anywhere."""
    if head.startswith(b"\xff\xd8\xff"):
        return kinds.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return kinds.PNG
    if head.startswith(b"%PDF-"):
        return kinds.PDF
    if head.startswith(b"PK\x03\x04"):
        return _PACKAGE
    if head[:4] == b"RIFF":
        return {b"WEBP": kinds.WEBP, b"WAVE": kinds.WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return kinds.M4A if head[8:11] == b"M4A" else kinds.MP4 if head[8:12] in _MOVIE_BRANDS else None
    if head.startswith(b"OggS"):
        return kinds.OGG
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and len(head) > 3 and head[1] & 0xE6 == 0xE2):
        return kinds.MP3
    return None


def _name_of(head: bytes, media_type: str | None) -> str:
    if media_type is not None:
        return f" .{kinds.EXTENSIONS[media_type]} 文件"
    if _MARKUP.match(head):
        return "网页或矢量图（HTML/SVG/XML）文件"
    return next((name for magic, name in _KNOWN_OTHERS if head.startswith(magic)), "不认识的文件")


def _sheet_type(raw: bytes) -> str:
    """By the same examination that the importer makes."""
    try:
        form = kind_of(raw)
        if form == "zip":
            form = inspect(raw, DEFAULT_LIMITS).form
    except SheetRefused as refused:
        raise UploadRefused(refused.reason, refused.remedy or "请确认选对了文件") from refused
    return {"xlsx": kinds.XLSX, "ods": kinds.ODS, "xls": kinds.XLS, "text": kinds.CSV}[form]
