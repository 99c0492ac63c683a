"""Areas become division codes, all of one length, so that places can be ordered without a map.

Source: GB/T 2260, GB/T 10114 (6, 9 and 12 digits); SSJ-DRAW/1 §1, §8: `town`.
"""

import re
from collections.abc import Mapping

from shuangsuiji.foundation.sheets.texts import folded_word

UNKNOWN_COUNTY = "000000"
_CODE = re.compile(r"[0-9]{6}|[0-9]{9}|[0-9]{12}")
_TOWN_LENGTH = 9
_TAIL = re.compile(r"(?:街道办事处|街道办|办事处|人民政府|街道|镇|乡)$")


class Towns:
    """The county's table of towns: name → division code."""

    def __init__(self, names: Mapping[str, str], county: str = UNKNOWN_COUNTY) -> None:
        """`names` as people write them; codes all of one length. Raises ValueError for a malformed table."""
        lengths = {len(code) for code in names.values()}
        if any(_CODE.fullmatch(code) is None for code in names.values()) or len(lengths) > 1:
            raise ValueError("乡镇区划代码须全部为 6、9 或 12 位数字，且位数一致")
        if re.fullmatch(r"[0-9]{6}", county) is None:
            raise ValueError("县级区划代码须为 6 位数字")
        self.given = bool(names)
        self.length = lengths.pop() if lengths else _TOWN_LENGTH
        self.county = county.ljust(self.length, "0")
        self._codes = {folded_word(name): code for name, code in names.items()}
        # 城关镇 and 城关 are one place, unless the table has both 城关镇 and 城关乡.
        short: dict[str, set[str]] = {}
        for name, code in self._codes.items():
            short.setdefault(_TAIL.sub("", name), set()).add(code)
        self._short = {name: codes.pop() for name, codes in short.items() if name and len(codes) == 1}

    def code(self, area: str) -> str | None:
        """The division code of an area written as name or code; None when the table does not know it."""
        if not area:
            return None
        word = folded_word(area)
        if _CODE.fullmatch(word) and len(word) <= self.length:
            return word.ljust(self.length, "0")
        return self._codes.get(word) or self._short.get(_TAIL.sub("", word))
