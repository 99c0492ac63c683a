"""Which subjects are drawn: an exact quota per stratum, and the lowest tickets fill it.

Source: SSJ-DRAW/1 §7.1, §7.2; 第六条（三）, 第十四条.
Gives: per stratum `{n_base, n_elig, k, shortfall, threshold, selected, next}`, the very object a record holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from shuangsuiji.core.canonical import Suite
from shuangsuiji.core.draw.plan import DEFAULT_ALTERNATES, Plan, libraries_of
from shuangsuiji.core.draw.roster import ELIGIBLE, SubjectRow
from shuangsuiji.core.draw.tickets import SUBJECTS, lowest, ticket_key
from shuangsuiji.core.ratios import ceiling, parse_ratio


class Quota(NamedTuple):
    """How many to draw (`k`) and how many of the wanted number are lacking (`shortfall`)."""

    k: int
    shortfall: int


def quota(n_base: int, n_elig: int, ratio: str, minimum: int) -> Quota:
    """The exact quota of a stratum: all rows count (`n_base`), only eligible ones can be drawn (`n_elig`)."""
    wanted = max(ceiling(n_base, parse_ratio(ratio)), minimum)
    k = min(wanted, n_elig)
    return Quota(k, wanted - k)


def select(suite: Suite, plan: Plan, rosters: Mapping[str, Sequence[SubjectRow]], seed: str) -> dict[str, Any]:
    """Draw the subjects of every library and stratum; a record's `selection`.

    `rosters` maps a library (`""` when there is only one, nameless) to its frozen rows, all of a stratum of the plan. Strata
    without rows appear too.
    """
    key = ticket_key(suite, seed, SUBJECTS)
    alternates = plan.get("alternates", DEFAULT_ALTERNATES)
    chosen = {}
    for library, strata in libraries_of(plan).items():
        rows_of: dict[str, list[SubjectRow]] = {name: [] for name in strata}
        for row in rosters[library]:
            rows_of[row.stratum].append(row)
        chosen[library] = {name: _stratum(suite, key, rule, rows_of[name], alternates) for name, rule in strata.items()}
    return chosen.get("", chosen)


def _stratum(
    suite: Suite, key: str, rule: Mapping[str, Any], rows: Sequence[SubjectRow], alternates: int
) -> dict[str, Any]:
    handles = [row.handle for row in rows if row.elig == ELIGIBLE]
    k, shortfall = quota(len(rows), len(handles), rule["ratio"], rule.get("min", 0))
    ranked = [
        {"rank": rank, "ticket": value, "handle": handle}
        for rank, (value, handle) in enumerate(lowest(suite, key, handles, k + alternates), start=1)
    ]
    return {
        "n_base": len(rows),
        "n_elig": len(handles),
        "k": k,
        "shortfall": shortfall,
        "threshold": ranked[k - 1]["ticket"] if k else "",
        "selected": ranked[:k],
        "next": ranked[k:],
    }


def selected_handles(plan: Plan, selection: Mapping[str, Any]) -> list[str]:
    """Distinct selected handles of all libraries and strata, in byte order."""
    libraries: Iterable[Mapping[str, Any]] = selection.values() if "libraries" in plan else [selection]
    return sorted({entry["handle"] for strata in libraries for part in strata.values() for entry in part["selected"]})
