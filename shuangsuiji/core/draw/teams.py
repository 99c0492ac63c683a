"""Batches of subjects, the order of teams, and the slots to be filled.

Source: SSJ-DRAW/1 §8.1, §8.2; 第十四条, 第十六条.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from shuangsuiji.core.canonical import Suite, ns, tag
from shuangsuiji.core.draw.plan import Plan
from shuangsuiji.core.draw.tickets import SUBJECTS, TEAMS, ticket, ticket_key

LEADER = "leader"


def team_ids(plan: Plan) -> list[str]:
    """`t1` … `tT`."""
    return [f"t{number}" for number in range(1, plan["teams"]["count"] + 1)]


def batches(
    suite: Suite, plan: Plan, handles: Iterable[str], towns: Mapping[str, str], seed: str
) -> dict[str, list[str]]:
    """Deal the drawn subjects to teams so that each team's firms lie together: team → handles in order.

    Order of the deal: (division code, ticket, handle). Teams may stay empty.
    """
    key = ticket_key(suite, seed, SUBJECTS)
    placed = sorted((towns[handle], ticket(suite, key, handle), handle) for handle in set(handles))
    teams = team_ids(plan)
    dealt: dict[str, list[str]] = {team: [] for team in teams}
    for position, (_, _, handle) in enumerate(placed):
        dealt[teams[position * len(teams) // len(placed)]].append(handle)
    return dealt


def place_leaf(handle: str, team: str, salt: str) -> bytes:
    """Leaf of a subject's place in `batches_root`; salted with the firm's own salt where sealed (`salt` not empty)."""
    if salt:
        return ns("ssj.place/1", handle, team, salt)
    return ns("ssj.place/1", handle, team)


def place_salt(suite: Suite, salt: str) -> str:
    """What enters a sealed place leaf instead of the firm's salt itself."""
    return tag(suite, "place", salt) if salt else ""


def place_leaves(suite: Suite, dealt: Mapping[str, Iterable[str]], salts: Mapping[str, str]) -> list[bytes]:
    """Place leaves in the order of the deal (teams as `t1`, `t2` …); `salts` maps sealed handles to their salts."""
    order = sorted(dealt, key=lambda team: int(team[1:]))
    return [
        place_leaf(handle, team, place_salt(suite, salts.get(handle, ""))) for team in order for handle in dealt[team]
    ]


def team_order(suite: Suite, plan: Plan, seed: str) -> list[str]:
    """Teams in the order in which they choose people: by (ticket, id)."""
    key = ticket_key(suite, seed, TEAMS)
    return sorted(team_ids(plan), key=lambda team: (ticket(suite, key, team), team))


def slots(plan: Plan, order: Iterable[str]) -> list[list[Any]]:
    """All slots as `[team, role, dept, [quals]]`: first every leader, then the rest team by team in plan order."""
    teams, template = list(order), plan["teams"]["slots"]
    leaders = [[team, *slot] for team in teams for slot in template if slot[0] == LEADER]
    return leaders + [[team, *slot] for team in teams for slot in template if slot[0] != LEADER]
