"""What a file is evidence of: which forms it may have, how big it may be, how long it is kept.

Source: 第二十六条 (text, photo, sound, film); 80-reliability D (caps); 30-domain §1 (保管期限). Caps are settings of this program, not law.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

MEBIBYTE = 1024 * 1024
# One upload may bring this many files at once.
MOST_FILES = 50

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"
CSV = "text/csv"
JSON_LINES = "application/x-ndjson"
JSON = "application/json"
TEXT = "text/plain"
SEALED = "application/octet-stream"
MP3, M4A, WAV, OGG = "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg"
MP4 = "video/mp4"

IMAGES = frozenset({JPEG, PNG, WEBP})
EXTENSIONS = MappingProxyType(
    {
        JPEG: "jpg",
        PNG: "png",
        WEBP: "webp",
        PDF: "pdf",
        DOCX: "docx",
        XLSX: "xlsx",
        ODS: "ods",
        XLS: "xls",
        CSV: "csv",
        MP3: "mp3",
        M4A: "m4a",
        WAV: "wav",
        OGG: "ogg",
        MP4: "mp4",
        JSON_LINES: "jsonl",
        JSON: "json",
        TEXT: "txt",
        SEALED: "sealed",
    }
)


class Kind(StrEnum):
    """What a file is evidence of."""

    PHOTO = "PHOTO"
    SCAN = "SCAN"
    DOCUMENT = "DOCUMENT"
    PAPER = "PAPER"
    SHEET = "SHEET"
    SIGNATURE = "SIGNATURE"
    SOUND = "SOUND"
    FILM = "FILM"
    ROSTER = "ROSTER"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is accepted: Chinese name, media types, most bytes, and the words that tell a person so."""

    label: str
    media_types: frozenset[str]
    most_bytes: int
    accepted: str


RULES = MappingProxyType(
    {
        Kind.PHOTO: Rule("照片", IMAGES, 20 * MEBIBYTE, "JPEG、PNG、WebP 图片"),
        Kind.SCAN: Rule("扫描件", IMAGES | {PDF}, 20 * MEBIBYTE, "PDF 或 JPEG、PNG 图片"),
        Kind.DOCUMENT: Rule("文件", IMAGES | {PDF, DOCX, XLSX}, 20 * MEBIBYTE, "PDF、图片、.docx、.xlsx"),
        Kind.PAPER: Rule("文书", frozenset({PDF}), 20 * MEBIBYTE, "PDF"),
        Kind.SHEET: Rule("表格", frozenset({XLSX, XLS, ODS, CSV}), 20 * MEBIBYTE, ".xlsx、.xls、.ods、.csv"),
        Kind.SIGNATURE: Rule("签名图样", frozenset({PNG}), MEBIBYTE, "PNG 图片"),
        Kind.SOUND: Rule("录音", frozenset({MP3, M4A, WAV, OGG}), 100 * MEBIBYTE, "mp3、m4a、wav、ogg"),
        Kind.FILM: Rule("录像", frozenset({MP4}), 500 * MEBIBYTE, "mp4"),
        # Made by the program at a freeze and when a proof is published, never sent by anybody.
        Kind.ROSTER: Rule(
            "冻结的名录", frozenset({CSV, JSON_LINES, JSON, TEXT, SEALED}), 1024 * MEBIBYTE, "由系统生成"
        ),
    }
)


class Retention(StrEnum):
    """How long a file is kept; the archive's own classes."""

    PERMANENT = "PERMANENT"
    YEARS_30 = "YEARS_30"
    YEARS_10 = "YEARS_10"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {"PERMANENT": "永久", "YEARS_30": "30 年", "YEARS_10": "10 年"}[self.value]
