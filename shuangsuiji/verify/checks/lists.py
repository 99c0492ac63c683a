"""V16–V22: tickets, quotas, selection, batches, teams, people and the digests over them.

Source: SSJ-DRAW/1 §7, §8; 第六条（三）, 第十四条, 第十六条.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from shuangsuiji.core.draw.assignment import assign, can_fill
from shuangsuiji.core.draw.outcome import drawn_subjects
from shuangsuiji.core.draw.plan import DEFAULT_ALTERNATES, draws_subjects, draws_teams, libraries_of
from shuangsuiji.core.draw.result import assignment_hash, result_hash, selection_hash
from shuangsuiji.core.draw.roster import ELIGIBLE, SubjectRow
from shuangsuiji.core.draw.selection import quota
from shuangsuiji.core.draw.teams import batches, place_leaves, slots, team_order
from shuangsuiji.core.draw.tickets import SUBJECTS, all_tickets, lowest, ticket_key
from shuangsuiji.core.tree import root
from shuangsuiji.verify.case import Case
from shuangsuiji.verify.verdict import differs

Strata = Mapping[str, Mapping[str, Any]]
_STRATUM_FIELDS = ["k", "n_base", "n_elig", "next", "selected", "shortfall", "threshold"]


def check_tickets(case: Case) -> Iterator[str]:
    """V16: the ticket key, and the listed tickets where there are any."""
    case.need("ticket_key")
    members = case.members
    yield from differs("ticket_key", members["ticket_key"], ticket_key(case.suite, members["seed"], SUBJECTS))
    if "tickets" in members:
        handles = [row.handle for rows in case.subjects.values() for row in rows]
        if not draws_subjects(case.plan):
            handles = case.plan["dispatched"]["handles"]
        computed = all_tickets(case.suite, members["ticket_key"], handles)
        if len(computed) != len(members["tickets"]):
            yield f"列出票号 {len(members['tickets'])} 个，名录 {len(computed)} 户"
        for given, expected in zip(members["tickets"], computed, strict=False):
            yield from differs("票号", given, expected)


def _libraries(case: Case) -> Iterator[tuple[str, Strata, Strata, list[SubjectRow]]]:
    """Per library: its name, the plan's strata, the record's strata, its rows."""
    case.need("selection")
    selection, planned = case.members["selection"], libraries_of(case.plan)
    for library, strata in planned.items():
        yield library, strata, (selection[library] if library else selection), case.subjects[library]


def check_quotas(case: Case) -> Iterator[str]:
    """V17: numbers of rows, eligible rows, drawn and lacking, in every stratum of the plan."""
    if "libraries" in case.plan:
        case.need("selection")
        yield from differs("对象库", sorted(case.members["selection"]), sorted(case.plan["libraries"]))
    for library, strata, told, rows in _libraries(case):
        yield from differs(f"{library} 分层", sorted(told), sorted(strata))
        for name, rule in strata.items():
            base = [row for row in rows if row.stratum == name]
            eligible = sum(row.elig == ELIGIBLE for row in base)
            k, shortfall = quota(len(base), eligible, rule["ratio"], rule.get("min", 0))
            facts = {"n_base": len(base), "n_elig": eligible, "k": k, "shortfall": shortfall}
            for field, fact in facts.items():
                yield from differs(f"{library} {name} 层 {field}", told[name][field], fact)
    if not draws_subjects(case.plan):
        yield from differs("selection", case.members["selection"], {})


def check_selection(case: Case) -> Iterator[str]:
    """V18: who is drawn, the threshold and the next ranks, for the numbers the record gives."""
    key = case.members.get("ticket_key", "")
    alternates = case.plan.get("alternates", DEFAULT_ALTERNATES)
    for library, strata, told, rows in _libraries(case):
        yield from differs(f"{library} 分层", sorted(told), sorted(strata))
        for name in strata:
            part, k = told[name], told[name]["k"]
            handles = [row.handle for row in rows if row.stratum == name and row.elig == ELIGIBLE]
            ranked = [
                {"rank": rank, "ticket": value, "handle": handle}
                for rank, (value, handle) in enumerate(lowest(case.suite, key, handles, k + alternates), start=1)
            ]
            place = f"{library} {name} 层".strip()
            yield from differs(f"{place}中签名单", part["selected"], ranked[:k])
            yield from differs(f"{place}后续名次", part["next"], ranked[k:])
            threshold = part["selected"][-1]["ticket"] if part["selected"] else ""
            yield from differs(f"{place}门槛票号", part["threshold"], threshold)
            yield from differs(f"{place}字段", sorted(part), _STRATUM_FIELDS)


def check_batches(case: Case) -> Iterator[str]:
    """V19: the deal of subjects to teams, and its root."""
    case.need("team_order")
    members = case.members
    if not draws_teams(case.plan):
        yield from differs("batches", members.get("batches", {}), {})
        return
    dealt = _dealt(case)
    if "batches" in members:
        yield from differs("分组", members["batches"], dealt)
    if not case.is_vector:
        yield from differs("batches_root", members["batches_root"], _batches_root(case, dealt))


def _count_teams(case: Case, listed: Collection[str]) -> None:
    """Refuse before anything as long as the plan's number of teams is made: a hostile plan may name any number."""
    if case.plan["teams"]["count"] != len(listed):
        raise ValueError(f"方案为 {case.plan['teams']['count']} 组，记录列出 {len(listed)} 组")


def _dealt(case: Case) -> Mapping[str, Sequence[str]]:
    """The deal as towns and seed order it; without rows it cannot be made, and the check is skipped."""
    towns = case.towns
    _count_teams(case, case.members.get("batches", case.members["team_order"]))
    drawn = drawn_subjects(case.plan, case.members["selection"])
    return batches(case.suite, case.plan, drawn, towns, case.members["seed"])


def _batches_root(case: Case, dealt: Mapping[str, Sequence[str]]) -> str:
    return root(case.suite, place_leaves(case.suite, dealt, case.salts)).hex()


def check_slots(case: Case) -> Iterator[str]:
    """V20: the order of teams and the slots."""
    case.need("team_order")
    order, places = [], []
    if draws_teams(case.plan):
        _count_teams(case, case.members["team_order"])
        order = team_order(case.suite, case.plan, case.members["seed"])
        places = slots(case.plan, case.members["team_order"])
    yield from differs("team_order", case.members["team_order"], order)
    yield from differs("slots", case.members["slots"], places)


def check_assignment(case: Case) -> Iterator[str]:
    """V21: who serves where, equal to the one assignment the seed allows."""
    case.need("assignment")
    members = case.members
    if not draws_teams(case.plan):
        yield from differs("assignment", members["assignment"], [])
        return
    recusals = case.recusals
    dealt = members["batches"] if "batches" in members else _dealt(case)
    ladder = case.plan.get("cap_ladder", [0])
    people = assign(case.suite, members["seed"], members["slots"], case.inspectors, recusals, dealt, ladder)
    yield from differs("cap_step", members.get("cap_step", 0), people.cap_step)
    if members["assignment"] is None or people.entries is None:
        yield from differs("人员抽取", members["assignment"], people.entries)
        yield from _blocking(case, recusals, dealt)
        return
    yield from differs("blocking", members.get("blocking", []), [])
    yield from differs("岗位数", len(members["assignment"]), len(people.entries))
    for number, (given, computed) in enumerate(zip(members["assignment"], people.entries, strict=False)):
        yield from differs(f"第 {number} 个岗位", given, computed)


def _blocking(case: Case, recusals: Mapping[str, Any], dealt: Mapping[str, Any]) -> Iterator[str]:
    members = case.members
    blocking = members.get("blocking", [])
    step = members.get("cap_step", 0)
    if blocking != sorted(set(blocking)) or can_fill(
        members["slots"], blocking, case.inspectors, recusals, dealt, step
    ):
        yield "blocking 所列岗位并非不能同时配齐"


def check_hashes(case: Case) -> Iterator[str]:
    """V22: digests of selection, batches, assignment and result, from the parts as given."""
    case.need("result_hash")
    members, suite = case.members, case.suite
    draw_id, seed = members["draw_id"], members["seed"]
    chosen = selection_hash(suite, draw_id, seed, members["selection"]) if draws_subjects(case.plan) else ""
    yield from differs("selection_hash", members["selection_hash"], chosen)
    if draws_teams(case.plan):
        parts = (members["batches_root"], members["assignment"], members["slots"], members["team_order"])
        yield from differs("assignment_hash", members["assignment_hash"], assignment_hash(suite, draw_id, seed, *parts))
        # The sealed public record shows no batches; there the root stands as given.
        if "batches" in members and not (case.is_sealed and case.is_public):
            yield from differs("batches_root", members["batches_root"], _batches_root(case, members["batches"]))
    else:
        given = (members["batches_root"], members["assignment_hash"])
        yield from differs("batches_root、assignment_hash", given, ("", ""))
    whole = result_hash(suite, draw_id, seed, members["selection_hash"], members["assignment_hash"])
    yield from differs("result_hash", members["result_hash"], whole)
