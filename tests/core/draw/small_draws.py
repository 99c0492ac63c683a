"""Small draws for the tests of the draw: rosters of one stratum, seeds by counter, and what the draw picks.

Every pseudo-random choice here is a SHA-256 of a label and a counter, so that a red run is the same everywhere.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from shuangsuiji.core.canonical import Suite, suite_named
from shuangsuiji.core.draw.roster import SubjectRow
from shuangsuiji.core.draw.selection import select

SHA256 = suite_named("SHA256")
STRATUM = "all"
NO_ATTRS = "0" * 64


def seeds(label: str, count: int) -> Iterator[str]:
    """`count` seeds, 64 hexadecimal characters each."""
    return (hashlib.sha256(f"{label}/{number}".encode()).hexdigest() for number in range(count))


def chance(label: str, bound: int) -> int:
    """A number from 0 up to, not including, `bound`, fixed by `label`."""
    return int.from_bytes(hashlib.sha256(label.encode()).digest(), "big") % bound


def handle(number: int) -> str:
    """An open handle; its number decides the order."""
    return f"obj:{number:05d}"


def roster(numbers: Iterable[int], elig: str = "E") -> list[SubjectRow]:
    """Frozen rows of one stratum for these numbers, in handle order."""
    return [SubjectRow(handle(number), STRATUM, elig, NO_ATTRS) for number in sorted(numbers)]


def plan_for(count: int, alternates: int = 0) -> dict[str, Any]:
    """As much of a plan as selection reads: draw exactly `count` (the ratio asks for one at most, `min` for the rest)."""
    return {"strata": {STRATUM: {"ratio": "0.000001%", "min": count}}, "alternates": alternates}


def drawn(count: int, rows: Sequence[SubjectRow], seed: str, suite: Suite = SHA256) -> list[str]:
    """Handles that the draw of `count` picks, in rank order."""
    part = select(suite, plan_for(count), {"": rows}, seed)[STRATUM]
    return [entry["handle"] for entry in part["selected"]]
