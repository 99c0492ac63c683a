"""The copy that is shown: upright, at most 1 600 pixels, without place, device, time or thumbnail of the original.

Source: 80-reliability D; 第二十四条. Takes: an image whose size was checked. Gives: JPEG bytes made of nothing but its pixels, and
a short code of what it looks like, by which the same photo is found again after it was saved anew (check C19-6).
Never: decoding before the size is known; a tag of the original in the copy.
"""

import io
import struct
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from shuangsuiji.foundation.evidence.refusal import UploadRefused

LONGEST_SIDE = 1_600
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")
_LOOK_ROWS = 8


@dataclass(frozen=True, slots=True)
class DisplayCopy:
    """JPEG bytes and the look: 16 hexadecimal characters, one bit for each brighter neighbour in an 8 × 9 grid."""

    content: bytes
    look: str


def display_copy(path: Path) -> DisplayCopy:
    """Make the copy. Raises UploadRefused for pixels that cannot be read to the end."""
    try:
        with Image.open(path, formats=_FORMATS) as opened:
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than needed
            opened.load()
            plain = _on_white(_upright(_small(opened)))
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        MemoryError,
        struct.error,
        Image.DecompressionBombError,
    ) as error:
        raise UploadRefused("图片不完整或已损坏，读不出全部内容", "请重新拍摄，或用看图软件打开后另存再上传") from error
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=_QUALITY)
    return DisplayCopy(written.getvalue(), _look(plain))


def differing(one: str, other: str) -> int:
    """In how many of 64 bits two looks differ; up to about 6 it is most likely the same photo."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _small(image: Image.Image) -> Image.Image:
    """At most LONGEST_SIDE on either side; palettes and odd modes first become colors that can be averaged."""
    if image.mode not in ("RGB", "RGBA", "L", "LA", "CMYK"):
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Turned as the camera was held; a broken tag is no reason to refuse a photo."""
    try:
        return ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError, struct.error):
        return image.copy()


def _on_white(image: Image.Image) -> Image.Image:
    """The pixels alone in RGB: a new image, so that nothing else comes along."""
    plain = Image.new("RGB", image.size, "white")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain.paste(image.convert("RGB"))
    return plain


def _look(image: Image.Image) -> str:
    small = image.convert("L").resize((_LOOK_ROWS + 1, _LOOK_ROWS), Image.Resampling.LANCZOS)
    pixels = small.tobytes()
    bits = 0
    for row in range(_LOOK_ROWS):
        for column in range(_LOOK_ROWS):
            here = row * (_LOOK_ROWS + 1) + column
            bits = bits << 1 | (pixels[here] < pixels[here + 1])
    return f"{bits:016x}"
