"""Codes of firms, products and inspectors: repaired at the door, refused at the freeze, never touched inside a hash.

Source: GB 32100-2015 (统一社会信用代码), GB 11714-1997 and GS 15-2006 (registration numbers), SSJ-DRAW/1 §2.
Takes: what a cell or a person gives. Gives: canonical ids `uscc:…`, `reg:…`, `obj:…`, `cert:…`.
Never: a guessed digit.
"""

import re
import unicodedata
from operator import mul

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {letter: value for value, letter in enumerate(USCC_ALPHABET)}
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_HYPHENS = dict.fromkeys(map(ord, "-\u2010\u2011\u2013\u2014"))

_USCC = re.compile(rf"[{USCC_ALPHABET}]{{2}}[0-9]{{6}}[{USCC_ALPHABET}]{{10}}")
_REG_NO = re.compile(r"[0-9]{15}")
_OBJECT = re.compile(r"obj:[a-z0-9][a-z0-9._/-]{0,63}")
_CERTIFICATE = re.compile(r"cert:[A-Za-z0-9._-]{1,64}")
_SEALED = re.compile(r"h:[0-9a-f]{64}")


class IdentifierError(ValueError):
    """A code cannot be accepted. `code` names the kind of fault, `reason` tells a clerk what is wrong and what to do."""

    def __init__(self, code: str, reason: str) -> None:
        """Keep both; `code` is one of number-cell, empty, alphabet, check-digit, length, grammar."""
        super().__init__(reason)
        self.code = code
        self.reason = reason


def clean_code(text: str) -> str:
    """Repair what a spreadsheet or a keyboard may do to a code: width, invisible letters, blanks, case, hyphens.

    The order is that of SSJ-DRAW/1 §2; `O` is not turned into `0`.
    """
    visible = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return "".join(visible.split()).upper().translate(_HYPHENS)


def uscc_check_digit(first17: str) -> str:
    """The 18th character that GB 32100 demands after these 17 (all of them from `USCC_ALPHABET`)."""
    total = sum(map(mul, map(_USCC_VALUES.__getitem__, first17), _USCC_WEIGHTS))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def uscc_is_valid(code: str) -> bool:
    """Whether 18 characters form a credit code whose check digit is right."""
    return _USCC.fullmatch(code) is not None and uscc_check_digit(code[:17]) == code[17]


def reg_no_is_valid(number: str) -> bool:
    """Whether a 15-digit registration number passes its check (ISO 7064, MOD 11,10)."""
    if _REG_NO.fullmatch(number) is None:
        return False
    product = 10
    for digit in number[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(number[14])


def ingest_uscc(raw: object) -> str:
    """Turn what a cell holds into `uscc:` + 18 characters. Raises IdentifierError."""
    code = _cleaned(raw, "统一社会信用代码")
    if len(code) != 18:
        raise IdentifierError("length", f"统一社会信用代码应为 18 位，现为 {len(code)} 位")
    if _USCC.fullmatch(code) is None:
        raise IdentifierError(
            "alphabet", "统一社会信用代码含不允许的字符（字母 I、O、S、V、Z 不用，第 3—8 位须为数字）"
        )
    expected = uscc_check_digit(code[:17])
    if code[17] != expected:
        raise IdentifierError("check-digit", f"统一社会信用代码校验位应为 {expected}，现为 {code[17]}，请核对原件")
    return f"uscc:{code}"


def ingest_reg_no(raw: object) -> str:
    """Turn what a cell holds into `reg:` + 15 digits. The check digit is the importer's to warn about."""
    number = _cleaned(raw, "注册号")
    if _REG_NO.fullmatch(number) is None:
        raise IdentifierError("length", f"注册号应为 15 位数字，现为“{number[:32]}”")
    return f"reg:{number}"


def ingest_certificate(raw: object) -> str:
    """Turn an enforcement certificate's number into `cert:…`; width and blanks are repaired, case is kept."""
    if not isinstance(raw, str):
        raise IdentifierError("number-cell", "执法证号是数字单元格，请将该列设为文本后重新填写")
    number = "".join(unicodedata.normalize("NFKC", raw).translate(_INVISIBLE).split())
    if _CERTIFICATE.fullmatch(f"cert:{number}") is None:
        raise IdentifierError("grammar", f"执法证号“{number[:70]}”只能由字母、数字和 . _ - 组成，1—64 位")
    return f"cert:{number}"


def is_subject_id(text: str) -> bool:
    """Whether `text` is, byte for byte, the canonical id of a firm, an old registration or an object (第二条)."""
    if text.startswith("uscc:"):
        return uscc_is_valid(text[5:])
    if text.startswith("reg:"):
        return _REG_NO.fullmatch(text[4:]) is not None
    return _OBJECT.fullmatch(text) is not None


def is_certificate_id(text: str) -> bool:
    """Whether `text` is the canonical id of an inspector."""
    return _CERTIFICATE.fullmatch(text) is not None


def is_sealed_handle(text: str) -> bool:
    """Whether `text` is a salted handle `h:` + 64 lower-case hexadecimal characters."""
    return _SEALED.fullmatch(text) is not None


def organisation_code(canonical_id: str) -> str | None:
    """Characters 9–17 of a credit code: the organisation behind it; None for other ids."""
    return canonical_id[13:22] if canonical_id.startswith("uscc:") else None


def _cleaned(raw: object, what: str) -> str:
    if not isinstance(raw, str):
        raise IdentifierError("number-cell", f"{what}是数字单元格，末几位可能已失真，请从原系统重新导出为文本")
    code = clean_code(raw)
    if not code:
        raise IdentifierError("empty", f"缺少{what}")
    return code
