"""Files that are no table, broken, too large, or built to hurt. 80-reliability D3."""

import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace

from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS
from tests.foundation.sheets.corpus.case import (
    SHEET_1,
    accept,
    all_rows,
    reject,
    subject_csv,
    with_member,
    with_sheet_xml,
)
from tests.foundation.sheets.makers import (
    NAME,
    csv_bytes,
    ods_bytes,
    part,
    repacked,
    saved,
    subject_rows,
    workbook,
    xls_bytes,
    xlsx_bytes,
    zipped,
)


def _local_header_flag(content: bytes) -> bytes:
    """Every member marked as encrypted, in both directories."""
    marked = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            struct.pack_into("<H", marked, at + offset, struct.unpack_from("<H", marked, at + offset)[0] | 1)
            at = marked.find(signature, at + 4)
    return bytes(marked)


def _same_name_twice() -> bytes:
    good = repacked(xlsx_bytes(subject_rows()), {"xl/worksheets/sheet9.xml": b"<worksheet/>"})
    return good.replace(b"xl/worksheets/sheet9.xml", b"xl/worksheets/sheet1.xml")


def _bomb() -> bytes:
    return repacked(xlsx_bytes(subject_rows()), {"xl/media/a.bin": bytes(30 * 1024 * 1024)})


def _big_but_dense() -> bytes:
    filler = b"".join(number.to_bytes(8, "big") for number in range(200_000))
    return repacked(xlsx_bytes(subject_rows()), {"xl/media/a.bin": filler})


def _ole(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + b"".join(each.encode("utf-16-le") for each in streams)
        + bytes(512)
    )


def _shared_string_bomb() -> bytes:
    """One string of 32 000 letters shown in 8 000 cells: small on disk, a quarter of a gigabyte in memory."""
    good = xlsx_bytes(subject_rows())
    cells = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{chr(65 + c)}{row}" t="s"><v>0</v></c>' for c in range(26)) + "</row>"
        for row in range(1, 2001)
    )
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + "长" * 32_000
        + "</t></si></sst>"
    )
    return repacked(good, {SHEET_1: sheet.encode(), "xl/sharedStrings.xml": shared.encode()})


def _blank_rows() -> bytes:
    """900 000 rows with formats and nothing in them, after the data."""
    good = xlsx_bytes(subject_rows())
    blank = "".join(f'<row r="{row}" s="0" customFormat="1"/>' for row in range(5, 900_005)).encode()
    return repacked(good, {SHEET_1: part(good, SHEET_1).replace(b"</sheetData>", blank + b"</sheetData>")})


def _cell_far_away(reference: str) -> Callable[[bytes], bytes]:
    digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row = f'<row r="{digits}"><c r="{reference}"><v>1</v></c></row>'.encode()
    return lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>")


def _many_columns() -> bytes:
    rows = subject_rows()
    return csv_bytes([row + [f"列{number}" for number in range(600)] for row in rows])


def _many_sheets() -> bytes:
    book = workbook(subject_rows())
    for number in range(70):
        book.create_sheet(f"表{number}")
    return saved(book)


def _flipped() -> bytes:
    good = bytearray(xlsx_bytes(subject_rows()))
    good[len(good) // 3] ^= 0xFF
    return bytes(good)


_COMMENT = b"<!--" + b"".join(b"%d " % (number * number) for number in range(150_000)) + b"-->"
_SST = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'
_XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet>&a;</worksheet>'

FILES = (
    reject("an empty file", lambda: b"", 0, "空的", file="名录.csv"),
    reject("a file of blanks", lambda: b"  \n \n", 0, "没有找到", "表头", file="名录.csv"),
    reject("a picture called xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), 0, "图片"),
    reject("a PDF called xlsx", lambda: b"%PDF-1.7\n" + bytes(100), 0, "PDF"),
    reject("a gzip", lambda: b"\x1f\x8b\x08" + bytes(50), 0, "压缩包"),
    reject("a program", lambda: b"MZ" + bytes(200), 0, "程序"),
    reject("a zip with a list inside", lambda: zipped({"名录.csv": csv_bytes(subject_rows())}), 0, "压缩包", "解压"),
    reject("a zip inside a zip", lambda: zipped({"r.zip": zipped({"r.zip": b"x"})}), 0, "压缩包"),
    reject(
        "a Word document", lambda: zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), 0, "Word"
    ),
    reject("slides", lambda: zipped({"ppt/presentation.xml": b"<x/>"}), 0, "演示文稿"),
    reject("a binary workbook", lambda: zipped({"xl/workbook.bin": b"x"}), 0, "xlsb", "另存为"),
    reject(
        "an OpenDocument text",
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
        0,
        "不是电子表格",
    ),
    reject(
        "HTML called xls",
        lambda: b"<html><table><tr><td>x</td></tr></table></html>",
        0,
        "HTML",
        "另存为 .xlsx",
        file="名录.xls",
    ),
    reject(
        "HTML behind a byte order mark",
        lambda: b"\xef\xbb\xbf\r\n<TABLE><tr></tr></TABLE>",
        0,
        "HTML",
        "另存为 .xlsx",
        file="名录.xls",
    ),
    reject(
        "XML of an old Excel called xls",
        lambda: b'<?xml version="1.0"?><Workbook></Workbook>',
        0,
        "HTML/XML",
        file="名录.xls",
    ),
    reject(
        "a saved web page (MHTML)",
        lambda: b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n",
        0,
        "HTML",
        file="名录.xls",
    ),
    reject("an SVG with a script", lambda: b"<svg onload='x()'></svg>", 0, "HTML/XML", file="名录.csv"),
    reject("a workbook with a password", lambda: _ole("EncryptedPackage"), 0, "密码"),
    reject("an old Word document", lambda: _ole("WordDocument"), 0, "没有工作表", file="名录.xls"),
    reject("an old workbook of nothing", lambda: _ole("Workbook"), 0, "损坏", file="名录.xls"),
    reject("a truncated xlsx", lambda: xlsx_bytes(subject_rows())[:-200], 0, "损坏"),
    reject("a truncated xls", lambda: xls_bytes(subject_rows())[:2000], 0, "已损坏", file="名录.xls"),
    reject("an xlsx with a flipped byte", _flipped, 0, "损坏"),
    reject("a sheet that is no XML", with_sheet_xml(lambda xml: xml[: len(xml) // 2]), 0, "损坏"),
    reject("a zip bomb by ratio", _bomb, 0, "压缩比", "炸弹"),
    reject(
        "more unpacked than allowed",
        _big_but_dense,
        0,
        "解压后超过",
        limits=replace(DEFAULT_LIMITS, unpacked_bytes=1024 * 1024),
    ),
    reject(
        "too many files inside",
        with_member("xl/a.xml", b"<a/>"),
        0,
        "个文件",
        "上限 3",
        limits=replace(DEFAULT_LIMITS, members=3),
    ),
    reject("an archive inside the workbook", with_member("xl/embeddings/b.zip", zipped({"a": b"a"})), 0, "嵌着"),
    reject("an old workbook embedded", with_member("xl/embeddings/o.bin", _ole("Workbook")), 0, "嵌着"),
    reject("entities in the shared strings", with_member("xl/sharedStrings.xml", _SST), 0, "实体"),
    reject("an external entity in the sheet", with_sheet_xml(lambda _: _XXE), 0, "实体"),
    reject("a document type far into a part", with_sheet_xml(lambda xml: xml + _COMMENT + b"<!DOCTYPE x>"), 0, "实体"),
    reject("a part in UTF-16", with_sheet_xml(lambda xml: xml.decode().encode("utf-16")), 0, "UTF-8"),
    reject(
        "a part that declares another encoding",
        with_sheet_xml(lambda _: b'<?xml version="1.0" encoding="UTF-7"?><worksheet/>'),
        0,
        "UTF-8",
    ),
    reject("a member above the folder", with_member("../../x.xml", b"<x/>"), 0, "越出目录"),
    reject("a member from the root", with_member("/etc/x.xml", b"<x/>"), 0, "越出目录"),
    reject("two members of one name", _same_name_twice, 0, "同名"),
    reject("a zip with encrypted members", lambda: _local_header_flag(xlsx_bytes(subject_rows())), 0, "密码"),
    reject(
        "a rare compression", lambda: repacked(xlsx_bytes(subject_rows()), {}, method=zipfile.ZIP_LZMA), 0, "压缩方式"
    ),
    reject(
        "an ods with a password",
        lambda: repacked(ods_bytes(subject_rows()), {"META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        0,
        "密码",
        file="名录.ods",
    ),
    reject("an ods of a billion cells", lambda: ods_bytes(subject_rows(), repeat=40_000_000), 0, "", file="名录.ods"),
    reject("a file over 20 MB", lambda: b"x" * (20 * 1024 * 1024 + 1), 0, "20 MB", file="名录.csv"),
    reject("600 columns", _many_columns, 0, "610 列", "512", file="名录.csv"),
    reject("a value in column XFD", with_sheet_xml(_cell_far_away("XFD3")), 0, "16384 列", "512"),
    reject(
        "a value in the last cell of the sheet", with_sheet_xml(_cell_far_away("XFD1048576")), 0, "内存", "Ctrl+End"
    ),
    reject("one string in fifty thousand cells", _shared_string_bomb, 0, ""),
    reject(
        "more rows than allowed",
        lambda: csv_bytes(subject_rows(60)),
        52,
        "超过 51 行",
        file="名录.csv",
        limits=replace(DEFAULT_LIMITS, rows=51),
    ),
    reject("more than 200 000 rows", lambda: b"a,b\n" * 200_001, 200_001, "200000 行", file="名录.csv"),
    reject("a cell of ten megabytes", subject_csv(NAME, "长" * 3_500_000), 2, "3500000 字", "32767", file="名录.csv"),
    reject("seventy sheets", _many_sheets, 0, "71 张工作表"),
    reject("a table without header", lambda: csv_bytes(subject_rows()[1:]), 0, "没有找到", "表头", file="名录.csv"),
    reject("a header and nothing below", lambda: csv_bytes(subject_rows(0)), 0, "没有数据行", file="名录.csv"),
    accept("an xls", lambda: xls_bytes(subject_rows()), all_rows, file="名录.xls"),
    accept("an xlsx", lambda: xlsx_bytes(subject_rows()), all_rows),
    accept("an ods", lambda: ods_bytes(subject_rows()), all_rows, file="名录.ods"),
    accept("an xls called xlsx", lambda: xls_bytes(subject_rows()), all_rows),
    accept("an xlsx called xls", lambda: xlsx_bytes(subject_rows()), all_rows, file="名录.xls"),
    accept("a csv called xls", lambda: csv_bytes(subject_rows()), all_rows, file="名录.xls"),
    accept("a workbook with macros", with_member("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), all_rows, "宏", "未执行"),
    accept(
        "a workbook with links to others",
        with_member("xl/externalLinks/externalLink1.xml", b"<x/>"),
        all_rows,
        "其他工作簿",
    ),
    accept("900 000 blank rows", _blank_rows, all_rows),
    accept(
        "an ods with formulas and hidden rows",
        lambda: repacked(
            ods_bytes(subject_rows()),
            {
                "content.xml": part(ods_bytes(subject_rows()), "content.xml").replace(
                    b"<table:table-row", b'<table:table-row table:visibility="filter"', 1
                )
                + b"<!-- table:formula= -->"
            },
        ),
        all_rows,
        "隐藏",
        "公式",
        file="名录.ods",
    ),
)
