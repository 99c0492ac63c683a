"""Names, states, classes, kinds, areas and dates."""

from datetime import date

import openpyxl

from tests.foundation.sheets.corpus.case import accept, first, reject, subject, subject_csv, with_book
from tests.foundation.sheets.makers import (
    AREA,
    CLASS,
    FOUNDED,
    NAME,
    STATE,
    TYPE,
)

WORDS = (
    accept(
        "a name with an ideographic blank at its end",
        subject(NAME, "示例县第一服装厂\u3000"),
        first("name", "示例县第一服装厂"),
        "全角空格",
    ),
    accept(
        "a zero-width blank in a name",
        subject(NAME, "示例县\u200b第一服装厂"),
        first("name", "示例县第一服装厂"),
        "U+200B",
    ),
    accept(
        "a right-to-left override in a name",
        subject(NAME, "示例县\u202e第一服装厂"),
        first("name", "示例县第一服装厂"),
        "U+202E",
    ),
    accept("a compatibility letter in a name", subject(NAME, "示例\uf900服装厂"), first("name", "示例豈服装厂"), "NFC"),
    accept("a letter of a font maker", subject(NAME, "示例\ue863食品厂"), first("name", "示例\ue863食品厂"), "U+E863"),
    reject("an empty name", subject(NAME, ""), 2, "名称为空"),
    reject("a name that says nothing", subject(NAME, "——"), 2, "名称为空"),
    reject("a name that is a number", subject(NAME, 12345), 2, "不是文本"),
    reject("a name that is a formula in words", subject_csv(NAME, "=HYPERLINK(1)"), 2, "公式符号", file="名录.csv"),
    reject("a name of 300 letters", subject(NAME, "长" * 300), 2, "300 字"),
    accept("a firm struck off", subject(STATE, "注销"), first("elig", "X2"), "不列入可抽取"),
    accept(
        "a licence revoked, not yet struck off",
        subject(STATE, "吊销，未注销"),
        lambda r: (r.entries[0].state, r.entries[0].elig) == ("吊销", "X2"),
    ),
    accept("a firm moved away", subject(STATE, "迁出"), first("elig", "X2")),
    accept("a long word for normal", subject(STATE, "存续（在营、开业、在册）"), first("elig", "E")),
    accept("about to be struck off", subject(STATE, "简易注销公告中"), first("elig", "E"), "尚未注销"),
    reject("a state nobody knows", subject(STATE, "蓝色"), 2, "不认识的状态", "正常"),
    reject("no state", subject(STATE, ""), 2, "状态为空"),
    accept("a class in words", subject(CLASS, "信用风险低（Ａ类）"), first("risk_class", "A")),
    accept("a class by degree", subject(CLASS, "较高风险"), first("risk_class", "C")),
    accept("no class", subject(CLASS, ""), first("risk_class", None), "未分类"),
    reject("a class that contradicts itself", subject(CLASS, "信用风险高（A类）"), 2, "不认识的风险类别"),
    reject("a class of another scale", subject(CLASS, "E"), 2, "不认识的风险类别"),
    accept("a kind in words", subject(TYPE, "有限责任公司(自然人独资)"), first("subject_type", "企业")),
    accept("a kind nobody knows", subject(TYPE, "蓝色"), first("subject_type", "企业"), "不认识的主体类型"),
    accept(
        "an area not in the table",
        subject(AREA, "月球镇"),
        lambda r: r.entries[0].town == "410928000" and r.entries[1].town == "410928100",
        "月球镇",
    ),
    accept("an area as a code", subject(AREA, 410928101), first("town", "410928101")),
    reject("a day that does not exist", subject(FOUNDED, "2026.2.30"), 2, "成立日期", "2026 年 2 月 30 日不存在"),
    reject("a day written the other way round", subject(FOUNDED, "12/02/2026"), 2, "成立日期"),
    accept("a month without a day", subject(FOUNDED, "2026年2月"), first("established_on", None), "缺少日"),
    accept("eight digits", subject(FOUNDED, "20200506"), first("established_on", date(2020, 5, 6))),
    accept("eight digits as a number", subject(FOUNDED, 20200506), first("established_on", date(2020, 5, 6))),
    accept(
        "Chinese words for a date", subject(FOUNDED, "2020 年 5 月 6 日"), first("established_on", date(2020, 5, 6))
    ),
    accept("a date with its time", subject(FOUNDED, "2020/5/6 00:00:00"), first("established_on", date(2020, 5, 6))),
    accept("a date cell", subject(FOUNDED, date(2020, 5, 6)), first("established_on", date(2020, 5, 6))),
    accept("a serial number", subject(FOUNDED, 43957), first("established_on", date(2020, 5, 6)), "日期序号"),
    accept("a serial number as text", subject(FOUNDED, "43957"), first("established_on", date(2020, 5, 6)), "日期序号"),
    accept(
        "a serial number of 1904",
        with_book(
            lambda book: (
                setattr(book, "epoch", openpyxl.utils.datetime.CALENDAR_MAC_1904),
                setattr(book.active["H2"], "value", 42495),
            )
        ),
        first("established_on", date(2020, 5, 6)),
    ),
    reject("the day that never was", subject(FOUNDED, 60), 2, "日期序号 60"),
    reject(
        "an error value for a date",
        with_book(
            lambda book: (setattr(book.active["H2"], "value", "#REF!"), setattr(book.active["H2"], "data_type", "e"))
        ),
        2,
        "错误值",
    ),
    accept(
        "a firm founded tomorrow", subject(FOUNDED, "2026-11-02"), first("established_on", date(2026, 11, 2)), "晚于"
    ),
    accept("a kind left empty", subject(TYPE, ""), first("subject_type", "企业"), "主体类型为空"),
)
