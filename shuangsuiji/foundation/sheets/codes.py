"""A code cell is judged: a credit code, an old registration number, an old form, nothing, or damaged.

Source: GB 32100-2015, GB 11714-1997 (organisation code), GB 11643-1999 (identity card numbers, to keep them out);
`30-domain` §12.
Never: a guessed digit; the repetition of what may be somebody's identity card number.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field

from shuangsuiji.core.identifiers import (
    IdentifierError,
    clean_code,
    ingest_certificate,
    ingest_reg_no,
    ingest_uscc,
    reg_no_is_valid,
    uscc_is_valid,
)
from shuangsuiji.foundation.sheets.cells import Cell, ErrorCell, Formula, shown
from shuangsuiji.foundation.sheets.findings import Fault, Level
from shuangsuiji.foundation.sheets.texts import BIDIRECTIONAL, INVISIBLE, is_nothing

AS_TEXT = "请从原系统重新导出，导出前把该列设为“文本”格式"
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)
_PLAIN = re.compile(r"[0-9A-Z]{15,18}")  # nearly every code: nothing to repair
_TRAILING_ZERO = re.compile(r"([0-9]+)\.0+")
_QUOTED = re.compile(r'="?([^"]*)"?')
_LOOK_ALIKES = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U 或 Y"}
_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_DIGITS = "10X98765432"
_CARD = re.compile(r"[1-9][0-9]{5}(19|20)([0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FLOAT_STEP = 128  # the distance of neighbouring floating-point numbers at 18 digits


@dataclass(frozen=True, slots=True)
class CodeRemark:
    """One remark about a code cell, not yet tied to a row."""

    level: Level
    fault: Fault
    reason: str
    remedy: str = ""


@dataclass(slots=True)
class CodeReading:
    """What a code cell turned out to be.

    `id` is canonical (`uscc:…`, `reg:…`) or empty; `old_form` keeps a number of another shape as text; `digits` is set
    when the cell is a text of 18 digits, so that the whole column can be judged; `secret` means: do not repeat the value.
    """

    id: str = ""
    old_form: str = ""
    digits: str = ""
    remarks: list[CodeRemark] = field(default_factory=list)
    secret: bool = False

    @property
    def refused(self) -> bool:
        """Whether the cell holds something that cannot be accepted."""
        return any(remark.level == "error" for remark in self.remarks)

    def note(self, level: Level, fault: Fault, reason: str, remedy: str = "") -> None:
        """Add a remark."""
        self.remarks.append(CodeRemark(level, fault, reason, remedy))


def read_code(cell: Cell, *, column: str) -> CodeReading:
    """Judge a cell of the column `uscc`, `reg_no` or `code` (either of them, told apart by length and check digit)."""
    reading = CodeReading()
    text = _as_text(cell, reading)
    if text is None:
        return reading
    code = _repaired(text, reading)
    if code and not reading.refused:
        _judge(code, column, reading)
    return reading


def _as_text(cell: Cell, reading: CodeReading) -> str | None:
    """The cell's text; None when it is empty or no text, which is then remarked."""
    if isinstance(cell, Formula):
        reading.note(
            "error", Fault.FORMULA, "代码是公式，读到的只是上次保存的结果", "请选中该列，复制后选择性粘贴为“数值”"
        )
        return None
    if isinstance(cell, ErrorCell):
        reading.note("error", Fault.ERROR_CELL, f"单元格是错误值 {shown(cell)}", "请从原系统重新导出")
        return None
    if cell is None or (isinstance(cell, str) and is_nothing(cell)):
        return None
    if not isinstance(cell, str):
        if cell == 0 and not isinstance(cell, bool):
            return None
        what = "日期" if isinstance(cell, datetime.date) else "数字"
        reading.note(
            "error", Fault.NUMBER_DAMAGED, f"代码是{what}单元格，疑被电子表格改成数字，末几位可能已失真", AS_TEXT
        )
        return None
    return cell


def _repaired(text: str, reading: CodeReading) -> str:
    """Strip what spreadsheets put around a code; refuse the notation that has lost its digits.

    A bidirectional control is not on the protocol's list of repairs: the code does not read as it is stored.
    """
    if _PLAIN.fullmatch(text) and not _SCIENTIFIC.fullmatch(text):
        return text
    turned = BIDIRECTIONAL.search(text)
    if turned:
        reason = f"代码含双向控制字符 U+{ord(turned.group()):04X}，显示的顺序与实际不同"
        reading.note("error", Fault.CODE_FORM, reason, "请核对原件后重新录入")
        return ""
    bare = "".join(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).split())
    if _SCIENTIFIC.fullmatch(bare) and not uscc_is_valid(bare.upper()):
        reading.note("error", Fault.NUMBER_DAMAGED, "代码成了科学记数法，末几位已失真", AS_TEXT)
        return ""
    quoted = _QUOTED.fullmatch(bare)
    if quoted:
        bare = quoted[1]
        reading.note("warning", Fault.CODE_CLEANED, '去掉了为保留文本加的 ="…"')
    if bare.startswith("'"):
        bare = bare.lstrip("'")
        reading.note("warning", Fault.CODE_CLEANED, "去掉了开头的撇号 '")
    zero = _TRAILING_ZERO.fullmatch(bare)
    if zero:
        bare = zero[1]
        reading.note("warning", Fault.CODE_CLEANED, "去掉了末尾的 .0，请核对是否曾被当作数字", "请把该列设为“文本”格式")
    code = clean_code(bare)
    if code != text and not reading.remarks:
        reading.note("warning", Fault.CODE_CLEANED, f"已规范为“{shown(code)}”（{_what_changed(text)}）")
    return code


def _what_changed(text: str) -> str:
    changes = []
    if INVISIBLE.search(text):
        changes.append("不可见字符")
    if unicodedata.normalize("NFKC", text) != text:
        changes.append("全角字符")
    if any(letter.isspace() for letter in text):
        changes.append("空白")
    if text.upper() != text:
        changes.append("小写字母")
    return "、".join(changes) or "连字符"


def _judge(code: str, column: str, reading: CodeReading) -> None:
    if code.isascii() and code.isdigit() and len(code) == 18:
        reading.digits = code
    if is_identity_card(code) and not uscc_is_valid(code):
        reading.secret = True
        reading.note("error", Fault.IDENTITY_CARD, "疑似居民身份证号，不得导入", "请填写统一社会信用代码")
    elif len(code) == 15 and code.isdigit():
        _judge_registration(code, column, reading)
    elif len(code) == 18 and not (column == "reg_no" and _is_old_form(code)):
        _judge_credit_code(code, column, reading)
    elif column == "uscc":
        lost = "（前导零可能已丢失）" if code.isdigit() else ""
        reading.note(
            "error", Fault.CODE_FORM, f"统一社会信用代码应为 18 位，现为 {len(code)} 位{lost}", "请核对原件后改正"
        )
    else:
        reading.old_form = code


def _is_old_form(code: str) -> bool:
    """Registration numbers with Chinese characters are as long as a credit code by chance only."""
    return not code.isascii()


def _judge_registration(code: str, column: str, reading: CodeReading) -> None:
    if not reg_no_is_valid(code):
        reading.old_form = code
        reading.note(
            "error", Fault.CHECK_DIGIT, "15 位注册号校验位不符（mod 11,10）", "请核对原件，或补填统一社会信用代码"
        )
        return
    reading.id = ingest_reg_no(code)
    if column == "uscc":
        reading.note("warning", Fault.CODE_FORM, "信用代码列里是 15 位注册号，已按注册号读入", "请补填统一社会信用代码")


def _judge_credit_code(code: str, column: str, reading: CodeReading) -> None:
    try:
        reading.id = ingest_uscc(code)
    except IdentifierError as problem:
        fault = Fault.CHECK_DIGIT if problem.code == "check-digit" else Fault.CODE_FORM
        reading.note("error", fault, problem.reason, _look_alike(code) or "请核对原件后改正")
        return
    if column == "reg_no":
        reading.note("note", Fault.CODE_FORM, "注册号列里是统一社会信用代码，已按信用代码读入")
    if organisation_digit(code[8:16]) != code[16]:
        reading.note("warning", Fault.CHECK_DIGIT, "主体标识码（第 9—17 位）自身的校验位不符", "请核对原件")


def _look_alike(code: str) -> str:
    found = [letter for letter in _LOOK_ALIKES if letter in code]
    hints = "，".join(f"字母 {letter} 是否为 {_LOOK_ALIKES[letter]}" for letter in found)
    return f"请核对原件：{hints}" if hints else ""


def organisation_digit(first8: str) -> str:
    """The ninth character that GB 11714 demands after the first eight of an organisation code (mod 11)."""
    total = sum(_BASE36.index(letter) * weight for letter, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def is_identity_card(code: str) -> bool:
    """Whether 18 characters look like a resident's identity number: a possible birthday and the right MOD 11-2 digit."""
    found = _CARD.fullmatch(code.upper())
    if found is None:
        return False
    try:
        datetime.date(int(found[1] + found[2]), int(found[3]), int(found[4]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code[:17], _CARD_WEIGHTS, strict=True))
    return _CARD_DIGITS[total % 11] == code[17].upper()


def is_float_shaped(digits: str) -> bool:
    """Whether an 18-digit number is one that only a spreadsheet's rounding would leave.

    Multiples of 128 are what a stored floating-point number can hold; three zeros at the end are what 15 significant
    digits leave. Genuine codes: about 0.7 % and 0.1 %.
    """
    return int(digits) % FLOAT_STEP == 0 or digits.endswith("000")


def read_certificate(cell: Cell) -> CodeReading:
    """Judge the number of an inspector's certificate; letters keep their case."""
    reading = CodeReading()
    text = _as_text(cell, reading)
    if text is None:
        return reading
    bare = "".join(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).split())
    if _SCIENTIFIC.fullmatch(bare) and ("." in bare or "+" in bare):
        reading.note("error", Fault.NUMBER_DAMAGED, "证号成了科学记数法，末几位已失真", AS_TEXT)
        return reading
    if bare.startswith("'"):
        bare = bare.lstrip("'")
        reading.note("warning", Fault.CODE_CLEANED, "去掉了开头的撇号 '")
    if is_identity_card(bare):
        reading.secret = True
        reading.note("error", Fault.IDENTITY_CARD, "疑似居民身份证号，不得作为执法证号导入", "请填写行政执法证号")
        return reading
    try:
        reading.id = ingest_certificate(bare)
    except IdentifierError as problem:
        reading.note("error", Fault.CERTIFICATE, problem.reason, "请按证件填写")
        return reading
    if bare != text and not reading.remarks:
        reading.note("warning", Fault.CODE_CLEANED, f"已规范为“{shown(bare)}”（{_what_changed(text)}）")
    return reading
