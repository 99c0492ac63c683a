"""Rolls of inspectors."""

from dataclasses import replace

from shuangsuiji.foundation.sheets.templates import synthetic_uscc
from tests.foundation.sheets.corpus.case import (
    CARD_WITH_X,
    CODE,
    ID,
    WRONG_DIGIT,
    Case,
    accept,
    all_rows,
    first,
    inspector,
    reject,
    with_column,
)
from tests.foundation.sheets.makers import (
    CAP,
    CERTIFICATE,
    DUTY,
    PERSON,
    QUALS,
    RECUSAL,
    UNIT,
    VALID,
    changed,
    inspector_rows,
    xlsx_bytes,
)


def _two_certificates() -> bytes:
    rows = [
        [*row, "省证号" if number == 0 else f"P-{number}", "省证有效期" if number == 0 else "2029-01-01"]
        for number, row in enumerate(inspector_rows())
    ]
    return xlsx_bytes(changed(rows, 2, VALID, "2026-01-31"))


def roll(case: Case) -> Case:
    """The same for a roll of inspectors."""
    return replace(case, kind="inspector")


INSPECTORS = tuple(
    roll(case)
    for case in (
        accept(
            "a roll",
            lambda: xlsx_bytes(inspector_rows()),
            lambda r: (
                all_rows(r)
                and r.entries[0].quals == ("law", "wages")
                and r.entries[0].department == "hrss"
                and r.entries[0].cap == 2
            ),
        ),
        accept("an expired certificate", inspector(VALID, "2026-10-31"), first("elig", "X2"), "已于 2026-10-31 到期"),
        accept("a certificate without date", inspector(VALID, ""), first("elig", "X2"), "没有有效期"),
        accept(
            "a permanent certificate",
            inspector(VALID, "9999-09-09"),
            lambda r: (r.entries[0].elig, r.entries[0].permanent, r.entries[0].valid_until) == ("E", True, None),
        ),
        accept("a permanent certificate in words", inspector(VALID, "长期"), first("permanent", True)),
        reject("an expiry without day", inspector(VALID, "2028年2月"), 2, "有效期", "缺少日"),
        accept(
            "an expired certificate beside a valid one",
            _two_certificates,
            lambda r: (r.entries[0].id, r.entries[0].elig) == ("cert:P-1", "E"),
            "省证号",
        ),
        reject("one certificate twice", inspector(CERTIFICATE, "SL-0003"), 4, "第 2 行", "证件编号相同"),
        reject("a certificate as a number", inspector(CERTIFICATE, 16090028001), 2, "数字单元格"),
        reject("a certificate in scientific notation", inspector(CERTIFICATE, "1.6E+11"), 2, "科学记数法"),
        accept(
            "a certificate behind an apostrophe",
            inspector(CERTIFICATE, "'SL-0001"),
            first("id", "cert:SL-0001"),
            "撇号",
        ),
        accept("a placeholder for firms to avoid", inspector(RECUSAL, "无"), first("recusals", ())),
        reject("a firm to avoid as a number", inspector(RECUSAL, 914109281234), 2, "回避对象", "数字单元格"),
        reject("no department", inspector(UNIT, ""), 2, "单位为空"),
        reject("no certificate", inspector(CERTIFICATE, ""), 2, "缺少执法证件编号"),
        reject("an identity card number as certificate", inspector(CERTIFICATE, CARD_WITH_X), 2, "身份证号"),
        reject("a certificate with Chinese letters", inspector(CERTIFICATE, "豫A-001"), 2, "只能由字母"),
        accept(
            "a full-width certificate", inspector(CERTIFICATE, "ＳＬ－０００１"), first("id", "cert:SL-0001"), "全角"
        ),
        accept("on leave", inspector(DUTY, "休假"), first("elig", "X3"), "不列入可抽取"),
        accept("on loan", inspector(DUTY, "借调"), first("elig", "X4")),
        reject("a state of a person nobody knows", inspector(DUTY, "蓝色"), 2, "不认识的状态", "在岗"),
        reject("a qualification nobody knows", inspector(QUALS, "劳动保障监察、潜水"), 2, "潜水", "调解仲裁"),
        reject("no qualification", inspector(QUALS, ""), 2, "可查事项为空"),
        accept(
            "qualifications twice and in bars",
            inspector(QUALS, "law|劳动监察；wages"),
            first("quals", ("law", "wages")),
        ),
        reject("a department nobody knows", inspector(UNIT, "月球观测站"), 2, "不认识的单位", "人社局"),
        accept("a department as code", inspector(UNIT, "moon"), first("department", "moon")),
        accept("a cap", inspector(CAP, 5), first("cap", 5)),
        reject("a cap of zero", inspector(CAP, 0), 2, "最多组数"),
        reject("a cap of a half", inspector(CAP, "1.5"), 2, "最多组数"),
        accept(
            "two firms to avoid",
            inspector(RECUSAL, f"{synthetic_uscc(2)}、{CODE}"),
            first("recusals", tuple(sorted((ID, f"uscc:{synthetic_uscc(2)}")))),
        ),
        reject("a firm to avoid with a wrong code", inspector(RECUSAL, WRONG_DIGIT), 2, "回避对象", "校验位"),
        reject("a firm to avoid by name", inspector(RECUSAL, "示例县第一服装厂"), 2, "回避对象"),
        reject("a black list", with_column("黑白名单", "白", inspector_rows), 1, "黑白名单", "回避对象"),
        accept(
            "a birthday column",
            with_column("出生日期", "1980-01-01", inspector_rows),
            lambda r: all_rows(r) and "1980" not in repr(r.entries),
            "已丢弃",
        ),
        reject(
            "no column for the expiry",
            lambda: xlsx_bytes(changed(inspector_rows(), 1, VALID, "颜色")),
            1,
            "缺少必需的列“有效期”",
        ),
        reject("no name", inspector(PERSON, ""), 2, "姓名为空"),
        accept("two people of one name", inspector(PERSON, "示例丁3"), all_rows, "同单位同姓名"),
    )
)
