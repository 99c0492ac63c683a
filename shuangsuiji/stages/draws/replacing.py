"""Appending a replacement to a draw: what the record will say of it. Part of an open command of a later stage.

Source: SSJ-DRAW/1 §8.5; 第十五条. Takes: the draw, who comes. Never: a change of what was drawn.
"""

from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.core.draw.grammar import write_time
from shuangsuiji.core.draw.refusal import DrawRefused, Refusal
from shuangsuiji.core.draw.replacement import APPROVER, Substitute, TeamsNow, replace_inspector
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.stages.draws.models import Draw, DrawReplacement
from shuangsuiji.stages.draws.proving import proceedings_of


@dataclass(frozen=True, slots=True)
class Change:
    """One replacement: the place, the substitute's certificate id, the ground, and the office that asked."""

    slot: int
    number: str
    ground: str
    text: str
    requested_by: str


def append_replacement(draw: Draw, change: Change, *, at: datetime) -> DrawReplacement:
    """Write the entry of the record. Raises DrawRefused (E15-1 to E15-5 as the protocol has them). Cost: the draw is computed once."""
    proceedings = proceedings_of(draw)
    outcome = proceedings.outcome()
    if outcome is None or proceedings.rosters is None or not outcome.assignment:
        raise _refused("E15-1", "本次抽取没有产生检查小组", "请先另行抽取执法检查人员")
    now = TeamsNow(outcome.slots, outcome.assignment, outcome.batches, proceedings.replacements)
    people = zip(proceedings.rosters.inspectors.rows, proceedings.rosters.inspectors.opened, strict=True)
    found = next(((row, opened) for row, opened in people if opened.pid == change.number), None)
    if found is None:
        person = change.number.removeprefix("cert:")
        raise _refused("E15-3", f"{person} 不在本次冻结的执法检查人员名录中", "请从名录中选派")
    row, opened = found
    entry = replace_inspector(
        now, change.slot, row.handle, Substitute(row.dept, row.quals, row.elig, opened.recusal), at=write_time(at),
        reason=change.ground, text=change.text, requested_by=OFFICES[change.requested_by], approved_by=APPROVER,
    )  # fmt: skip
    made = DrawReplacement(draw=draw, ordinal=len(proceedings.replacements) + 1, slot=change.slot, entry=entry, at=at)
    made.save(force_insert=True)
    return made


def _refused(code: str, message: str, remedy: str) -> DrawRefused:
    return DrawRefused([Refusal(code, "第十五条", message, remedy)])
