"""The negative control: the rule of a real provincial system, every k-th row from one random start.

Source: 40-draw §13.5. It looks random and is not; the statistical tests must reject it.
"""

from collections import Counter


def systematic(start: int, total: int, wanted: int) -> list[int]:
    """Rows 0 … total−1 that the rule draws from `start`; above one half the skipped rows are chosen instead."""
    chosen = min(wanted, total - wanted)
    step = total // chosen
    walked = list(range(start, start + step * chosen, step))
    if wanted * 2 <= total:
        return walked
    skipped = set(walked)
    return [row for row in range(total) if row not in skipped]


def starts(total: int, wanted: int) -> int:
    """How many different starts, and so how many different outcomes, the rule has."""
    return total // min(wanted, total - wanted)


def reach(total: int, wanted: int) -> tuple[int, int, int]:
    """Number of outcomes, of rows never drawn, of rows always drawn: the whole truth about the rule, by enumeration."""
    outcomes = [systematic(start, total, wanted) for start in range(starts(total, wanted))]
    counts = Counter(row for outcome in outcomes for row in outcome)
    always = sum(count == len(outcomes) for count in counts.values())
    return len({tuple(outcome) for outcome in outcomes}), total - len(counts), always
