"""The order of a task and of a draw as the public log shows it: which entry moves what, from where, and what it must refer to.

Source: 第十三条, 第十四条, 第二十一条; 20-house §4 (TASK, in `lifecycle`), SSJ-DRAW/1 §5, 50-ledger §4.3 for the chain of references.
Gives: tables alone; `trail` folds a log through them. Never: a step that the tables of `lifecycle` or of the draw do not have (tests).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from shuangsuiji.core.rules.lifecycle import TASK

PLANNED, FROZEN, REVEALED, SEEDED, DRAWN = "PLANNED", "FROZEN", "REVEALED", "SEEDED", "DRAWN"
ABORTED, VOID = "ABORTED", "VOID"
DRAW_STATES = MappingProxyType(
    {
        PLANNED: "已公告",
        FROZEN: "名单已冻结",
        REVEALED: "揭示中",
        SEEDED: "公开随机数已录入",
        DRAWN: "已抽取",
        ABORTED: "已中止",
        VOID: "已作废",
    }
)
OPEN_DRAWS = frozenset({PLANNED, FROZEN, REVEALED, SEEDED})


class Step(NamedTuple):
    """An entry about a draw: where the draw must be, where it is afterwards (`""`: where it was), what comes before it."""

    sources: frozenset[str]
    target: str
    after: str


class Backlink(NamedTuple):
    """What an entry must refer to: entries of these types, of its own task where it names one; `or_private`: or under seal."""

    relations: frozenset[str]
    types: tuple[str, ...]
    or_private: str = ""


def _step(sources: str, target: str, after: str) -> Step:
    return Step(frozenset(sources.split()), target, after)


def _link(relations: str, types: str, or_private: str = "") -> Backlink:
    return Backlink(frozenset(relations.split()), tuple(types.split()), or_private)


_ROAD = [state for state in TASK.states if state != "WITHDRAWN"]


def _road(first: str, last: str, *beside: str) -> frozenset[str]:
    return frozenset((*_ROAD[_ROAD.index(first) : _ROAD.index(last) + 1], *beside))


def _each(types: str, states: frozenset[str]) -> dict[str, frozenset[str]]:
    return dict.fromkeys(types.split(), states)


# fmt: off
# Entry → the act of TASK that it tells of. `roster.confirmed` moves the task when it speaks of both registries.
MOVES: Mapping[str, str] = MappingProxyType({
    "task.created":    "create_task",
    "task.filed":      "file_ad_hoc",
    "scheme.signed":   "sign_scheme",
    "scheme.revised":  "revise_scheme",
    "roster.confirmed": "confirm_registries",
    "list.received":   "receive_list",
    "draw.planned":    "plan_draw",
    "draw.frozen":     "freeze",
    "draw.result":     "draw",
    "draw.aborted":    "abort_draw",
    "draw.voided":     "void_draw",
    "dispatch.sent":   "dispatch",
    "task.concluded":  "conclude_task",
    "task.archived":   "archive_task",
    "task.withdrawn":  "withdraw_task",
})
# Several offices or departments each write one entry of the same step: the first moves, the others follow it.
AGAIN: Mapping[str, str] = MappingProxyType({"scheme.signed": "SCHEME_SIGNED", "dispatch.sent": "DISPATCHED"})
# Entries that are refused while a draw of the task is announced and not over.
NOT_DURING_A_DRAW = frozenset({"scheme.revised", "task.withdrawn"})

# Entry about a task that moves nothing → the states of the task in which it has its place.
WINDOWS: Mapping[str, frozenset[str]] = MappingProxyType({
    "roster.confirmed": _road("CREATED", "DISPATCHED"),  # one registry; inspectors may be drawn after dispatch (第十四条)
    **_each("filing.requested filing.returned filing.recorded", _road("CREATED", "REGISTRIES_CONFIRMED")),
    "confirmation.recorded": _road("CREATED", "REGISTRIES_CONFIRMED"),
    **_each("filing.published", _road("CREATED", "CONCLUDED")),
    **_each("task.published proof.published", _road("CREATED", "ARCHIVED", "WITHDRAWN")),
    **_each("team.formed replacement.requested replacement.refused visit.scheduled precheck.done notice.served notice.withheld",
            _road("DISPATCHED", "DISPATCHED")),
    **_each("inspection.sealed entry.recorded visit.started part.ended form.signed sign.refused form.resumed visit.recorded",
            _road("DISPATCHED", "DISPATCHED")),
    **_each("visit.concluded thirdparty.reported result.recorded result.returned inspection.closed", _road("DISPATCHED", "DISPATCHED")),
    **_each("followup.opened clue.transferred listing.proposed rectification.closed deadline.set case.archived",
            _road("DISPATCHED", "CONCLUDED")),
    # A matter that runs on under a case number, and what others say later, come as supplements even to a sealed case.
    **_each("clue.answered followup.concluded followup.closed deadline.missed deadline.explained evaluation.recorded",
            _road("DISPATCHED", "ARCHIVED")),
    **_each("sanction.proposed reaudit.recorded case.supplemented", _road("DISPATCHED", "ARCHIVED")),
})

DRAW_STEPS: Mapping[str, Step] = MappingProxyType({
    "roster.frozen":     _step("PLANNED",                                     "",       "抽取公告"),
    "draw.frozen":       _step("PLANNED",                                     FROZEN,   "抽取公告"),
    "draw.committed":    _step("FROZEN",                                      "",       "冻结名单"),
    "draw.revealed":     _step("FROZEN REVEALED",                             REVEALED, "冻结名单和承诺"),
    "draw.seeded":       _step("REVEALED",                                    SEEDED,   "全部揭示"),
    "draw.result":       _step("SEEDED",                                      DRAWN,    "录入公开随机数"),
    "draw.aborted":      _step("PLANNED FROZEN REVEALED",                     ABORTED,  "抽取公告，且在录入公开随机数之前"),
    "draw.voided":       _step("SEEDED DRAWN",                                VOID,     "录入公开随机数"),
    "draw.shadow":       _step("ABORTED",                                     "",       "中止"),
    "draw.opened":       _step("FROZEN REVEALED SEEDED DRAWN ABORTED VOID",   "",       "冻结名单"),
    "proof.published":   _step("DRAWN ABORTED VOID",                          "",       "抽取、中止或作废"),
    "inspector.replaced": _step("DRAWN",                                      "",       "抽取"),
})

# Entry → what it must refer to. The chain of a disclosed result leads back to the draw: 50-ledger §4.3 (b).
BACKLINKS: Mapping[str, Backlink] = MappingProxyType({
    "dispatch.sent":    _link("follows",                       "draw.result"),
    "result.recorded":  _link("follows",                       "dispatch.sent"),
    "result.published": _link("follows answers supersedes corrects", "result.recorded result.corrected", "recorded"),
    "result.corrected": _link("corrects",                      "result.published result.corrected publication.withheld"),
    "plan.amended":     _link("supersedes",                    "plan.published plan.amended plan.migrated"),
})
# fmt: on
