"""The one public number of a draw: where it comes from, how it is written, when it may first be known.

Source: SSJ-DRAW/1 §6; drand quicknet (bls-unchained-g1-rfc9380, genesis and period below).
Takes: the plan's `beacon` object and texts. Never: a number as a number, a clock, the network.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import comb
from typing import Any

from shuangsuiji.core.draw.grammar import HEX64, ORDINAL, is_time, parse_time
from shuangsuiji.core.draw.refusal import Refusal

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
DRAND = f"drand/{QUICKNET}"
SSQ = "cwl/ssq"
DICE = "dice/d10"
SOURCES = (DRAND, SSQ, DICE)

_GENESIS = 1692803367
_PERIOD_SECONDS = 3
_DRAND_MARGIN = timedelta(seconds=600)
_SIGNATURE = re.compile(r"[0-9a-f]{96}")
_SSQ_ROUND = re.compile(r"[0-9]{7}")
_SSQ_VALUE = re.compile(
    r"(?:0[1-9]|[12][0-9]|3[0-3])(?:-(?:0[1-9]|[12][0-9]|3[0-3])){5}\+(?:0[1-9]|1[0-6])",
)
_DICE_VALUE = re.compile(r"[0-9]{8,64}")
# A round beyond this lies thousands of years ahead; Python's calendar ends in the year 9999.
_LAST_DRAND_ROUND = 80_000_000_000


def beacon_refusals(beacon: dict[str, Any], reveal_by: datetime) -> Iterator[Refusal]:
    """Say what is wrong with a plan's choice of public number; it must come after `reveal_by`."""
    source, number = beacon["source"], beacon["round"]
    if source not in SOURCES:
        yield _refusal(
            "source", f"公开随机数来源“{source}”不在协议所列三种之内", "请选用 drand quicknet、双色球或十面骰"
        )
    elif not _round_grammar(source).fullmatch(number) or (source == DRAND and int(number) > _LAST_DRAND_ROUND):
        yield _refusal("round", f"公开随机数期号“{number}”写法不对", "双色球为七位期号，drand 和骰子为不带前导零的整数")
    elif source == DRAND:
        if drand_time(number) - _DRAND_MARGIN < reveal_by:
            yield _refusal("early", "该期 drand 随机数在揭示截止后 600 秒内或更早即已产生", "请改用更晚的期号")
    else:
        yield from _announced_refusals(beacon, reveal_by)


def _announced_refusals(beacon: dict[str, Any], reveal_by: datetime) -> Iterator[Refusal]:
    if not is_time(beacon.get("not_before")):
        yield _refusal("not-before", "双色球和骰子须写明最早产生时间 not_before", "请填写开奖停售时间或投掷时间")
    elif parse_time(beacon["not_before"]) <= reveal_by:
        yield _refusal("early", "公开随机数可能早于揭示截止时间产生", "请将 not_before 定在 reveal_by 之后")
    digits = beacon.get("digits")
    if beacon["source"] == DICE and not (type(digits) is int and 8 <= digits <= 64):
        yield _refusal("digits", "骰子位数 digits 须为 8—64 的整数，建议 20", "请补充 beacon.digits")


def not_before(beacon: dict[str, Any]) -> datetime:
    """The moment from which somebody may know the number; derived for drand, stated in the plan otherwise."""
    if beacon["source"] == DRAND:
        return drand_time(beacon["round"])
    return parse_time(beacon["not_before"])


def drand_time(number: str) -> datetime:
    """When quicknet publishes this round."""
    return datetime.fromtimestamp(_GENESIS, UTC) + timedelta(seconds=_PERIOD_SECONDS) * (int(number) - 1)


def drand_round_after(reveal_by: datetime) -> str:
    """The first quicknet round that a plan with this end of reveals may name."""
    seconds = int((reveal_by + _DRAND_MARGIN).timestamp()) - _GENESIS
    return f"{max(0, -(-seconds // _PERIOD_SECONDS)) + 1}"


def value_refusals(beacon: dict[str, Any], value: str) -> Iterator[Refusal]:
    """Say what is wrong with a number as written: grammar, order, count of digits, too few bits."""
    source = beacon["source"]
    if not _value_grammar(source).fullmatch(value):
        yield _refusal("value", f"公开随机数“{value[:70]}”写法不对", _EXAMPLES.get(source, "来源不在协议之内"))
    elif source == SSQ and not _reds_rise(value):
        yield _refusal("value", f"双色球红球须由小到大且不重复：“{value}”", _EXAMPLES[SSQ])
    elif source == DICE and len(value) != beacon.get("digits", len(value)):
        yield _refusal("value", f"骰子应有 {beacon['digits']} 位，现为 {len(value)} 位", "请按投掷顺序逐位录入")


def outcomes(source: str, digits: int = 8) -> int:
    """How many different numbers a source can give; `digits` counts only for dice.

    The grammar keeps every source above 2^24 outcomes (24 bits), the least the protocol admits.
    """
    if source == DRAND:
        return 2**256
    return comb(33, 6) * 16 if source == SSQ else 10**digits


def drand_value(signature: str) -> str | None:
    """The canonical value of a drand round: SHA-256 of its 48 signature bytes, in both suites; None if malformed."""
    if not _SIGNATURE.fullmatch(signature):
        return None
    return hashlib.sha256(bytes.fromhex(signature)).hexdigest()


_EXAMPLES = {
    DRAND: "应为 64 位小写十六进制",
    SSQ: "应如 01-05-12-19-23-30+07",
    DICE: "应为 8—64 位半角数字，如 48291038475610293847",
}


def _round_grammar(source: str) -> re.Pattern[str]:
    return _SSQ_ROUND if source == SSQ else ORDINAL


def _value_grammar(source: str) -> re.Pattern[str]:
    return {DRAND: HEX64, SSQ: _SSQ_VALUE, DICE: _DICE_VALUE}.get(source, re.compile("(?!)"))


def _reds_rise(value: str) -> bool:
    reds = value.partition("+")[0].split("-")
    return all(left < right for left, right in pairwise(reds))


def _refusal(code: str, message: str, remedy: str) -> Refusal:
    return Refusal(f"beacon.{code}", "第十四条", message, remedy, "beacon")
