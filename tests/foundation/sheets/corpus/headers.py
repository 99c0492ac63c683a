"""Headers and shapes of tables."""

import re
from collections.abc import Callable

import openpyxl

from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from tests.foundation.sheets.corpus.case import (
    accept,
    all_rows,
    first,
    reject,
    with_book,
    with_column,
    with_sheet_xml,
)
from tests.foundation.sheets.makers import (
    NAME,
    REG,
    STATE,
    SUBJECT_HEADER,
    TYPE,
    USCC,
    Value,
    changed,
    saved,
    subject_rows,
    workbook,
    xlsx_bytes,
)


def _over(*rows: list[Value]) -> Callable[[], bytes]:
    return lambda: xlsx_bytes([*rows, *subject_rows()])


def _two_header_rows() -> bytes:
    def merge(book: openpyxl.Workbook) -> None:
        for columns in ("A1:A2", "D1:D2", "B1:C1"):
            book.active.merge_cells(columns)

    rows = subject_rows()
    top: list[Value] = ["企业名称", "代码情况", None, *SUBJECT_HEADER[3:]]
    below: list[Value] = [None, "统一社会信用代码", "注册号"]
    return xlsx_bytes([top, below, *rows[1:]], merge)


def _header(column: int, title: str) -> Callable[[], bytes]:
    return lambda: xlsx_bytes(changed(subject_rows(), 1, column, title))


def _formula_in_f2(xml: bytes) -> bytes:
    formula = '<c r="F2" t="str"><f>CONCAT("城关","镇")</f><v>城关镇</v></c>'.encode()
    return re.sub(rb'<c r="F2"[^>]*>.*?</c>', formula, xml)


def _hidden_sheet(book: openpyxl.Workbook) -> None:
    page = book.create_sheet("旧名录")
    page.append(SUBJECT_HEADER)
    page.append(["不应读入"])
    page.sheet_state = "hidden"


def _second_sheet() -> bytes:
    book = workbook(subject_rows())
    page = book.create_sheet("个体")
    for row in [
        SUBJECT_HEADER,
        *[
            [
                f"示例{n}小店",
                synthetic_uscc(90 + n),
                "",
                "个体工商户",
                "正常",
                "城关镇",
                "A",
                "",
                "登记数据",
                "2026-10-20",
            ]
            for n in range(2)
        ],
    ]:
        page.append(row)
    return saved(book)


HEADERS = (
    accept(
        "titles above the header",
        _over(["示例县检查对象名录库"], [None], ["填报单位：示例县人社局", None, "2026 年"]),
        all_rows,
    ),
    reject("a header in row 25", _over(*[[f"说明第 {n} 行"] for n in range(24)]), 0, "前 20 行"),
    accept(
        "two header rows",
        _two_header_rows,
        lambda r: [e.id for e in r.entries] == [f"uscc:{synthetic_uscc(n)}" for n in (1, 2, 3)],
    ),
    accept(
        "the header again on the next page",
        lambda: xlsx_bytes([*subject_rows()[:3], SUBJECT_HEADER, *subject_rows()[3:]]),
        all_rows,
        "重复的表头",
    ),
    accept("another name for the name", _header(NAME, "市场主体名称"), all_rows),
    accept("a header in brackets and blanks", _header(USCC, " 【统一社会 信用代码】（必填）* "), all_rows),
    accept("a header in full width", _header(USCC, "ＵＳＣＣ"), all_rows),
    reject("no column for the state", _header(STATE, "颜色"), 1, "缺少必需的列“状态”", "登记状态"),
    reject(
        "no column for a code",
        lambda: xlsx_bytes([[row[NAME], *row[TYPE:]] for row in subject_rows()]),
        1,
        "统一社会信用代码",
        "注册号",
        "对象编号",
    ),
    reject("two columns of one meaning", _header(REG, "信用代码"), 1, "不知以哪一列为准"),
    accept(
        "an identity card column",
        with_column("身份证号", "41092819800101001X"),
        lambda r: all_rows(r) and "41092819800101001X" not in repr(r),
        "已丢弃",
    ),
    accept(
        "a column of telephone numbers",
        with_column("联系电话", "13800000000"),
        lambda r: all_rows(r) and "13800000000" not in repr(r),
        "个人信息列",
    ),
    accept("a column nobody knows", with_column("颜色", "蓝"), all_rows, "不认识的列“颜色”"),
    accept("a hidden sheet", with_book(_hidden_sheet), all_rows, "隐藏", "未读入"),
    accept(
        "hidden rows",
        with_book(lambda book: setattr(book.active.row_dimensions[3], "hidden", True)),
        all_rows,
        "第 3 行",
        "一并读入",
    ),
    accept(
        "a hidden column",
        with_book(lambda book: setattr(book.active.column_dimensions["B"], "hidden", True)),
        all_rows,
        "隐藏的列",
    ),
    reject(
        "merged cells in the data", with_book(lambda book: book.active.merge_cells("F2:F3") or True), 2, "合并单元格"
    ),
    accept("formulas with results", with_sheet_xml(_formula_in_f2), first("area", "城关镇"), "1 个单元格是公式"),
    accept(
        "rows hidden by a filter that came first",
        with_sheet_xml(lambda xml: xml.replace(b'<row r="3"', b'<row hidden="1" r="3"')),
        all_rows,
        "第 3 行",
        "一并读入",
    ),
    reject(
        "a formula without a result",
        with_book(lambda book: setattr(book.active["F2"], "value", "=F3")),
        2,
        "没有保存它的结果",
    ),
    accept("a sum at the end", lambda: xlsx_bytes([*subject_rows(), ["合计", None, None, 3]]), all_rows, "表尾行"),
    accept("two sheets with headers", _second_sheet, lambda r: len(r.entries) == 5 and r.entries[4].sheet == "个体"),
)
