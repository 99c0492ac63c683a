"""L13: what must never stand in the open part of an entry, found by its spelling: persons, firms, classes, draw handles.

Source: 50-ledger §4.3, §9; 第二十四条; 00-decisions, 8; GB 11643-1999 (公民身份号码), GB 32100-2015.
Takes: the open part, whatever it holds. Gives: (path, what) for every find; nothing for an honest entry.
Never: a find in a value whose declared spelling has no room for anything personal (digests, days, counts, public numbers).
What it cannot see: a person's name. That is why the register has codes where others have text.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import mul
from typing import Any

from shuangsuiji.core.identifiers import clean_code, uscc_is_valid
from shuangsuiji.core.rules.event_shapes import KINDS, WORDS

HANDLE = "抽签句柄"
CLASS_WORD = "信用风险类别"
MOBILE = "手机号码"
LANDLINE = "固定电话号码"
IDENTITY = "公民身份号码"
CREDIT_CODE = "统一社会信用代码"
CANONICAL_ID = "对象或人员的代码"
CERTIFICATE = "证件号码"
LONG_NUMBER = "证件号码一类的长数字"
MAIL = "电子邮箱"
FORBIDDEN_KEY = "不得出现的键名"

# Parts of names under which others would look for a person, a firm, a class or a place in the draw.
# fmt: off
_FORBIDDEN = frozenset({
    "address", "batch", "batches", "birthday", "card", "cert", "certificate", "class", "email", "firm", "grade", "handle",
    "handles", "idcard", "identity", "legal", "liaison", "mobile", "name", "names", "opening", "openings", "person", "phone",
    "rank", "ranks", "risk", "salt", "salts", "strata", "stratum", "subject", "team", "tel", "telephone", "ticket", "tickets",
    "uscc",
})
# fmt: on
# Numbers given by an authority to a paper may be long; elsewhere nine digits in a row are nobody's code.
_MAY_BE_LONG = frozenset({"document"})
_DICE = "dice/d10"

# Letters that look like the Latin ones: Cyrillic А В С, Greek Α Β.
_LOOK_ALIKE = str.maketrans("\u0410\u0412\u0421\u0391\u0392", "ABCAB")
_ALONE = r"(?<![0-9]){}(?![0-9])"
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|81|82|83)"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"

_AS_WRITTEN = (
    (re.compile(r"h:[0-9a-f]{64}|(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", re.IGNORECASE), HANDLE),
    (re.compile(r"(?:uscc|reg|obj|cert):\S"), CANONICAL_ID),
    (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"), MAIL),
    (re.compile(r"(?<![A-Za-z0-9])[A-Da-d]\s*[类類级級]|^[A-D]$|信用风险(?:低|一般|较高|高)|风险(?:等级|类别)|检查对象库"), CLASS_WORD),
    (re.compile(rf"[{_PROVINCES}][A-Z][0-9]{{5,}}|(?:执法证|证件|证号|工号)[^0-9A-Za-z]{{0,6}}[0-9A-Za-z-]{{5,}}"), CERTIFICATE),
    (re.compile(_ALONE.format(r"\(?0[0-9]{2,3}[)\s-]{1,2}[0-9]{7,8}")), LANDLINE),
    (re.compile(_ALONE.format(r"0[1-9][0-9]{8,10}")), LANDLINE),
    (re.compile(_ALONE.format(rf"{_PROVINCE}[0-9]{{6}}{_MONTH_DAY}[0-9]{{3}}")), IDENTITY),  # 15 digits, before 1999
)  # fmt: skip
_MOBILE = re.compile(_ALONE.format(r"(?:0086|86)?1[3-9][0-9]{9}"))
_IDENTITY = re.compile(
    _ALONE.format(rf"({_PROVINCE}[0-9]{{4}}(?:19[0-9]{{2}}|200[0-9]|201[0-5]){_MONTH_DAY}[0-9]{{3}})([0-9X])")
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT = re.compile(rf"(?=((?<![0-9A-Z])[0-9A-Z]{{2}}{_PROVINCE}[0-9]{{4}}[0-9A-Z]{{10}}(?![0-9A-Z])))")
_LONG = re.compile(r"[0-9]{9}")


def leaks(pub: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Every (path, what) that the open part must not hold, in its order: `("document", "手机号码")`, `("list[1].x", …)`."""
    return tuple(_finds(pub))


def frame_leaks(leaf: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The same for what stands around the open part and is just as open: department, office, provision, kinds of files."""
    return _frame_finds(leaf["org"], leaf["actor"], leaf["rule"], tuple(file["kind"] for file in leaf["files"]))


@lru_cache(maxsize=256)
def _frame_finds(org: str, actor: str, rule: str, kinds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """A department's offices act on the same provisions day after day."""
    return leaks({"org": org, "actor": actor, "rule": rule, "files": list(kinds)})


def _finds(pub: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Walk without recursion: a hostile entry may nest as deep as it likes."""
    waiting: list[tuple[str, str, object]] = [("", "", pub)]
    while waiting:
        path, key, value = waiting.pop()
        inner: list[tuple[str, str, object]] = []
        if isinstance(value, Mapping):
            inner = [(f"{path}.{name}" if path else name, name, member) for name, member in value.items()]
            yield from ((place, what) for place, name, _ in inner for what in _in_key(name))
        elif isinstance(value, list):
            inner = [(f"{path}[{number}]", key, member) for number, member in enumerate(value)]
        elif not _is_declared(key, value, pub):
            yield from ((path, what) for what in _in_value(value, key in _MAY_BE_LONG))
        waiting.extend(reversed(inner))


def _in_key(name: str) -> Iterator[str]:
    if name in WORDS:
        return
    if _FORBIDDEN & set(name.lower().replace("-", "_").replace(".", "_").split("_")):
        yield FORBIDDEN_KEY
    yield from _in_value(name, False)


def _is_declared(key: str, value: object, pub: Mapping[str, object]) -> bool:
    """Whether the key promises a closed spelling and the value keeps it. Digits thrown count only as a throw of dice."""
    if key not in WORDS:
        return isinstance(value, bool)
    kind = KINDS[WORDS[key].kind]
    if not (kind.closed and kind.accepts(value)):
        return False
    return key != "value" or KINDS["digest"].accepts(value) or not str(value).isdigit() or pub.get("source") == _DICE


def _in_value(value: object, may_be_long: bool) -> Iterator[str]:
    """What one value shows, each kind of find once. Blanks and hyphens hide neither a telephone nor a number with check digit."""
    yield from _finds_in(str(value), may_be_long)


@lru_cache(maxsize=4096)
def _finds_in(raw: str, may_be_long: bool) -> tuple[str, ...]:
    """Departments, offices and provisions come again and again: each spelling is looked through once."""
    text = _plain(raw)
    found = dict.fromkeys(what for pattern, what in _AS_WRITTEN if pattern.search(text))
    for form in (text.upper(), clean_code(text)):
        found.update(dict.fromkeys(_proven(form)))
    if not found and not may_be_long and _LONG.search(text):
        found[LONG_NUMBER] = None
    return tuple(found)


def _proven(text: str) -> Iterator[str]:
    """Numbers that prove themselves by their form or check digit."""
    if _MOBILE.search(text):
        yield MOBILE
    if any(_identity_digit(first17) == last for first17, last in _IDENTITY.findall(text)):
        yield IDENTITY
    if any(map(uscc_is_valid, _CREDIT.findall(text))):
        yield CREDIT_CODE


def _identity_digit(first17: str) -> str:
    """The 18th character of a resident's number (ISO 7064, MOD 11-2)."""
    return "10X98765432"[sum(map(mul, map(int, first17), _IDENTITY_WEIGHTS)) % 11]


def _plain(text: str) -> str:
    """Full width, other scripts' digits, invisible characters and look-alike letters brought to their plain form."""
    narrow = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKE)
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in narrow
        if unicodedata.category(letter) != "Cf"
    )
