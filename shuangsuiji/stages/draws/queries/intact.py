"""Whether the drawn lists still are what was drawn: rebuilt from their rows and held against what the frozen rosters give anew.

Source: 第十四条; C14-4; 40-draw §12 (edited list). Takes: a finished draw. Gives: one Finding. Cost: the whole draw once more.
Never: believes a row of the list, a digest beside it or a file whose digest does not hold.
"""

from collections.abc import Iterator
from typing import Any

from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.record import Proceedings
from shuangsuiji.core.draw.result import assignment_hash, selection_hash
from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.foundation.evidence.refusal import FileDamaged
from shuangsuiji.stages.draws.models import Draw, DrawResult
from shuangsuiji.stages.draws.proving import proceedings_of

_ROSTERS, _SUBJECTS, _FIRMS, _TEAMS, _PLACES, _PEOPLE, _DIGESTS = (
    "冻结的名录", "检查对象名单", "对象与编码的对应", "对象的小组", "小组人员名单", "人员与编码的对应", "登记的摘要",
)  # fmt: skip


def list_is_intact(draw: Draw) -> Finding:
    """E14-2 with 校验不一致 and what differs; satisfied for a draw without a result. Raises KeyUnusable."""
    differing = list(_differing(draw))
    return judge(
        "E14-2", "第十四条", not differing, required="与当时抽取的一致", actual="、".join(differing) or "一致",
        refusal=f"校验不一致：{'、'.join(differing)}。对象名单产生后不得更改（第十四条）。",
        remedy="请保留现状并联系运维人员，以日志和备份核对；注销、失联的对象按第二十条形成结果。",
    )  # fmt: skip


def _differing(draw: Draw) -> Iterator[str]:
    result = DrawResult.objects.filter(draw=draw).first()
    if result is None:
        return
    try:
        proceedings = proceedings_of(draw)
    except FileDamaged:
        yield _ROSTERS
        return
    outcome = proceedings.outcome()
    if outcome is None:
        yield _DIGESTS
        return
    yield from _subjects(draw, result, proceedings, outcome)
    yield from _places(draw, result, proceedings, outcome)
    names = ("selection_hash", "batches_root", "assignment_hash", "result_hash")
    if any(getattr(result, name) != getattr(outcome, name) for name in names):
        yield _DIGESTS


def _subjects(draw: Draw, result: DrawResult, proceedings: Proceedings, outcome: Outcome) -> Iterator[str]:
    """The selection with the rows of the table in place of the recomputed ones must hash to what was logged."""
    assert proceedings.rosters is not None
    rows = list(draw.subjects.select_related("subject", "department").order_by("library", "stratum", "rank"))
    told: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        entry = {"rank": row.rank, "ticket": row.ticket, "handle": row.handle}
        told.setdefault((row.library, row.stratum), []).append(entry)
    selection = _exchanged(outcome.selection, told)
    suite, number = proceedings.ceremony.suite, draw.number
    if told or selection_hash(suite, number, outcome.seed, selection) != result.selection_hash:
        yield _SUBJECTS
    firms = {opened.handle: opened.id for opened in proceedings.rosters.opened_subjects}
    lead = draw.task.department.code
    if any((firms.get(row.handle), row.library or lead) != (row.subject.identity, row.department.code) for row in rows):
        yield _FIRMS
    teams = {handle: team for team, handles in outcome.batches.items() for handle in handles}
    if any(teams.get(row.handle, "") != row.team for row in rows):
        yield _TEAMS


def _exchanged(selection: dict[str, Any], told: dict[tuple[str, str], list[dict[str, Any]]]) -> dict[str, Any]:
    """The selection with other `selected`; what is left in `told` belongs to no stratum of the plan."""

    def strata(library: str, parts: dict[str, Any]) -> dict[str, Any]:
        return {name: {**part, "selected": told.pop((library, name), [])} for name, part in parts.items()}

    if all("selected" in part for part in selection.values()):
        return strata("", selection)
    return {library: strata(library, parts) for library, parts in selection.items()}


def _places(draw: Draw, result: DrawResult, proceedings: Proceedings, outcome: Outcome) -> Iterator[str]:
    assert proceedings.rosters is not None
    rows = list(draw.places.select_related("inspector", "department").order_by("slot"))
    told = [
        {"team": row.team, "role": row.role, "dept": row.department.code, "handle": row.handle, "ticket": row.ticket}
        for row in rows
    ]
    drawn = outcome.assignment or []
    same = [row.slot for row in rows] == list(range(len(drawn))) and len(told) == len(drawn)
    entries = [{**entry, **row} for entry, row in zip(drawn, told, strict=same)]
    people = None if outcome.assignment is None else entries
    if not same or (outcome.team_order and _digest(draw, proceedings, outcome, people) != result.assignment_hash):
        yield _PLACES
    numbers = {opened.handle: opened.pid for opened in proceedings.rosters.inspectors.opened}
    if any(numbers.get(row.handle) != row.inspector.number for row in rows):
        yield _PEOPLE


def _digest(draw: Draw, proceedings: Proceedings, outcome: Outcome, people: list[dict[str, Any]] | None) -> str:
    return assignment_hash(
        proceedings.ceremony.suite, draw.number, outcome.seed, outcome.batches_root, people, outcome.slots,
        outcome.team_order,
    )  # fmt: skip
