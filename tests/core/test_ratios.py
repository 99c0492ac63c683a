"""Ratio texts: one spelling, exact integers, no float anywhere. Source: 第六条（三）; 40-draw §4, §7.1."""

import re
from fractions import Fraction

import pytest

from shuangsuiji.core.ratios import Ratio, RatioError, ceiling, parse_ratio
from tests.core.draw.cases import vectors


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("1%", Ratio(1, 100)),
        ("3.5%", Ratio(35, 1000)),
        ("0.5%", Ratio(5, 1000)),
        ("3.50%", Ratio(350, 10_000)),
        ("0.000001%", Ratio(1, 100_000_000)),
        ("100%", Ratio(100, 100)),
        ("100.000000%", Ratio(100_000_000, 100_000_000)),
        ("99.999999%", Ratio(99_999_999, 100_000_000)),
    ],
)
def test_a_percentage_becomes_two_integers(text: str, ratio: Ratio) -> None:
    assert parse_ratio(text) == ratio
    assert Fraction(*ratio) == Fraction(text[:-1]) / 100


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "3 %",
        " 3%",
        "3%\n",
        "+3%",
        "-3%",
        "03%",
        "00%",
        "3.%",
        ".5%",
        "3,5%",
        "3.1234567%",
        "1000%",
        "３%",
        "3％",
        "\u0663%",
        "3e0%",
        "NaN%",
        "3%3%",
        "",
        "%",
        3,
        0.03,
        None,
        True,
        ["3%"],
        "9" * 5000 + "%",
    ],
)
def test_any_other_spelling_is_refused(text: object) -> None:
    with pytest.raises(RatioError, match=r"写法不对，应如 3% 或 0\.5%"):
        parse_ratio(text)


@pytest.mark.parametrize("text", ["0%", "0.0%", "0.000000%"])
def test_nothing_is_not_a_ratio(text: str) -> None:
    with pytest.raises(RatioError, match="比例不能为 0"):
        parse_ratio(text)


@pytest.mark.parametrize("text", ["101%", "100.000001%", "999%"])
def test_more_than_everything_is_refused(text: str) -> None:
    with pytest.raises(RatioError, match=re.escape(f"比例 {text} 超过 100%")):
        parse_ratio(text)


@pytest.mark.parametrize(
    ("smaller", "larger"), [("0.5%", "1%"), ("2.999999%", "3%"), ("9.9%", "10%"), ("99.999999%", "100%")]
)
def test_a_ratio_below_another_is_found_whatever_its_decimals(smaller: str, larger: str) -> None:
    low, high = parse_ratio(smaller), parse_ratio(larger)
    assert low.below(high)
    assert not high.below(low)


def test_the_same_share_with_more_decimals_is_not_below() -> None:
    assert not parse_ratio("3.00%").below(parse_ratio("3%"))
    assert not parse_ratio("3%").below(parse_ratio("3.00%"))


def test_every_known_ceiling_of_the_vectors_agrees() -> None:
    cases = vectors("quota")["ceil"]
    assert len(cases) == 192
    for count, ratio, k in cases:
        assert ceiling(count, parse_ratio(ratio)) == k
