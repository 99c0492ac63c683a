"""Ratio text becomes two integers, and a ratio of a count is rounded up exactly.

Source: 第六条（三）; SSJ-DRAW/1 §7.1. One place for the rules and for the draw.
Never: floats. 3.5 % of 200 is 7; a float would give 8.
"""

import re
from typing import NamedTuple

_RATIO = re.compile(r"(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,6}))?%")


class RatioError(ValueError):
    """A ratio is not written as the plan requires; the text says so in Chinese."""


class Ratio(NamedTuple):
    """A share as `num / den`, not reduced: 3.5 % is 35 / 1000."""

    num: int
    den: int

    def below(self, other: "Ratio") -> bool:
        """Whether this share is smaller than `other`, compared exactly."""
        return self.num * other.den < other.num * self.den


def parse_ratio(text: object) -> Ratio:
    """Read a percentage such as `3%` or `0.5%`.

    Raises RatioError for any other spelling (no sign, no blank, no leading zero, full-width digits refused),
    for zero and for more than 100 %.
    """
    match = _RATIO.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise RatioError(f"比例 {text!r} 写法不对，应如 3% 或 0.5%")
    whole, fraction = match[1], match[2] or ""
    ratio = Ratio(int(whole + fraction), 100 * 10 ** len(fraction))
    if ratio.num == 0:
        raise RatioError("比例不能为 0")
    if ratio.num > ratio.den:
        raise RatioError(f"比例 {text} 超过 100%")
    return ratio


def ceiling(count: int, ratio: Ratio) -> int:
    """Smallest integer that is at least `count` × `ratio`; for a positive count and ratio it is at least 1."""
    return (count * ratio.num + ratio.den - 1) // ratio.den
