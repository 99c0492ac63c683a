"""Quotas agree with exact fractions everywhere: N = 0 … 500 against 1 … 100 %, and where floats go wrong.

Source: 第六条（三）; 40-draw §7.1.
"""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.draw.selection import Quota, quota, select
from shuangsuiji.core.ratios import RatioError, ceiling, parse_ratio
from tests.core.draw.small_draws import SHA256, STRATUM, roster

pytestmark = pytest.mark.article("第六条（三）")


def exact(n_base: int, n_elig: int, share: Fraction, minimum: int) -> Quota:
    """The definition in fractions: smallest integer not below the share, at least the minimum, at most what is there."""
    wanted = max(ceil(n_base * share), minimum)
    return Quota(min(wanted, n_elig), max(0, wanted - n_elig))


@pytest.mark.parametrize("percent", range(1, 101))
def test_every_whole_percentage_of_0_to_500_is_rounded_up_exactly(percent: int) -> None:
    share = Fraction(percent, 100)
    for count in range(501):
        assert quota(count, count, f"{percent}%", 0) == exact(count, count, share, 0)


@pytest.mark.parametrize("text", ["0.5%", "3.5%", "0.000001%", "12.345678%", "99.999999%", "7.10%", "100.0%"])
def test_every_decimal_percentage_of_0_to_2000_is_rounded_up_exactly(text: str) -> None:
    share = Fraction(text[:-1]) / 100
    for count in range(2001):
        assert ceiling(count, parse_ratio(text)) == ceil(count * share)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    n_base=st.integers(0, 10**18),
    excluded=st.integers(0, 10**18),
    minimum=st.integers(0, 10**6),
    whole=st.integers(0, 99),
    decimals=st.text("0123456789", max_size=6),
)
def test_quotas_of_any_size_agree_with_fractions(
    n_base: int, excluded: int, minimum: int, whole: int, decimals: str
) -> None:
    text = f"{whole}.{decimals}%" if decimals else f"{whole}%"
    share = Fraction(text[:-1]) / 100
    n_elig = max(0, n_base - excluded)
    if share:
        assert quota(n_base, n_elig, text, minimum) == exact(n_base, n_elig, share, minimum)
    else:
        with pytest.raises(RatioError):
            quota(n_base, n_elig, text, minimum)


def test_the_quota_is_the_smallest_number_that_reaches_the_ratio() -> None:
    for percent in range(1, 101):
        for count in range(1, 200):
            k = quota(count, count, f"{percent}%", 0).k
            assert k * 100 >= count * percent > (k - 1) * 100


@pytest.mark.parametrize(
    ("count", "text", "k"),
    [(200, "3.5%", 7), (1000, "1.1%", 11), (100, "7%", 7), (9007199254740993, "100%", 9007199254740993)],
)
def test_where_a_float_would_draw_one_firm_too_many_or_too_few_the_quota_is_right(
    count: int, text: str, k: int
) -> None:
    assert quota(count, count, text, 0) == Quota(k, 0)
    assert ceil(count * (float(text[:-1]) / 100)) != k


def test_excluded_rows_count_for_the_base_and_a_lack_is_told() -> None:
    assert quota(100, 100, "10%", 0) == Quota(10, 0)
    assert quota(100, 7, "10%", 0) == Quota(7, 3)
    assert quota(100, 0, "10%", 0) == Quota(0, 10)


def test_a_library_that_is_not_empty_gives_at_least_one_and_an_empty_one_none() -> None:
    assert quota(1, 1, "1%", 0) == Quota(1, 0)
    assert quota(0, 0, "1%", 0) == Quota(0, 0)
    assert quota(0, 0, "1%", 1) == Quota(0, 1)


def test_selection_reports_the_quota_it_used() -> None:
    rows = sorted([*roster(range(95)), *roster(range(95, 100), elig="X1")])
    part = select(SHA256, {"strata": {STRATUM: {"ratio": "3.5%"}}}, {"": rows}, "0" * 64)[STRATUM]
    assert (part["n_base"], part["n_elig"], part["k"], part["shortfall"]) == (100, 95, 4, 0)
    assert len(part["selected"]) == 4
    assert part["threshold"] == part["selected"][-1]["ticket"]
