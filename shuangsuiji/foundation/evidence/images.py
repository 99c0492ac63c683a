"""How big an image says it is, and whether something else hides in it; read from its structure, nothing is decoded.

Source: ISO/IEC 10918-1 (JPEG markers), PNG third edition (chunks), RFC 9649 (WebP); 80-reliability D (uploads).
Takes: the file's bytes. Gives: (width, height). Never: more than the caps below; a second document inside the image.
A phone may append data after a JPEG's end (moving pictures, depth): that stays, unless it is a document or program text.
"""

import re
import struct
from collections.abc import Iterator

from shuangsuiji.foundation.evidence.refusal import UploadRefused

MOST_PIXELS = 50_000_000
MOST_SIDE = 30_000
# Cameras write some dozens of segments, drawings some thousands of chunks.
MOST_PARTS = 20_000

_BROKEN = ("图片不完整或已损坏", "请重新拍摄，或用看图软件打开后另存再上传")
_HIDDEN = ("图片中夹带网页脚本或其他文件", "请用看图软件打开，另存为新图片后上传")
_MOVING = ("这是动图", "请上传静态图片")
_ACTIVE = re.compile(
    rb"<(?:script|svg|html|!doctype\s+html|iframe|\?php)|%PDF-|PK\x03\x04|MZ\x90\x00\x03", re.IGNORECASE
)
# Inside entropy-coded data FF is followed by 00 or a restart marker; anything else ends it.
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SOI, _EOI, _SOS, _STANDALONE = 0xD8, 0xD9, 0xDA, frozenset({0x01, *range(0xD0, 0xD8)})
_PNG_START = b"\x89PNG\r\n\x1a\n"
_VP8X_ANIMATED = 0x02


def jpeg_size(raw: bytes) -> tuple[int, int]:
    """Of a JPEG. Raises UploadRefused."""
    size: tuple[int, int] | None = None
    for marker, body in _jpeg_parts(raw):
        if marker in _FRAMES and len(body) >= 5:
            height, width = struct.unpack(">HH", body[1:5])
            size = size or (width, height)
        elif _ACTIVE.search(body):
            raise UploadRefused(*_HIDDEN)
    return _checked(size)


def png_size(raw: bytes) -> tuple[int, int]:
    """Of a PNG. Raises UploadRefused."""
    position, size, ended, parts = len(_PNG_START), None, False, 0
    while position + 12 <= len(raw) and not ended:
        parts = _counted(parts)
        (length,) = struct.unpack_from(">I", raw, position)
        name, body = raw[position + 4 : position + 8], raw[position + 8 : position + 8 + length]
        if name == b"IHDR" and len(body) >= 8:
            size = struct.unpack(">II", body[:8])
        elif name == b"acTL":
            raise UploadRefused(*_MOVING)
        elif name != b"IDAT" and _ACTIVE.search(body):
            raise UploadRefused(*_HIDDEN)
        ended = name == b"IEND"
        position += 12 + length
    if not ended or position > len(raw):
        raise UploadRefused(*_BROKEN)
    if position < len(raw):
        raise UploadRefused(*_HIDDEN)
    return _checked(size)


def webp_size(raw: bytes) -> tuple[int, int]:
    """Of a WebP. Raises UploadRefused."""
    (declared,) = struct.unpack_from("<I", raw, 4)
    if declared + 8 > len(raw):
        raise UploadRefused(*_BROKEN)
    if declared + 8 < len(raw):
        raise UploadRefused(*_HIDDEN)
    size = None
    for name, body in _webp_parts(raw):
        if name == b"VP8X" and len(body) >= 10 and body[0] & _VP8X_ANIMATED:
            raise UploadRefused(*_MOVING)
        if name == b"VP8X" and len(body) >= 10:
            size = 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
        elif name == b"VP8 " and len(body) >= 10:
            size = size or tuple(side & 0x3FFF for side in struct.unpack("<HH", body[6:10]))
        elif name == b"VP8L" and len(body) >= 5:
            bits = int.from_bytes(body[1:5], "little")
            size = size or (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
        elif name != b"ALPH" and _ACTIVE.search(body):
            raise UploadRefused(*_HIDDEN)
    return _checked(size)


def _jpeg_parts(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, body) of each segment; what follows the end comes last as (EOI, rest). Raises for a file that has no end."""
    position, parts = 2, 0
    while True:
        parts = _counted(parts)
        found = _NEXT_MARKER.search(raw, position)
        if found is None:
            raise UploadRefused(*_BROKEN)
        marker, position = raw[found.start() + 1], found.end()
        if marker == _EOI:
            yield marker, raw[position:]
            return
        if marker in _STANDALONE or marker == _SOI:
            continue
        if position + 2 > len(raw):
            raise UploadRefused(*_BROKEN)
        (length,) = struct.unpack_from(">H", raw, position)
        yield marker, raw[position + 2 : position + length]
        position += max(length, 2)


def _webp_parts(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    position, parts = 12, 0
    while position + 8 <= len(raw):
        parts = _counted(parts)
        name = raw[position : position + 4]
        (length,) = struct.unpack_from("<I", raw, position + 4)
        yield name, raw[position + 8 : position + 8 + length]
        position += 8 + length + (length & 1)


def _counted(parts: int) -> int:
    """One part more; an image made of endless tiny parts is made to keep us busy."""
    if parts >= MOST_PARTS:
        raise UploadRefused(*_BROKEN)
    return parts + 1


def _checked(size: "tuple[int, ...] | None") -> tuple[int, int]:
    if size is None or 0 in size:
        raise UploadRefused(*_BROKEN)
    width, height = size[0], size[1]
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise UploadRefused(
            f"图片有 {width}×{height} 像素，超过 {MOST_PIXELS // 1_000_000} 百万像素的上限", "请缩小后重新上传"
        )
    return width, height
