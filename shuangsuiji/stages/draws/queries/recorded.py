"""What the printed record of a draw says of its strata, and where its result stands in the log. Counts only.

Source: 第十四条; SSJ-DRAW/1 §7.1. Cost: the rosters are read once from the shelf.
"""

from dataclasses import dataclass

from shuangsuiji.core.draw.plan import libraries_of
from shuangsuiji.core.draw.roster import ELIGIBLE
from shuangsuiji.stages.draws.keeping import rosters_of
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.proving import log_places


@dataclass(frozen=True, slots=True)
class Counts:
    """One stratum: all rows, those excluded, those that could be drawn, how many had to be and were drawn."""

    count: int
    excluded: int
    eligible: int
    required: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """Strata in the order of the plan; `place`: number and leaf hash of the result's entry."""

    strata: list[Counts]
    place: tuple[int, str]


def recorded(draw: Draw) -> Recorded:
    """Of a draw with a result. Raises FileDamaged, KeyUnusable."""
    rosters = rosters_of(draw)
    assert rosters is not None, "a result comes after the freeze"
    found = []
    for library, strata in libraries_of(draw.plan).items():
        rows = rosters.subjects[library].rows
        for stratum in strata:
            of_it = [row for row in rows if row.stratum == stratum]
            able = sum(row.elig == ELIGIBLE for row in of_it)
            drawn = draw.subjects.filter(library=library, stratum=stratum).count()
            found.append(Counts(len(of_it), len(of_it) - able, able, drawn, drawn))
    index, leaf = log_places(draw)["draw.result"][0]
    return Recorded(found, (index, leaf))
