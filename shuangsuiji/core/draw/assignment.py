"""Who inspects with whom: the lexicographically first complete assignment, by tickets.

Source: SSJ-DRAW/1 §8.3; 第十四条, 第十五条 (recusal), 第十六条 (teams).
Takes: slots in order, inspectors, the batch of each team. Gives: `Assignment`, unique for a seed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from shuangsuiji.core.canonical import Suite
from shuangsuiji.core.draw.matching import Filling
from shuangsuiji.core.draw.roster import ELIGIBLE, InspectorRow
from shuangsuiji.core.draw.tickets import inspector_scope, ticket, ticket_key

_ALTERNATES_SHOWN = 2
Slot = Sequence[Any]


class Assignment(NamedTuple):
    """`entries` as a record lists them, or None when no step of the ladder works; then `blocking` names slots that cannot
    be filled together at the last step (ascending indices).
    """

    entries: list[dict[str, Any]] | None
    cap_step: int
    blocking: list[int]


def eligible_persons(
    slot: Slot, inspectors: Sequence[InspectorRow], recusals: Mapping[str, Collection[str]], batch: Collection[str]
) -> list[str]:
    """Handles of the inspectors who may hold `slot`: eligible, of its department, qualified, and not recused from `batch`."""
    _, _, department, quals = slot
    needed, firms = set(quals), set(batch)
    return [
        row.handle
        for row in inspectors
        if row.elig == ELIGIBLE
        and row.dept == department
        and needed.issubset(row.quals)
        and firms.isdisjoint(recusals.get(row.handle, ()))
    ]


def _eligible_for_all(
    slots: Sequence[Slot],
    inspectors: Sequence[InspectorRow],
    recusals: Mapping[str, Collection[str]],
    dealt: Mapping[str, Collection[str]],
) -> list[list[str]]:
    """Eligible persons of every slot; slots of a team that ask for the same department and qualifications share a list."""
    known: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    eligible = []
    for slot in slots:
        team, _, department, quals = slot
        asked = (team, department, tuple(quals))
        if asked not in known:
            known[asked] = eligible_persons(slot, inspectors, recusals, dealt[team])
        eligible.append(known[asked])
    return eligible


def assign(
    suite: Suite,
    seed: str,
    slots: Sequence[Slot],
    inspectors: Sequence[InspectorRow],
    recusals: Mapping[str, Collection[str]],
    dealt: Mapping[str, Collection[str]],
    ladder: Sequence[int] = (0,),
) -> Assignment:
    """Fill all slots at the first step of the ladder that admits it.

    `recusals` maps an inspector's handle to subject handles, `dealt` a team to the subjects of its batch. Sealed and
    open handles are treated alike. Cost: at most one augmenting path per candidate.
    """
    eligible = _eligible_for_all(slots, inspectors, recusals, dealt)
    blocking: list[int] = []
    for step in ladder:
        caps = {row.handle: row.cap + step for row in inspectors}
        filling = Filling([slot[0] for slot in slots], eligible, caps)
        blocked = filling.fill(range(len(slots)))
        if not blocked:
            return Assignment(_walk(suite, seed, slots, eligible, caps, filling), step, [])
        blocking = min(blocked, key=len)
    return Assignment(None, ladder[-1], blocking)


def can_fill(
    slots: Sequence[Slot],
    indices: Sequence[int],
    inspectors: Sequence[InspectorRow],
    recusals: Mapping[str, Collection[str]],
    dealt: Mapping[str, Collection[str]],
    step: int,
) -> bool:
    """Whether the slots at `indices` alone could all be filled at this step: checks a record's `blocking`."""
    wanted = [slots[index] for index in indices]
    eligible = _eligible_for_all(wanted, inspectors, recusals, dealt)
    caps = {row.handle: row.cap + step for row in inspectors}
    return not Filling([slot[0] for slot in wanted], eligible, caps).fill(range(len(wanted)))


def _walk(
    suite: Suite,
    seed: str,
    slots: Sequence[Slot],
    eligible: Sequence[Sequence[str]],
    caps: Mapping[str, int],
    filling: Filling,
) -> list[dict[str, Any]]:
    """Fix slot after slot, always with the first candidate after whom everything else can still be filled."""
    load = dict.fromkeys(caps, 0)
    serving: dict[str, set[str]] = {slot[0]: set() for slot in slots}
    tickets = _ticket_book(suite, seed)
    entries = []
    for index, (team, role, department, _) in enumerate(slots):
        free = [who for who in eligible[index] if load[who] < caps[who] and who not in serving[team]]
        ranked = sorted(free, key=lambda who: (load[who], tickets(load[who], who), who))
        place = next(place for place, who in enumerate(ranked) if filling.fix(index, who))
        chosen = ranked[place]
        entries.append(
            {
                "team": team,
                "role": role,
                "dept": department,
                "handle": chosen,
                "generation": load[chosen],
                "ticket": tickets(load[chosen], chosen),
                "skipped": ranked[:place],
                "alternates": ranked[place + 1 : place + 1 + _ALTERNATES_SHOWN],
            }
        )
        load[chosen] += 1
        serving[team].add(chosen)
    return entries


def _ticket_book(suite: Suite, seed: str) -> Callable[[int, str], str]:
    """Tickets by (load, handle), each computed once."""
    keys: dict[int, str] = {}
    book: dict[tuple[int, str], str] = {}

    def look_up(load: int, handle: str) -> str:
        if load not in keys:
            keys[load] = ticket_key(suite, seed, inspector_scope(load))
        if (load, handle) not in book:
            book[load, handle] = ticket(suite, keys[load], handle)
        return book[load, handle]

    return look_up
