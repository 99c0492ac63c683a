"""A workbook's zip is looked through before any parser sees it.

Source: ECMA-376 part 2 (packages), ODF 1.3 part 2; what zip bombs, entities and path tricks look like.
Takes: the file's bytes and the limits. Gives: which workbook it is and what its sheets hide.
Never: an archive inside an archive, an entity, a password, more bytes than the limits.
"""

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from shuangsuiji.foundation.sheets.limits import MEBIBYTE, Limits
from shuangsuiji.foundation.sheets.refusal import SheetRefused
from shuangsuiji.foundation.sheets.sniffing import OLE2, RESAVE, ZIP

_BROKEN = "文件不完整或已损坏，无法打开"
_TRICK = re.compile(r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")
_XML_NAMES = (".xml", ".rels", ".vml")
_DECLARED_ENCODING = re.compile(rb"^<\?xml[^>]{0,200}encoding=[\"']([A-Za-z0-9_-]+)[\"']")

_SHEET = re.compile(r"<(?:\w{1,20}:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w{1,20}:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DATE1904 = re.compile(r"date1904\s*=\s*[\"'](?:1|true)[\"']")

_ROW_HIDDEN = re.compile(rb"<(?:\w{1,20}:)?row\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"'](\d{1,7})[\"']")
_COLUMN_HIDDEN = re.compile(
    rb"<(?:\w{1,20}:)?col\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\bmin=[\"'](\d{1,5})[\"']"
)
_CELL = rb"<(?:\w{1,20}:)?c\b"
_FORMULA_CELL = re.compile(_CELL + rb"[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*<(?:\w{1,20}:)?f\b")
_ERROR_CELL = re.compile(
    _CELL + rb"(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:\s*<(?:\w{1,20}:)?f\b[^>]*(?:/>|>[^<]*</(?:\w{1,20}:)?f>))?\s*<(?:\w{1,20}:)?v>([^<]{1,20})<"
)


@dataclass(slots=True)
class SheetMarks:
    """What a parser of values does not tell about one sheet; rows count from 1, columns from 0."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class Package:
    """A workbook found in a zip: `form` is xlsx or ods; `marks` per sheet in the workbook's order (xlsx only)."""

    form: str
    notes: list[str]
    marks: list[SheetMarks]
    date1904: bool = False


def inspect(content: bytes, limits: Limits) -> Package:
    """Look through the zip. Raises SheetRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_directory(members, limits, len(content))
            names = {member.filename for member in members}
            form = _form(archive, names)
            _check_bodies(archive, members, limits, len(content))
            return _package(archive, form, names)
    except SheetRefused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        EOFError,
        ValueError,
        OSError,
        KeyError,
        RuntimeError,
    ):
        raise SheetRefused(_BROKEN, RESAVE) from None


def _check_directory(members: list[zipfile.ZipInfo], limits: Limits, packed: int) -> None:
    if len(members) > limits.members:
        raise SheetRefused(f"压缩包内有 {len(members)} 个文件，超过上限 {limits.members}", RESAVE)
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise SheetRefused("压缩包内有同名文件，不同软件会读出不同内容", RESAVE)
    if any(_TRICK.search(name) for name in names):
        raise SheetRefused("压缩包内有越出目录的文件名，不是正常的表格", RESAVE)
    if any(member.flag_bits & 0x1 for member in members):
        raise SheetRefused("文件设有打开密码，无法读取", "请去掉密码后另存为 .xlsx 再导入")
    if any(member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members):
        raise SheetRefused("压缩方式不是表格文件使用的方式", RESAVE)
    _check_size(sum(member.file_size for member in members), packed, limits)


def _check_size(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.unpacked_bytes:
        raise SheetRefused(
            f"解压后超过 {limits.unpacked_bytes // MEBIBYTE} MB，疑为压缩炸弹", "请删去多余的空行、图片和工作表后另存"
        )
    if unpacked > limits.ratio_from_bytes and unpacked > packed * limits.unpacked_ratio:
        raise SheetRefused(
            f"压缩比约 {unpacked // max(packed, 1)}，超过上限 {limits.unpacked_ratio}，疑为压缩炸弹",
            "请删去多余的空行后另存为 .xlsx 再导入",
        )


def _form(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names and "[Content_Types].xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise SheetRefused("这是二进制工作簿（.xlsb）", RESAVE)
    if "word/document.xml" in names:
        raise SheetRefused("这是 Word 文档，不是表格", "请把表格复制到 WPS 表格或 Excel，另存为 .xlsx")
    if "ppt/presentation.xml" in names:
        raise SheetRefused("这是演示文稿，不是表格", RESAVE)
    if "content.xml" in names and "mimetype" in names:
        if archive.read("mimetype").strip() == b"application/vnd.oasis.opendocument.spreadsheet":
            return "ods"
        raise SheetRefused("这是 OpenDocument 文件，但不是电子表格", RESAVE)
    raise SheetRefused("这是压缩包，不是表格", "请先解压，再导入其中的表格文件")


def _check_bodies(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], limits: Limits, packed: int) -> None:
    """Unpack everything once and count: the sizes in the directory are only claims."""
    total = 0
    for member in members:
        markup = member.filename.lower().endswith(_XML_NAMES)
        tail = b""
        with archive.open(member) as body:
            while piece := body.read(MEBIBYTE):
                total += len(piece)
                _check_size(total, packed, limits)
                if not tail:
                    _check_start(member.filename, piece, markup=markup)
                if markup:
                    _refuse_entities(tail + piece)
                tail = piece[-16:]


def _check_start(name: str, start: bytes, *, markup: bool) -> None:
    if start.startswith((ZIP, b"7z\xbc\xaf", b"Rar!")) or (
        start.startswith(OLE2) and not name.endswith("vbaProject.bin")
    ):
        raise SheetRefused("文件里还嵌着另一个文件或压缩包", "请删去嵌入的对象，另存为 .xlsx 再导入")
    if not markup:
        return
    declared = _DECLARED_ENCODING.match(start.removeprefix(b"\xef\xbb\xbf"))
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}
    ):
        raise SheetRefused("文件内部的 XML 不是 UTF-8 编码，不是办公软件保存的表格", RESAVE)


def _refuse_entities(markup: bytes) -> None:
    if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup:
        raise SheetRefused("文件内部含 XML 实体声明，可能是攻击文件", RESAVE)


def _package(archive: zipfile.ZipFile, form: str, names: set[str]) -> Package:
    if form == "ods":
        return _ods(archive, names)
    notes = []
    if any(name.endswith("vbaProject.bin") for name in names):
        notes.append("文件含宏，未执行，只读取单元格的值")
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append("文件引用了其他工作簿，未读取外部文件，只用本文件保存的值")
    workbook = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
    marks = [
        _sheet_marks(archive, part) if part in names else SheetMarks()
        for part in _sheet_parts(archive, workbook, names)
    ]
    return Package("xlsx", notes, marks, date1904=_DATE1904.search(workbook) is not None)


def _ods(archive: zipfile.ZipFile, names: set[str]) -> Package:
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise SheetRefused("文件设有打开密码，无法读取", "请去掉密码后另存为 .xlsx 再导入")
    content = archive.read("content.xml")
    notes = []
    if b"table:formula=" in content:
        notes.append("文件含公式，读取的是上次保存的结果，请核对后尽量粘贴为数值")
    if b'table:visibility="collapse"' in content or b'table:visibility="filter"' in content:
        notes.append("文件含隐藏或筛选掉的行列，其中的数据一并读入")
    return Package("ods", notes, [])


def _attributes(text: str) -> dict[str, str]:
    return {name: html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(text)}


def _sheet_parts(archive: zipfile.ZipFile, workbook: str, names: set[str]) -> Iterator[str]:
    """Part names of the sheets in the workbook's order."""
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
        for relation in map(_attributes, _RELATION.findall(relations)):
            target = relation.get("Target", "")
            targets[relation.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    for sheet in map(_attributes, _SHEET.findall(workbook)):
        identifier = next((value for name, value in sheet.items() if name.endswith(":id") or name == "id"), "")
        yield targets.get(identifier, "")


def _sheet_marks(archive: zipfile.ZipFile, part: str) -> SheetMarks:
    marks = SheetMarks()
    rest = b""
    with archive.open(part) as body:
        while piece := body.read(4 * MEBIBYTE):
            rest += piece
            cut = rest.rfind(b"row>") + 4
            if cut > 4:
                _note_marks(rest[:cut], marks)
                rest = rest[cut:]
    _note_marks(rest, marks)
    return marks


def _note_marks(markup: bytes, marks: SheetMarks) -> None:
    """The cheap `in` tests spare the patterns on ordinary sheets."""
    if b"hidden=" in markup:
        marks.hidden_rows += [int(found[1]) for found in _ROW_HIDDEN.finditer(markup)]
        marks.hidden_columns += [int(found[1]) - 1 for found in _COLUMN_HIDDEN.finditer(markup)]
    if b"<f>" in markup or b"<f " in markup or b"<f/" in markup or b":f>" in markup or b":f " in markup:
        marks.formulas.update(_position(found[1], found[2]) for found in _FORMULA_CELL.finditer(markup))
    if b't="e"' in markup or b"t='e'" in markup:
        for found in _ERROR_CELL.finditer(markup):
            marks.errors[_position(found[1], found[2])] = found[3].decode("ascii", errors="replace")


def _position(letters: bytes, digits: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(digits), column - 1
