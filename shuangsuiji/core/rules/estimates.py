"""How many firms and visits a plan means, per class and month, from the libraries as they are today.

Source: 第六条（三）. Takes: live counts, shares, windows. Gives: exact integers; an estimate, because libraries change until the freeze.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from shuangsuiji.core.ratios import Ratio
from shuangsuiji.core.rules.provision import source
from shuangsuiji.core.rules.quotas import sample_size

_MONTHS = 12


class Expected(NamedTuple):
    """One class of one line: `firms` at each draw, `months` in which a draw falls, in order (one for each draw)."""

    risk_class: str
    in_library: int
    firms: int
    months: tuple[str, ...]

    @property
    def visits(self) -> int:
        """Visits over the year."""
        return self.firms * len(self.months)


@source("第六条（三）")
def expected(
    libraries: Mapping[str, int], quotas: Mapping[str, tuple[Ratio, int]], from_on: date, to_on: date
) -> tuple[Expected, ...]:
    """For each class its share of the library, and the months of its draws, spread evenly over the window."""
    return tuple(
        Expected(
            risk_class, libraries.get(risk_class, 0), sample_size(libraries.get(risk_class, 0), share),
            spread(from_on, to_on, draws),
        )
        for risk_class, (share, draws) in quotas.items()
    )  # fmt: skip


def spread(from_on: date, to_on: date, draws: int) -> tuple[str, ...]:
    """The months (2026-03) in which so many draws fall, evenly over the window, the first in its first month."""
    months = list(_months(from_on, to_on))
    return tuple(months[index * len(months) // draws] for index in range(draws))


def _months(from_on: date, to_on: date) -> Iterator[str]:
    first, last = from_on.year * _MONTHS + from_on.month - 1, to_on.year * _MONTHS + to_on.month - 1
    for month in range(first, max(first, last) + 1):
        yield f"{month // _MONTHS}-{month % _MONTHS + 1:02d}"
