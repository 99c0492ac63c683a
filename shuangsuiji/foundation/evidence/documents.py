"""Whether a PDF or an office package is a plain document: no program in it, no password, no other file behind or inside.

Source: ISO 32000-1 §7.3.5, §7.5, §12.6 (names, file structure, actions); ECMA-376 part 2; 80-reliability D.
Takes: the file's bytes. Gives: nothing, or the package's media type. Raises UploadRefused.
What it cannot see: actions in an object stream compressed otherwise than by deflate, or dressed up as a stream's content. That is why
files leave us as attachments only.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from shuangsuiji.foundation.evidence.kinds import DOCX, MEBIBYTE, XLSX
from shuangsuiji.foundation.evidence.refusal import UploadRefused

MOST_UNPACKED = 200 * MEBIBYTE
MOST_RATIO = 100
MOST_MEMBERS = 2_000
_RATIO_FROM = MEBIBYTE
_OBJECT_STREAM_CAP = 8 * MEBIBYTE

_RESAVE_PDF = "请用办公软件重新导出，或打印成 PDF 后上传"
_RESAVE = "请用 WPS 或 Word 打开，另存为普通文档后上传"
_BROKEN = ("文件不完整或已损坏", _RESAVE)
_END_OF_PDF = 1024
_END_OF_ZIP = 22 + 65_535
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTION = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])")
_TRICK = re.compile(r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_NESTED = (b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"MZ\x90\x00")


def check_pdf(raw: bytes) -> None:
    """Refuse what acts, what is locked, what has something behind its end."""
    if b"%%EOF" not in raw[-_END_OF_PDF:]:
        raise UploadRefused("PDF 不完整或已损坏", _RESAVE_PDF)
    streams = list(_streams(raw))
    plain = _beside(raw, streams)
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", plain):
        raise UploadRefused("PDF 设有密码或权限限制，将来无法归档阅读", "请去掉密码后重新上传")
    if _acts(plain) or any(_acts(text) for text in _object_streams(raw, streams)):
        raise UploadRefused("PDF 中含脚本、嵌入文件或可执行动作", _RESAVE_PDF)


def package_type(raw: bytes) -> str:
    """Media type of an office package. Raises UploadRefused for any other archive and for one that is not plain."""
    if raw.count(_DIRECTORY_ENTRY) > 2 * MOST_MEMBERS:
        raise UploadRefused("压缩包内的文件太多", _RESAVE)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = _check_members(archive, len(raw))
            _check_bodies(archive, len(raw))
    except UploadRefused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        EOFError,
        ValueError,
        OSError,
        RuntimeError,
    ):
        raise UploadRefused(*_BROKEN) from None
    for part, media_type in (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX)):
        if part in names and "[Content_Types].xml" in names:
            return media_type
    raise UploadRefused("这是压缩包", "请解压后逐个上传其中的文件")


def archive_behind(tail: bytes) -> bool:
    """Whether a zip's directory ends exactly at the end of the file, though the file began as something else.

    `tail`: at most the last 64 KiB and a little.
    """
    position = tail.rfind(b"PK\x05\x06")
    while position >= 0:
        if position + 22 <= len(tail):
            (comment,) = struct.unpack_from("<H", tail, position + 20)
            if position + 22 + comment == len(tail):
                return True
        position = tail.rfind(b"PK\x05\x06", 0, position)
    return False


TAIL_BYTES = _END_OF_ZIP


def _acts(text: bytes) -> bool:
    return _ACTION.search(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)) is not None


def _streams(raw: bytes) -> Iterator[tuple[int, int, int]]:
    """(keyword, start, end) of each stream's content. Linear: a stream without end is the last thing looked for."""
    position, end = 0, 0
    while (keyword := raw.find(b"stream", position)) >= 0:
        start = keyword + len(b"stream")
        if end < start:
            end = raw.find(b"endstream", start)
        if end < 0:
            return
        after_dictionary = raw[max(0, keyword - 4) : keyword].rstrip().endswith(b">>")
        if after_dictionary and raw[start : start + 1] in (b"\r", b"\n"):
            yield keyword, start, end
            position = end + len(b"endstream")
        else:
            position = start


def _beside(raw: bytes, streams: Sequence[tuple[int, int, int]]) -> bytes:
    """Everything that is in no stream."""
    starts = [0, *(end for _, _, end in streams)]
    ends = [*(start for _, start, _ in streams), len(raw)]
    return b" ".join(raw[start:end] for start, end in zip(starts, ends, strict=True))


def _object_streams(raw: bytes, streams: Sequence[tuple[int, int, int]]) -> list[bytes]:
    """The objects that a PDF keeps compressed, as far as deflate opens them."""
    opened = []
    for keyword, start, end in streams:
        if b"/ObjStm" in raw[max(0, keyword - 400) : keyword]:
            try:
                opened.append(zlib.decompressobj().decompress(raw[start:end].lstrip(b"\r\n"), _OBJECT_STREAM_CAP))
            except zlib.error:
                opened.append(b"")
    return opened


def _check_members(archive: zipfile.ZipFile, packed: int) -> set[str]:
    members = archive.infolist()
    names = [member.filename for member in members]
    if (
        archive.comment
        or len(members) > MOST_MEMBERS
        or len(set(names)) != len(names)
        or any(map(_TRICK.search, names))
    ):
        raise UploadRefused("文件内部结构不正常，不是办公软件保存的文档", _RESAVE)
    if any(member.flag_bits & 0x1 for member in members):
        raise UploadRefused("文件设有打开密码", "请去掉密码后重新上传")
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names):
        raise UploadRefused("文件含宏或程序", _RESAVE)
    _check_size(sum(member.file_size for member in members), packed)
    return set(names)


def _check_bodies(archive: zipfile.ZipFile, packed: int) -> None:
    """Unpack once and count: the sizes in the directory are only claims."""
    total = 0
    for member in archive.infolist():
        first = True
        with archive.open(member) as body:
            while piece := body.read(MEBIBYTE):
                total += len(piece)
                _check_size(total, packed)
                if first and piece.startswith(_NESTED):
                    raise UploadRefused("文件里还嵌着另一个文件", "请删去嵌入的对象后另存再上传")
                if member.filename.lower().endswith((".xml", ".rels")) and (
                    b"<!DOCTYPE" in piece or b"<!ENTITY" in piece
                ):
                    raise UploadRefused("文件内部含 XML 实体声明，可能是攻击文件", _RESAVE)
                first = False


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > MOST_UNPACKED or (unpacked > _RATIO_FROM and unpacked > packed * MOST_RATIO):
        raise UploadRefused("文件解压后异常巨大，疑为压缩炸弹", "请精简内容后另存再上传")
