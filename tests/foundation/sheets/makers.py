"""Makes the files of the corpus: honest rosters first, then one thing changed. Everything here is synthetic."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

import openpyxl
import xlwt

from shuangsuiji.core.identifiers import uscc_check_digit
from shuangsuiji.foundation.sheets.codes import organisation_digit
from shuangsuiji.foundation.sheets.templates import synthetic_uscc

AT = date(2026, 11, 1)
Value = str | int | float | bool | date | None
Rows = list[list[Value]]

SUBJECT_HEADER = [
    "企业名称",
    "统一社会信用代码",
    "注册号",
    "主体类型",
    "状态",
    "区域",
    "信用风险分类",
    "成立日期",
    "数据来源",
    "数据日期",
]
INSPECTOR_HEADER = [
    "姓名",
    "单位",
    "证件编号",
    "有效期",
    "可查事项",
    "状态",
    "最多组数",
    "回避对象",
    "数据来源",
    "数据日期",
]
NAME, USCC, REG, TYPE, STATE, AREA, CLASS, FOUNDED, SOURCE, SOURCE_DATE = range(10)
PERSON, UNIT, CERTIFICATE, VALID, QUALS, DUTY, CAP, RECUSAL = range(8)
GOOD_REG = "410928000000010"
BAD_REG = "410928000000011"


def digits_uscc(number: int, *, rounded: bool = False) -> str:
    """A valid credit code of 18 digits; with `rounded` one that is a multiple of 128 and passes by luck."""
    step = 0
    while True:
        step += 1
        eight = f"{number * 1000 + step:08d}"
        digit = organisation_digit(eight)
        if not digit.isdigit():
            continue
        first17 = f"91410928{eight}{digit}"
        code = first17 + uscc_check_digit(first17)
        if code.isdigit() and (int(code) % 128 == 0) == rounded and not code.endswith("000"):
            return code


def identity_card(first17: str) -> str:
    """What a resident's identity number with these digits would look like (GB 11643, MOD 11-2); nobody's."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return first17 + "10X98765432"[total % 11]


def subject_rows(count: int = 3) -> Rows:
    """`count` acceptable subjects under the header."""
    rows: Rows = [list(SUBJECT_HEADER)]
    for number in range(1, count + 1):
        rows.append(
            [
                f"示例县第{number}服装厂",
                synthetic_uscc(number),
                "",
                "企业",
                "正常",
                "城关镇",
                "ABCD"[number % 4],
                "2020-05-06",
                "登记数据",
                "2026-10-20",
            ]
        )
    return rows


def inspector_rows(count: int = 3) -> Rows:
    """`count` acceptable inspectors under the header."""
    rows: Rows = [list(INSPECTOR_HEADER)]
    for number in range(1, count + 1):
        rows.append(
            [
                f"示例{'甲乙丙丁'[number % 4]}{number}",
                "示例县人社局",
                f"SL-{number:04d}",
                "2028-12-31",
                "劳动保障监察、wages",
                "在岗",
                "",
                "",
                "证件系统",
                "2026-10-20",
            ]
        )
    return rows


def changed(rows: Rows, row: int, column: int, value: Value) -> Rows:
    """The same rows with one cell changed; `row` as a spreadsheet counts."""
    copy = [list(each) for each in rows]
    copy[row - 1][column] = value
    return copy


def csv_bytes(
    rows: Sequence[Sequence[Value]], encoding: str = "utf-8-sig", end: str = "\r\n", sign: str = ","
) -> bytes:
    """Rows as delimited text; cells with the delimiter, quotes or line ends are quoted."""
    lines = (sign.join(_quoted("" if cell is None else str(cell), sign) for cell in row) for row in rows)
    return "".join(line + end for line in lines).encode(encoding)


def _quoted(text: str, sign: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in (sign, '"', "\n", "\r")) else text


def workbook(rows: Sequence[Sequence[Value]], *, title: str = "名录") -> openpyxl.Workbook:
    """An openpyxl workbook with these rows."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(["" if cell is None else cell for cell in row])
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    book.close()
    return buffer.getvalue()


def xlsx_bytes(rows: Sequence[Sequence[Value]], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """Rows as .xlsx, with a last change to the workbook."""
    book = workbook(rows)
    if change:
        change(book)
    return saved(book)


def xls_bytes(rows: Sequence[Sequence[Value]]) -> bytes:
    """Rows as .xls (BIFF8)."""
    book = xlwt.Workbook()
    page = book.add_sheet("名录")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, "" if cell is None else cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_ODS_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods_bytes(rows: Sequence[Sequence[Value]], *, repeat: int = 1) -> bytes:
    """Rows as .ods (OpenDocument 1.2, only what a reader needs); numbers stay numbers; `repeat` repeats every row."""
    repeated = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    lines = "".join(f"<table:table-row{repeated}>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    table = f'<table:table table:name="名录">{lines}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<office:document-content {_ODS_NAMESPACES} office:version="1.2">{body}</office:document-content>'
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _ODS_TYPE), ("content.xml", "text/xml"))
    )
    manifest = f"<manifest:manifest {_ODS_NAMESPACES}>{entries}</manifest:manifest>"
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return zipped(
        {
            "mimetype": _ODS_TYPE.encode(),
            "content.xml": f"{declaration}{content}".encode(),
            "META-INF/manifest.xml": f"{declaration}{manifest}".encode(),
        }
    )


def _ods_cell(cell: Value) -> str:
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    words = escape("" if cell is None else str(cell))
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def repacked(content: bytes, changes: Mapping[str, bytes | None], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with members replaced, added or (None) removed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for member in old.infolist():
            if member.filename not in changes:
                new.writestr(member.filename, old.read(member))
        for name, body in changes.items():
            if body is not None:
                new.writestr(name, body)
    return buffer.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One member of a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()
