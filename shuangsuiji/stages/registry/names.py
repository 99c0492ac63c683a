"""How a subject is found by its name: one spelling for comparison, pinyin initials for typing.

Source: 第十条; `30-domain` §12. Written when the row is written, so that a search reads plain columns.
"""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from shuangsuiji.foundation.sheets.texts import folded_name

LONGEST = 200
# Read differently in common words of names (重庆, 长垣, 厦门, 银行): only these need their neighbours, which costs twenty times more.
_AMBIGUOUS = frozenset("重长厦单乐行朝藏调传参省番尉解曾")


def name_key(name: str) -> str:
    """The name without differences of width, brackets and blanks."""
    return folded_name(name)[:LONGEST]


def initials(name: str) -> str:
    """First letters of the pinyin of a name, lower case; letters and digits stay, signs go: 濮阳A1（集团） → pya1jt."""
    key = folded_name(name)
    if _AMBIGUOUS.isdisjoint(key):
        return "".join(map(_letter, key))[:LONGEST]
    return _kept("".join(lazy_pinyin(key, style=Style.FIRST_LETTER)))[:LONGEST]


@lru_cache(maxsize=65_536)
def _letter(character: str) -> str:
    return _kept("".join(lazy_pinyin(character, style=Style.FIRST_LETTER)))


def _kept(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum())
