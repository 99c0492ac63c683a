"""Tail probabilities for the statistical tests, written out because the project has no statistics library.

Source: Numerical recipes' classic forms: incomplete gamma by series and continued fraction; Kolmogorov's series.
Gives: probabilities of a result at least as extreme, between 0 and 1.
"""

from collections.abc import Sequence
from math import erfc, exp, lgamma, log, log1p, sqrt


def chi_square_tail(statistic: float, degrees: int) -> float:
    """P(χ² with `degrees` ≥ `statistic`): the regularized upper incomplete gamma function Q(degrees/2, statistic/2)."""
    a, x = degrees / 2, statistic / 2
    if x <= 0:
        return 1.0
    front = exp(a * log(x) - x - lgamma(a))
    return 1 - front * _gamma_series(a, x) if x < a + 1 else front * _gamma_fraction(a, x)


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    while term > total * 1e-16:
        a += 1
        term *= x / a
        total += term
    return total


def _gamma_fraction(a: float, x: float) -> float:
    """Lentz's method for the continued fraction."""
    b = x + 1 - a
    c, d = 1e300, 1 / b
    value, step, i = d, 2.0, 0
    while abs(step - 1) > 1e-15:
        i += 1
        b += 2
        d = 1 / (-i * (i - a) * d + b)
        c = b + -i * (i - a) / c
        step = c * d
        value *= step
    return value


def kolmogorov_tail(distance: float, size: int) -> float:
    """P(Kolmogorov–Smirnov distance of `size` uniform values ≥ `distance`), by Stephens' correction of the limit."""
    scaled = (sqrt(size) + 0.12 + 0.11 / sqrt(size)) * distance
    if scaled < 0.3:
        return 1.0
    series = 2 * sum((1 if term % 2 else -1) * exp(-2 * (term * scaled) ** 2) for term in range(1, 101))
    return min(1.0, max(0.0, series))


def kolmogorov_distance(values: Sequence[float]) -> float:
    """Largest gap between the values' distribution and the uniform one on [0, 1)."""
    ordered, size = sorted(values), len(values)
    return max(max((i + 1) / size - value, value - i / size) for i, value in enumerate(ordered))


def normal_two_sided(score: float) -> float:
    """P(|standard normal| ≥ |score|)."""
    return erfc(abs(score) / sqrt(2))


def binomial_two_sided(observed: int, trials: int, chance: float) -> float:
    """Twice the smaller exact tail of the binomial distribution at `observed`, at most 1."""
    below = sum(_binomial(k, trials, chance) for k in range(observed + 1))
    above = sum(_binomial(k, trials, chance) for k in range(observed, trials + 1))
    return min(1.0, 2 * min(below, above))


def _binomial(k: int, trials: int, chance: float) -> float:
    ways = lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1)
    return exp(ways + k * log(chance) + (trials - k) * log1p(-chance))


def correlation_tail(left: Sequence[float], right: Sequence[float]) -> float:
    """P of a Pearson correlation this far from 0 between two independent lists of uniform values."""
    size, mean = len(left), 0.5
    covariance = sum((x - mean) * (y - mean) for x, y in zip(left, right, strict=True)) / size
    return normal_two_sided(covariance * 12 * sqrt(size))
