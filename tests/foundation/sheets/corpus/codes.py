"""Credit codes and registration numbers, as spreadsheets and keyboards leave them."""

from collections.abc import Callable
from datetime import date

from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from tests.foundation.sheets.corpus.case import (
    CARD,
    CARD_WITH_X,
    CODE,
    ID,
    WRONG_DIGIT,
    accept,
    first,
    reject,
    subject,
    subject_csv,
    with_book,
)
from tests.foundation.sheets.makers import (
    BAD_REG,
    GOOD_REG,
    NAME,
    REG,
    TYPE,
    USCC,
    Value,
    changed,
    csv_bytes,
    digits_uscc,
    ods_bytes,
    subject_rows,
    xls_bytes,
    xlsx_bytes,
)


def _digits(rounded: int, plain: int) -> Callable[[], bytes]:
    """A text column of 18-digit codes, so many of them multiples of 128."""

    def make() -> bytes:
        rows = subject_rows(rounded + plain)
        for number, row in enumerate(rows[1:]):
            row[USCC] = digits_uscc(number + 1, rounded=number < rounded)
        return csv_bytes(rows)

    return make


def _no_uscc(reg: Value) -> Callable[[], bytes]:
    return lambda: xlsx_bytes(changed(changed(subject_rows(), 2, USCC, ""), 2, REG, reg))


def _object(number: str) -> Callable[[], bytes]:
    rows = [[*row, ""] for row in changed(subject_rows(), 2, USCC, "")]
    rows[0][-1], rows[1][-1] = "对象编号", number
    return lambda: xlsx_bytes(rows)


def _number_beside_a_wrong_one() -> bytes:
    rows = [[*row, ""] for row in changed(changed(subject_rows(), 2, USCC, ""), 2, REG, BAD_REG)]
    rows[0][-1], rows[1][-1] = "对象编号", "old-1"
    return xlsx_bytes(rows)


def _one_code_column() -> bytes:
    rows = [[row[NAME], row[USCC], *row[TYPE:]] for row in subject_rows()]
    rows[0][1] = "注册号/统一社会信用代码"
    rows[2][1] = GOOD_REG
    return xlsx_bytes(rows)


CODES = (
    reject("a code as a number", subject(USCC, int(digits_uscc(7))), 2, "统一社会信用代码", "数字单元格"),
    reject(
        "a code as a number that passes its check", subject(USCC, int(digits_uscc(7, rounded=True))), 2, "数字单元格"
    ),
    reject(
        "a code as a number in an xls",
        lambda: xls_bytes(changed(subject_rows(), 2, USCC, int(digits_uscc(7)))),
        2,
        "数字单元格",
        file="名录.xls",
    ),
    reject(
        "a code as a number in an ods",
        lambda: ods_bytes(changed(subject_rows(), 2, USCC, int(digits_uscc(7)))),
        2,
        "数字单元格",
        file="名录.ods",
    ),
    reject("a registration number as a number", _no_uscc(int(GOOD_REG)), 2, "注册号", "数字单元格"),
    reject("a code as truth", subject(USCC, True), 2, "数字单元格"),
    reject("a code as a date", subject(USCC, date(2026, 1, 2)), 2, "日期单元格"),
    reject("scientific notation", subject_csv(USCC, "4.10928E+17"), 2, "科学记数法", file="名录.csv"),
    reject(
        "scientific notation in full width",
        subject_csv(USCC, "４．１０９２８Ｅ＋１７"),
        2,
        "科学记数法",
        file="名录.csv",
    ),
    accept(
        "a trailing .0",
        lambda: csv_bytes(changed(subject_rows(), 2, USCC, digits_uscc(3) + ".0")),
        first("id", f"uscc:{digits_uscc(3)}"),
        "末尾的 .0",
        file="名录.csv",
    ),
    accept("a leading apostrophe", subject(USCC, "'" + CODE), first("id", ID), "撇号"),
    accept("a code in a text formula", subject_csv(USCC, f'="{CODE}"'), first("id", ID), '="', file="名录.csv"),
    accept(
        "full-width letters and digits",
        subject(USCC, "".join(chr(ord(c) + 0xFEE0) for c in CODE)),
        first("id", ID),
        "全角字符",
    ),
    accept("a zero-width blank inside", subject(USCC, CODE[:8] + "\u200b" + CODE[8:]), first("id", ID), "不可见字符"),
    accept("blanks inside", subject(USCC, f"{CODE[:8]} {CODE[8:]}\u3000"), first("id", ID), "空白"),
    accept("hyphens inside", subject(USCC, f"{CODE[:8]}-{CODE[8:]}"), first("id", ID), "连字符"),
    accept("small letters", subject(USCC, CODE.lower()), first("id", ID), "小写字母"),
    reject("a right-to-left override in a code", subject(USCC, "\u202e" + CODE), 2, "U+202E"),
    reject("a wrong check digit", subject(USCC, WRONG_DIGIT), 2, f"校验位应为 {CODE[17]}"),
    reject("the letter O for a zero", subject(USCC, CODE.replace("0", "O", 1)), 2, "字母 O 是否为 0"),
    reject("a lost leading digit", subject(USCC, digits_uscc(3)[1:]), 2, "18 位", "17 位", "前导零"),
    reject("an identity card number", subject(USCC, CARD), 2, "身份证号"),
    reject("an identity card number with a small x", subject(USCC, CARD_WITH_X.lower()), 2, "身份证号"),
    reject("a column of codes that were numbers", _digits(6, 6), 2, "疑被电子表格改成数字", file="名录.csv"),
    accept("one multiple of 128 among many", _digits(1, 40), lambda r: len(r.entries) == 41, file="名录.csv"),
    reject(
        "a formula for a code", with_book(lambda book: setattr(book.active["B2"], "value", '="91"&"41"')), 2, "公式"
    ),
    reject(
        "an error value for a code",
        with_book(
            lambda book: (setattr(book.active["B2"], "value", "#N/A"), setattr(book.active["B2"], "data_type", "e"))
        ),
        2,
        "错误值",
    ),
    accept("an old registration number", _no_uscc(GOOD_REG), first("id", f"reg:{GOOD_REG}"), "缺少统一社会信用代码"),
    reject("an old number with a wrong check digit", _no_uscc(BAD_REG), 2, "mod 11,10"),
    reject("a number of thirteen digits", _no_uscc("4109280000001"), 2, "旧式编号", "对象编号"),
    reject("a number with letters", _no_uscc("410928NA000129X"), 2, "旧式编号"),
    reject("a number in words", _no_uscc("企独示总字第000012号"), 2, "旧式编号"),
    reject("no code at all", _no_uscc(""), 2, "没有统一社会信用代码"),
    reject("words for nothing", _no_uscc("无资料内容"), 2, "没有统一社会信用代码"),
    accept(
        "old number beside a good code",
        lambda: xlsx_bytes(changed(subject_rows(), 2, REG, "企独示总字第12号")),
        first("id", ID),
        "只作文字保留",
    ),
    accept(
        "wrong old number beside a good code",
        lambda: xlsx_bytes(changed(subject_rows(), 2, REG, BAD_REG)),
        first("id", ID),
        "mod 11,10",
    ),
    accept("a keeper's own number", _object("2026-0001"), first("id", "obj:2026-0001")),
    reject("a keeper's number in capitals", _object("GS-1"), 2, "对象编号", "小写字母"),
    accept(
        "one column for both numbers",
        _one_code_column,
        lambda r: [e.id[:4] for e in r.entries] == ["uscc", "reg:", "uscc"],
    ),
    accept(
        "a registration number in the code column",
        lambda: xlsx_bytes(changed(subject_rows(), 2, USCC, GOOD_REG)),
        first("id", f"reg:{GOOD_REG}"),
        "已按注册号读入",
    ),
    reject(
        "two codes in one row",
        lambda: xlsx_bytes(changed(subject_rows(), 2, REG, synthetic_uscc(9))),
        2,
        "两个不同的代码",
    ),
    accept(
        "a keeper's own number beside a wrong old one",
        _number_beside_a_wrong_one,
        first("id", "obj:old-1"),
        "mod 11,10",
    ),
)
