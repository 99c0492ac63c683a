"""The drawn lists as the office works with them: which team visits whom, who serves where, on paper and on screen.

Source: 第十四条 (the list), 第十五条 (who serves after a replacement), 第十六条 (teams).
Never: in the public folder; these lists name firms beside their class.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import xlsxwriter

from shuangsuiji.core.draw.ceremony import DRAWN, STATE_LABELS
from shuangsuiji.core.draw.freeze import FrozenRosters
from shuangsuiji.core.draw.outcome import Outcome
from shuangsuiji.core.draw.plan import Plan, libraries_of
from shuangsuiji.core.draw.record import Proceedings
from shuangsuiji.core.draw.replacement import GROUNDS, TeamsNow

ROLES = {"leader": "组长", "member": "组员"}
_FIRM_COLUMNS = (("小组", 8), ("名称", 40), ("代码", 22), ("区划代码", 14), ("对象库", 20), ("类别（内部）", 12))
_POST_COLUMNS = (
    ("岗位", 6),
    ("小组", 8),
    ("职责", 8),
    ("部门", 12),
    ("资格", 24),
    ("抽取人员执法证号", 22),
    ("现任执法证号", 22),
    ("更换情形", 24),
)


class Firm(NamedTuple):
    """A drawn firm: `team` is empty where no teams are drawn, `libraries` and `strata` where it was received."""

    team: str
    name: str
    code: str
    town: str
    libraries: str
    strata: str


class Post(NamedTuple):
    """A slot of a team: who was drawn, who serves now, and why they differ."""

    number: int
    team: str
    role: str
    dept: str
    quals: str
    drawn: str
    serving: str
    why: str


def strata_drawn(plan: Plan, outcome: Outcome) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(library, stratum, what was drawn of it), libraries and strata in the order of the plan."""
    for library in libraries_of(plan):
        part = outcome.selection[library] if library else outcome.selection
        for name in part:
            yield library, name, part[name]


def drawn_firms(plan: Plan, outcome: Outcome, rosters: FrozenRosters) -> list[Firm]:
    """Every drawn firm once: team by team in the order of the visit, or by library, class and rank without teams."""
    places: dict[str, list[tuple[str, str]]] = {}
    for library, stratum, part in strata_drawn(plan, outcome):
        for chosen in part["selected"]:
            places.setdefault(chosen["handle"], []).append((library, stratum))
    teams = {handle: team for team, handles in outcome.batches.items() for handle in handles}
    known = {opened.handle: opened for opened in rosters.opened_subjects}
    return [
        Firm(
            teams.get(handle, ""),
            known[handle].row["name"],
            known[handle].id.partition(":")[2],
            known[handle].row.get("town", ""),
            "、".join(library for library, _ in places.get(handle, []) if library),
            "、".join(dict.fromkeys(stratum for _, stratum in places.get(handle, []))),
        )
        for handle in teams or places
    ]


def posts(outcome: Outcome, rosters: FrozenRosters, replacements: Sequence[Mapping[str, Any]] = ()) -> list[Post]:
    """Every slot with the person drawn and the person serving; none where nobody could be assigned."""
    people = {opened.handle: opened.pid.removeprefix("cert:") for opened in rosters.inspectors.opened}
    assigned = outcome.assignment or []
    serving = TeamsNow(outcome.slots, assigned, outcome.batches, replacements).serving
    why = {entry["slot"]: GROUNDS.get(entry["reason"], entry["reason"]) for entry in replacements}
    return [
        Post(
            number,
            entry["team"],
            ROLES.get(entry["role"], entry["role"]),
            entry["dept"],
            "、".join(outcome.slots[number][3]),
            people[entry["handle"]],
            people[serving[number]],
            why.get(number, ""),
        )
        for number, entry in enumerate(assigned)
    ]


def write_lists(proceedings: Proceedings, outcome: Outcome, rosters: FrozenRosters) -> bytes:
    """Both lists as an .xlsx file; a list that has no effect says so in the names of its sheets."""
    state = proceedings.ceremony.state
    mark = "" if state == DRAWN else f"（{STATE_LABELS[state]}）"
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        firms = drawn_firms(proceedings.ceremony.plan, outcome, rosters)
        _sheet(book, f"检查对象{mark}", _FIRM_COLUMNS, firms)
        _sheet(book, f"检查小组{mark}", _POST_COLUMNS, posts(outcome, rosters, proceedings.replacements))
    return buffer.getvalue()


def _sheet(book: Any, title: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[object]]) -> None:
    page, bold, text = book.add_worksheet(title), book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    for position, (name, width) in enumerate(columns):
        page.set_column(position, position, width, text)
        page.write_string(0, position, name, bold)
    for line, row in enumerate(rows, start=1):
        for position, cell in enumerate(row):
            page.write_string(line, position, f"{cell}")
